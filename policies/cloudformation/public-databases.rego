# METADATA
# title: Databases are reached by private networks
# description: |
#   A database with a public address is one leaked password away from being copied. Agents make databases public to run a
#   migration from where they are, and leave them so.
# custom:
#   category: Network exposure
#   severity: critical
package cloudformation.public_databases

import data.policy_gate.cloudformation

# METADATA
# title: Databases have no public address
# description: A publicly accessible database can be reached, and attacked, from the internet.
# custom:
#   id: public-database
#   severity: critical
#   remedy: 'Set `PubliclyAccessible: false` and reach the database through a private network.'
deny contains cloudformation.finding(db, ["PubliclyAccessible"], sprintf("%s has a public address", [db.id])) if {
	some db in databases
	cloudformation.is_on(db.properties.PubliclyAccessible)
}

# METADATA
# title: Databases say whether they are public
# description: Whether this database is public is worked out elsewhere, so nobody has judged it.
# custom:
#   id: undecided-database
#   severity: medium
#   remedy: Write the value out, or give the parameter a default.
warn contains cloudformation.undecided(db, ["PubliclyAccessible"], "it is public") if {
	some db in databases
	cloudformation.is_open_question(db.properties.PubliclyAccessible)
}

databases := cloudformation.resources_of({
	"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::Redshift::Cluster", "AWS::RedshiftServerless::Workgroup", "AWS::DMS::ReplicationInstance",
})
