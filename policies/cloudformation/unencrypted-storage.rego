# METADATA
# title: Data is encrypted where it lies
# description: |
#   A snapshot that is shared by mistake, or a disk that is thrown away, gives nothing to whoever finds it where it is encrypted. Mostly it
#   cannot be switched on later without copying everything, so it matters on the first day. Buckets are always encrypted.
# custom:
#   category: Encryption
#   severity: high
package cloudformation.unencrypted_storage

import data.policy_gate.cloudformation

# METADATA
# title: Volumes and databases are encrypted
# description: Without encryption whoever gets at the volume, the snapshot or the backup can read everything.
# custom:
#   id: unencrypted-storage
#   severity: high
#   remedy: 'Switch encryption on, such as `StorageEncrypted: true` of a database or `Encrypted: true` of a volume.'
deny contains cloudformation.finding(switch.resource, switch.path, sprintf("%s is not encrypted: %s is not true", [switch.resource.id, switch.name])) if {
	some switch in switches
	not cloudformation.is_on(switch.value)
	not is_undecided(switch)
}

# METADATA
# title: Storage says whether it is encrypted
# description: Whether this is encrypted is worked out elsewhere, so nobody has judged it.
# custom:
#   id: undecided-encryption
#   severity: medium
#   remedy: Write the value out, or give the parameter a default.
warn contains cloudformation.undecided(switch.resource, switch.path, "it is encrypted") if {
	some switch in switches
	is_undecided(switch)
}

is_undecided(switch) if cloudformation.is_open_question(switch.value)

own_switches := {
	"AWS::EC2::Volume": "Encrypted",
	"AWS::RDS::DBInstance": "StorageEncrypted",
	"AWS::RDS::DBCluster": "StorageEncrypted",
	"AWS::DocDB::DBCluster": "StorageEncrypted",
	"AWS::Neptune::DBCluster": "StorageEncrypted",
	"AWS::EFS::FileSystem": "Encrypted",
	"AWS::Redshift::Cluster": "Encrypted",
	"AWS::ElastiCache::ReplicationGroup": "AtRestEncryptionEnabled",
}

switches contains {"resource": resource, "path": [name], "name": name, "value": object.get(resource.properties, name, null)} if {
	some type, name in own_switches
	some resource in cloudformation.resources_of({type})
	not inherits(resource)
}

switches contains {"resource": resource, "path": path, "name": "Encrypted", "value": object.get(mapping.value.Ebs, "Encrypted", null)} if {
	some [resource, body, at] in machines
	some mapping in cloudformation.entries(body, at, "BlockDeviceMappings")
	is_object(mapping.value.Ebs)
	object.get(mapping.value.Ebs, "SnapshotId", null) == null
	path := array.concat(mapping.path, ["Ebs", "Encrypted"])
}

switches contains {"resource": resource, "path": [name, "Enabled"], "name": sprintf("%s.Enabled", [name]), "value": value} if {
	some type, name in {"AWS::OpenSearchService::Domain": "EncryptionAtRestOptions", "AWS::Elasticsearch::Domain": "EncryptionAtRestOptions"}
	some resource in cloudformation.resources_of({type})
	value := object.get(resource.properties, [name, "Enabled"], null)
}

# [resource, what has the volumes, its path]
machines contains [resource, resource.properties, []] if {
	some resource in cloudformation.resources_of({"AWS::EC2::Instance", "AWS::AutoScaling::LaunchConfiguration"})
}

machines contains [resource, resource.properties.LaunchTemplateData, ["LaunchTemplateData"]] if {
	some resource in cloudformation.resources_of({"AWS::EC2::LaunchTemplate"})
}

# What is made of something else has its encryption.
inherits(resource) if {
	some field in {"DBClusterIdentifier", "SourceDBInstanceIdentifier", "DBSnapshotIdentifier", "SnapshotIdentifier", "SourceDBClusterIdentifier", "GlobalClusterIdentifier"}
	object.get(resource.properties, field, null) != null
}

inherits(resource) if {
	resource.type == "AWS::EC2::Volume"
	object.get(resource.properties, "SnapshotId", null) != null
}
