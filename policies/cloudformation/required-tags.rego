# METADATA
# title: Resources say whose they are
# description: |
#   A resource without an owner is found on the bill, months later, by people who do not dare to delete it. Agents write what makes the
#   resource work, and leave out what only people read. Tags of the stack are not known here: who sets them, and nothing else, leaves
#   this policy out.
# custom:
#   category: Tags
#   severity: low
#   params:
#     - name: requiredTags
#       type: array
#       items: string
#       default: [owner]
#       description: Tags (labels, with Google) that every resource has, with a value. Case does not matter.
package cloudformation.required_tags

import data.policy_gate.cloudformation

default required_tags := ["owner"]

required_tags := data.params.requiredTags

# METADATA
# title: Resources have the tags that are required
# description: Costs, clean-up and the search for whom to wake go by tags.
# custom:
#   id: missing-tags
#   severity: low
#   remedy: 'Tag the resource, such as `Tags: [{Key: owner, Value: payments}]`.'
deny contains cloudformation.finding(resource, [], sprintf("%s lacks %s", [resource.id, concat(", ", sort(missing))])) if {
	some resource in taggable
	not is_undecided(resource)
	missing := missing_tags(resource)
	count(missing) > 0
}

# METADATA
# title: Resources say which tags they have
# description: The tags of this resource are worked out elsewhere, so nobody has judged them.
# custom:
#   id: undecided-tags
#   severity: low
#   remedy: Write the tags out.
warn contains cloudformation.undecided(resource, ["Tags"], "it has its tags") if {
	some resource in taggable
	is_undecided(resource)
	count(missing_tags(resource)) > 0
}

missing_tags(resource) := {name |
	some name in required_tags
	not lower(name) in tags(resource)
}

# Names of the tags with a value, which are a list of pairs, or with some types an object.
tags(resource) := {lower(tag.Key) |
	some tag in object.get(resource.properties, "Tags", [])
	is_string(tag.Key)
	not object.get(tag, "Value", "") in {"", null}
} | {lower(name) |
	is_object(resource.properties.Tags)
	some name, value in resource.properties.Tags
	not value in {"", null}
}

is_undecided(resource) if cloudformation.is_intrinsic(resource.properties.Tags)

is_undecided(resource) if is_string(resource.properties.Tags)

is_undecided(resource) if {
	is_array(resource.properties.Tags)
	some tag in resource.properties.Tags
	not is_tag(tag)
}

is_tag(value) if is_string(value.Key)

taggable := cloudformation.resources_of(types)

# What costs money or holds data.
types := {
	"AWS::DynamoDB::Table", "AWS::EC2::Instance", "AWS::EC2::NatGateway", "AWS::EC2::SecurityGroup", "AWS::EC2::Volume", "AWS::EC2::VPC",
	"AWS::ECR::Repository", "AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::EFS::FileSystem", "AWS::EKS::Cluster", "AWS::EKS::Nodegroup",
	"AWS::ElastiCache::ReplicationGroup", "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::KMS::Key", "AWS::Lambda::Function",
	"AWS::Logs::LogGroup", "AWS::MSK::Cluster", "AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance",
	"AWS::Redshift::Cluster", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::Serverless::Function", "AWS::SNS::Topic", "AWS::SQS::Queue",
}
