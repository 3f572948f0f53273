package terraform.required_tags_test

import data.terraform.fixtures
import data.terraform.required_tags

denied(input_) := {result.msg | some result in required_tags.deny with input as input_}

warned(input_) := {result.msg | some result in required_tags.warn with input as input_}

costly := {
	"aws_cloudwatch_log_group", "aws_db_instance", "aws_dynamodb_table", "aws_ebs_volume", "aws_ecr_repository", "aws_ecs_cluster", "aws_ecs_service",
	"aws_efs_file_system", "aws_eks_cluster", "aws_eks_node_group", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_instance",
	"aws_kms_key", "aws_lambda_function", "aws_lb", "aws_msk_cluster", "aws_nat_gateway", "aws_opensearch_domain", "aws_rds_cluster",
	"aws_redshift_cluster", "aws_s3_bucket", "aws_secretsmanager_secret", "aws_security_group", "aws_sns_topic", "aws_sqs_queue", "aws_vpc",
	"azurerm_app_service_plan", "azurerm_application_gateway", "azurerm_container_registry", "azurerm_cosmosdb_account", "azurerm_key_vault",
	"azurerm_kubernetes_cluster", "azurerm_linux_virtual_machine", "azurerm_managed_disk", "azurerm_mssql_server", "azurerm_postgresql_flexible_server",
	"azurerm_public_ip", "azurerm_redis_cache", "azurerm_resource_group", "azurerm_service_plan", "azurerm_storage_account",
	"azurerm_virtual_network", "azurerm_windows_virtual_machine",
	"google_bigquery_dataset", "google_cloud_run_v2_service", "google_compute_disk", "google_compute_instance", "google_pubsub_topic",
	"google_redis_instance", "google_secret_manager_secret", "google_storage_bucket",
}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

# What passes.

test_tagged_resources_pass if {
	denied(planned("aws_s3_bucket", {"tags": {"owner": "shop"}})) == set()
	denied(planned("azurerm_storage_account", {"tags": {"Owner": "shop"}})) == set()
	denied(planned("google_storage_bucket", {"labels": {"owner": "shop"}})) == set()
	denied(planned("google_storage_bucket", {"user_labels": {"owner": "shop"}})) == set()
}

test_tags_of_the_provider_pass if {
	denied(planned("aws_s3_bucket", {"tags": null, "tags_all": {"owner": "shop"}})) == set()
	denied(planned("google_storage_bucket", {"labels": null, "effective_labels": {"owner": "shop"}})) == set()
}

test_what_costs_nothing_passes if denied(planned("aws_iam_policy", {})) == set()

test_other_tags_pass_where_they_are_the_required_ones if {
	results := required_tags.deny with input as planned("aws_s3_bucket", {"tags": {"team": "shop"}}) with data.params.requiredTags as ["Team"]
	results == set()
}

# What fails.

test_resources_without_tags_fail if {
	every type in costly {
		denied(planned(type, {})) == {sprintf("%s.it lacks owner", [type])}
	}
	denied(planned("aws_s3_bucket", {"tags": null})) == {"aws_s3_bucket.it lacks owner"}
}

test_empty_tags_fail if {
	denied(planned("aws_s3_bucket", {"tags": {"owner": ""}})) == {"aws_s3_bucket.it lacks owner"}
	denied(planned("aws_s3_bucket", {"tags": {"owner": null}})) == {"aws_s3_bucket.it lacks owner"}
}

test_other_tags_fail if denied(planned("aws_s3_bucket", {"tags": {"name": "b"}})) == {"aws_s3_bucket.it lacks owner"}

test_each_missing_tag_is_named if {
	results := required_tags.deny with input as planned("aws_s3_bucket", {"tags": {"owner": "a"}}) with data.params.requiredTags as ["owner", "team", "cost-center"]
	{result.msg | some result in results} == {"aws_s3_bucket.it lacks cost-center, team"}
}

test_sources_of_azure_fail if denied(fixtures.source("azurerm_storage_account", {"tags": {"a": "b"}})) == {"azurerm_storage_account.it lacks owner"}

# What is not known.

test_unknown_tags_warn if {
	plan := fixtures.plan([fixtures.unknown("aws_s3_bucket", {}, {"tags": true, "tags_all": true}, {"tags": {"references": ["var.tags"]}})])
	warned(plan) == {"aws_s3_bucket.it: tags is known only after apply, so nobody has judged whether everything has its tags"}
	denied(plan) == set()
}

test_unknown_values_of_other_tags_do_not_matter if {
	values := {"tags": {"owner": "shop"}}
	plan := fixtures.plan([fixtures.unknown("aws_s3_bucket", values, {"tags": {"id": true}}, values)])
	warned(plan) == set()
	denied(plan) == set()
}

test_what_the_provider_computes_is_no_excuse if {
	plan := fixtures.plan([fixtures.unknown("google_storage_bucket", {}, {"effective_labels": true}, {})])
	denied(plan) == {"google_storage_bucket.it lacks owner"}
	warned(plan) == set()
}

test_plans_know_the_tags_of_the_provider if warned(planned("aws_s3_bucket", {})) == set()

test_azure_has_no_tags_of_the_provider if warned(fixtures.source("azurerm_storage_account", {})) == set()

test_sources_without_tags_are_one_warning if {
	source := {"resource": {"aws_s3_bucket": {"a": [{}], "b": [{}]}, "google_storage_bucket": {"c": [{}]}}}
	warned(source) == {"only a plan tells whether the provider adds owner, which 3 resources do not write, the first of them aws_s3_bucket.a"}
	denied(source) == set()
}

test_tags_of_the_provider_in_the_same_source_pass if {
	every tags in [[{"tags": {"Owner": "shop"}}], {"tags": {"Owner": "shop"}}] {
		source := object.union(fixtures.source("aws_s3_bucket", {}), {"provider": {"aws": [{"default_tags": tags}]}})
		warned(source) == set()
		denied(source) == set()
	}
}

test_labels_of_the_provider_in_the_same_source_pass if {
	source := object.union(fixtures.source("google_storage_bucket", {}), {"provider": {"google": [{"default_labels": {"owner": "shop"}}]}})
	warned(source) == set()
}

test_tags_of_the_provider_are_compared_as_others if {
	source := object.union(fixtures.source("aws_s3_bucket", {}), {"provider": {"aws": [{"default_tags": {"tags": {"owner": "shop"}}}]}})
	results := required_tags.warn with input as source with data.params.requiredTags as ["Owner"]
	results == set()
}

test_other_tags_of_the_provider_are_no_excuse if {
	every tags in [{"team": "shop"}, {"owner": null}] {
		source := object.union(fixtures.source("aws_s3_bucket", {}), {"provider": {"aws": [{"default_tags": {"tags": tags}}]}})
		count(warned(source)) == 1
	}
}

test_expressions_in_sources_warn if {
	source := fixtures.source("azurerm_storage_account", {"tags": "${var.tags}"})
	warned(source) == {"only a plan tells whether everything has its tags: azurerm_storage_account.it.tags"}
	denied(source) == set()
}

test_expressions_are_not_told_twice if {
	warned(fixtures.source("aws_s3_bucket", {"tags": "${var.tags}"})) == {"only a plan tells whether everything has its tags: aws_s3_bucket.it.tags"}
}

places(input_) := {[result.address, result.path] | some result in required_tags.deny with input as input_}

test_results_name_their_place if {
	places(planned("aws_s3_bucket", {})) == {["aws_s3_bucket.it", []]}
	places(fixtures.source("azurerm_storage_account", {})) == {["azurerm_storage_account.it", ["resource", "azurerm_storage_account", "it", 0]]}
}
