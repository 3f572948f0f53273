package terraform.unencrypted_storage_test

import data.terraform.fixtures
import data.terraform.unencrypted_storage

denied(input_) := {result.path | some result in unencrypted_storage.deny with input as input_}

warned(input_) := {result.msg | some result in unencrypted_storage.warn with input as input_}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

own := {
	"aws_ebs_volume": "encrypted", "aws_ebs_snapshot_copy": "encrypted", "aws_db_instance": "storage_encrypted",
	"aws_rds_cluster": "storage_encrypted", "aws_docdb_cluster": "storage_encrypted", "aws_neptune_cluster": "storage_encrypted",
	"aws_efs_file_system": "encrypted", "aws_redshift_cluster": "encrypted", "aws_elasticache_replication_group": "at_rest_encryption_enabled",
}

# What passes.

test_encrypted_storage_passes if {
	every type, field in own {
		denied(planned(type, {field: true})) == set()
	}
	denied(planned("aws_elasticache_replication_group", {"at_rest_encryption_enabled": "true"})) == set()
}

test_what_inherits_passes if {
	every field in {"replicate_source_db", "snapshot_identifier"} {
		denied(planned("aws_db_instance", {field: "x"})) == set()
	}
	every field in {"replication_source_identifier", "global_cluster_identifier", "source_db_cluster_identifier", "snapshot_identifier"} {
		denied(planned("aws_rds_cluster", {field: "x"})) == set()
	}
	some_snapshot := fixtures.plan([fixtures.unknown("aws_db_instance", {}, {"snapshot_identifier": true}, {"snapshot_identifier": {"references": ["var.it"]}})])
	denied(some_snapshot) | warned(some_snapshot) == set()
	denied(planned("aws_instance", {"ebs_block_device": [{"snapshot_id": "snap-1"}]})) == set()
	denied(planned("aws_launch_template", {"block_device_mappings": [{"ebs": [{"snapshot_id": "snap-1"}]}]})) == set()
}

test_encrypted_blocks_pass if {
	denied(planned("aws_instance", {"root_block_device": [{"encrypted": true}], "ebs_block_device": [{"encrypted": true}]})) == set()
	denied(planned("aws_launch_template", {"block_device_mappings": [{"ebs": [{"encrypted": "true"}]}]})) == set()
	denied(planned("aws_opensearch_domain", {"encrypt_at_rest": [{"enabled": true}]})) == set()
	denied(planned("aws_instance", {"root_block_device": []})) == set()
}

test_defaults_that_encrypt_pass if {
	denied(planned("azurerm_mssql_database", {})) == set()
	denied(planned("azurerm_storage_account", {"https_traffic_only_enabled": true})) == set()
	denied(planned("google_sql_database_instance", {"settings": [{"ip_configuration": [{"ssl_mode": "ENCRYPTED_ONLY"}]}]})) == set()
	denied(planned("aws_kinesis_stream", {"encryption_type": "KMS"})) == set()
	denied(planned("azurerm_storage_account", {"is_hns_enabled": false})) == set()
}

# What fails.

test_unencrypted_storage_fails if {
	every type, field in own {
		denied(planned(type, {field: false})) == {[field]}
		denied(planned(type, {})) == {[field]}
		denied(planned(type, {field: null})) == {[field]}
	}
}

test_what_only_the_provider_knows_fails if {
	denied(fixtures.plan([fixtures.unknown("aws_ebs_volume", {}, {"encrypted": true}, {"size": {"constant_value": 1}})])) == {["encrypted"]}
}

test_unencrypted_blocks_fail if {
	every type in {"aws_instance", "aws_launch_configuration"} {
		denied(planned(type, {"root_block_device": [{"encrypted": false}]})) == {["root_block_device", 0, "encrypted"]}
		every volume in [{}, {"snapshot_id": null}, {"snapshot_id": ""}] {
			denied(planned(type, {"ebs_block_device": [{"encrypted": true}, volume]})) == {["ebs_block_device", 1, "encrypted"]}
		}
	}
	denied(planned("aws_launch_template", {"block_device_mappings": [{"ebs": [{"encrypted": "false"}]}]})) == {["block_device_mappings", 0, "ebs", 0, "encrypted"]}
	every type in {"aws_opensearch_domain", "aws_elasticsearch_domain"} {
		denied(planned(type, {"encrypt_at_rest": [{"enabled": false}]})) == {["encrypt_at_rest", 0, "enabled"]}
		denied(planned(type, {})) == {["encrypt_at_rest"]}
		denied(fixtures.plan([fixtures.unknown(type, {}, {"arn": true}, {})])) == {["encrypt_at_rest"]}
	}
}

