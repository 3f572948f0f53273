# METADATA
# title: Terraform plans without walking trees
# description: |
#   Helpers over the JSON that `terraform show -json` writes. Every function takes the plan, so that tests can give their own:
#
#       import data.policy_gate.terraform
#
#       deny contains {"msg": "open to the world", "address": r.address} if {
#         some r in terraform.resources_of_type(input, "aws_security_group")
#         "0.0.0.0/0" in r.values.ingress[_].cidr_blocks
#       }
# scope: subpackages
package policy_gate.terraform

# METADATA
# title: All planned resources
# description: |
#   The set of resources of `planned_values`, at any depth of modules. Each is the plan's own object (address, mode, type,
#   name, values, …) with `module`, the address of its module (`""` at the root), and `depth`, the number of modules around it.
# scope: document
resources(plan) := {object.union(planned, place) |
	some module in _modules(plan.planned_values)
	place := _place(module)
	some planned in object.get(module, "resources", [])
}

# METADATA
# title: All planned resources of a type
# scope: document
resources_of_type(plan, type) := {object.union(planned, place) |
	some module in _modules(plan.planned_values)
	place := _place(module)
	some planned in object.get(module, "resources", [])
	planned.type == type
}

# METADATA
# title: Every change of the plan that Terraform would make
# description: |
#   Members of `resource_changes` whose actions are more than `no-op` and `read`, drift not included.
# scope: document
changes(plan) := {change |
	some change in object.get(plan, "resource_changes", [])
	some action in change.change.actions
	not action in {"no-op", "read"}
}

# METADATA
# title: Changes by what happens
# description: |
#   `action` is `create`, `update`, `delete`, `replace`, `read`, `forget` or `no-op`. A replacement counts as `replace` alone, whichever
#   comes first of its delete and create.
# scope: document
changes_by_action(plan, action) := {change |
	some change in object.get(plan, "resource_changes", [])
	action_of(change) == action
}

# METADATA
# title: What happens to a resource, in one word
# scope: document
action_of(change) := "replace" if {
	"create" in change.change.actions
	"delete" in change.change.actions
}

action_of(change) := change.change.actions[0] if count(change.change.actions) == 1

# METADATA
# title: Is a value known only after apply?
# description: |
#   `path` is an array of keys and indexes below the resource: `["ingress", 0, "cidr_blocks"]`. A value is unknown when it
#   or anything above it is. What is unknown must not be taken for harmless: deny it, or warn of it.
# scope: document
is_unknown(change, path) if _marked(change.change.after_unknown, path)

# METADATA
# title: All paths of a change that are known only after apply
# scope: document
unknown_paths(change) := _true_paths(object.get(change.change, "after_unknown", {}))

# METADATA
# title: Is a value marked sensitive after the change?
# scope: document
is_sensitive(change, path) if _marked(change.change.after_sensitive, path)

# METADATA
# title: All paths of a change that are marked sensitive
# scope: document
sensitive_paths(change) := _true_paths(object.get(change.change, "after_sensitive", {}))

# METADATA
# title: The configuration block of a resource
# description: |
#   What stands in the source for a planned resource or change: its `expressions`, provider and module calls. Several
#   instances (count, for_each) share one block.
# scope: document
configuration_of(plan, resource) := block if {
	names := _module_names(object.get(resource, "module_address", object.get(resource, "module", "")))
	module := _configured_module(plan.configuration.root_module, names)
	some block in object.get(module, "resources", [])
	block.mode == resource.mode
	block.type == resource.type
	block.name == resource.name
}

# Where a module's resources are, the same for each of them.
_place(module) := {"module": address, "depth": _depth(address)} if address := object.get(module, "address", "")

# Rego has no recursion, and walking every value of a large plan is slow: eight levels are taken by name, deeper ones walked.
_modules(values) := union({l0, l1, l2, l3, l4, l5, l6, l7, _below(l7)}) if {
	l0 := {values.root_module}
	l1 := _children(l0)
	l2 := _children(l1)
	l3 := _children(l2)
	l4 := _children(l3)
	l5 := _children(l4)
	l6 := _children(l5)
	l7 := _children(l6)
}

_children(modules) := {child |
	some module in modules
	some child in object.get(module, "child_modules", [])
}

_below(modules) := {inner |
	some module in modules
	walk(module, [path, inner])
	_only_modules(path)
}

# A resource's own attribute may be called child_modules: a module is below another by child_modules and indexes alone.
_only_modules(path) if {
	count(path) > 0
	count(path) % 2 == 0
	every i, step in path {
		_is_step(i, step)
	}
}

_is_step(i, step) if {
	i % 2 == 0
	step == "child_modules"
}

_is_step(i, _) if i % 2 == 1

_depth("") := 0

_depth(address) := count(_module_names(address)) if address != ""

# Names of the modules in an address, without instance keys: module.a["x.y"].module.b → ["a", "b"]
_module_names("") := []

_module_names(address) := names if {
	address != ""
	bare := regex.replace(address, `\[("([^"\\]|\\.)*"|[0-9]+)\]`, "")
	parts := split(bare, ".")
	names := [parts[i] | some i in numbers.range(0, count(parts) - 1); i % 2 == 1]
}

_configured_module(root, names) := object.get(root, [step |
	some name in names
	some step in ["module_calls", name, "module"]
], {})

_marked(marks, _) if marks == true

_marked(marks, path) if {
	some length in numbers.range(1, count(path))
	object.get({"": marks}, array.concat([""], array.slice(path, 0, length)), false) == true
}

_true_paths(marks) := {path |
	walk(marks, [path, value])
	value == true
}
