package cloudformation.public_storage_test

import data.cloudformation.fixtures
import data.cloudformation.public_storage

denied(input_) := paths if {
	results := public_storage.deny with input as input_
	paths := fixtures.below(results)
}

warned(input_) := paths if {
	results := public_storage.warn with input as input_
	paths := fixtures.below(results)
}

bucket(properties) := fixtures.template("AWS::S3::Bucket", properties)

policy(values) := fixtures.template("AWS::S3::BucketPolicy", {"Bucket": "b", "PolicyDocument": {"Statement": [object.union({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}, values)]}})

whole := {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}

# What passes.

test_private_buckets_pass if {
	denied(bucket({})) == set()
	denied(bucket({"AccessControl": "Private"})) == set()
	denied(bucket({"AccessControl": null})) == set()
}

test_a_whole_block_passes if {
	denied(bucket({"PublicAccessBlockConfiguration": whole})) == set()
	denied(bucket({"PublicAccessBlockConfiguration": object.union(whole, {"BlockPublicAcls": "true"})})) == set()
}

test_policies_for_somebody_pass if {
	denied(policy({"Principal": {"AWS": {"Ref": "AWS::AccountId"}}})) == set()
	denied(policy({"Principal": {"Service": "cloudfront.amazonaws.com"}})) == set()
}

test_policies_with_a_condition_pass if denied(policy({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})) == set()

test_policies_that_deny_pass if denied(policy({"Effect": "Deny"})) == set()

# What fails.

test_public_access_lists_fail if {
	every acl in {"PublicRead", "PublicReadWrite", "AuthenticatedRead"} {
		denied(bucket({"AccessControl": acl})) == {["AccessControl"]}
	}
}

test_defaults_of_parameters_fail if {
	denied(fixtures.with_parameters("AWS::S3::Bucket", {"AccessControl": {"Ref": "Acl"}}, {"Acl": "PublicRead"})) == {["AccessControl"]}
}

test_policies_by_defaults_of_parameters_fail if {
	every principal in [{"AWS": {"Ref": "Who"}}, {"Ref": "Who"}, "Who", {"AWS": "Who"}, {"AWS": ["arn:aws:iam::1:root", {"Ref": "Who"}]}] {
		denied(by_parameter(principal, {"Type": "String", "Default": "*"})) == {["PolicyDocument", "Statement"]}
	}
	every type in {"CommaDelimitedList", "List<String>"} {
		denied(by_parameter({"AWS": {"Ref": "Who"}}, {"Type": type, "Default": "arn:aws:iam::1:root, *"})) == {["PolicyDocument", "Statement"]}
	}
	denied(by_parameter({"AWS": {"Ref": "Who"}}, {"Type": "String", "Default": "arn:aws:iam::1:root, *"})) == set()
}

by_parameter(principal, parameter) := object.union(policy({"Principal": principal}), {"Parameters": {"Who": parameter}})

test_a_block_with_gaps_fails if {
	every field in {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		denied(bucket({"PublicAccessBlockConfiguration": object.union(whole, {field: false})})) == {["PublicAccessBlockConfiguration", field]}
		denied(bucket({"PublicAccessBlockConfiguration": object.remove(whole, [field])})) == {["PublicAccessBlockConfiguration", field]}
	}
}

test_policies_for_everybody_fail if {
	denied(policy({})) == {["PolicyDocument", "Statement"]}
	denied(policy({"Principal": {"AWS": ["*"]}})) == {["PolicyDocument", "Statement"]}
	denied(policy({"Principal": {"AWS": "*"}, "Condition": {}})) == {["PolicyDocument", "Statement"]}
}

test_one_statement_without_a_list_fails if {
	document := {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}
	denied(fixtures.template("AWS::S3::BucketPolicy", {"PolicyDocument": document})) == {["PolicyDocument", "Statement"]}
}

test_messages if {
	{result.msg | some result in public_storage.deny with input as bucket({"AccessControl": "PublicRead"})} == {"It gives PublicRead to everybody"}
}