test_switching_off_fails if {
	every pair in [
		["aws_kinesis_stream", "encryption_type", "NONE"], ["azurerm_mssql_database", "transparent_data_encryption_enabled", false],
		["azurerm_postgresql_server", "ssl_enforcement_enabled", false], ["azurerm_mysql_server", "ssl_enforcement_enabled", false],
		["azurerm_mariadb_server", "ssl_enforcement_enabled", false], ["azurerm_storage_account", "https_traffic_only_enabled", false],
		["azurerm_storage_account", "enable_https_traffic_only", false], ["azurerm_redis_cache", "non_ssl_port_enabled", true],
		["azurerm_redis_cache", "enable_non_ssl_port", true], ["azurerm_kusto_cluster", "disk_encryption_enabled", false],
	] {
		denied(planned(pair[0], {pair[1]: pair[2]})) == {[pair[1]]}
		denied(planned(pair[0], {pair[1]: sprintf("%v", [pair[2]])})) == {[pair[1]]}
	}
	every off in [false, "false"] {
		denied(planned("azurerm_managed_disk", {"encryption_settings": [{"enabled": off}]})) == {["encryption_settings", 0, "enabled"]}
		denied(planned("google_sql_database_instance", {"settings": [{"ip_configuration": [{"require_ssl": off}]}]})) == {["settings", 0, "ip_configuration", 0, "require_ssl"]}
	}
	denied(planned("google_sql_database_instance", {"settings": [{"ip_configuration": [{"ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED"}]}]})) == {["settings", 0, "ip_configuration", 0, "ssl_mode"]}
}

test_sources_fail if {
	denied(fixtures.source("aws_ebs_volume", {"size": 1})) == {["resource", "aws_ebs_volume", "it", 0, "encrypted"]}
	denied(fixtures.source("aws_launch_template", {"block_device_mappings": [{"ebs": {"volume_size": 1}}]})) == {["resource", "aws_launch_template", "it", 0, "block_device_mappings", 0, "ebs", "encrypted"]}
}

test_messages if {
	{result.msg | some result in unencrypted_storage.deny with input as planned("aws_ebs_volume", {})} == {"aws_ebs_volume.it is not encrypted: encrypted is not true"}
	{result.msg | some result in unencrypted_storage.deny with input as planned("aws_opensearch_domain", {})} == {"aws_opensearch_domain.it is not encrypted: encrypt_at_rest.enabled is not true"}
	{result.msg | some result in unencrypted_storage.deny with input as planned("aws_kinesis_stream", {"encryption_type": "NONE"})} == {"aws_kinesis_stream.it switches encryption off: encryption_type is NONE"}
}

# What is not known.

test_unknown_values_warn if {
	every pair in [["aws_ebs_volume", "encrypted"], ["azurerm_mssql_database", "transparent_data_encryption_enabled"], ["aws_kinesis_stream", "encryption_type"], ["aws_instance", "root_block_device"]] {
		plan := fixtures.plan([fixtures.unknown(pair[0], {}, {pair[1]: true}, {pair[1]: {"references": ["var.it"]}})])
		warned(plan) == {sprintf("%s.it: %s is known only after apply, so nobody has judged whether everything is encrypted", pair)}
		denied(plan) == set()
	}
}

test_known_values_do_not_warn if {
	warned(planned("aws_ebs_volume", {})) == set()
	warned(planned("aws_kinesis_stream", {"encryption_type": "NONE"})) == set()
	volumes := {"root_block_device": [{"encrypted": true}]}
	warned(fixtures.plan([fixtures.unknown("aws_instance", volumes, {"root_block_device": [{"volume_id": true}]}, volumes)])) == set()
}

test_what_the_provider_computes_does_not_warn if {
	every pair in [["aws_ebs_volume", "encrypted"], ["aws_instance", "root_block_device"], ["azurerm_mssql_database", "transparent_data_encryption_enabled"]] {
		warned(fixtures.plan([fixtures.unknown(pair[0], {}, {pair[1]: true}, {})])) == set()
	}
}

test_expressions_in_sources_warn if {
	warned(fixtures.source("aws_ebs_volume", {"encrypted": "${var.encrypted}"})) == {"only a plan tells whether everything is encrypted: aws_ebs_volume.it.encrypted"}
	denied(fixtures.source("aws_ebs_volume", {"encrypted": "${var.encrypted}"})) == set()
	count(warned(fixtures.source("aws_instance", {"root_block_device": [{"encrypted": "${var.encrypted}"}]}))) == 1
	count(warned(fixtures.source("google_sql_database_instance", {"settings": [{"ip_configuration": {"ssl_mode": "${var.mode}"}}]}))) == 1
	warned(fixtures.source("aws_ebs_volume", {"encrypted": true, "size": "${var.size}"})) == set()
}

test_what_inherits_from_nothing_fails if {
	every nothing in [null, []] {
		denied(planned("aws_db_instance", {"snapshot_identifier": nothing})) == {["storage_encrypted"]}
	}
	denied(fixtures.plan([fixtures.unknown("aws_db_instance", {}, {"replicate_source_db": true}, {"name": {"constant_value": "a"}})])) == {["storage_encrypted"]}
}
