package cloudformation.unencrypted_storage_test

import data.cloudformation.fixtures
import data.cloudformation.unencrypted_storage

denied(input_) := paths if {
	results := unencrypted_storage.deny with input as input_
	paths := fixtures.below(results)
}

warned(input_) := paths if {
	results := unencrypted_storage.warn with input as input_
	paths := fixtures.below(results)
}

messages(input_) := {result.msg | some result in unencrypted_storage.deny with input as input_}

own := {
	"AWS::EC2::Volume": "Encrypted", "AWS::RDS::DBInstance": "StorageEncrypted", "AWS::RDS::DBCluster": "StorageEncrypted",
	"AWS::DocDB::DBCluster": "StorageEncrypted", "AWS::Neptune::DBCluster": "StorageEncrypted", "AWS::EFS::FileSystem": "Encrypted",
	"AWS::Redshift::Cluster": "Encrypted", "AWS::ElastiCache::ReplicationGroup": "AtRestEncryptionEnabled",
}

machine(ebs) := fixtures.template("AWS::EC2::Instance", {"BlockDeviceMappings": [{"DeviceName": "/dev/sda1", "Ebs": ebs}]})

# What passes.

test_encrypted_storage_passes if {
	every type, name in own {
		denied(fixtures.template(type, {name: true})) == set()
		denied(fixtures.template(type, {name: "true"})) == set()
	}
}

test_defaults_that_encrypt_pass if {
	denied(fixtures.with_parameters("AWS::EC2::Volume", {"Encrypted": {"Ref": "Encrypt"}}, {"Encrypt": "true"})) == set()
}

test_encrypted_blocks_pass if {
	denied(machine({"Encrypted": true})) == set()
	denied(machine({"SnapshotId": "snap-1"})) == set()
	denied(fixtures.template("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"BlockDeviceMappings": [{"Ebs": {"Encrypted": true}}, {"VirtualName": "ephemeral0"}]}})) == set()
	denied(fixtures.template("AWS::OpenSearchService::Domain", {"EncryptionAtRestOptions": {"Enabled": true}})) == set()
}

test_what_inherits_passes if {
	every field in {"DBClusterIdentifier", "SourceDBInstanceIdentifier", "DBSnapshotIdentifier"} {
		denied(fixtures.template("AWS::RDS::DBInstance", {field: {"Ref": "Other"}})) == set()
	}
	every field in {"SnapshotIdentifier", "SourceDBClusterIdentifier", "GlobalClusterIdentifier"} {
		denied(fixtures.template("AWS::RDS::DBCluster", {field: "x"})) == set()
	}
	denied(fixtures.template("AWS::EC2::Volume", {"SnapshotId": "snap-1"})) == set()
}

# What fails.

test_unencrypted_storage_fails if {
	every type, name in own {
		denied(fixtures.template(type, {name: false})) == {[name]}
		denied(fixtures.template(type, {name: "false"})) == {[name]}
		denied(fixtures.template(type, {name: null})) == {[name]}
	}
}

test_what_is_left_out_fails if {
	every type, name in own {
		denied(fixtures.template(type, {})) == {[name]}
	}
	denied({"Resources": {"It": {"Type": "AWS::EC2::Volume"}}}) == {["Encrypted"]}
	denied(fixtures.template("AWS::EFS::FileSystem", {"SnapshotId": "snap-1"})) == {["Encrypted"]}
}

test_unencrypted_blocks_fail if {
	denied(machine({"VolumeSize": 8})) == {["BlockDeviceMappings", 0, "Ebs", "Encrypted"]}
	denied(fixtures.template("AWS::AutoScaling::LaunchConfiguration", {"BlockDeviceMappings": [{"Ebs": {"Encrypted": false}}]})) == {["BlockDeviceMappings", 0, "Ebs", "Encrypted"]}
	denied(fixtures.template("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"BlockDeviceMappings": [{"Ebs": {}}]}})) == {["LaunchTemplateData", "BlockDeviceMappings", 0, "Ebs", "Encrypted"]}
}

test_domains_fail if {
	every type in {"AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"} {
		denied(fixtures.template(type, {})) == {["EncryptionAtRestOptions", "Enabled"]}
		denied(fixtures.template(type, {"EncryptionAtRestOptions": {"Enabled": false}})) == {["EncryptionAtRestOptions", "Enabled"]}
	}
}

test_messages if {
	messages(fixtures.template("AWS::EC2::Volume", {})) == {"It is not encrypted: Encrypted is not true"}
	messages(machine({})) == {"It is not encrypted: Encrypted is not true"}
	messages(fixtures.template("AWS::OpenSearchService::Domain", {})) == {"It is not encrypted: EncryptionAtRestOptions.Enabled is not true"}
}

# What is not known.

test_functions_warn if {
	every value in [{"Fn::If": ["IsProd", true, false]}, ["IsProd", true, false], {"Ref": "Encrypt"}, "Encrypt"] {
		warned(fixtures.template("AWS::EC2::Volume", {"Encrypted": value})) == {["Encrypted"]}
		denied(fixtures.template("AWS::EC2::Volume", {"Encrypted": value})) == set()
	}
}

test_what_is_known_does_not_warn if {
	warned(fixtures.template("AWS::EC2::Volume", {})) == set()
	warned(fixtures.template("AWS::EC2::Volume", {"Encrypted": true, "Size": {"Ref": "Size"}})) == set()
}
