package terraform.public_storage_test

import data.terraform.fixtures
import data.terraform.public_storage

denied(input_) := {result.path | some result in public_storage.deny with input as input_}

warned(input_) := {result.msg | some result in public_storage.warn with input as input_}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

statement(values) := json.marshal({"Version": "2012-10-17", "Statement": [object.union({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}, values)]})

whole := {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}

document(statement_) := fixtures.plan([fixtures.data_source("aws_iam_policy_document", {"statement": [object.union({"actions": ["s3:GetObject"], "principals": [{"type": "*", "identifiers": ["*"]}]}, statement_)]})])

# What passes.

test_private_buckets_pass if {
	denied(planned("aws_s3_bucket", {"acl": null, "bucket": "b"})) == set()
	denied(planned("aws_s3_bucket_acl", {"acl": "private"})) == set()
	denied(planned("azurerm_storage_container", {"container_access_type": "private"})) == set()
	denied(planned("azurerm_storage_account", {"allow_blob_public_access": false})) == set()
}

test_named_members_pass if {
	denied(planned("google_storage_bucket_iam_member", {"member": "user:a@example.com", "role": "roles/storage.objectViewer"})) == set()
	denied(planned("google_storage_bucket_iam_binding", {"members": ["group:a@example.com"]})) == set()
	denied(planned("google_storage_bucket_acl", {"role_entity": ["OWNER:user-a@example.com"], "predefined_acl": "private"})) == set()
}

test_a_whole_block_passes if denied(planned("aws_s3_bucket_public_access_block", whole)) == set()

test_policies_for_somebody_pass if {
	denied(planned("aws_s3_bucket_policy", {"policy": statement({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}})})) == set()
	denied(planned("aws_s3_bucket_policy", {"policy": statement({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})})) == set()
	denied(planned("aws_s3_bucket_policy", {"policy": statement({"Effect": "Deny"})})) == set()
	denied(document({"effect": "Deny"})) == set()
	denied(document({"condition": [{"test": "StringEquals"}]})) == set()
	denied(document({"principals": [{"type": "AWS", "identifiers": ["123456789012"]}]})) == set()
	denied(document({"actions": ["sqs:SendMessage"]})) == set()
}

# What fails.

test_public_access_lists_fail if {
	every acl in {"public-read", "public-read-write", "authenticated-read"} {
		denied(planned("aws_s3_bucket_acl", {"acl": acl})) == {["acl"]}
		denied(planned("aws_s3_bucket", {"acl": acl})) == {["acl"]}
		denied(planned("aws_s3_object", {"acl": acl})) == {["acl"]}
	}
}

test_grants_to_everybody_fail if {
	every group in {"AllUsers", "AuthenticatedUsers"} {
		grant := {"grantee": [{"type": "Group", "uri": concat("", ["http://acs.amazonaws.com/groups/global/", group])}], "permission": "READ"}
		denied(planned("aws_s3_bucket_acl", {"access_control_policy": [{"grant": [grant]}]})) == {["access_control_policy"]}
	}
}

test_policies_for_everybody_fail if {
	denied(planned("aws_s3_bucket_policy", {"policy": statement({})})) == {["policy"]}
	denied(planned("aws_s3_bucket", {"policy": statement({"Principal": {"AWS": ["*"]}})})) == {["policy"]}
	denied(document({})) == {["statement", 0, "principals", 0, "identifiers"]}
	denied(document({"actions": ["*"]})) == {["statement", 0, "principals", 0, "identifiers"]}
	denied(document({"actions": ["S3:GetObject"]})) == {["statement", 0, "principals", 0, "identifiers"]}
}

test_a_block_with_gaps_fails if {
	every field in {"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
		denied(planned("aws_s3_bucket_public_access_block", object.union(whole, {field: false}))) == {[field]}
		denied(planned("aws_s3_account_public_access_block", object.remove(whole, [field]))) == {[field]}
	}
}

test_azure_fails if {
	denied(planned("azurerm_storage_container", {"container_access_type": "blob"})) == {["container_access_type"]}
	denied(planned("azurerm_storage_container", {"container_access_type": "container"})) == {["container_access_type"]}
	denied(planned("azurerm_storage_account", {"allow_blob_public_access": true})) == {["allow_blob_public_access"]}
	denied(planned("azurerm_storage_account", {"allow_blob_public_access": "true"})) == {["allow_blob_public_access"]}
}

