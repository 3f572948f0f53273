package terraform.admin_access_test

import data.terraform.admin_access
import data.terraform.fixtures

denied(input_) := {result.path | some result in admin_access.deny with input as input_}

warned(input_) := {result.msg | some result in admin_access.warn with input as input_}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

policy(statement) := json.marshal({"Version": "2012-10-17", "Statement": statement})

allowing(actions) := policy([{"Effect": "Allow", "Action": actions, "Resource": "*"}])

document(statement) := fixtures.plan([fixtures.data_source("aws_iam_policy_document", {"statement": [statement]})])

trust(principal, condition) := policy([{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, "Condition": condition}])

# What passes.

test_named_actions_pass if {
	denied(planned("aws_iam_policy", {"policy": allowing(["s3:GetObject", "s3:*"])})) == set()
	denied(document({"actions": ["s3:GetObject"], "resources": ["*"]})) == set()
	denied(document({"effect": null, "actions": ["s3:GetObject"]})) == set()
}

test_denying_everything_passes if {
	denied(planned("aws_iam_policy", {"policy": policy({"Effect": "Deny", "Action": "*", "Resource": "*"})})) == set()
	denied(document({"effect": "Deny", "actions": ["*"]})) == set()
}

test_roles_for_somebody_pass if {
	denied(planned("aws_iam_role", {"assume_role_policy": trust({"Service": "ec2.amazonaws.com"}, {})})) == set()
	denied(planned("aws_iam_role", {"assume_role_policy": trust("*", {"StringEquals": {"aws:PrincipalOrgID": "o-1"}})})) == set()
	denied(document({"actions": ["sts:AssumeRole"], "principals": [{"identifiers": ["*"]}], "condition": [{"test": "StringEquals"}]})) == set()
	denied(document({"actions": ["sts:AssumeRole"], "principals": [{"identifiers": ["ec2.amazonaws.com"]}]})) == set()
}

