package terraform.hard_coded_credentials_test

import data.terraform.fixtures
import data.terraform.hard_coded_credentials

denied(input_) := {result.path | some result in hard_coded_credentials.deny with input as input_}

messages(input_) := {result.msg | some result in hard_coded_credentials.deny with input as input_}

addresses(input_) := {result.address | some result in hard_coded_credentials.deny with input as input_}

# A plan whose configuration has these expressions.
planned(type, expressions) := fixtures.plan([fixtures.unknown(type, {}, {}, expressions)])

configured(root, providers) := {"format_version": "1.2", "planned_values": {"root_module": {}}, "configuration": {"root_module": root, "provider_config": providers}}

key := concat("", ["AKIA", "ABCDEFGHIJKLMNOP"])

# What passes.

test_references_pass if {
	denied(planned("aws_db_instance", {"password": {"references": ["var.password"]}})) == set()
	denied(fixtures.source("aws_db_instance", {"password": "${var.password}"})) == set()
	denied(fixtures.source("aws_db_instance", {"password": "prefix-${var.password}"})) == set()
}

test_values_that_came_from_a_variable_pass if {
	resource := fixtures.unknown("aws_db_instance", {"password": "correct-horse"}, {}, {"password": {"references": ["var.password"]}})
	denied(fixtures.plan([resource])) == set()
}

