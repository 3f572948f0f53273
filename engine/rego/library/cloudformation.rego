# METADATA
# title: Templates of CloudFormation, in JSON and in YAML
# description: |
#   The reader of YAML drops tags: `!Ref Name` arrives as the text `Name`, `!If [c, a, b]` as a list. So a value counts as known only
#   where it has the form that the property wants, and everything else as undecided.
# scope: subpackages
package policy_gate.cloudformation

# METADATA
# title: All resources of the template
# description: |
#   A set of objects: `id`, `type`, `properties` (an object) and `at` (the path of `properties`). A parameter that is referred to
#   and has a default counts as its default.
# scope: document
resources contains resource if {
	some id, written in input.Resources
	is_string(written.Type)
	resource := {
		"id": id,
		"type": written.Type,
		"properties": _properties(object.get(written, "Properties", {})),
		"at": ["Resources", id, "Properties"],
	}
}

_properties(value) := value if is_object(value)

# What stands for all properties can hold anything.
_properties(value) := {} if not is_object(value)

# METADATA
# title: Resources of some types
# scope: document
resources_of(types) := {resource | some resource in resources; resource.type in types}

# METADATA
# title: What a value comes to, which is the default of the parameter that it refers to, or itself
# scope: document
resolved(value) := default_of(value.Ref) if {
	is_object(value)
	is_string(value.Ref)
} else := default_of(value) if {
	is_string(value)
} else := value

# METADATA
# title: The default of a parameter; of one that is a list, its members
# scope: document
default_of(name) := [trim_space(member) | some member in split(parameter.Default, ",")] if {
	parameter := input.Parameters[name]
	regex.match(`^(CommaDelimitedList$|List<)`, parameter.Type)
	is_string(parameter.Default)
} else := input.Parameters[name].Default

# METADATA
# title: A value with the defaults of parameters in the place of what refers to them, at any depth
# scope: document
with_defaults(value) := json.patch({"value": whole}, array.reverse(patches)).value if {
	whole := resolved(value)
	patches := [{"op": "replace", "path": array.concat(["value"], [sprintf("%v", [step]) | some step in path]), "value": resolved(part)} |
		walk(whole, [path, part])
		count(path) > 0
		resolved(part) != part
	]
}

# METADATA
# title: Is a value the result of a function that is worked out elsewhere?
# description: What refers to a parameter with a default is not, since it counts as the default.
# scope: document
is_intrinsic(value) if {
	is_object(resolved(value))
	some name, _ in resolved(value)
	regex.match(`^(Ref|Fn::.+)$`, name)
}

# A function that names a condition of the template. The condition of a statement of AWS is an object.
is_intrinsic(value) if {
	is_object(resolved(value))
	is_string(resolved(value).Condition)
}

is_intrinsic(value) if {
	text := resolved(value)
	is_string(text)
	_refers(text)
}

# As `!Sub`, `!Ref` and `!GetAtt` leave it.
_refers(text) if regex.match(`\$\{[^!]`, text)

_refers(text) if input.Parameters[text]

_refers(text) if input.Resources[split(text, ".")[0]]

_refers(text) if startswith(text, "AWS::")

# METADATA
# title: Yes and no, as values or as text
# scope: document
is_on(value) if lower(sprintf("%v", [resolved(value)])) in {"true", "yes", "1"}

is_off(value) if lower(sprintf("%v", [resolved(value)])) in {"false", "no", "0"}

# METADATA
# title: Is a truth value given in a form that does not tell which?
# scope: document
is_open_question(value) if {
	not is_on(value)
	not is_off(value)
	not value == null
}

# METADATA
# title: The members of a list, or the one that stands for it, each with its path
# scope: document
entries(body, path, name) := {{"path": array.concat(path, [name, i]), "value": member} | some i, member in body[name]} if {
	is_array(body[name])
} else := {{"path": array.concat(path, [name]), "value": body[name]}} if {
	body[name] != null
} else := set()

# METADATA
# title: Policies of AWS Identity and Access Management in the template, each with its document, defaults filled in, and the path of it
# scope: document
policies contains {"resource": resource, "path": ["PolicyDocument"], "document": with_defaults(resource.properties.PolicyDocument)} if {
	some resource in resources_of({"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"})
}

policies contains {"resource": resource, "path": array.concat(policy.path, ["PolicyDocument"]), "document": with_defaults(policy.value.PolicyDocument)} if {
	some resource in resources_of({"AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"})
	some policy in entries(resource.properties, [], "Policies")
}

# METADATA
# title: What of a policy is worked out elsewhere, as paths below its document
# scope: document
undecided_parts(document) := {[]} if {
	not is_object(document)
} else := {[]} if {
	is_intrinsic(document)
} else := (({path |
	some statement in entries(document, [], "Statement")
	some field in {"Effect", "Action", "NotAction", "Principal"}
	some part in entries(statement.value, statement.path, field)
	is_intrinsic(part.value)
	path := part.path
} | {part.path |
	some statement in entries(document, [], "Statement")
	_is_written(statement.value.Principal)
	some kind, _ in statement.value.Principal
	some part in entries(statement.value.Principal, array.concat(statement.path, ["Principal"]), kind)
	_may_be_anybody(part.value)
}) | {array.concat(statement.path, ["Condition"]) |
	some statement in entries(document, [], "Statement")
	_is_written(statement.value)
	condition := statement.value.Condition
	not _is_written(condition)
}) | {statement.path |
	some statement in entries(document, [], "Statement")
	not _is_written(statement.value)
}

_may_be_anybody(value) if {
	is_intrinsic(value)
	not _names_somebody(resolved(value))
}

# What is put together, an attribute of a resource and what AWS fills in name an account or a role. A parameter may be `*`.
_names_somebody(value) if {
	is_object(value)
	some function in {"Fn::GetAtt", "Fn::Join", "Fn::Sub"}
	value[function]
}

_names_somebody(value) if {
	is_object(value)
	is_string(value.Ref)
	not input.Parameters[value.Ref]
}

_names_somebody(value) if {
	is_string(value)
	not input.Parameters[value]
}

_is_written(value) if {
	is_object(value)
	not is_intrinsic(value)
}

# METADATA
# title: The result of a rule about a resource, with its place
# scope: document
finding(resource, path, msg) := {"msg": msg, "path": array.concat(resource.at, path)}

# METADATA
# title: The result about a value that cannot be judged
# description: '`question` ends the sentence "whether …".'
# scope: document
undecided(resource, path, question) := finding(resource, path, msg) if {
	name := concat(".", [sprintf("%v", [part]) | some part in path])
	msg := sprintf("%s: %s is worked out elsewhere, so nobody has judged whether %s", [resource.id, name, question])
}
