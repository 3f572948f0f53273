# METADATA
# title: Buckets are not public
# description: |
#   What lies in a public bucket is copied by whoever finds its name, and names are guessed all day long. Agents open a bucket to make
#   one file load in a browser.
# custom:
#   category: Network exposure
#   severity: critical
package terraform.public_storage

import data.policy_gate.iam
import data.policy_gate.terraform

# METADATA
# title: Nobody reads or writes a bucket without a name
# description: An access list or a grant to everybody makes every object of the bucket, present and to come, public.
# custom:
#   id: public-bucket
#   severity: critical
#   remedy: Remove the public grant, such as `acl = "private"`, and hand out single objects by signed addresses or a content delivery network.
deny contains result if some result in public

public contains terraform.finding(bucket, path, sprintf("%s gives %s to everybody", [bucket.address, value])) if {
	some type, fields in public_values
	some bucket in terraform.declared_of({type})
	some field, values in fields
	bucket.values[field] != null
	some path, value in leaves(bucket.values, field)
	value in values
}

public contains terraform.finding(bucket, ["access_control_policy"], sprintf("%s grants access to everybody", [bucket.address])) if {
	some bucket in terraform.declared_of({"aws_s3_bucket_acl"})
	walk(object.get(bucket.values, "access_control_policy", []), [_, value])
	value in everybody_of_aws
}

public contains terraform.finding(bucket, [field], sprintf("%s lets anybody in, without a condition", [bucket.address])) if {
	some type, field in policies
	some bucket in terraform.declared_of({type})
	some statement in iam.statements(bucket.values[field])
	iam.allows_anybody(statement)
}

# METADATA
# title: The block on public access stays whole
# description: The block is what keeps a later mistake from making the bucket public. Each of its four switches is off unless it is written.
# custom:
#   id: public-access-block
#   severity: high
#   remedy: Set `block_public_acls`, `block_public_policy`, `ignore_public_acls` and `restrict_public_buckets` to `true`.
deny contains terraform.finding(block, [field], sprintf("%s leaves %s off", [block.address, field])) if {
	some block in terraform.declared_of(blocks)
	some field in block_switches
	is_off_or_left_out(block, field)
}

# METADATA
# title: Buckets say who may read them
# description: Who may read this bucket is not known from the document, so nobody has judged it.
# custom:
#   id: undecided-bucket
#   severity: medium
#   remedy: Judge a plan beside the sources, or write the value out.
warn contains result if some result in terraform.undecided_findings(deciding, "no bucket is public")

everybody_of_aws := {
	"http://acs.amazonaws.com/groups/global/AllUsers",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
}

public_acls := {"public-read", "public-read-write", "authenticated-read"}

everybody_of_google := {"allUsers", "allAuthenticatedUsers"}

# The values by which something is public, by type and attribute.
public_values := {
	"aws_s3_bucket": {"acl": public_acls},
	"aws_s3_bucket_acl": {"acl": public_acls},
	"aws_s3_object": {"acl": public_acls},
	"azurerm_storage_account": {"allow_blob_public_access": {true, "true"}},
	"azurerm_storage_container": {"container_access_type": {"blob", "container"}},
	"google_storage_bucket_acl": {
		"predefined_acl": {"publicRead", "publicReadWrite", "authenticatedRead"},
		"default_acl": {"publicRead", "publicReadWrite", "authenticatedRead"},
		"role_entity": {"READER:allUsers", "WRITER:allUsers", "OWNER:allUsers", "READER:allAuthenticatedUsers", "WRITER:allAuthenticatedUsers", "OWNER:allAuthenticatedUsers"},
	},
	"google_storage_bucket_access_control": {"entity": everybody_of_google},
	"google_storage_default_object_access_control": {"entity": everybody_of_google},
	"google_storage_object_access_control": {"entity": everybody_of_google},
	"google_storage_bucket_iam_member": {"member": everybody_of_google},
	"google_storage_bucket_iam_binding": {"members": everybody_of_google},
	"google_bigquery_dataset_iam_member": {"member": everybody_of_google},
	"google_bigquery_dataset_iam_binding": {"members": everybody_of_google},
}

# Attributes that hold a policy of AWS for the bucket itself.
policies := {"aws_s3_bucket": "policy", "aws_s3_bucket_policy": "policy"}

blocks := {"aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"}

block_switches := {"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}

is_off_or_left_out(block, field) if terraform.is_off(block.values[field])

is_off_or_left_out(block, field) if terraform.unset(block, field)

# A value, or each member of a list, by its path.
leaves(values, field) := {[field]: values[field]} if not is_array(values[field])

leaves(values, field) := {[field, i]: member | some i, member in values[field]} if is_array(values[field])

deciding contains {"resource": bucket, "path": [field]} if {
	some type, fields in public_values
	some field, _ in fields
	some bucket in terraform.doubtful_of({type}, {field})
}

deciding contains {"resource": bucket, "path": [field]} if {
	some type, field in policies
	some bucket in terraform.doubtful_of({type}, {field})
	not judged_by_itself(bucket, field)
}

deciding contains {"resource": bucket, "path": ["access_control_policy"]} if {
	some bucket in terraform.doubtful_of({"aws_s3_bucket_acl"}, {"access_control_policy"})
}

deciding contains {"resource": block, "path": [field]} if {
	some field in block_switches
	some block in terraform.doubtful_of(blocks, {field})
}

# A document of statements in the same module is judged where it stands.
judged_by_itself(bucket, field) if terraform.refers_to(bucket, field, "data.aws_iam_policy_document.")

public contains terraform.finding(document, path, sprintf("%s lets anybody in, without a condition", [document.address])) if {
	some document in bucket_documents
	some statement in terraform.blocks(document.values, [], "statement")
	lower(terraform.text_of(statement.value, "effect")) != "deny"
	terraform.blocks(statement.value, [], "condition") == set()
	some principals in terraform.blocks(statement.value, statement.path, "principals")
	"*" in iam.as_set(object.get(principals.value, "identifiers", []))
	path := array.concat(principals.path, ["identifiers"])
}

# Documents of statements about buckets.
bucket_documents contains document if {
	some document in terraform.data_of({"aws_iam_policy_document"})
	some statement in terraform.blocks(document.values, [], "statement")
	some action in iam.as_set(object.get(statement.value, "actions", []))
	regex.match(`^(s3:.*|\*)$`, lower(action))
}
