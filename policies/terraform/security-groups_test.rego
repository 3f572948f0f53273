package terraform.security_groups_test

import data.terraform.security_groups

plan(resources) := {
	"format_version": "1.2",
	"planned_values": {"root_module": {"resources": resources}},
	"resource_changes": [],
}

resource(type, values) := {"address": sprintf("%s.it", [type]), "mode": "managed", "type": type, "name": "it", "values": values}

group(rules) := resource("aws_security_group", {"ingress": rules})

ingress(port, v4, v6) := {"from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": v4, "ipv6_cidr_blocks": v6}

denied(resources) := {result.path | some result in security_groups.deny with input as plan(resources)}

messages(resources) := {result.msg | some result in security_groups.deny with input as plan(resources)}

# What passes.

test_known_networks_pass if denied([group([ingress(443, ["10.0.0.0/8", "192.168.1.1/32"], ["fd00::/16"])])]) == set()

test_groups_without_ingress_pass if denied([group([]), resource("aws_security_group", {}), resource("aws_security_group", {"ingress": null})]) == set()

test_egress_to_everywhere_passes if {
	denied([
		resource("aws_security_group", {"egress": [ingress(0, ["0.0.0.0/0"], [])]}),
		resource("aws_security_group_rule", {"type": "egress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 0, "to_port": 0, "protocol": "-1"}),
	]) == set()
}

test_references_to_groups_pass if {
	denied([
		resource("aws_vpc_security_group_ingress_rule", {"referenced_security_group_id": "sg-1", "cidr_ipv4": null, "cidr_ipv6": null, "ip_protocol": "tcp"}),
		resource("aws_security_group_rule", {"type": "ingress", "source_security_group_id": "sg-1", "cidr_blocks": null, "protocol": "tcp"}),
	]) == set()
}

test_private_databases_pass if {
	denied([resource("aws_db_instance", {"publicly_accessible": false}), resource("aws_rds_cluster_instance", {})]) == set()
}

test_ports_that_are_public_on_purpose_pass if {
	results := security_groups.deny with input as plan([group([ingress(443, ["0.0.0.0/0"], ["::/0"])])])
		with data.params.public_ports as [443]
	results == set()
}

# What fails.

test_open_to_ipv4_fails if denied([group([ingress(443, ["10.0.0.0/8"], []), ingress(22, ["10.0.0.0/8", "0.0.0.0/0"], [])])]) == {["ingress", 1, "cidr_blocks"]}

test_open_to_ipv6_fails if denied([group([ingress(22, [], ["::/0"])])]) == {["ingress", 0, "ipv6_cidr_blocks"]}

test_half_the_internet_fails if denied([group([ingress(22, ["128.0.0.0/1"], ["2000::/3"])])]) == {["ingress", 0, "cidr_blocks"], ["ingress", 0, "ipv6_cidr_blocks"]}

test_rules_of_their_own_fail if {
	denied([resource("aws_security_group_rule", {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22, "protocol": "tcp"})]) == {["cidr_blocks"]}
	denied([resource("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1"})]) == {["cidr_ipv4"]}
	denied([resource("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0", "ip_protocol": "tcp", "from_port": 1, "to_port": 9})]) == {["cidr_ipv6"]}
}

test_the_default_group_fails if denied([resource("aws_default_security_group", {"ingress": [ingress(22, ["0.0.0.0/0"], [])]})]) == {["ingress", 0, "cidr_blocks"]}

test_another_port_than_the_public_one_fails if {
	results := security_groups.deny with input as plan([group([ingress(22, ["0.0.0.0/0"], [])])])
		with data.params.public_ports as [443]
	count(results) == 1
}

test_public_databases_fail if {
	denied([resource("aws_db_instance", {"publicly_accessible": true})]) == {["publicly_accessible"]}
	denied([resource("aws_rds_cluster_instance", {"publicly_accessible": true})]) == {["publicly_accessible"]}
}

test_nested_modules_fail if {
	nested := {"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{"address": "module.a", "child_modules": [{
		"address": "module.a.module.b",
		"resources": [group([ingress(22, ["0.0.0.0/0"], [])])],
	}]}]}}}
	results := security_groups.deny with input as nested
	count(results) == 1
}

test_messages_name_the_ports if {
	messages([group([ingress(22, ["0.0.0.0/0"], [])])]) == {"aws_security_group.it admits 0.0.0.0/0 on port 22"}
	messages([resource("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1"})]) == {"aws_vpc_security_group_ingress_rule.it admits 0.0.0.0/0 on every port"}
	messages([resource("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0", "ip_protocol": "tcp", "from_port": 1, "to_port": 9})]) == {"aws_vpc_security_group_ingress_rule.it admits ::/0 on ports 1 to 9"}
}

# What is not known yet.

change(unknown) := {"planned_values": {"root_module": {}}, "resource_changes": [{
	"address": "aws_security_group.it",
	"type": "aws_security_group",
	"change": {"actions": ["create"], "after": {}, "after_unknown": unknown},
}]}

warned(unknown) := {result.path | some result in security_groups.warn with input as change(unknown)}

test_unknown_networks_warn if {
	warned({"ingress": [{"cidr_blocks": [false, true]}]}) == {["ingress"]}
	warned({"ingress": [{"cidr_blocks": true}]}) == {["ingress"]}
	warned({"ingress": true}) == {["ingress"]}
}

test_other_unknown_values_do_not_warn if warned({"id": true, "ingress": [{"description": true}], "egress": [{"cidr_blocks": true}]}) == set()
