package policy_gate.terraform_test

import data.policy_gate.terraform

resource(address) := {"address": address, "mode": "managed", "type": "t", "name": "n", "values": {"child_modules": [{"resources": [{"address": "not a resource"}]}]}}


deep := {"planned_values": {"root_module": {
	"resources": [resource("t.root")],
	"child_modules": [{
		"address": "module.a",
		"resources": [resource("module.a.t.n")],
		"child_modules": [{
			"address": "module.a.module.b[\"x.y\"]",
			"resources": [resource("module.a.module.b[\"x.y\"].t.n")],
		}],
	}],
}}}

test_resources_at_every_depth if {
	found := {[r.address, r.module, r.depth] | some r in terraform.resources(deep)}
	found == {
		["t.root", "", 0],
		["module.a.t.n", "module.a", 1],
		["module.a.module.b[\"x.y\"].t.n", "module.a.module.b[\"x.y\"]", 2],
	}
}

twelve := {"planned_values": {"root_module": {"resources": [resource("t.0")], "child_modules": [{"resources": [resource("t.1")], "child_modules": [{"resources": [resource("t.2")], "child_modules": [{"resources": [resource("t.3")], "child_modules": [{"resources": [resource("t.4")], "child_modules": [{"resources": [resource("t.5")], "child_modules": [{"resources": [resource("t.6")], "child_modules": [{"resources": [resource("t.7")], "child_modules": [{"resources": [resource("t.8")], "child_modules": [{"resources": [resource("t.9")], "child_modules": [{"resources": [resource("t.10")], "child_modules": [{"resources": [resource("t.11")]}]}]}]}]}]}]}]}]}]}]}]}}}

test_resources_beyond_the_named_levels if {
	{r.address | some r in terraform.resources(twelve)} == {sprintf("t.%d", [i]) | some i in numbers.range(0, 11)}
}

test_a_plan_without_resources if terraform.resources({"planned_values": {"root_module": {}}}) == set()

test_resources_of_type if {
	count(terraform.resources_of_type(deep, "t")) == 3
	count(terraform.resources_of_type(deep, "u")) == 0
}

change(actions) := {"address": concat("+", actions), "change": {"actions": actions}}

plan := {"resource_changes": [
	change(["create"]), change(["update"]), change(["delete"]), change(["delete", "create"]),
	change(["create", "delete"]), change(["read"]), change(["no-op"]),
]}

addresses(changes) := {c.address | some c in changes}

test_changes if {
	addresses(terraform.changes(plan)) == {"create", "update", "delete", "delete+create", "create+delete"}
	terraform.changes({}) == set()
}

test_changes_by_action if {
	addresses(terraform.changes_by_action(plan, "create")) == {"create"}
	addresses(terraform.changes_by_action(plan, "delete")) == {"delete"}
	addresses(terraform.changes_by_action(plan, "replace")) == {"delete+create", "create+delete"}
	addresses(terraform.changes_by_action(plan, "no-op")) == {"no-op"}
}

marked := {"change": {
	"actions": ["create"],
	"after_unknown": {"id": true, "ingress": [{"cidr_blocks": true, "port": false}], "tags": {}},
	"after_sensitive": {"password": true, "nested": [{"key": true}]},
}}

test_unknown if {
	terraform.is_unknown(marked, ["id"])
	terraform.is_unknown(marked, ["ingress", 0, "cidr_blocks"])
	terraform.is_unknown(marked, ["ingress", 0, "cidr_blocks", 3])
	not terraform.is_unknown(marked, ["ingress", 0, "port"])
	not terraform.is_unknown(marked, ["ingress", 1, "port"])
	not terraform.is_unknown(marked, ["name"])
	terraform.is_unknown({"change": {"after_unknown": true}}, ["anything"])
	terraform.unknown_paths(marked) == {["id"], ["ingress", 0, "cidr_blocks"]}
}

test_sensitive if {
	terraform.is_sensitive(marked, ["password"])
	terraform.is_sensitive(marked, ["nested", 0, "key"])
	not terraform.is_sensitive(marked, ["nested"])
	terraform.sensitive_paths(marked) == {["password"], ["nested", 0, "key"]}
	terraform.sensitive_paths({"change": {"actions": ["delete"]}}) == set()
}