test_narrow_roles_pass if {
	denied(planned("azurerm_role_assignment", {"role_definition_name": "Owner", "scope": "/subscriptions/1/resourceGroups/shop"})) == set()
	denied(planned("azurerm_role_assignment", {"role_definition_name": "Reader", "scope": "/subscriptions/1"})) == set()
	denied(planned("azurerm_role_definition", {"permissions": [{"actions": ["Microsoft.Compute/*/read"]}]})) == set()
	denied(planned("google_project_iam_member", {"role": "roles/storage.admin", "member": "user:a@example.com"})) == set()
	denied(planned("google_cloud_run_service_iam_member", {"role": "roles/run.invoker", "member": "allUsers"})) == set()
	denied(planned("aws_iam_role_policy_attachment", {"policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})) == set()
}

test_what_is_only_read_passes if {
	denied(fixtures.plan([fixtures.data_source("aws_iam_role", {"managed_policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})])) == set()
	denied(fixtures.plan([fixtures.data_source("google_project_iam_member", {"role": "roles/viewer", "member": "allUsers"})])) == set()
}

test_documents_that_are_no_trust_pass if {
	denied(document({"actions": ["s3:GetObject"], "principals": [{"identifiers": ["*"]}]})) == set()
	denied(document({"effect": "Deny", "actions": ["sts:AssumeRole"], "principals": [{"identifiers": ["*"]}]})) == set()
}

test_other_roles_of_google_pass if {
	denied(planned("google_project_iam_policy", {"policy_data": json.marshal({"bindings": [{"role": "roles/viewer"}]})})) == set()
	denied(fixtures.plan([fixtures.data_source("google_iam_policy", {"binding": [{"role": "roles/viewer"}]})])) == set()
	denied(planned("google_cloudfunctions_function_iam_member", {"role": "roles/cloudfunctions.invoker", "member": "allUsers"})) == set()
}

test_what_is_judged_elsewhere_or_is_no_grant_passes if {
	every type in {"google_storage_bucket_iam_member", "google_bigquery_dataset_iam_member", "github_team_settings"} {
		denied(planned(type, {"role": "roles/viewer", "member": "allUsers"})) == set()
	}
}

# What fails.

test_every_action_fails if {
	every type in {"aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"} {
		denied(planned(type, {"policy": allowing("*")})) == {["policy"]}
	}
	denied(planned("aws_ssoadmin_permission_set_inline_policy", {"inline_policy": allowing(["s3:GetObject", "*:*"])})) == {["inline_policy"]}
	denied(planned("aws_iam_role", {"inline_policy": [{"policy": allowing("s3:GetObject")}, {"policy": allowing("*")}]})) == {["inline_policy", 1, "policy"]}
}

test_one_statement_without_a_list_fails if denied(planned("aws_iam_policy", {"policy": policy({"Effect": "Allow", "Action": "*", "Resource": "*"})})) == {["policy"]}

test_changing_permissions_fails if {
	denied(planned("aws_iam_policy", {"policy": allowing("iam:*")})) == {["policy"]}
	denied(planned("aws_iam_policy", {"policy": policy([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}])})) == {["policy"]}
}

test_documents_fail if {
	denied(document({"actions": ["*"], "resources": ["*"]})) == {["statement", 0, "actions"]}
	denied(document({"effect": "Allow", "actions": ["iam:*"], "resources": ["*"]})) == {["statement", 0, "actions"]}
	denied(document({"not_actions": ["s3:*"], "resources": ["*"]})) == {["statement", 0, "actions"]}
	every action in {"sts:AssumeRole", "STS:AssumeRoleWithWebIdentity"} {
		denied(document({"actions": [action], "principals": [{"identifiers": ["*"]}]})) == {["statement", 0, "principals", 0, "identifiers"]}
	}
}

test_managed_administrators_fail if {
	every name in {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"} {
		denied(planned("aws_iam_role_policy_attachment", {"policy_arn": concat("", ["arn:aws:iam::aws:policy/", name])})) == {["policy_arn"]}
	}
	every type in {"aws_iam_role", "awscc_iam_role"} {
		denied(planned(type, {"managed_policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"]})) == {["managed_policy_arns"]}
	}
	denied(planned("aws_ssoadmin_managed_policy_attachment", {"managed_policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"})) == {["managed_policy_arn"]}
}

test_roles_for_anybody_fail if {
	denied(planned("aws_iam_role", {"assume_role_policy": trust("*", {})})) == {["assume_role_policy"]}
	denied(planned("aws_iam_role", {"assume_role_policy": trust({"AWS": ["*"]}, {})})) == {["assume_role_policy"]}
}

test_owners_of_subscriptions_fail if {
	every scope in {"/subscriptions/00000000-0000-0000-0000-000000000000", "/providers/Microsoft.Management/managementGroups/all", "/"} {
		denied(planned("azurerm_role_assignment", {"role_definition_name": "Owner", "scope": scope})) == {["role_definition_name"]}
	}
	every role in {"User Access Administrator", "Role Based Access Control Administrator"} {
		denied(planned("azurerm_role_assignment", {"role_definition_name": role, "scope": "/subscriptions/1"})) == {["role_definition_name"]}
	}
	denied(planned("azurerm_role_definition", {"permissions": [{"actions": ["*"]}]})) == {["permissions", 0, "actions"]}
}

test_basic_roles_of_google_fail if {
	every type in {"google_project_iam_member", "google_folder_iam_member", "google_organization_iam_binding"} {
		denied(planned(type, {"role": "roles/owner"})) == {["role"]}
		denied(planned(type, {"role": "roles/editor"})) == {["role"]}
	}
	every type in {"google_project_iam_policy", "google_folder_iam_policy", "google_organization_iam_policy"} {
		denied(planned(type, {"policy_data": json.marshal({"bindings": [{"role": "roles/editor"}]})})) == {["policy_data"]}
	}
	denied(fixtures.plan([fixtures.data_source("google_iam_policy", {"binding": [{"role": "roles/owner"}]})])) == {["binding", 0, "role"]}
}

test_members_that_are_everybody_fail if {
	denied(planned("google_project_iam_member", {"role": "roles/viewer", "member": "allUsers"})) == {["member"]}
	denied(planned("google_pubsub_topic_iam_binding", {"role": "roles/pubsub.publisher", "members": ["user:a@example.com", "allAuthenticatedUsers"]})) == {["members"]}
}

test_sources_fail if {
	denied(fixtures.source("aws_iam_policy", {"policy": allowing("*")})) == {["resource", "aws_iam_policy", "it", 0, "policy"]}
	denied(fixtures.source_of_data("aws_iam_policy_document", {"statement": [{"actions": ["*"], "resources": ["${aws_s3_bucket.b.arn}"]}]})) == {["data", "aws_iam_policy_document", "it", 0, "statement", 0, "actions"]}
}

test_messages if {
	{result.msg | some result in admin_access.deny with input as planned("azurerm_role_assignment", {"role_definition_name": "Owner", "scope": "/subscriptions/1"})} == {"azurerm_role_assignment.it makes an Owner of a whole subscription"}
	{result.msg | some result in admin_access.deny with input as planned("google_project_iam_member", {"role": "roles/owner"})} == {"google_project_iam_member.it gives roles/owner"}
}

# What is not known.

unknown(type, field) := fixtures.plan([fixtures.unknown(type, {}, {field: true}, {field: {"references": ["var.it"]}})])

test_unknown_values_warn if {
	every pair in [
		["aws_iam_policy", "policy"], ["aws_iam_role", "assume_role_policy"], ["aws_iam_role", "managed_policy_arns"], ["aws_iam_role", "inline_policy"],
		["aws_iam_role_policy_attachment", "policy_arn"], ["aws_iam_user_policy_attachment", "policy_arn"],
		["aws_iam_group_policy_attachment", "policy_arn"], ["aws_iam_policy_attachment", "policy_arn"], ["google_project_iam_member", "role"], ["google_project_iam_policy", "policy_data"],
		["azurerm_role_assignment", "role_definition_name"],
	] {
		warned(unknown(pair[0], pair[1])) == {sprintf("%s.it: %s is known only after apply, so nobody has judged whether nobody is made administrator", pair)}
		denied(unknown(pair[0], pair[1])) == set()
	}
}

test_scopes_matter_to_owners_only if {
	every role, warnings in {"Owner": 1, "Reader": 0} {
		values := {"role_definition_name": role}
		written := {"role_definition_name": {"constant_value": role}, "scope": {"references": ["data.azurerm_subscription.it.id"]}}
		count(warned(fixtures.plan([fixtures.unknown("azurerm_role_assignment", values, {"scope": true}, written)]))) == warnings
	}
	warned(fixtures.source("azurerm_role_assignment", {"role_definition_name": "Owner", "scope": "${azurerm_resource_group.it.id}"})) == set()
	count(warned(fixtures.source("azurerm_role_assignment", {"role_definition_name": "Owner", "scope": "${data.azurerm_subscription.it.id}"}))) == 1
}

test_policies_from_documents_are_judged_there if {
	warned(fixtures.source("aws_iam_policy", {"policy": "${data.aws_iam_policy_document.it.json}"})) == set()
	warned(fixtures.source("aws_iam_role", {"assume_role_policy": "${data.aws_iam_policy_document.it.json}"})) == set()
	warned(fixtures.source("aws_iam_role_policy_attachment", {"policy_arn": "${aws_iam_policy.it.arn}"})) == set()
	warned(fixtures.source("google_project_iam_policy", {"policy_data": "${data.google_iam_policy.it.policy_data}"})) == set()
}

test_expressions_in_sources_are_one_warning if {
	source := {"resource": {"aws_iam_policy": {"a": [{"policy": "${jsonencode({})}"}]}, "aws_iam_role": {"b": [{"assume_role_policy": "${file(\"x\")}", "managed_policy_arns": ["${var.arn}"]}]}}}
	warned(source) == {"only a plan tells whether nobody is made administrator: aws_iam_policy.a.policy, aws_iam_role.b.assume_role_policy, aws_iam_role.b.managed_policy_arns"}
	inline := {"inline_policy": [{"name": "${var.name}", "policy": "${jsonencode({})}"}]}
	warned(fixtures.source("aws_iam_role", inline)) == {"only a plan tells whether nobody is made administrator: aws_iam_role.it.inline_policy.0.policy"}
	count(warned(fixtures.source_of_data("aws_iam_policy_document", {"statement": [{"actions": "${var.actions}"}]}))) == 1
	count(warned(fixtures.source_of_data("aws_iam_policy_document", {"source_policy_documents": ["${var.more}"]}))) == 1
	warned(fixtures.source("aws_iam_policy", {"name": "${var.name}", "policy": allowing("s3:GetObject")})) == set()
}

test_each_part_of_a_document_warns if {
	every field in {"effect", "actions", "not_actions"} {
		count(warned(fixtures.source_of_data("aws_iam_policy_document", {"statement": [{field: "${var.it}"}]}))) == 1
	}
	every field in {"source_policy_documents", "override_policy_documents"} {
		count(warned(fixtures.source_of_data("aws_iam_policy_document", {field: ["${var.it}"]}))) == 1
	}
	count(warned(fixtures.source_of_data("aws_iam_policy_document", {"dynamic": {"statement": [{"for_each": "${var.it}"}]}}))) == 1
}

test_what_the_provider_computes_does_not_warn if warned(fixtures.plan([fixtures.unknown("aws_iam_role", {}, {"managed_policy_arns": true, "inline_policy": true}, {})])) == set()

test_a_document_of_a_plan_with_unknown_actions_warns if {
	document := object.union(
		fixtures.data_source("aws_iam_policy_document", {"statement": [{"effect": "Allow"}]}),
		{"unknown": {"statement": [{"actions": true}]}, "written": {"statement": [{"actions": {"references": ["var.it"]}}]}},
	)
	count(warned(fixtures.plan([document]))) == 1
}
