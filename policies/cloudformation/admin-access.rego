# METADATA
# title: Nobody is made administrator in passing
# description: |
#   Who holds a credential that may do everything, holds everything. Agents grant `*` because the first error message of a missing
#   permission is the last one then.
# custom:
#   category: Access
#   severity: critical
package cloudformation.admin_access

import data.policy_gate.cloudformation
import data.policy_gate.iam

# METADATA
# title: Permissions name what they allow
# description: Every action, or the right to change permissions, is the whole account in the hands of whatever runs with it.
# custom:
#   id: full-access
#   severity: critical
#   remedy: 'Name the actions and resources that are needed, such as `Action: s3:GetObject`.'
deny contains result if some result in full_access

# METADATA
# title: Roles are assumed by somebody
# description: A role that anybody may assume is given to whoever finds it.
# custom:
#   id: access-for-everybody
#   severity: critical
#   remedy: Name who is meant, such as an account or a service, or add a condition.
deny contains cloudformation.finding(role, ["AssumeRolePolicyDocument", "Statement"], sprintf("%s may be assumed by anybody", [role.id])) if {
	some role in roles
	some statement in iam.statements(cloudformation.with_defaults(role.properties.AssumeRolePolicyDocument))
	iam.allows_anybody(statement)
}

# METADATA
# title: Permissions can be judged
# description: What this allows is worked out elsewhere, so nobody has judged it.
# custom:
#   id: undecided-access
#   severity: medium
#   remedy: Write the actions out.
warn contains result if some result in undecided

full_access contains cloudformation.finding(one.resource, array.concat(one.path, ["Statement"]), sprintf("%s allows everything", [one.resource.id])) if {
	some one in cloudformation.policies
	some statement in iam.statements(one.document)
	iam.allows_everything(statement)
}

full_access contains cloudformation.finding(resource, attached.path, sprintf("%s is given %s", [resource.id, arn])) if {
	some resource in cloudformation.resources
	some field in {"ManagedPolicyArns", "Policies"}
	some attached in cloudformation.entries(resource.properties, [], field)
	some arn in texts_in(attached.value)
	iam.is_administrator(arn)
}

# `!Sub arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess`, with its tag or without.
texts_in(value) := {text | walk(cloudformation.with_defaults(value), [_, text]); is_string(text)}

undecided contains cloudformation.undecided(one.resource, array.concat(one.path, path), "it allows everything") if {
	some one in cloudformation.policies
	some path in cloudformation.undecided_parts(one.document)
}

undecided contains cloudformation.undecided(role, array.concat(["AssumeRolePolicyDocument"], path), "anybody may assume it") if {
	some role in roles
	document := object.get(role.properties, "AssumeRolePolicyDocument", null)
	some path in cloudformation.undecided_parts(document)
}

undecided contains cloudformation.undecided(resource, attached.path, "it is made administrator") if {
	some resource in cloudformation.resources
	some attached in cloudformation.entries(resource.properties, [], "ManagedPolicyArns")
	every text in texts_in(attached.value) {
		not contains(text, ":policy/")
	}
	not is_policy_here(attached.value)
}

# A policy of the same template is judged where it stands.
is_policy_here(value) if is_policy(value.Ref)

is_policy_here(value) if is_policy(value)

is_policy(name) if input.Resources[name].Type == "AWS::IAM::ManagedPolicy"

roles := cloudformation.resources_of({"AWS::IAM::Role"})
