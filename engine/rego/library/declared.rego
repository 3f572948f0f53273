# What a plan or a source of Terraform declares, told alike: rules read `declared` and need not know which of the two they
# are given. Values that nobody knows yet are never taken for harmless: `undecided` finds them.
package policy_gate.terraform

# METADATA
# title: All resources and data sources, of a plan or of a source
# description: |
#   A set of objects: `address`, `mode` (`managed` or `data`), `type`, `name`, `values` (literals and blocks), `at` (the path
#   of `values` in the document, empty for a plan) and `origin` (`plan` or `source`). Blocks of one name are a list, as in plans.
# scope: document
declared contains resource if {
	some planned in resources({"planned_values": input.planned_values})
	resource := object.union(planned, {
		"at": [],
		"origin": "plan",
		"marks": object.get(_marks, planned.address, {}),
	})
}

declared contains resource if {
	some mode, entries in {"managed": _resources, "data": _data_sources}
	some entry in entries
	some type, named in entry.value
	some inner in _entries(named, array.concat(entry.path, [type]))
	some name, bodies in inner.value
	some body in _entries(bodies, array.concat(inner.path, [name]))
	resource := {
		"address": concat(".", array.concat(_prefix[mode], [type, name])),
		"mode": mode,
		"type": type,
		"name": name,
		"values": body.value,
		"at": body.path,
		"origin": "source",
	}
}

_prefix := {"managed": [], "data": ["data"]}

# The driver reads of a large plan only what rules name: each member by its own name, never the input as a whole.
default _resources := set()

_resources := _entries(input.resource, ["resource"])

default _data_sources := set()

_data_sources := _entries(input.data, ["data"])

# What is known only after apply, by address. A deposed object, which has its successor's address, is only ever deleted.
# Not a rule `_marks[address] := …`: the evaluator compares each of its entries with all others.
_marks := {change.address: object.get(change.change, "after_unknown", {}) |
	some change in input.resource_changes
	not change.deposed
}

# METADATA
# title: Managed resources of some types
# scope: document
declared_of(types) := {resource |
	some type in types
	some resource in _by_type.managed[type]
}

# METADATA
# title: Data sources of some types
# scope: document
data_of(types) := {resource |
	some type in types
	some resource in _by_type.data[type]
}

# Policies ask for the same types again and again: each resource is looked at once for all of them.
_by_type := {mode: types |
	some mode in {"managed", "data"}
	types := {type: resources |
		some type in {resource.type | some resource in declared}
		resources := {resource | some resource in declared; resource.mode == mode; resource.type == type}
	}
}

# METADATA
# title: The blocks of one name below a body, each with its path
# description: |
#   A block may be written once or many times; either way each is a member `{"path": …, "value": …}`.
# scope: document
blocks(body, path, name) := _entries(object.get(body, name, []), array.concat(path, [name])) if is_object(body)

blocks(body, _, _) := set() if not is_object(body)

# METADATA
# title: An attribute's text, or none where it has another form or is left out
# scope: document
text_of(body, name) := value if {
	value := object.get(body, name, null)
	is_string(value)
} else := ""

# METADATA
# title: A text, or those of a list, as a set
# scope: document
texts(value) := {value} if is_string(value)

texts(value) := {text | some text in value; is_string(text)} if not is_string(value)

# METADATA
# title: Is a value, or something above or below it, not known from this document?
# description: |
#   In a plan: known only after apply. In a source: an expression, which only a plan resolves, or a `dynamic` block.
# scope: document
undecided(resource, path) if _undecided(resource.origin, resource, path)

# Told apart by the first argument, so that only the rules of one origin are looked at.
_undecided("plan", resource, path) if {
	marks := resource.marks
	_may_be_marked(marks, path)
	_marked_or_holds_mark(marks, path)
}

_undecided("source", resource, path) if {
	some length in numbers.range(0, count(path) - 1)
	is_expression(object.get(resource.values, array.slice(path, 0, length), null))
}

_undecided("source", resource, path) if {
	walk(object.get(resource.values, path, null), [_, value])
	is_expression(value)
}

_undecided("source", resource, path) if {
	some length in numbers.range(0, count(path) - 1)
	some dynamic in blocks(object.get(resource.values, array.slice(path, 0, length), {}), [], "dynamic")
	path[length] in object.keys(dynamic.value)
	object.get(resource.values, array.slice(path, 0, length + 1), null) == null
}

