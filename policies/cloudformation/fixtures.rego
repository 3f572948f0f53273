# Templates for the tests of the policies beside this file.
package cloudformation.fixtures

# METADATA
# title: A template with one resource
# scope: document
template(type, properties) := {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"It": {"Type": type, "Properties": properties}}}

# METADATA
# title: The same with parameters, by their defaults; null for none
# scope: document
with_parameters(type, properties, defaults) := object.union(template(type, properties), {"Parameters": {name: parameter |
	some name, value in defaults
	parameter := {key: member | some key, member in {"Type": "String", "Default": value}; member != null}
}})

# METADATA
# title: The paths of results, below the properties of the resource
# scope: document
below(results) := {array.slice(result.path, 3, count(result.path)) | some result in results}