test_google_fails if {
	every member in {"allUsers", "allAuthenticatedUsers"} {
		denied(planned("google_storage_bucket_iam_member", {"member": member})) == {["member"]}
		denied(planned("google_storage_bucket_iam_binding", {"members": ["user:a@example.com", member]})) == {["members", 1]}
		denied(planned("google_bigquery_dataset_iam_member", {"member": member})) == {["member"]}
		denied(planned("google_bigquery_dataset_iam_binding", {"members": [member]})) == {["members", 0]}
		denied(planned("google_storage_bucket_access_control", {"entity": member})) == {["entity"]}
		denied(planned("google_storage_default_object_access_control", {"entity": member})) == {["entity"]}
		denied(planned("google_storage_object_access_control", {"entity": member})) == {["entity"]}
		every role in {"READER", "WRITER", "OWNER"} {
			denied(planned("google_storage_bucket_acl", {"role_entity": [concat(":", [role, member])]})) == {["role_entity", 0]}
		}
	}
	every acl in {"publicRead", "publicReadWrite", "authenticatedRead"} {
		denied(planned("google_storage_bucket_acl", {"predefined_acl": acl})) == {["predefined_acl"]}
		denied(planned("google_storage_bucket_acl", {"default_acl": acl})) == {["default_acl"]}
	}
}

test_sources_fail if {
	denied(fixtures.source("aws_s3_bucket", {"acl": "public-read"})) == {["resource", "aws_s3_bucket", "it", 0, "acl"]}
	denied(fixtures.source("aws_s3_bucket_public_access_block", object.remove(whole, ["block_public_acls"]))) == {["resource", "aws_s3_bucket_public_access_block", "it", 0, "block_public_acls"]}
	denied(fixtures.source_of_data("aws_iam_policy_document", {"statement": [{"actions": ["s3:*"], "principals": {"type": "*", "identifiers": ["*"]}}]})) == {["data", "aws_iam_policy_document", "it", 0, "statement", 0, "principals", "identifiers"]}
}

test_messages if {
	{result.msg | some result in public_storage.deny with input as planned("aws_s3_bucket", {"acl": "public-read"})} == {"aws_s3_bucket.it gives public-read to everybody"}
	{result.msg | some result in public_storage.deny with input as planned("aws_s3_bucket_policy", {"policy": statement({})})} == {"aws_s3_bucket_policy.it lets anybody in, without a condition"}
}

# What is not known.

unknown(type, field) := fixtures.plan([fixtures.unknown(type, {}, {field: true}, {field: {"references": ["aws_kms_key.it"]}})])

test_unknown_values_warn if {
	every pair in [
		["aws_s3_bucket", "acl"], ["aws_s3_bucket_policy", "policy"], ["aws_s3_bucket_public_access_block", "block_public_acls"],
		["aws_s3_bucket_acl", "access_control_policy"], ["google_storage_bucket_iam_member", "member"],
	] {
		sprintf("%s.it: %s is known only after apply, so nobody has judged whether no bucket is public", pair) in warned(unknown(pair[0], pair[1]))
	}
}

test_what_the_provider_computes_does_not_warn if warned(fixtures.plan([fixtures.unknown("aws_s3_bucket", {}, {"acl": true, "policy": true}, {}), fixtures.unknown("aws_s3_bucket_acl", {}, {"access_control_policy": true}, {})])) == set()

test_policies_from_documents_are_judged_there if {
	written := {"policy": {"references": ["data.aws_iam_policy_document.it.json", "data.aws_iam_policy_document.it"]}}
	warned(fixtures.plan([fixtures.unknown("aws_s3_bucket_policy", {}, {"policy": true}, written)])) == set()
	warned(fixtures.source("aws_s3_bucket_policy", {"policy": "${data.aws_iam_policy_document.it.json}"})) == set()
}

test_expressions_in_sources_warn if {
	warned(fixtures.source("aws_s3_bucket_policy", {"policy": "${jsonencode({})}"})) == {"only a plan tells whether no bucket is public: aws_s3_bucket_policy.it.policy"}
	warned(fixtures.source("aws_s3_bucket", {"bucket": "${var.name}"})) == set()
}
