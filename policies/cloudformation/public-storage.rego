# METADATA
# title: Buckets are not public
# description: |
#   What lies in a public bucket is copied by whoever finds its name, and names are guessed all day long. Agents open a bucket to make
#   one file load in a browser.
# custom:
#   category: Network exposure
#   severity: critical
package cloudformation.public_storage

import data.policy_gate.cloudformation
import data.policy_gate.iam

# METADATA
# title: Nobody reads or writes a bucket without a name
# description: An access list or a policy for everybody makes every object of the bucket, present and to come, public.
# custom:
#   id: public-bucket
#   severity: critical
#   remedy: Remove the public grant, and hand out single objects by signed addresses or a content delivery network.
deny contains result if some result in public

# METADATA
# title: The block on public access stays whole
# description: The block is what keeps a later mistake from making the bucket public. Where it is written, each of its four switches is off unless it is written too.
# custom:
#   id: public-access-block
#   severity: high
#   remedy: Set `BlockPublicAcls`, `BlockPublicPolicy`, `IgnorePublicAcls` and `RestrictPublicBuckets` to `true`.
deny contains cloudformation.finding(bucket, ["PublicAccessBlockConfiguration", field], sprintf("%s leaves %s off", [bucket.id, field])) if {
	some [bucket, field, value] in block_switches
	cloudformation.is_off(value)
}

# METADATA
# title: Buckets say who may read them
# description: Who may read this bucket is worked out elsewhere, so nobody has judged it.
# custom:
#   id: undecided-bucket
#   severity: medium
#   remedy: Write the value out, or give the parameter a default.
warn contains result if some result in undecided

public contains cloudformation.finding(bucket, ["AccessControl"], sprintf("%s gives %s to everybody", [bucket.id, acl])) if {
	some bucket in buckets
	acl := cloudformation.resolved(bucket.properties.AccessControl)
	acl in {"PublicRead", "PublicReadWrite", "AuthenticatedRead"}
}

public contains cloudformation.finding(policy, ["PolicyDocument", "Statement"], sprintf("%s lets anybody in, without a condition", [policy.id])) if {
	some policy in bucket_policies
	some statement in iam.statements(cloudformation.with_defaults(policy.properties.PolicyDocument))
	iam.allows_anybody(statement)
}

undecided contains cloudformation.undecided(bucket, ["AccessControl"], "it is public") if {
	some bucket in buckets
	acl := cloudformation.resolved(bucket.properties.AccessControl)
	not acl in acls
}

undecided contains cloudformation.undecided(policy, array.concat(["PolicyDocument"], path), "anybody is let in") if {
	some policy in bucket_policies
	some path in cloudformation.undecided_parts(object.get(policy.properties, "PolicyDocument", null))
}

undecided contains cloudformation.undecided(bucket, ["PublicAccessBlockConfiguration", field], "it can be made public") if {
	some [bucket, field, value] in block_switches
	cloudformation.is_open_question(value)
}

undecided contains cloudformation.undecided(bucket, ["PublicAccessBlockConfiguration"], "it can be made public") if {
	some bucket in buckets
	block := object.get(bucket.properties, "PublicAccessBlockConfiguration", null)
	block != null
	not is_block(block)
}

buckets := cloudformation.resources_of({"AWS::S3::Bucket"})

bucket_policies := cloudformation.resources_of({"AWS::S3::BucketPolicy"})

acls := {
	"Private", "PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite", "BucketOwnerRead", "BucketOwnerFullControl",
	"AwsExecRead",
}

# [bucket, switch, value]; what is left out is off.
block_switches contains [bucket, field, object.get(block, field, false)] if {
	some bucket in buckets
	block := bucket.properties.PublicAccessBlockConfiguration
	is_block(block)
	some field in {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
}

is_block(value) if {
	is_object(value)
	not cloudformation.is_intrinsic(value)
}
