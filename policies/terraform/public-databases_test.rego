package terraform.public_databases_test

import data.terraform.fixtures
import data.terraform.public_databases

denied(input_) := {result.path | some result in public_databases.deny with input as input_}

warned(input_) := {result.msg | some result in public_databases.warn with input as input_}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

cloud_sql(networks) := planned("google_sql_database_instance", {"settings": [{"ip_configuration": [{"ipv4_enabled": true, "authorized_networks": networks}]}]})

# What passes.

test_private_databases_pass if {
	denied(planned("aws_db_instance", {"publicly_accessible": false})) == set()
	denied(planned("aws_rds_cluster_instance", {})) == set()
	denied(planned("azurerm_postgresql_server", {"public_network_access_enabled": false})) == set()
}

test_the_default_of_the_provider_passes if {
	denied(fixtures.plan([fixtures.unknown("azurerm_mssql_server", {"public_network_access_enabled": true}, {}, {"name": {"constant_value": "a"}})])) == set()
}

test_known_networks_pass if denied(cloud_sql([{"name": "office", "value": "198.51.100.0/24"}])) == set()

test_narrow_firewall_rules_pass if {
	denied(planned("azurerm_mssql_firewall_rule", {"start_ip_address": "198.51.100.1", "end_ip_address": "198.51.100.9"})) == set()
	denied(planned("azurerm_mssql_firewall_rule", {"start_ip_address": "0.0.0.0", "end_ip_address": "0.0.0.0"})) == set()
	denied(planned("azurerm_mssql_firewall_rule", {"start_ip_address": "10.255.0.0", "end_ip_address": "11.0.255.255"})) == set()
}

test_accounts_with_a_filter_pass if {
	denied(planned("azurerm_cosmosdb_account", {"ip_range_filter": ["198.51.100.1"]})) == set()
	denied(planned("azurerm_cosmosdb_account", {"is_virtual_network_filter_enabled": true})) == set()
	denied(planned("azurerm_cosmosdb_account", {"public_network_access_enabled": false})) == set()
}

# What fails.

test_public_databases_fail if {
	every type in {"aws_db_instance", "aws_rds_cluster_instance", "aws_redshift_cluster", "aws_redshiftserverless_workgroup", "aws_dms_replication_instance"} {
		denied(planned(type, {"publicly_accessible": true})) == {["publicly_accessible"]}
	}
}

test_public_servers_of_azure_fail if {
	every type in {"azurerm_mssql_server", "azurerm_mysql_server", "azurerm_postgresql_server", "azurerm_postgresql_flexible_server", "azurerm_mariadb_server"} {
		denied(planned(type, {"public_network_access_enabled": true})) == {["public_network_access_enabled"]}
	}
}

test_accounts_without_a_filter_fail if {
	denied(planned("azurerm_cosmosdb_account", {})) == {[]}
	every nothing in ["", null, []] {
		denied(planned("azurerm_cosmosdb_account", {"public_network_access_enabled": true, "ip_range_filter": nothing})) == {[]}
	}
	denied(fixtures.plan([fixtures.unknown("azurerm_cosmosdb_account", {}, {"id": true, "ip_range_filter": true}, {})])) == {[]}
}

test_networks_that_are_everybody_fail if {
	denied(cloud_sql([{"value": "10.0.0.0/8"}, {"value": "0.0.0.0/0"}])) == {["settings", 0, "ip_configuration", 0, "authorized_networks", 1, "value"]}
}

test_firewall_rules_for_everybody_fail if {
	every type in {
		"azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule", "azurerm_mysql_firewall_rule", "azurerm_mysql_flexible_server_firewall_rule",
		"azurerm_postgresql_firewall_rule", "azurerm_postgresql_flexible_server_firewall_rule", "azurerm_mariadb_firewall_rule",
	} {
		denied(planned(type, {"start_ip_address": "0.0.0.0", "end_ip_address": "255.255.255.255"})) == {["end_ip_address"]}
	}
	every range in [["0.0.0.1", "255.255.255.254"], ["1.0.0.0", "255.255.255.255"], ["128.0.0.0", "191.255.255.255"], ["10.0.0.0", "12.0.0.0"]] {
		denied(planned("azurerm_mssql_firewall_rule", {"start_ip_address": range[0], "end_ip_address": range[1]})) == {["end_ip_address"]}
	}
}

test_sources_fail if {
	denied(fixtures.source("aws_db_instance", {"publicly_accessible": true})) == {["resource", "aws_db_instance", "it", 0, "publicly_accessible"]}
	denied(fixtures.source("azurerm_mssql_server", {"public_network_access_enabled": "true"})) == {["resource", "azurerm_mssql_server", "it", 0, "public_network_access_enabled"]}
}

test_messages if {
	{result.msg | some result in public_databases.deny with input as cloud_sql([{"value": "::/0"}])} == {"google_sql_database_instance.it admits ::/0"}
	{result.msg | some result in public_databases.deny with input as planned("aws_db_instance", {"publicly_accessible": true})} == {"aws_db_instance.it has a public address"}
}

# What is not known.

test_unknown_values_warn if {
	every pair in [
		["aws_db_instance", "publicly_accessible"], ["azurerm_cosmosdb_account", "ip_range_filter"],
		["azurerm_cosmosdb_account", "public_network_access_enabled"], ["azurerm_cosmosdb_account", "is_virtual_network_filter_enabled"],
		["azurerm_mssql_firewall_rule", "end_ip_address"], ["azurerm_mssql_firewall_rule", "start_ip_address"],
	] {
		marked := fixtures.unknown(pair[0], {}, {pair[1]: true}, {pair[1]: {"references": ["var.it"]}})
		warned(fixtures.plan([marked])) == {sprintf("%s.it: %s is known only after apply, so nobody has judged whether no database is public", pair)}
		denied(fixtures.plan([marked])) == set()
	}
}

test_unknown_networks_warn if {
	values := {"settings": [{"ip_configuration": [{"authorized_networks": [{"name": "a"}]}]}]}
	marks := {"settings": [{"ip_configuration": [{"authorized_networks": [{"value": true}]}]}]}
	count(warned(fixtures.plan([fixtures.unknown("google_sql_database_instance", values, marks, values)]))) == 1
	all := {"settings": [{"ip_configuration": [{"authorized_networks": true}]}]}
	count(warned(fixtures.plan([fixtures.unknown("google_sql_database_instance", {"settings": [{"ip_configuration": [{}]}]}, all, values)]))) == 1
}

test_what_the_provider_computes_does_not_warn if {
	warned(fixtures.plan([fixtures.unknown("aws_db_instance", {}, {"publicly_accessible": true}, {})])) == set()
	warned(fixtures.plan([fixtures.unknown("azurerm_cosmosdb_account", {}, {"ip_range_filter": true}, {})])) == set()
}

test_expressions_in_sources_warn if {
	warned(fixtures.source("aws_db_instance", {"publicly_accessible": "${var.public}"})) == {"only a plan tells whether no database is public: aws_db_instance.it.publicly_accessible"}
	count(warned(fixtures.source("google_sql_database_instance", {"settings": [{"ip_configuration": {"dynamic": {"authorized_networks": {"for_each": "${var.n}"}}}}]}))) == 1
	networks := {"settings": [{"ip_configuration": [{"authorized_networks": [{"name": "${var.name}", "value": "10.0.0.0/8"}]}]}]}
	warned(fixtures.source("google_sql_database_instance", networks)) == set()
	warned(fixtures.source("aws_db_instance", {"identifier": "${var.name}"})) == set()
}
