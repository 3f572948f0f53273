package cloudformation.required_tags_test

import data.cloudformation.fixtures
import data.cloudformation.required_tags

denied(input_) := {result.msg | some result in required_tags.deny with input as input_}

warned(input_) := paths if {
	results := required_tags.warn with input as input_
	paths := fixtures.below(results)
}

costly := {
	"AWS::DynamoDB::Table", "AWS::EC2::Instance", "AWS::EC2::NatGateway", "AWS::EC2::SecurityGroup", "AWS::EC2::Volume", "AWS::EC2::VPC",
	"AWS::ECR::Repository", "AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::EFS::FileSystem", "AWS::EKS::Cluster", "AWS::EKS::Nodegroup",
	"AWS::ElastiCache::ReplicationGroup", "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::KMS::Key", "AWS::Lambda::Function",
	"AWS::Logs::LogGroup", "AWS::MSK::Cluster", "AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance",
	"AWS::Redshift::Cluster", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::Serverless::Function", "AWS::SNS::Topic", "AWS::SQS::Queue",
}

bucket(tags) := fixtures.template("AWS::S3::Bucket", {"Tags": tags})

# What passes.

test_tagged_resources_pass if denied(bucket([{"Key": "name", "Value": "b"}, {"Key": "owner", "Value": "shop"}])) == set()

test_case_does_not_matter if {
	denied(bucket([{"Key": "Owner", "Value": {"Ref": "Team"}}])) == set()
	denied(fixtures.template("AWS::Serverless::Function", {"Tags": {"Owner": "shop"}})) == set()
}

test_objects_pass if denied(fixtures.template("AWS::Serverless::Function", {"Tags": {"owner": "shop"}})) == set()

test_what_costs_nothing_passes if denied(fixtures.template("AWS::IAM::Policy", {})) == set()

test_other_tags_pass_where_they_are_the_required_ones if {
	results := required_tags.deny with input as bucket([{"Key": "team", "Value": "shop"}]) with data.params.requiredTags as ["Team"]
	results == set()
}

# What fails.

test_resources_without_tags_fail if {
	every type in costly {
		denied(fixtures.template(type, {})) == {"It lacks owner"}
	}
	denied({"Resources": {"It": {"Type": "AWS::S3::Bucket"}}}) == {"It lacks owner"}
	denied(bucket([])) == {"It lacks owner"}
	denied(bucket(null)) == {"It lacks owner"}
}

test_empty_tags_fail if {
	denied(bucket([{"Key": "owner"}])) == {"It lacks owner"}
	every nothing in {"", null} {
		denied(bucket([{"Key": "owner", "Value": nothing}])) == {"It lacks owner"}
		denied(fixtures.template("AWS::Serverless::Function", {"Tags": {"owner": nothing}})) == {"It lacks owner"}
	}
}

test_other_tags_fail if denied(bucket([{"Key": "name", "Value": "b"}])) == {"It lacks owner"}

test_each_missing_tag_is_named if {
	results := required_tags.deny with input as bucket([{"Key": "owner", "Value": "b"}]) with data.params.requiredTags as ["owner", "team", "cost-center"]
	{result.msg | some result in results} == {"It lacks cost-center, team"}
}

# What is not known.

test_functions_warn if {
	every tags in [{"Fn::If": ["IsProd", [], []]}, ["IsProd", [], []], {"Ref": "Tags"}, "Tags", [{"Fn::If": ["IsProd", {"Key": "owner", "Value": "a"}, {"Ref": "AWS::NoValue"}]}]] {
		warned(bucket(tags)) == {["Tags"]}
		denied(bucket(tags)) == set()
	}
}

test_what_is_known_does_not_warn if {
	warned(bucket([{"Key": "owner", "Value": "a"}, {"Fn::If": ["IsProd", {"Key": "a", "Value": "b"}, {"Ref": "AWS::NoValue"}]}])) == set()
	warned(bucket([])) == set()
}
