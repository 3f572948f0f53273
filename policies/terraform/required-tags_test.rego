package terraform.required_tags_test

import data.terraform.fixtures
import data.terraform.required_tags

denied(input_) := {result.msg | some result in required_tags.deny with input as input_}

warned(input_) := {result.msg | some result in required_tags.warn with input as input_}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

# What passes.

test_tagged_resources_pass if {
	denied(planned("aws_s3_bucket", {"tags": {"owner": "shop"}})) == set()
	denied(planned("azurerm_storage_account", {"tags": {"Owner": "shop"}})) == set()
	denied(planned("google_storage_bucket", {"labels": {"owner": "shop"}})) == set()
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
	every type in {"aws_s3_bucket", "azurerm_storage_account", "google_storage_bucket"} {
		denied(planned(type, {})) == {sprintf("%s.it lacks owner", [type])}
	}
	denied(planned("aws_s3_bucket", {"tags": null})) == {"aws_s3_bucket.it lacks owner"}
}

test_empty_tags_fail if denied(planned("aws_s3_bucket", {"tags": {"owner": ""}})) == {"aws_s3_bucket.it lacks owner"}

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
}

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

test_expressions_in_sources_warn if {
	source := fixtures.source("azurerm_storage_account", {"tags": "${var.tags}"})
	warned(source) == {"only a plan tells whether everything has its tags: azurerm_storage_account.it.tags"}
	denied(source) == set()
}
