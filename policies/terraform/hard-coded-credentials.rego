# METADATA
# title: No secret stands in the code
# description: |
#   What is committed is copied to every clone, log and backup, and stays in the history when it is removed. Agents write a password
#   where the tutorial they learned from had one.
# custom:
#   category: Secrets
#   severity: critical
#   params:
#     - name: publicVariables
#       type: array
#       items: string
#       default: []
#       description: Names of variables that sound like a secret and hold none.
package terraform.hard_coded_credentials

import data.policy_gate.credentials
import data.policy_gate.terraform

default public_variables := []

public_variables := data.params.publicVariables

# METADATA
# title: Passwords, keys and tokens are not written out
# description: A literal under the name of a secret, or a text with the shape of a key, is a secret that everybody who reads the code has.
# custom:
#   id: hard-coded-secret
#   severity: critical
#   remedy: Revoke the secret if it was real. Take it from a secret store, such as `data.aws_secretsmanager_secret_version`, or from a variable with `sensitive = true` and no default.
deny contains object.union(text.place, {"msg": sprintf("%s is written out in %s", [text.told, text.owner])}) if {
	some text in literals
	credentials.names_a_secret(text.told)
	not text.told in public_variables
	credentials.is_literal(text.value)
	not terraform.is_expression(text.value)
}

# METADATA
# title: No key of a known shape stands in the code
# description: Issuers give their keys a shape, so that they are found. Whoever searches public code for them does so by the minute.
# custom:
#   id: key-in-code
#   severity: critical
#   remedy: Revoke the key first, since it has been seen. Then take it from a secret store.
deny contains object.union(text.place, {"msg": sprintf("%s stands in %s", [kind, text.owner])}) if {
	some text in literals
	some kind in credentials.kinds_of_key(text.value)
}

# Every text of the code, under its own name: of a source all of it.
literals contains text if {
	some block, content in blocks
	walk(content, [path, value])
	is_string(value)
	names := names_in(path)
	text := {
		"value": value,
		"told": told(names),
		"owner": concat(".", array.concat(object.get(words, block, [block]), array.slice(names, 0, object.get(labels, block, 1)))),
		"place": {"path": array.concat([block], path)},
	}
}

# Each by its own name: the driver reads of a large plan only what is named.
blocks["resource"] := input.resource

blocks["data"] := input.data

blocks["provider"] := input.provider

blocks["variable"] := input.variable

blocks["locals"] := input.locals

blocks["module"] := input.module

blocks["output"] := input.output

# Of a plan what its configuration has as constants: a value that came from a variable is not written out.
literals contains text if {
	walk(input.configuration, [path, value])
	is_string(value)
	"constant_value" in path
	some at, "constant_value" in path
	some from, "expressions" in path
	owner := owner_of(array.slice(path, 0, from))
	inner := array.concat(array.slice(path, from + 1, at), array.slice(path, at + 1, count(path)))
	text := {"value": value, "told": last(names_in(inner)), "owner": owner, "place": {"path": inner, "address": owner}}
}

literals contains text if {
	walk(input.configuration, [path, value])
	is_string(value)
	"variables" in path
	some at, "variables" in path
	path[at + 2] == "default"
	address := concat("", [module_of(path), "var.", path[at + 1]])
	inner := array.slice(path, at + 2, count(path))
	text := {"value": value, "told": told(array.concat([path[at + 1]], names_in(inner))), "owner": address, "place": {"path": inner, "address": address}}
}

# Few resources hold a name beside a value: the text of the others tells so at once, where a walk would look at every value.
value_key := `"value"`

# A variable of an environment has its name beside its value.
literals contains text if {
	some resource in terraform.declared
	contains(sprintf("%v", [resource.values]), value_key)
	walk(resource.values, [path, entry])
	is_string(entry.name)
	is_string(entry.value)
	text := named(resource, array.concat(path, ["value"]), entry)
}

literals contains text if {
	some resource in terraform.declared_of({"aws_ecs_task_definition"})
	json.is_valid(terraform.text_of(resource.values, "container_definitions"))
	some container in json.unmarshal(resource.values.container_definitions)
	some entry in container.environment
	is_string(entry.name)
	is_string(entry.value)
	text := named(resource, ["container_definitions"], entry)
}

named(resource, path, entry) := {
	"value": entry.value,
	"told": entry.name,
	"owner": resource.address,
	"place": {"address": resource.address, "path": array.concat(resource.at, path)},
}

# How many labels a block has that is not known by one.
labels := {"resource": 2, "data": 2, "locals": 0}

words := {"resource": [], "variable": ["var"]}

names_in(path) := [name | some name in path; is_string(name)]

last(list) := list[count(list) - 1]

# A default is known by its variable's name, and what is inside of it by its own.
told(names) := names[0] if {
	count(names) == 2
	names[1] == "default"
} else := last(names)

# What a block of the configuration is called: a resource, a provider or a call of a module.
owner_of(path) := concat("", [module_of(path), block.address]) if {
	block := object.get(input.configuration, path, {})
	is_string(block.address)
}

owner_of(path) := sprintf("provider.%s", [object.get(input.configuration, path, {}).name]) if path[0] == "provider_config"

owner_of(path) := concat("", [module_of(path), "module.", last(path)]) if path[count(path) - 2] == "module_calls"

module_of(path) := concat("", [sprintf("module.%s.", [path[i + 1]]) | some i, "module_calls" in path; path[i + 2] == "module"])
