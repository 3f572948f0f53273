# Plans and sources for the tests of the policies beside this file.
package terraform.fixtures

# METADATA
# title: A plan of resources
# scope: document
plan(resources) := {
	"format_version": "1.2",
	"planned_values": {"root_module": {"resources": [object.remove(resource, ["unknown", "written"]) | some resource in resources]}},
	"resource_changes": [{
		"address": resource.address,
		"type": resource.type,
		"change": {"actions": ["create"], "after": resource.values, "after_unknown": object.get(resource, "unknown", {})},
	} |
		some resource in resources
	],
	"configuration": {"root_module": {"resources": [{
		"address": resource.address, "mode": resource.mode, "type": resource.type, "name": resource.name,
		"expressions": object.get(resource, "written", resource.values),
	} |
		some resource in resources
	]}},
}

# METADATA
# title: A resource of a plan, which has all of its values written
# scope: document
planned(type, values) := {"address": sprintf("%s.it", [type]), "mode": "managed", "type": type, "name": "it", "values": values}

# METADATA
# title: A data source that is read after the plan
# scope: document
data_source(type, values) := {"address": sprintf("data.%s.it", [type]), "mode": "data", "type": type, "name": "it", "values": values}

# METADATA
# title: A resource with attributes that are known only after apply, and what of it is written
# scope: document
unknown(type, values, marks, written) := object.union(planned(type, values), {"unknown": marks, "written": written})

# METADATA
# title: A source as Conftest reads it
# scope: document
source(type, body) := {"resource": {type: {"it": [body]}}}

# METADATA
# title: A data source in a source
# scope: document
source_of_data(type, body) := {"data": {type: {"it": [body]}}}
