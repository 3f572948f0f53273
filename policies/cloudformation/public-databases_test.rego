package cloudformation.public_databases_test

import data.cloudformation.fixtures
import data.cloudformation.public_databases

types := {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::Redshift::Cluster", "AWS::RedshiftServerless::Workgroup", "AWS::DMS::ReplicationInstance"}

denied(input_) := paths if {
	results := public_databases.deny with input as input_
	paths := fixtures.below(results)
}

warned(input_) := paths if {
	results := public_databases.warn with input as input_
	paths := fixtures.below(results)
}

db(public) := fixtures.template("AWS::RDS::DBInstance", {"PubliclyAccessible": public})

with_default(value) := fixtures.with_parameters("AWS::RDS::DBInstance", {"PubliclyAccessible": {"Ref": "Public"}}, {"Public": value})

# What passes.

test_private_databases_pass if denied(db(false)) == set()

test_text_that_says_no_passes if denied(db("false")) == set()

test_what_is_left_out_passes if {
	denied(fixtures.template("AWS::RDS::DBInstance", {})) == set()
	denied(db(null)) == set()
}

test_defaults_that_say_no_pass if denied(with_default("false")) == set()

test_other_resources_pass if denied(fixtures.template("AWS::S3::Bucket", {"PubliclyAccessible": true})) == set()

# What fails.

test_public_databases_fail if {
	every type in types {
		denied(fixtures.template(type, {"PubliclyAccessible": true})) == {["PubliclyAccessible"]}
	}
}

test_text_that_says_yes_fails if {
	denied(db("true")) == {["PubliclyAccessible"]}
	denied(db("True")) == {["PubliclyAccessible"]}
}

test_defaults_that_say_yes_fail if denied(with_default("true")) == {["PubliclyAccessible"]}

test_tags_that_were_dropped_fail if {
	denied(fixtures.with_parameters("AWS::RDS::DBInstance", {"PubliclyAccessible": "Public"}, {"Public": true})) == {["PubliclyAccessible"]}
}

test_messages if {
	{result.msg | some result in public_databases.deny with input as db(true)} == {"It has a public address"}
}

# What is not known.

test_functions_warn if {
	every value in [{"Fn::If": ["IsProd", false, true]}, ["IsProd", false, true], {"Ref": "Public"}, "Public"] {
		warned(db(value)) == {["PubliclyAccessible"]}
		denied(db(value)) == set()
	}
	warned(with_default(null)) == {["PubliclyAccessible"]}
}

test_what_is_known_does_not_warn if {
	warned(db(true)) == set()
	warned(db("no")) == set()
	warned(db(null)) == set()
	warned(fixtures.template("AWS::RDS::DBInstance", {})) == set()
}
