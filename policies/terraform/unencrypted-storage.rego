# METADATA
# title: Data is encrypted where it lies
# description: |
#   A snapshot that is shared by mistake, or a disk that is thrown away, gives nothing to whoever finds it where it is encrypted. Mostly it
#   cannot be switched on later without copying everything, so it matters on the first day. Buckets of Amazon, disks of Azure and
#   everything of Google are always encrypted: there only what is switched off is found.
# custom:
#   category: Encryption
#   severity: high
package terraform.unencrypted_storage

import data.policy_gate.terraform

# METADATA
# title: Volumes and databases are encrypted
# description: Without encryption whoever gets at the volume, the snapshot or the backup can read everything.
# custom:
#   id: unencrypted-storage
#   severity: high
#   remedy: Switch encryption on, such as `storage_encrypted = true` of a database or `encrypted = true` of a volume.
deny contains terraform.finding(one.resource, one.path, sprintf("%s is not encrypted: %s is not true", [one.resource.address, one.name])) if {
	some one in switches
	not terraform.is_on(one.value)
	not is_undecided(one)
}

# METADATA
# title: Encryption stays on
# description: The provider encrypts unless it is told not to, and this tells it so.
# custom:
#   id: encryption-off
#   severity: high
#   remedy: Remove the attribute, or set it to the value that asks for encryption.
deny contains terraform.finding(resource, path, sprintf("%s switches encryption off: %s is %v", [resource.address, concat(".", names), value])) if {
	some [resource, names, path, value] in choices
	value in off_values[resource.type][concat(".", names)]
}

# METADATA
# title: Storage says whether it is encrypted
# description: Whether this is encrypted is not known from the document, so nobody has judged it.
# custom:
#   id: undecided-encryption
#   severity: medium
#   remedy: Judge a plan beside the sources, or write the value out.
warn contains result if some result in terraform.undecided_findings(deciding, "everything is encrypted")

# Attributes that are off unless they are written.
own_switches := {
	"aws_ebs_volume": "encrypted",
	"aws_ebs_snapshot_copy": "encrypted",
	"aws_db_instance": "storage_encrypted",
	"aws_rds_cluster": "storage_encrypted",
	"aws_docdb_cluster": "storage_encrypted",
	"aws_neptune_cluster": "storage_encrypted",
	"aws_efs_file_system": "encrypted",
	"aws_redshift_cluster": "encrypted",
	"aws_elasticache_replication_group": "at_rest_encryption_enabled",
}

# The same in blocks that are there.
block_switches := {
	"aws_instance": {"root_block_device": "encrypted", "ebs_block_device": "encrypted"},
	"aws_launch_configuration": {"root_block_device": "encrypted", "ebs_block_device": "encrypted"},
	"aws_opensearch_domain": {"encrypt_at_rest": "enabled"},
	"aws_elasticsearch_domain": {"encrypt_at_rest": "enabled"},
}

# What is made of something else has its encryption.
origins := {"replicate_source_db", "snapshot_identifier", "replication_source_identifier", "global_cluster_identifier", "source_db_cluster_identifier"}

heirs contains resource if {
	some resource in terraform.declared_of(object.keys(own_switches))
	some field in origins
	value := resource.values[field]
	not value in {null, []}
}

heirs contains resource if {
	some field in origins
	some resource in terraform.doubtful_of(object.keys(own_switches), {field})
	not terraform.unset(resource, field)
}

switches contains switch if {
	some type, name in own_switches
	some resource in terraform.declared_of({type})
	not resource in heirs
	switch := switch_of(resource, {"path": [], "value": resource.values}, name)
}

switches contains switch if {
	some type, names in block_switches
	some resource in terraform.declared_of({type})
	some block, name in names
	some written in terraform.blocks(resource.values, [], block)
	not from_snapshot(written.value)
	switch := switch_of(resource, written, name)
}

switches contains switch if {
	some resource in terraform.declared_of({"aws_launch_template"})
	some mapping in terraform.blocks(resource.values, [], "block_device_mappings")
	some ebs in terraform.blocks(mapping.value, mapping.path, "ebs")
	not from_snapshot(ebs.value)
	switch := switch_of(resource, ebs, "encrypted")
}

# A domain without the block is not encrypted.
switches contains switch if {
	some resource in terraform.declared_of({"aws_opensearch_domain", "aws_elasticsearch_domain"})
	terraform.unset(resource, "encrypt_at_rest")
	switch := {"resource": resource, "path": ["encrypt_at_rest"], "name": "encrypt_at_rest.enabled", "value": false}
}

from_snapshot(volume) if not object.get(volume, "snapshot_id", "") in {"", null}

switch_of(resource, written, name) := {
	"resource": resource,
	"path": array.concat(written.path, [name]),
	"name": name,
	"value": object.get(written.value, name, null),
}

# A volume whose encryption nobody wrote is as the account has it, which is off unless somebody switched it on.
is_undecided(switch) if {
	terraform.undecided(switch.resource, switch.path)
	not left_out(switch)
}

left_out(switch) if terraform.unset(switch.resource, switch.path[0])

# Values by which somebody switches off what is on.
off_values := {
	"aws_kinesis_stream": {"encryption_type": {"NONE"}},
	"azurerm_mssql_database": {"transparent_data_encryption_enabled": {false, "false"}},
	"azurerm_postgresql_server": {"ssl_enforcement_enabled": {false, "false"}},
	"azurerm_mysql_server": {"ssl_enforcement_enabled": {false, "false"}},
	"azurerm_mariadb_server": {"ssl_enforcement_enabled": {false, "false"}},
	"azurerm_storage_account": {"https_traffic_only_enabled": {false, "false"}, "enable_https_traffic_only": {false, "false"}},
	"azurerm_redis_cache": {"non_ssl_port_enabled": {true, "true"}, "enable_non_ssl_port": {true, "true"}},
	"azurerm_managed_disk": {"encryption_settings.enabled": {false, "false"}},
	"azurerm_kusto_cluster": {"disk_encryption_enabled": {false, "false"}},
	"google_sql_database_instance": {
		"settings.ip_configuration.ssl_mode": {"ALLOW_UNENCRYPTED_AND_ENCRYPTED"},
		"settings.ip_configuration.require_ssl": {false, "false"},
	},
}

# Every value that may switch something off: [resource, names, path, value].
choices contains [resource, names, path, value] if {
	some type, fields in off_values
	some resource in terraform.declared_of({type})
	some field, _ in fields
	names := split(field, ".")
	walk(resource.values, [path, value])
	[name | some name in path; is_string(name)] == names
}

deciding contains {"resource": switch.resource, "path": switch.path} if {
	some switch in switches
	terraform.may_be_undecided(switch.resource, switch.path)
}

deciding contains {"resource": resource, "path": [block]} if {
	some type, names in block_switches
	some block, _ in names
	some resource in terraform.doubtful_of({type}, {block})
	terraform.blocks(resource.values, [], block) == set()
}

deciding contains {"resource": resource, "path": path} if {
	some [resource, _, path, _] in choices
	terraform.may_be_undecided(resource, path)
}

deciding contains {"resource": resource, "path": [name]} if {
	some type, fields in off_values
	some name, _ in fields
	some resource in terraform.doubtful_of({type}, {name})
}
