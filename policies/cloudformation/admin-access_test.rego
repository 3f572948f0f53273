package cloudformation.admin_access_test

import data.cloudformation.admin_access
import data.cloudformation.fixtures

denied(input_) := paths if {
	results := admin_access.deny with input as input_
	paths := fixtures.below(results)
}

warned(input_) := paths if {
	results := admin_access.warn with input as input_
	paths := fixtures.below(results)
}

types := {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"}

policy(statement) := fixtures.template("AWS::IAM::Policy", {"PolicyDocument": {"Statement": statement}})

allowing(actions) := policy([{"Effect": "Allow", "Action": actions, "Resource": "*"}])

role(statement) := fixtures.template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [object.union({"Effect": "Allow", "Action": "sts:AssumeRole"}, statement)]}})

managed(arn) := fixtures.template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": []}, "ManagedPolicyArns": [arn]})

# What passes.

test_named_actions_pass if {
	denied(allowing("s3:GetObject")) == set()
	denied(allowing(["s3:*", "logs:PutLogEvents"])) == set()
}

test_denying_everything_passes if denied(policy({"Effect": "Deny", "Action": "*", "Resource": "*"})) == set()

test_roles_for_somebody_pass if {
	denied(role({"Principal": {"Service": "lambda.amazonaws.com"}})) == set()
	denied(role({"Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})) == set()
}

test_narrow_managed_policies_pass if denied(managed("arn:aws:iam::aws:policy/ReadOnlyAccess")) == set()

test_policies_without_statements_pass if {
	denied(policy([])) == set()
	denied(policy(null)) == set()
	denied(fixtures.template("AWS::IAM::Role", {"AssumeRolePolicyDocument": null, "Policies": null, "ManagedPolicyArns": null})) == set()
	denied(fixtures.template("AWS::IAM::Policy", {})) == set()
}

# What fails.

test_every_action_fails if {
	every type in types {
		denied(fixtures.template(type, {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}})) == {["PolicyDocument", "Statement"]}
	}
	denied(allowing(["s3:GetObject", "*"])) == {["PolicyDocument", "Statement"]}
	denied(policy({"Effect": "Allow", "Action": "*:*", "Resource": "*"})) == {["PolicyDocument", "Statement"]}
}

test_changing_permissions_fails if {
	denied(allowing("iam:*")) == {["PolicyDocument", "Statement"]}
	denied(policy([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}])) == {["PolicyDocument", "Statement"]}
}

test_policies_of_roles_fail if {
	every type in {"AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"} {
		policies := [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]
		denied(fixtures.template(type, {"Policies": policies})) == {["Policies", 0, "PolicyDocument", "Statement"]}
	}
}

test_managed_administrators_fail if {
	every name in {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"} {
		denied(managed(concat("", ["arn:aws:iam::aws:policy/", name]))) == {["ManagedPolicyArns", 0]}
		denied(managed({"Fn::Sub": concat("", ["arn:${AWS::Partition}:iam::aws:policy/", name])})) == {["ManagedPolicyArns", 0]}
	}
	denied(fixtures.template("AWS::Serverless::Function", {"Policies": ["AdministratorAccess"]})) == {["Policies", 0]}
	denied(fixtures.template("AWS::Serverless::Function", {"Policies": "AdministratorAccess"})) == {["Policies"]}
}

test_defaults_of_parameters_fail if {
	defaults := {"Parameters": {"P": {"Type": "String", "Default": "*"}, "Arn": {"Type": "String", "Default": "arn:aws:iam::aws:policy/AdministratorAccess"}}}
	every actions in [{"Ref": "P"}, "P", ["s3:GetObject", {"Ref": "P"}]] {
		denied(object.union(allowing(actions), defaults)) == {["PolicyDocument", "Statement"]}
	}
	policies := [{"PolicyName": "a", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": {"Ref": "P"}, "Resource": "*"}]}}]
	denied(object.union(fixtures.template("AWS::IAM::Role", {"Policies": policies}), defaults)) == {["Policies", 0, "PolicyDocument", "Statement"]}
	denied(object.union(role({"Principal": {"AWS": {"Ref": "P"}}}), defaults)) == {["AssumeRolePolicyDocument", "Statement"]}
	denied(object.union(managed({"Ref": "Arn"}), defaults)) == {["ManagedPolicyArns", 0]}
	denied(object.union(managed("Arn"), defaults)) == {["ManagedPolicyArns", 0]}
}

test_roles_for_anybody_fail if {
	denied(role({"Principal": "*"})) == {["AssumeRolePolicyDocument", "Statement"]}
	denied(role({"Principal": {"AWS": ["*"]}})) == {["AssumeRolePolicyDocument", "Statement"]}
}

test_messages if {
	{result.msg | some result in admin_access.deny with input as allowing("*")} == {"It allows everything"}
	{result.msg | some result in admin_access.deny with input as role({"Principal": "*"})} == {"It may be assumed by anybody"}
}

# What is not known.

test_functions_warn if {
	warned(policy([{"Effect": "Allow", "Action": {"Ref": "Actions"}, "Resource": "*"}])) == {["PolicyDocument", "Statement", 0, "Action"]}
	warned(policy([{"Effect": "Allow", "Action": ["s3:GetObject", "s3:${Verb}"], "Resource": "*"}])) == {["PolicyDocument", "Statement", 0, "Action", 1]}
	warned(policy({"Fn::If": ["IsProd", [], []]})) == {["PolicyDocument", "Statement"]}
	warned(fixtures.template("AWS::IAM::Policy", {"PolicyDocument": {"Fn::Transform": {"Name": "AWS::Include"}}})) == {["PolicyDocument"]}
	warned(fixtures.template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Ref": "Trust"}})) == {["AssumeRolePolicyDocument"]}
	warned(fixtures.template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [{"Fn::If": ["IsProd", {}, {}]}]}})) == {["AssumeRolePolicyDocument", "Statement", 0]}
	warned(role({"Principal": {"Ref": "Who"}})) == {["AssumeRolePolicyDocument", "Statement", 0, "Principal"]}
	warned(object.union(role({"Principal": {"AWS": {"Ref": "Who"}}}), {"Parameters": {"Who": {"Type": "String"}}})) == {["AssumeRolePolicyDocument", "Statement", 0, "Principal", "AWS"]}
	warned(managed({"Ref": "Arn"})) == {["ManagedPolicyArns", 0]}
}

test_what_is_known_does_not_warn if {
	warned(allowing("s3:GetObject")) == set()
	warned(policy([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::GetAtt": ["Bucket", "Arn"]}}])) == set()
	warned(managed("arn:aws:iam::aws:policy/ReadOnlyAccess")) == set()
	warned(managed({"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess"})) == set()
	warned(managed({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/ReadOnlyAccess"]]})) == set()
	warned(role({"Principal": {"AWS": {"Ref": "AWS::AccountId"}}})) == set()
}

test_policies_of_the_template_are_judged_there if {
	template := object.union(managed({"Ref": "Other"}), {"Resources": {"Other": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": []}}}}})
	warned(template) == set()
	dropped := object.union(managed("Other"), {"Resources": {"Other": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": []}}}}})
	warned(dropped) == set()
}