test_where_a_secret_is_found_passes if {
	denied(fixtures.source("aws_db_instance", {"password_wo_version": "1", "secret_name": "shop/db", "password": ""})) == set()
	denied(fixtures.source("aws_ecs_task_definition", {"token": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a"})) == set()
	denied(fixtures.source("x", {"password": "{{resolve:secretsmanager:a}}"})) == set()
}

test_variables_without_a_default_pass if {
	denied({"variable": {"db_password": [{"type": "string", "sensitive": true, "description": "The password of the database."}]}}) == set()
	denied({"variable": {"db_password": [{"default": ""}]}}) == set()
	denied({"variable": {"db_password": [{"default": null}]}}) == set()
	denied(fixtures.source("aws_db_instance", {"password": null})) == set()
	denied({"variable": {"region": [{"default": "eu-central-1"}]}}) == set()
	denied(configured({"variables": {"db_password": {"description": "The password of the database."}}}, {})) == set()
}

test_names_that_hold_no_secret_pass if {
	results := hard_coded_credentials.deny with input as fixtures.source("x", {"token": "public"}) with data.params.publicVariables as ["token"]
	results == set()
}

# What fails.

test_literals_in_sources_fail if {
	denied(fixtures.source("aws_db_instance", {"password": "correct-horse"})) == {["resource", "aws_db_instance", "it", 0, "password"]}
	denied(fixtures.source("azurerm_mssql_server", {"administrator_login_password": "correct-horse"})) == {["resource", "azurerm_mssql_server", "it", 0, "administrator_login_password"]}
	denied(fixtures.source("aws_lambda_function", {"environment": [{"variables": {"DB_PASSWORD": "correct-horse", "apiKey": "k"}}]})) == {
		["resource", "aws_lambda_function", "it", 0, "environment", 0, "variables", "DB_PASSWORD"],
		["resource", "aws_lambda_function", "it", 0, "environment", 0, "variables", "apiKey"],
	}
}

test_literals_in_plans_fail if {
	denied(planned("aws_db_instance", {"password": {"constant_value": "correct-horse"}})) == {["password"]}
	denied(planned("google_sql_user", {"password": {"constant_value": "correct-horse"}})) == {["password"]}
	denied(planned("aws_lambda_function", {"environment": [{"variables": {"constant_value": {"DB_PASSWORD": "correct-horse"}}}]})) == {["environment", 0, "variables", "DB_PASSWORD"]}
}

test_defaults_of_variables_fail if {
	denied({"variable": {"db_password": [{"default": "correct-horse"}]}}) == {["variable", "db_password", 0, "default"]}
	denied({"variable": {"database": [{"default": {"user": "shop", "password": "correct-horse"}}]}}) == {["variable", "database", 0, "default", "password"]}
	denied(configured({"variables": {"db_password": {"default": "correct-horse"}}}, {})) == {["default"]}
	denied(configured({"variables": {"database": {"default": {"user": "shop", "password": "correct-horse"}}}}, {})) == {["default", "password"]}
}

test_providers_and_locals_fail if {
	denied({"provider": {"aws": [{"region": "eu-central-1", "secret_key": "correct-horse"}]}}) == {["provider", "aws", 0, "secret_key"]}
	denied(configured({}, {"aws": {"name": "aws", "expressions": {"secret_key": {"constant_value": "correct-horse"}}}})) == {["secret_key"]}
	denied(fixtures.source_of_data("http", {"request_headers": {"X-Api-Key": "correct-horse"}})) == {["data", "http", "it", 0, "request_headers", "X-Api-Key"]}
	denied({"output": {"dsn": [{"value": "postgres://shop:correct-horse@db.example.com/shop"}]}}) == {["output", "dsn", 0, "value"]}
	denied({"locals": [{"database": {"password": "correct-horse"}}]}) == {["locals", 0, "database", "password"]}
}

test_modules_fail if {
	denied({"module": {"db": [{"source": "./db", "password": "correct-horse"}]}}) == {["module", "db", 0, "password"]}
	root := {"module_calls": {"db": {"expressions": {"password": {"constant_value": "correct-horse"}}, "module": {"variables": {"token": {"default": "t"}}, "resources": [{
		"address": "aws_db_instance.it", "mode": "managed", "type": "aws_db_instance", "name": "it",
		"expressions": {"password": {"constant_value": "correct-horse"}},
	}]}}}}
	messages(configured(root, {})) == {
		"password is written out in module.db",
		"password is written out in module.db.aws_db_instance.it",
		"token is written out in module.db.var.token",
	}
}

test_attributes_and_modules_called_expressions_fail if {
	denied(planned("x_search", {"expressions": [{"password": {"constant_value": "correct-horse"}}]})) == {["expressions", 0, "password"]}
	messages(configured({"module_calls": {"expressions": {"expressions": {"password": {"constant_value": "correct-horse"}}}}}, {})) == {"password is written out in module.expressions"}
}

test_keys_of_a_known_shape_fail if {
	every shape in {
		key,
		"-----BEGIN RSA PRIVATE KEY-----\nabc",
		concat("", ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"]),
		concat("", ["glpat-", "abcdefghijklmnopqrst"]),
		concat("", ["xoxb-", "1234567890-abc"]),
		concat("", ["AIza", "abcdefghijklmnopqrstuvwxyz012345678"]),
		concat("", ["sk_live_", "abcdefghijklmnop"]),
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ==",
		"postgres://shop:correct-horse@db.example.com/shop",
	} {
		denied(fixtures.source("aws_instance", {"user_data": sprintf("export A=%s\n", [shape])})) == {["resource", "aws_instance", "it", 0, "user_data"]}
	}
	denied(fixtures.source("aws_instance", {"user_data": sprintf("${base64encode(\"%s\")}", [key])})) == {["resource", "aws_instance", "it", 0, "user_data"]}
}

test_variables_of_containers_fail if {
	definitions := json.marshal([{"name": "web", "environment": [{"name": "API_TOKEN", "value": "correct-horse"}, {"name": "PORT", "value": "80"}]}])
	task := fixtures.planned("aws_ecs_task_definition", {"container_definitions": definitions})
	denied(fixtures.plan([task])) == {["container_definitions"]}
	denied(fixtures.source("azurerm_container_app", {"template": [{"env": [{"name": "DB_PASSWORD", "value": "correct-horse"}]}]})) == {["resource", "azurerm_container_app", "it", 0, "template", 0, "env", 0, "value"]}
}

test_no_message_has_the_secret if {
	every message in messages(fixtures.source("aws_db_instance", {"password": "correct-horse", "description": key})) {
		not contains(message, "correct-horse")
		not contains(message, key)
	}
	messages(fixtures.source("aws_db_instance", {"password": "correct-horse", "description": key})) == {
		"password is written out in aws_db_instance.it",
		"an access key of AWS stands in aws_db_instance.it",
	}
}

test_messages_say_whose_it_is if {
	secret := {"password": "correct-horse"}
	messages(fixtures.source_of_data("http", secret)) == {"password is written out in data.http.it"}
	messages({"provider": {"aws": [secret]}}) == {"password is written out in provider.aws"}
	messages({"locals": [{"database": secret}]}) == {"password is written out in locals"}
	messages({"variable": {"db_password": [{"default": "correct-horse"}]}}) == {"db_password is written out in var.db_password"}
	messages(configured({}, {"aws": {"name": "aws", "expressions": {"password": {"constant_value": "correct-horse"}}}})) == {"password is written out in provider.aws"}
}

test_modules_in_modules_are_named if {
	secret := {"expressions": {"password": {"constant_value": "correct-horse"}}}
	messages(configured({"module_calls": {"a": {"module": {"module_calls": {"b": {"module": {"module_calls": {"c": secret}}}}}}}}, {})) == {"password is written out in module.a.module.b.module.c"}
}

test_results_name_what_has_the_secret if {
	addresses(planned("aws_db_instance", {"password": {"constant_value": "correct-horse"}})) == {"aws_db_instance.it"}
	addresses(configured({"variables": {"db_password": {"default": "correct-horse"}}}, {})) == {"var.db_password"}
	addresses(fixtures.plan([fixtures.planned("azurerm_container_app", {"env": [{"name": "DB_PASSWORD", "value": "correct-horse"}]})])) == {"azurerm_container_app.it"}
}
