# METADATA
# title: Nobody is made administrator in passing
# description: |
#   Who holds a credential that may do everything, holds everything. Agents grant `*` because the first error message of a missing
#   permission is the last one then.
# custom:
#   category: Access
#   severity: critical
package terraform.admin_access

import data.policy_gate.iam
import data.policy_gate.terraform

# METADATA
# title: Permissions name what they allow
# description: Every action, or the right to change permissions, is the whole account in the hands of whatever runs with it.
# custom:
#   id: full-access
#   severity: critical
#   remedy: 'Name the actions and resources that are needed, such as `actions = ["s3:GetObject"]`, or a role that holds only these.'
deny contains result if some result in full_access

# METADATA
# title: Access is given to somebody
# description: A grant to everybody, or a role that anybody may assume, is a grant to whoever finds it.
# custom:
#   id: access-for-everybody
#   severity: critical
#   remedy: Name who is meant, such as an account, a role or a group, or add a condition.
deny contains result if some result in everybody

# METADATA
# title: Permissions can be judged
# description: What this allows is not known from the document, so nobody has judged it.
# custom:
#   id: undecided-access
#   severity: medium
#   remedy: Judge a plan beside the sources. What a plan does not know either is best written as an `aws_iam_policy_document`.
warn contains result if some result in terraform.undecided_findings(deciding, "nobody is made administrator")

# AWS: policies by type and attribute.
policies := {
	"aws_iam_policy": {"policy"},
	"aws_iam_role_policy": {"policy"},
	"aws_iam_user_policy": {"policy"},
	"aws_iam_group_policy": {"policy"},
	"aws_ssoadmin_permission_set_inline_policy": {"inline_policy"},
}

# Each policy of a resource, with its path.
aws_policies contains {"resource": resource, "path": [field], "policy": resource.values[field]} if {
	some type, fields in policies
	some resource in terraform.declared_of({type})
	some field in fields
}

aws_policies contains {"resource": role, "path": array.concat(inline.path, ["policy"]), "policy": inline.value.policy} if {
	some role in terraform.declared_of({"aws_iam_role"})
	some inline in terraform.blocks(role.values, [], "inline_policy")
}

full_access contains terraform.finding(one.resource, one.path, sprintf("%s allows everything", [one.resource.address])) if {
	some one in aws_policies
	some statement in iam.statements(one.policy)
	iam.allows_everything(statement)
}

# Of a document of statements each part is judged where it is written; a plan knows its parts before it knows the whole.
full_access contains terraform.finding(document, path, sprintf("%s allows everything", [document.address])) if {
	some document in terraform.data_of({"aws_iam_policy_document"})
	some statement in terraform.blocks(document.values, [], "statement")
	iam.allows_everything(statement_of(statement.value))
	path := array.concat(statement.path, ["actions"])
}

statement_of(written) := {
	"effect": effect_of(written),
	"actions": iam.as_set(object.get(written, "actions", [])),
	"not_actions": iam.as_set(object.get(written, "not_actions", [])),
	"resources": iam.as_set(object.get(written, "resources", [])),
}

# What is left out allows.
effect_of(written) := "Allow" if lower(terraform.text_of(written, "effect")) != "deny"

full_access contains terraform.finding(resource, [field], sprintf("%s is given %s", [resource.address, arn])) if {
	some resource in terraform.declared
	resource.mode == "managed"
	some field in {"policy_arn", "managed_policy_arns", "managed_policy_arn"}
	some arn in iam.as_set(resource.values[field])
	iam.is_administrator(arn)
}

everybody contains terraform.finding(role, ["assume_role_policy"], sprintf("%s may be assumed by anybody", [role.address])) if {
	some role in terraform.declared_of({"aws_iam_role"})
	some statement in iam.statements(role.values.assume_role_policy)
	iam.allows_anybody(statement)
}

everybody contains terraform.finding(document, array.concat(principals.path, ["identifiers"]), sprintf("%s lets anybody assume a role", [document.address])) if {
	some document in terraform.data_of({"aws_iam_policy_document"})
	some statement in terraform.blocks(document.values, [], "statement")
	effect_of(statement.value) == "Allow"
	some action in iam.as_set(object.get(statement.value, "actions", []))
	startswith(lower(action), "sts:assumerole")
	terraform.blocks(statement.value, [], "condition") == set()
	some principals in terraform.blocks(statement.value, statement.path, "principals")
	"*" in iam.as_set(object.get(principals.value, "identifiers", []))
}

# Azure: roles that may grant roles, and roles of one's own that may do everything, for a whole subscription or more.
full_access contains terraform.finding(assignment, ["role_definition_name"], sprintf("%s makes an %s of %s", [assignment.address, assignment.values.role_definition_name, "a whole subscription"])) if {
	some assignment in terraform.declared_of({"azurerm_role_assignment"})
	is_owner(assignment)
	is_wide(terraform.text_of(assignment.values, "scope"))
}

full_access contains terraform.finding(definition, array.concat(permissions.path, ["actions"]), sprintf("%s allows everything", [definition.address])) if {
	some definition in terraform.declared_of({"azurerm_role_definition"})
	some permissions in terraform.blocks(definition.values, [], "permissions")
	"*" in iam.as_set(object.get(permissions.value, "actions", []))
}