configured := {"configuration": {"root_module": {
	"resources": [{"address": "t.n", "mode": "managed", "type": "t", "name": "n", "expressions": {"at": {"constant_value": "root"}}}],
	"module_calls": {"a": {"module": {"module_calls": {"b": {"module": {"resources": [{
		"address": "t.n", "mode": "managed", "type": "t", "name": "n", "expressions": {"at": {"constant_value": "nested"}},
	}]}}}}}},
}}}

test_configuration if {
	terraform.configuration_of(configured, resource("t.n")).expressions.at.constant_value == "root"
	inner := object.union(resource("t.n"), {"module": "module.a[0].module.b[\"x.module.y\"]"})
	terraform.configuration_of(configured, inner).expressions.at.constant_value == "nested"
	changed := object.union(resource("t.n"), {"module_address": "module.a.module.b"})
	terraform.configuration_of(configured, changed).expressions.at.constant_value == "nested"
	not terraform.configuration_of(configured, object.union(resource("t.n"), {"module": "module.c"}))
}

replaced := {
	"planned_values": {"root_module": {"resources": [resource("t.n")]}},
	"resource_changes": [
		{"address": "t.n", "change": {"actions": ["create"], "after_unknown": {"id": true}}},
		{"address": "t.n", "deposed": "1a2b3c4d", "change": {"actions": ["delete"], "after_unknown": {}}},
	],
}

test_a_deposed_object_says_nothing_of_its_successor if {
	declared := terraform.declared with input as replaced
	{r.alike.marks | some r in declared} == {{"id": true}}
}

resource_marked(name, type, marks) := {"address": sprintf("%s.%s", [type, name]), "mode": "managed", "type": type, "name": name, "values": {}, "marks": marks}

partly_known(resources) := {
	"planned_values": {"root_module": {"resources": [object.remove(r, ["marks"]) | some r in resources]}},
	"resource_changes": [{"address": r.address, "change": {"actions": ["create"], "after_unknown": r.marks}} | some r in resources],
}

doubtful(resources, names) := found if {
	found := {r.name | some r in terraform.doubtful_of({"t", "u"}, names)} with input as partly_known(resources)
}

test_doubtful_are_those_with_a_mark_at_or_below_the_name if {
	resources := [
		resource_marked("known", "t", {}), resource_marked("false", "t", {"a": false, "b": true}), resource_marked("hollow", "t", {"a": [{"b": false}, {}]}), resource_marked("other", "v", {"a": true}),
		resource_marked("at", "t", {"a": true}), resource_marked("below", "u", {"a": [{"c": true}]}), resource_marked("all", "u", true),
	]
	doubtful(resources, {"a"}) == {"at", "below", "all"}
	doubtful(resources, {"b"}) == {"false", "all"}
	doubtful(resources, {"a", "b"}) == {"false", "at", "below", "all"}
	doubtful(resources, set()) == set()
}

test_sources_are_always_doubtful if {
	source := {"resource": {"t": {"n": {}}}, "data": {"t": {"d": {}}}}
	{r.name | some r in terraform.doubtful_of({"t"}, {"a"})} == {"n"} with input as source
	{r.name | some r in terraform.doubtful_data_of({"t"}, {"a"})} == {"d"} with input as source
}

test_all_that_is_undecided_may_be if {
	resources := [resource_marked("n", "t", {"a": {"b": [false, true]}, "c": false})]
	some r in terraform.declared with input as partly_known(resources)
	every path in [["a"], ["a", "b"], ["a", "b", 1], []] {
		terraform.undecided(r, path)
		terraform.may_be_undecided(r, path)
	}
	not terraform.undecided(r, ["a", "b", 0])
	not terraform.may_be_undecided(r, ["c"])
	not terraform.may_be_undecided(r, ["d", "e"])
}

test_types_one_by_one_together_and_by_pattern if {
	resources := [resource_marked("x", "t", {}), resource_marked("y", "t", {"a": true}), resource_marked("z", "u", {})]
	named := {r.name | some r in terraform.declared_of({"t"})} with input as partly_known(resources)
	named == {"x", "y"}
	{r.name | some r in terraform.declared_of({"t", "u"})} == {"x", "y", "z"} with input as partly_known(resources)
	{r.name | some r in terraform.declared_of({"none"})} == set() with input as partly_known(resources)
	{r.name | some r in terraform.declared_matching("^[u-z]$")} == {"z"} with input as partly_known(resources)
}