# Most values are known: one look at the first step of the path spares the search above and below it.
_may_be_marked(marks, _) if marks == true

_may_be_marked(marks, path) if {
	is_object(marks)
	not object.get(marks, array.slice(path, 0, 1), false) in {false, {}, []}
}

_marked_or_holds_mark(marks, path) if _marked(marks, path)

_marked_or_holds_mark(marks, path) if {
	walk(object.get({"": marks}, array.concat([""], path), false), [_, mark])
	mark == true
}

# METADATA
# title: Does the text hold an expression of Terraform?
# description: Conftest leaves expressions as they are written, `${var.name}`; `$${` is how a text says `${`.
# scope: document
is_expression(value) if {
	is_string(value)
	bare := replace(replace(value, "$${", ""), "%%{", "")
	regex.match(`[$%]\{`, bare)
}

# METADATA
# title: Is an attribute or block left out, so that the provider's default holds?
# description: |
#   A plan has no value for what is left out, or says that it is known after apply; its configuration tells which of the two it is.
# scope: document
unset(resource, name) if {
	object.get(resource.values, name, null) in {null, []}
	_left_out(resource, name)
}

_left_out(resource, name) if not undecided(resource, [name])

_left_out(resource, name) if {
	resource.origin == "plan"
	not _writes(resource, name)
}

# METADATA
# title: Is an attribute written, and not just the provider's default?
# scope: document
written(resource, name) if {
	resource.origin == "source"
	object.get(resource.values, name, null) != null
}

written(resource, name) if {
	resource.origin == "plan"
	_writes(resource, name)
}

# A plan without its configuration does not tell: taken for written.
_writes(resource, name) if {
	block := _configured(resource)
	object.get(block, ["expressions", name], null) != null
}

_writes(resource, _) if not _configured(resource)

_configured(resource) := configuration_of({"configuration": {"root_module": input.configuration.root_module}}, resource)

# METADATA
# title: Is an attribute taken from something whose address begins so?
# scope: document
refers_to(resource, name, prefix) if {
	resource.origin == "source"
	startswith(text_of(resource.values, name), concat("", ["${", prefix]))
}

refers_to(resource, name, prefix) if {
	resource.origin == "plan"
	some reference in object.get(_configured(resource), ["expressions", name, "references"], [])
	startswith(reference, prefix)
}

# METADATA
# title: Yes and no, as values or, as JSON and variables have it, as text
# scope: document
is_on(value) if value in {true, "true"}

is_off(value) if value in {false, "false"}

# METADATA
# title: The result of a rule about a resource, with its place
# scope: document
finding(resource, path, msg) := {"msg": msg, "address": resource.address, "path": array.concat(resource.at, path)}

# METADATA
# title: What cannot be judged, as results
# description: |
#   `deciding` is a set of `{"resource", "path"}` that a rule depends on. Of a plan each resource with undecided values is one result.
#   Expressions are everywhere in sources, so there it is one result for the file, at the first of them. `question` ends the
#   sentence "whether …".
# scope: document
undecided_findings(deciding, question) := planned | written_ones if {
	planned := {finding(one.resource, array.slice(one.path, 0, 1), msg) |
		some one in deciding
		one.resource.origin == "plan"
		undecided(one.resource, one.path)
		not unset(one.resource, one.path[0])
		msg := sprintf("%s: %s is known only after apply, so nobody has judged whether %s", [one.resource.address, one.path[0], question])
	}
	all := sort({[one.resource.address, _text(one.path), one.path, one.resource] |
		some one in deciding
		one.resource.origin == "source"
		undecided(one.resource, one.path)
	})
	written_ones := {finding(first[3], first[2], msg) |
		some first in array.slice(all, 0, 1)
		msg := sprintf("only a plan tells whether %s: %s", [question, _listed([concat(".", [one[0], one[1]]) | some one in all])])
	}
}

_text(path) := concat(".", [sprintf("%v", [part]) | some part in path])

_listed(names) := concat(", ", names) if count(names) <= 5

_listed(names) := sprintf("%s and %d more", [concat(", ", array.slice(names, 0, 5)), count(names) - 5]) if count(names) > 5

# A body, or each of several.
_entries(value, path) := {{"path": path, "value": value}} if is_object(value)

_entries(value, path) := {{"path": array.concat(path, [i]), "value": member} |
	some i, member in value
	is_object(member)
} if {
	is_array(value)
}

_entries(value, _) := set() if {
	not is_object(value)
	not is_array(value)
}
