# METADATA
# title: Databases are reached by private networks
# description: |
#   A database with a public address is one leaked password away from being copied. Agents make databases public to run a
#   migration from where they are, and leave them so.
# custom:
#   category: Network exposure
#   severity: critical
package terraform.public_databases

import data.policy_gate.networks
import data.policy_gate.terraform

# METADATA
# title: Databases have no public address
# description: A publicly accessible database can be reached, and attacked, from the internet.
# custom:
#   id: public-database
#   severity: critical
#   remedy: Set `publicly_accessible = false` (Azure `public_network_access_enabled = false`) and reach the database through a private network.
deny contains result if some result in public

public contains terraform.finding(db, [field], sprintf("%s has a public address", [db.address])) if {
	some type, field in switches
	some db in terraform.declared_of({type})
	terraform.is_on(db.values[field])
	terraform.written(db, field)
}

public contains terraform.finding(db, [], sprintf("%s answers every network: it names none that may ask", [db.address])) if {
	some db in terraform.declared_of({"azurerm_cosmosdb_account"})
	not terraform.is_off(object.get(db.values, "public_network_access_enabled", true))
	not terraform.is_on(object.get(db.values, "is_virtual_network_filter_enabled", false))
	object.get(db.values, "ip_range_filter", "") in {"", null, []}
	not undecided_account(db)
}

# METADATA
# title: Databases admit known networks only
# description: A firewall rule or an authorized network that holds (nearly) every address lets everybody try passwords.
# custom:
#   id: open-database
#   severity: critical
#   remedy: Name the networks that need access, such as `value = "10.0.0.0/8"`, or connect by a private endpoint.
deny contains result if some result in open

open contains terraform.finding(db, array.concat(network.path, ["value"]), sprintf("%s admits %s", [db.address, network.value.value])) if {
	some db in terraform.declared_of({"google_sql_database_instance"})
	some network in authorized_networks(db)
	networks.is_open(terraform.text_of(network.value, "value"))
}

open contains terraform.finding(rule, ["end_ip_address"], sprintf("%s admits %s to %s", [rule.address, from, to])) if {
	some rule in terraform.declared_of(firewall_rules)
	from := terraform.text_of(rule.values, "start_ip_address")
	to := terraform.text_of(rule.values, "end_ip_address")
	first_octet(to) - first_octet(from) > 1
}

# Two of them and all that is between: more than a network of /8.
first_octet(address) := to_number(split(address, ".")[0])

# METADATA
# title: Databases say whether they are public
# description: Whether this database is public is not known from the document, so nobody has judged it.
# custom:
#   id: undecided-database
#   severity: medium
#   remedy: Judge a plan beside the sources, or write the value out.
warn contains result if some result in terraform.undecided_findings(deciding, "no database is public")

# Attributes that give a database a public address.
switches := {
	"aws_db_instance": "publicly_accessible",
	"aws_rds_cluster_instance": "publicly_accessible",
	"aws_redshift_cluster": "publicly_accessible",
	"aws_redshiftserverless_workgroup": "publicly_accessible",
	"aws_dms_replication_instance": "publicly_accessible",
	"azurerm_mssql_server": "public_network_access_enabled",
	"azurerm_mysql_server": "public_network_access_enabled",
	"azurerm_postgresql_server": "public_network_access_enabled",
	"azurerm_postgresql_flexible_server": "public_network_access_enabled",
	"azurerm_mariadb_server": "public_network_access_enabled",
}

firewall_rules := {
	"azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule", "azurerm_mysql_firewall_rule", "azurerm_mysql_flexible_server_firewall_rule",
	"azurerm_postgresql_firewall_rule", "azurerm_postgresql_flexible_server_firewall_rule", "azurerm_mariadb_firewall_rule",
}

authorized_networks(db) := {network |
	some settings in terraform.blocks(db.values, [], "settings")
	some configuration in terraform.blocks(settings.value, settings.path, "ip_configuration")
	some network in terraform.blocks(configuration.value, configuration.path, "authorized_networks")
}

undecided_account(db) if {
	some field in account_fields
	not terraform.unset(db, field)
	terraform.undecided(db, [field])
}

account_fields := {"public_network_access_enabled", "is_virtual_network_filter_enabled", "ip_range_filter"}

# A switch that is left out has the provider's default, which is the closed one or, with Azure, behind a closed firewall.
deciding contains {"resource": db, "path": [field]} if {
	some type, field in switches
	some db in terraform.doubtful_of({type}, {field})
}

deciding contains {"resource": db, "path": [field]} if {
	some db in terraform.doubtful_of({"azurerm_cosmosdb_account"}, account_fields)
	some field in account_fields
}

deciding contains {"resource": rule, "path": [field]} if {
	some field in {"start_ip_address", "end_ip_address"}
	some rule in terraform.doubtful_of(firewall_rules, {field})
}

deciding contains {"resource": db, "path": array.concat(network.path, ["value"])} if {
	some db in terraform.doubtful_of({"google_sql_database_instance"}, {"settings"})
	some network in authorized_networks(db)
}

deciding contains {"resource": db, "path": path} if {
	some db in terraform.doubtful_of({"google_sql_database_instance"}, {"settings"})
	some settings in terraform.blocks(db.values, [], "settings")
	some configuration in terraform.blocks(settings.value, settings.path, "ip_configuration")
	path := array.concat(configuration.path, ["authorized_networks"])
	not "authorized_networks" in object.keys(configuration.value)
}