# What is not known.

test_functions_warn if {
	every acl in [{"Fn::If": ["IsProd", "Private", "PublicRead"]}, ["IsProd", "Private", "PublicRead"], {"Ref": "Acl"}, "Acl"] {
		warned(bucket({"AccessControl": acl})) == {["AccessControl"]}
		denied(bucket({"AccessControl": acl})) == set()
	}
	denied(bucket({"PublicAccessBlockConfiguration": {"Fn::If": ["IsProd", whole, {"Ref": "AWS::NoValue"}]}})) == set()
	warned(bucket({"PublicAccessBlockConfiguration": {"Fn::If": ["IsProd", whole, {"Ref": "AWS::NoValue"}]}})) == {["PublicAccessBlockConfiguration"]}
	warned(bucket({"PublicAccessBlockConfiguration": ["IsProd", whole, "AWS::NoValue"]})) == {["PublicAccessBlockConfiguration"]}
	warned(bucket({"PublicAccessBlockConfiguration": object.union(whole, {"BlockPublicAcls": {"Ref": "Block"}})})) == {["PublicAccessBlockConfiguration", "BlockPublicAcls"]}
}

test_policies_of_functions_warn if {
	warned(policy({"Principal": {"Ref": "Who"}})) == {["PolicyDocument", "Statement", 0, "Principal"]}
	warned(fixtures.template("AWS::S3::BucketPolicy", {"PolicyDocument": {"Fn::Sub": "{}"}})) == {["PolicyDocument"]}
	warned(fixtures.template("AWS::S3::BucketPolicy", {})) == {["PolicyDocument"]}
	warned(fixtures.template("AWS::S3::BucketPolicy", {"PolicyDocument": {"Statement": ["IsProd", {"Effect": "Deny"}]}})) == {["PolicyDocument", "Statement", 0]}
}

test_parameters_without_a_default_warn if {
	at := ["PolicyDocument", "Statement", 0, "Principal", "AWS"]
	every principal in [{"AWS": {"Ref": "Who"}}, {"AWS": "Who"}, {"AWS": {"Fn::If": ["IsProd", "*", "arn:aws:iam::1:root"]}}] {
		warned(by_parameter(principal, {"Type": "String"})) == {at}
	}
	warned(by_parameter({"AWS": ["arn:aws:iam::1:root", {"Ref": "Who"}]}, {"Type": "String"})) == {array.concat(at, [1])}
	warned(by_parameter({"AWS": {"Ref": "Who"}}, {"Type": "String", "Default": "arn:aws:iam::1:root"})) == set()
}

test_who_is_put_together_does_not_warn if {
	every who in [{"Fn::GetAtt": ["Role", "Arn"]}, {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::1:root"]]}, {"Fn::Sub": "arn:${AWS::Partition}:iam::1:root"}, {"Ref": "AWS::AccountId"}, "AWS::AccountId", "It.Arn"] {
		warned(policy({"Principal": {"AWS": who}})) == set()
	}
}

test_conditions_that_may_not_be_there_warn if {
	condition := {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
	every value in [{"Fn::If": ["IsProd", condition, {"Ref": "AWS::NoValue"}]}, {"Condition": "IsProd"}, ["IsProd", condition, "AWS::NoValue"]] {
		warned(policy({"Condition": value})) == {["PolicyDocument", "Statement", 0, "Condition"]}
	}
	warned(policy({"Condition": "IsProd"})) == {["PolicyDocument", "Statement", 0]}
}

test_what_is_known_does_not_warn if {
	every acl in {"Private", "PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite", "BucketOwnerRead", "BucketOwnerFullControl", "AwsExecRead"} {
		warned(bucket({"AccessControl": acl, "PublicAccessBlockConfiguration": whole})) == set()
	}
	warned(policy({})) == set()
	warned(policy({"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})) == set()
	warned(bucket({"BucketName": {"Ref": "Name"}})) == set()
}
