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
	some module in _modules(input.planned_values)
	place := _place(module)
	some planned in object.get(module, "resources", [])
	marks := object.get(_marks, planned.address, {})
	resource := object.union(planned, {
		"module": place.module,
		"depth": place.depth,
		"at": [],
		"origin": "plan",
		"alike": {"mode": object.get(planned, "mode", null), "type": object.get(planned, "type", null), "origin": "plan", "marks": marks},
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
		"alike": {"mode": mode, "type": type, "origin": "source"},
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
_marks := {address: object.get(change.change, "after_unknown", {}) |
	some change in input.resource_changes
	address := change.address
	object.get(change, "deposed", false) == false
}

# METADATA
# title: Managed resources of some types
# scope: document
declared_of(types) := _of("managed", types)

# METADATA
# title: Data sources of some types
# scope: document
data_of(types) := _of("data", types)

# A set of one type is given as it is: a copy would have to be hashed and sorted anew.
_of(mode, types) := _by_type[mode][type] if {
	count(types) == 1
	some type in types
} else := union({_by_type[mode][type] | some type in types})

# METADATA
# title: Managed resources of all types that match a pattern
# scope: document
declared_matching(pattern) := union({members |
	some type, members in _by_type.managed
	regex.match(pattern, type)
})

# METADATA
# title: Managed resources of some types of which one of some attributes or blocks may be undecided
# description: |
#   All that `undecided` holds of is among them, for paths that begin with one of `names`. Most of a plan is known, so asking for these is much faster than
#   asking of each resource.
# scope: document
doubtful_of(types, names) := _doubtful("managed", types, names)

# METADATA
# title: Data sources of some types of which one of some attributes or blocks may be undecided
# scope: document
doubtful_data_of(types, names) := _doubtful("data", types, names)

_doubtful(mode, types, names) := union({group |
	some type in types
	some alike, group in _alike[mode][type]
	some name in names
	_doubts(alike, name)
})

# Policies ask for the same types again and again, and what of a plan is not known yet is alike for many resources: they are grouped once for all
# policies, by their `alike`.
_alike := {mode: types |
	some mode in {"managed", "data"}
	types := {type: groups |
		some type in {kind.type | some kind, _ in _kinds}
		groups := {kind: group | some kind, group in _kinds; kind.mode == mode; kind.type == type}
	}
}

_by_type := {mode: types |
	some mode, kinds in _alike
	types := {type: union({group | some group in groups}) | some type, groups in kinds}
}

_kinds := {kind: group |
	some kind in {resource.alike | some resource in declared}
	group := {resource | some resource in declared; resource.alike == kind}
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
	may_be_undecided(resource, path)
	_marked_or_holds_mark(resource.alike.marks, path)
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

# METADATA
# title: Might a value be undecided?
# description: |
#   Most values of a plan are known: one look at the first step of the path spares the search above and below it that `undecided` makes.
# scope: document
may_be_undecided(resource, path) if _doubts(resource.alike, path[0])

may_be_undecided(resource, []) if _holds_mark(resource.alike.marks)

_doubts(alike, step) if _holds_mark(alike.marks[step])

_doubts(alike, _) if alike.marks == true

_doubts(alike, _) if alike.origin == "source"

# Terraform mirrors blocks and lists in the marks, most of them without any.
_holds_mark(marks) if {
	walk(marks, [_, mark])
	mark == true
}

_marked_or_holds_mark(marks, path) if _marked(marks, path)

_marked_or_holds_mark(marks, path) if _holds_mark(object.get({"": marks}, array.concat([""], path), false))

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
