# METADATA
# title: No secret stands in the template
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
package cloudformation.hard_coded_credentials

import data.policy_gate.cloudformation
import data.policy_gate.credentials

default public_variables := []

public_variables := data.params.publicVariables

# METADATA
# title: Passwords, keys and tokens are not written out
# description: A literal under the name of a secret is a secret that everybody who reads the template has.
# custom:
#   id: hard-coded-secret
#   severity: critical
#   remedy: 'Revoke the secret if it was real. Take it from a secret store, such as `{{resolve:secretsmanager:shop/db:SecretString:password}}`, or from a parameter with `NoEcho` and no default.'
deny contains {"msg": sprintf("%s is written out in %s", [text.told, text.owner]), "path": text.path} if {
	some text in literals
	credentials.names_a_secret(text.told)
	not text.told in public_variables
	credentials.is_literal(text.value)
	not is_reference(text.value)
}

# METADATA
# title: No key of a known shape stands in the template
# description: Issuers give their keys a shape, so that they are found. Whoever searches public code for them does so by the minute.
# custom:
#   id: key-in-template
#   severity: critical
#   remedy: Revoke the key first, since it has been seen. Then take it from a secret store.
deny contains {"msg": sprintf("%s stands in %s", [kind, owner]), "path": array.concat([part], path)} if {
	some part, content in parts
	walk(content, [path, value])
	is_string(value)
	some kind in credentials.kinds_of_key(value)
	owner := concat(" ", [part, sprintf("%v", [path[0]])])
}

parts["Parameters"] := input.Parameters

parts["Mappings"] := input.Mappings

parts["Resources"] := input.Resources

parts["Outputs"] := input.Outputs

# Every text of a resource under its own name, the defaults of parameters, and variables that have their name beside their value.
literals contains {"value": value, "told": told, "owner": resource.id, "path": array.concat(resource.at, path)} if {
	some resource in cloudformation.resources
	walk(resource.properties, [path, value])
	is_string(value)
	names := [name | some name in path; is_string(name); name != "Fn::Sub"]
	told := names[count(names) - 1]
}

literals contains {"value": parameter.Default, "told": name, "owner": "the parameters", "path": ["Parameters", name, "Default"]} if {
	some name, parameter in input.Parameters
	is_string(parameter.Default)
}

literals contains {"value": entry.Value, "told": entry.Name, "owner": resource.id, "path": array.concat(resource.at, array.concat(path, ["Value"]))} if {
	some resource in cloudformation.resources
	walk(resource.properties, [path, entry])
	is_string(entry.Name)
	is_string(entry.Value)
}

# Also to a parameter with a default: that is judged where it stands.
is_reference(text) if cloudformation.is_intrinsic(text)

is_reference(text) if input.Parameters[text]