is_owner(assignment) if {
	lower(terraform.text_of(assignment.values, "role_definition_name")) in {"owner", "user access administrator", "role based access control administrator"}
}

is_wide(scope) if regex.match(`(?i)^/(subscriptions/[^/]+/?$|providers/Microsoft\.Management/managementGroups/|$)`, scope)

# Google: basic roles, which hold thousands of permissions, and members that are everybody.
full_access contains terraform.finding(grant, ["role"], sprintf("%s gives %s", [grant.address, grant.values.role])) if {
	some grant in terraform.declared_of(google_grants)
	grant.values.role in basic_roles
}

full_access contains terraform.finding(document, array.concat(binding.path, ["role"]), sprintf("%s gives %s", [document.address, binding.value.role])) if {
	some document in terraform.data_of({"google_iam_policy"})
	some binding in terraform.blocks(document.values, [], "binding")
	binding.value.role in basic_roles
}

full_access contains terraform.finding(policy, ["policy_data"], sprintf("%s gives %s", [policy.address, binding.role])) if {
	some policy in terraform.declared_of(google_policies)
	json.is_valid(terraform.text_of(policy.values, "policy_data"))
	some binding in json.unmarshal(policy.values.policy_data).bindings
	binding.role in basic_roles
}

everybody contains terraform.finding(grant, [field], sprintf("%s gives %s to %s", [grant.address, object.get(grant.values, "role", "a role"), member])) if {
	some grant in google_memberships
	some field in {"member", "members"}
	some member in iam.as_set(object.get(grant.values, field, null))
	member in {"allUsers", "allAuthenticatedUsers"}
}

basic_roles := {"roles/owner", "roles/editor"}

google_grants := {sprintf("google_%s_iam_%s", [place, form]) | some place in {"project", "folder", "organization"}; some form in {"member", "binding"}}

google_policies := {sprintf("google_%s_iam_policy", [place]) | some place in {"project", "folder", "organization"}}

# Buckets have a policy of their own; a service that everybody may call is how public services are made.
google_memberships contains grant if {
	some grant in terraform.declared_matching(`^google_.*_iam_(member|binding)$`)
	not regex.match(`^google_(storage_bucket|bigquery_dataset)_`, grant.type)
	not object.get(grant.values, "role", "") in {"roles/run.invoker", "roles/cloudfunctions.invoker"}
}

deciding contains {"resource": one.resource, "path": one.path} if {
	some one in aws_policies
	terraform.may_be_undecided(one.resource, one.path)
	not judged_by_itself(one.resource, one.path)
}

deciding contains {"resource": resource, "path": [field]} if {
	some type, fields in policies
	some field in fields
	some resource in terraform.doubtful_of({type}, {field})
	not judged_by_itself(resource, [field])
}

deciding contains {"resource": role, "path": [field]} if {
	some field in {"assume_role_policy", "managed_policy_arns", "inline_policy"}
	some role in terraform.doubtful_of({"aws_iam_role"}, {field})
	not judged_by_itself(role, [field])
	not judged_below(role, field)
}

deciding contains {"resource": attachment, "path": ["policy_arn"]} if {
	some attachment in terraform.doubtful_of(attachments, {"policy_arn"})
	not terraform.refers_to(attachment, "policy_arn", "aws_iam_policy.")
}

deciding contains {"resource": document, "path": array.concat(statement.path, [field])} if {
	some document in terraform.doubtful_data_of({"aws_iam_policy_document"}, {"statement"})
	some statement in terraform.blocks(document.values, [], "statement")
	some field in {"effect", "actions", "not_actions"}
}

deciding contains {"resource": document, "path": [field]} if {
	some field in {"dynamic", "source_policy_documents", "override_policy_documents"}
	some document in terraform.doubtful_data_of({"aws_iam_policy_document"}, {field})
}

deciding contains {"resource": assignment, "path": [field]} if {
	some field in {"role_definition_name", "scope"}
	some assignment in terraform.doubtful_of({"azurerm_role_assignment"}, {field})
	may_be_owner(assignment)
	not is_narrow(assignment, field)
}

deciding contains {"resource": grant, "path": ["role"]} if some grant in terraform.doubtful_of(google_grants, {"role"})

deciding contains {"resource": policy, "path": ["policy_data"]} if {
	some policy in terraform.doubtful_of(google_policies, {"policy_data"})
	not terraform.refers_to(policy, "policy_data", "data.google_iam_policy.")
}

attachments := {"aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment"}

# A policy that is a document of statements in the same module is judged where that stands.
judged_by_itself(resource, path) if terraform.refers_to(resource, path[0], "data.aws_iam_policy_document.")

judged_below(role, "inline_policy") if terraform.blocks(role.values, [], "inline_policy") != set()

may_be_owner(assignment) if terraform.undecided(assignment, ["role_definition_name"])

may_be_owner(assignment) if is_owner(assignment)

# What the sources take from a group of resources, or from one, is no subscription.
is_narrow(assignment, "scope") if terraform.refers_to(assignment, "scope", "azurerm_")
