package cloudformation.hard_coded_credentials_test

import data.cloudformation.fixtures
import data.cloudformation.hard_coded_credentials

denied(input_) := {result.path | some result in hard_coded_credentials.deny with input as input_}

messages(input_) := {result.msg | some result in hard_coded_credentials.deny with input as input_}

at(path) := array.concat(["Resources", "It", "Properties"], path)

db(password) := fixtures.template("AWS::RDS::DBInstance", {"MasterUsername": "shop", "MasterUserPassword": password})

key := concat("", ["AKIA", "ABCDEFGHIJKLMNOP"])

# What passes.

test_references_pass if {
	every password in [{"Ref": "Password"}, {"Fn::Sub": "${Password}"}, "${Password}", {"Fn::GetAtt": ["Secret", "Arn"]}, {"Fn::ImportValue": "x"}] {
		denied(db(password)) == set()
	}
}

test_dynamic_references_pass if denied(db("{{resolve:secretsmanager:shop/db:SecretString:password}}")) == set()

test_tags_that_were_dropped_pass if {
	denied(fixtures.with_parameters("AWS::RDS::DBInstance", {"MasterUserPassword": "Password"}, {"Password": null})) == set()
	denied(object.union(db("Secret.Arn"), {"Resources": {"Secret": {"Type": "AWS::SecretsManager::Secret"}}})) == set()
}

test_where_a_secret_is_found_passes if {
	denied(fixtures.template("AWS::X::Y", {"SecretName": "shop/db", "TokenUrl": "a", "MasterUserSecret": {"KmsKeyId": "a"}, "Password": ""})) == set()
	denied(fixtures.template("AWS::X::Y", {"Token": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a"})) == set()
}

test_parameters_without_a_default_pass if {
	denied({"Parameters": {"DbPassword": {"Type": "String", "NoEcho": true}}, "Resources": {}}) == set()
	denied({"Parameters": {"Region": {"Type": "String", "Default": "eu-central-1"}}, "Resources": {}}) == set()
}

test_names_that_hold_no_secret_pass if {
	results := hard_coded_credentials.deny with input as fixtures.template("AWS::X::Y", {"Token": "public"}) with data.params.publicVariables as ["Token"]
	results == set()
}

# What fails.

test_literals_fail if {
	denied(db("correct-horse")) == {at(["MasterUserPassword"])}
	denied(fixtures.template("AWS::DMS::Endpoint", {"Password": "correct-horse"})) == {at(["Password"])}
	denied(fixtures.template("AWS::SecretsManager::Secret", {"SecretString": "correct-horse"})) == {at(["SecretString"])}
	denied(db(["correct-horse"])) == {at(["MasterUserPassword", 0])}
	denied(db({"Fn::Sub": "correct-horse"})) == {at(["MasterUserPassword", "Fn::Sub"])}
}

test_variables_of_functions_fail if {
	denied(fixtures.template("AWS::Lambda::Function", {"Environment": {"Variables": {"DB_PASSWORD": "correct-horse", "STAGE": "prod"}}})) == {at(["Environment", "Variables", "DB_PASSWORD"])}
}

test_variables_of_containers_fail if {
	environment := [{"Name": "STAGE", "Value": "prod"}, {"Name": "API_TOKEN", "Value": "correct-horse"}]
	denied(fixtures.template("AWS::ECS::TaskDefinition", {"ContainerDefinitions": [{"Environment": environment}]})) == {at(["ContainerDefinitions", 0, "Environment", 1, "Value"])}
}

test_defaults_of_parameters_fail if {
	template := {"Parameters": {"DbPassword": {"Type": "String", "Default": "correct-horse"}}, "Resources": {}}
	denied(template) == {["Parameters", "DbPassword", "Default"]}
	messages(template) == {"DbPassword is written out in the parameters"}
	denied(fixtures.with_parameters("AWS::RDS::DBInstance", {"MasterUserPassword": {"Ref": "Password"}}, {"Password": "correct-horse"})) == {["Parameters", "Password", "Default"]}
	denied(fixtures.with_parameters("AWS::RDS::DBInstance", {"MasterUserPassword": "Password"}, {"Password": "correct-horse"})) == {["Parameters", "Password", "Default"]}
}

test_keys_of_a_known_shape_fail if {
	denied(fixtures.template("AWS::EC2::Instance", {"UserData": {"Fn::Base64": sprintf("export A=%s\n", [key])}})) == {at(["UserData", "Fn::Base64"])}
	denied({"Mappings": {"Keys": {"prod": {"a": key}}}, "Resources": {}}) == {["Mappings", "Keys", "prod", "a"]}
	denied({"Outputs": {"Key": {"Value": key}}, "Resources": {}}) == {["Outputs", "Key", "Value"]}
	denied({"Parameters": {"Key": {"Default": key}}, "Resources": {}}) == {["Parameters", "Key", "Default"]}
}

test_no_message_has_the_secret if {
	messages(db("correct-horse")) == {"MasterUserPassword is written out in It"}
	messages(fixtures.template("AWS::X::Y", {"A": key})) == {"an access key of AWS stands in Resources It"}
}
