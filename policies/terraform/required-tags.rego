# METADATA
# title: Resources say whose they are
# description: |
#   A resource without an owner is found on the bill, months later, by people who do not dare to delete it. Agents write what makes the
#   resource work, and leave out what only people read.
# custom:
#   category: Tags
#   severity: low
#   params:
#     - name: requiredTags
#       type: array
#       items: string
#       default: [owner]
#       description: Tags (labels, with Google) that every resource has, with a value. Case does not matter.
package terraform.required_tags

import data.policy_gate.terraform

default required_tags := ["owner"]

required_tags := data.params.requiredTags

# METADATA
# title: Resources have the tags that are required
# description: Costs, clean-up and the search for whom to wake go by tags.
# custom:
#   id: missing-tags
#   severity: low
#   remedy: 'Tag the resource, such as `tags = { owner = "payments" }`, or all of them by `default_tags` (Google `default_labels`) of the provider.'
deny contains {"msg": msg, "address": resource.address, "path": resource.at} if {
	some type in types
	word := split(type, "_")[0]
	some resource in terraform.declared_of({type})
	missing := missing_tags(resource.origin, word, {resource.values[field] | some field in fields[word]})
	missing != set()
	not resource in undecided
	msg := sprintf("%s lacks %s", [resource.address, concat(", ", sort(missing))])
}

# METADATA
# title: Resources say which tags they have
# description: The tags of this resource are not known from the document, or may come from the provider's configuration in another file.
# custom:
#   id: undecided-tags
#   severity: low
#   remedy: Judge a plan beside the sources, or write the tags out.
warn contains result if some result in (terraform.undecided_findings(deciding, "everything has its tags") | unseen_defaults)

# Where tags stand, by the first word of a type.
fields := {"aws": ["tags", "tags_all"], "azurerm": ["tags"], "google": ["labels", "effective_labels", "user_labels"]}

# Tags are much alike: what is missing is found once for all resources with the same ones.
missing_tags(origin, word, all_tags) := {name |
	present := {key | some tags in all_tags; some written, value in tags; key := lower(written); not value in {"", null}}
	some name, key in wanted[origin][word]
	not key in present
}

# What is wanted, by the name that it has in the parameters: of a source all that its provider does not add.
wanted.plan[word] := all_wanted if some word, _ in fields

wanted.source[word] := {name: key | some name, key in all_wanted; not key in defaults} if {
	some word, _ in fields
	defaults := default_tags(word)
}

all_wanted := {name: lower(name) | some name in required_tags}

# Tags of the provider, where they stand in the same source.
default_tags(word) := {lower(key) |
	some provider in provider_blocks(word)
	some defaults in {"default_tags", "default_labels"}
	walk(object.get(provider, defaults, {}), [path, value])
	is_string(value)
	key := path[count(path) - 1]
	is_string(key)
}

provider_blocks(name) := {one.value | some one in terraform.blocks(input.provider, [], name)}

doubtful := terraform.doubtful_of(types, {field | some field in fields[_]})

# The tags that a plan computes, or those that are written; unknown ones do not hide what is known.
undecided contains resource if {
	some resource in doubtful
	some field in fields[split(resource.type, "_")[0]]
	terraform.undecided(resource, [field])
	not terraform.unset(resource, field)
}

# The provider's own tags may stand in another file. Azure has none.
undecided contains resource if {
	some resource in doubtful
	resource.origin == "source"
	some word in {"aws", "google"}
	startswith(resource.type, word)
}

# What lacks tags, as far as it is known.
unsure contains [resource, word] if {
	some resource in doubtful
	word := split(resource.type, "_")[0]
	missing_tags(resource.origin, word, {resource.values[field] | some field in fields[word]}) != set()
}

deciding contains {"resource": resource, "path": [field]} if {
	some [resource, word] in unsure
	some field in fields[word]
}

unseen_defaults := {terraform.finding(first[1], [], msg) |
	lacking := sort([[resource.address, resource] |
		some [resource, word] in unsure
		resource.origin == "source"
		word != "azurerm"
		some field in [fields[word][0]]
		not terraform.undecided(resource, [field])
	])
	some first in array.slice(lacking, 0, 1)
	msg := sprintf("only a plan tells whether the provider adds %s, which %d resources do not write, the first of them %s", [concat(", ", sort(required_tags)), count(lacking), first[0]])
}

# What costs money or holds data.
types := {
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
