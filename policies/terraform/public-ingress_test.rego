package terraform.public_ingress_test

import data.terraform.fixtures
import data.terraform.public_ingress

denied(input_) := {result.path | some result in public_ingress.deny with input as input_}

warned(input_) := {result.msg | some result in public_ingress.warn with input as input_}

group(rules) := fixtures.planned("aws_security_group", {"ingress": rules})

ingress(port, v4, v6) := {"from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": v4, "ipv6_cidr_blocks": v6}

planned(type, values) := fixtures.plan([fixtures.planned(type, values)])

azure(values) := object.union({"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "destination_port_range": "22", "source_address_prefix": "*"}, values)

google(values) := planned("google_compute_firewall", object.union({"allow": [{"protocol": "tcp", "ports": ["22"]}], "source_ranges": ["0.0.0.0/0"]}, values))

# What passes.

test_known_networks_pass if denied(fixtures.plan([group([ingress(22, ["10.0.0.0/8", "192.168.1.1/32"], ["fd00::/16"])])])) == set()

test_groups_without_ingress_pass if {
	denied(fixtures.plan([group([]), fixtures.planned("aws_security_group", {}), fixtures.planned("aws_security_group", {"ingress": null})])) == set()
}

test_egress_to_everywhere_passes if {
	denied(planned("aws_security_group", {"egress": [ingress(0, ["0.0.0.0/0"], [])]})) == set()
	denied(planned("aws_security_group_rule", {"type": "egress", "cidr_blocks": ["0.0.0.0/0"], "protocol": "-1"})) == set()
	denied(planned("azurerm_network_security_rule", azure({"direction": "Outbound"}))) == set()
	denied(google({"direction": "EGRESS"})) == set()
}

test_references_to_groups_pass if {
	denied(planned("aws_vpc_security_group_ingress_rule", {"referenced_security_group_id": "sg-1", "cidr_ipv4": null, "ip_protocol": "tcp"})) == set()
	denied(planned("aws_security_group_rule", {"type": "ingress", "source_security_group_id": "sg-1", "cidr_blocks": null})) == set()
	denied(google({"source_ranges": null, "source_tags": ["web"]})) == set()
	denied(google({"source_ranges": [], "source_service_accounts": ["a@b"]})) == set()
}

test_public_ports_pass if {
	denied(fixtures.plan([group([ingress(443, ["0.0.0.0/0"], ["::/0"]), ingress("80", ["0.0.0.0/0"], [])])])) == set()
	denied(planned("azurerm_network_security_rule", azure({"destination_port_range": "443"}))) == set()
	denied(google({"allow": [{"protocol": "tcp", "ports": ["80", "443"]}]})) == set()
}

test_rules_of_their_own_for_public_ports_pass if {
	https := {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 443, "to_port": 443}
	denied(planned("aws_security_group_rule", object.union(https, {"protocol": "tcp"}))) == set()
	denied(planned("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "from_port": 443, "to_port": 443, "ip_protocol": "tcp"})) == set()
}

test_ports_in_sources_are_numbers if {
	denied(fixtures.source("google_compute_firewall", {"allow": [{"protocol": "tcp", "ports": [80, 443]}], "source_ranges": ["0.0.0.0/0"]})) == set()
	denied(fixtures.source("azurerm_network_security_rule", azure({"destination_port_range": 443}))) == set()
	denied(fixtures.source("azurerm_network_security_rule", azure({"destination_port_range": null, "destination_port_ranges": [80, "443"]}))) == set()
}

test_messages_about_the_network_pass if {
	every protocol in ["icmp", "ICMPv6", "icmpv6", "1", 1, "58", 58] {
		denied(planned("aws_security_group", {"ingress": [{"from_port": 0, "to_port": -1, "protocol": protocol, "cidr_blocks": ["0.0.0.0/0"]}]})) == set()
	}
	denied(google({"allow": [{"protocol": "icmp"}]})) == set()
	denied(planned("azurerm_network_security_rule", azure({"protocol": "Icmp", "destination_port_range": "*"}))) == set()
}

test_ports_that_are_public_on_purpose_pass if {
	results := public_ingress.deny with input as fixtures.plan([group([ingress(8443, ["0.0.0.0/0"], [])])]) with data.params.publicPorts as [8443]
	results == set()
}

test_ranges_that_are_allowed_pass if {
	results := public_ingress.deny with input as fixtures.plan([group([ingress(22, ["0.0.0.0/0"], [])])]) with data.params.allowedCidrs as ["0.0.0.0/0"]
	results == set()
}

test_rules_that_deny_pass if {
	denied(planned("azurerm_network_security_rule", azure({"access": "Deny"}))) == set()
	denied(google({"allow": [], "deny": [{"protocol": "all"}]})) == set()
	denied(google({"disabled": true})) == set()
}

test_names_of_azure_pass if denied(planned("azurerm_network_security_rule", azure({"source_address_prefix": "VirtualNetwork"}))) == set()

# What fails.

test_open_to_ipv4_fails if {
	denied(fixtures.plan([group([ingress(443, ["10.0.0.0/8"], []), ingress(22, ["10.0.0.0/8", "0.0.0.0/0"], [])])])) == {["ingress", 1, "cidr_blocks"]}
}

test_open_to_ipv6_fails if denied(fixtures.plan([group([ingress(22, [], ["::/0"])])])) == {["ingress", 0, "ipv6_cidr_blocks"]}

test_half_the_internet_fails if {
	denied(fixtures.plan([group([ingress(22, ["128.0.0.0/1"], ["2000::/3"])])])) == {["ingress", 0, "cidr_blocks"], ["ingress", 0, "ipv6_cidr_blocks"]}
}

test_rules_of_their_own_fail if {
	denied(planned("aws_security_group_rule", {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22, "protocol": "tcp"})) == {["cidr_blocks"]}
	denied(planned("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1"})) == {["cidr_ipv4"]}
	denied(planned("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0", "ip_protocol": "tcp", "from_port": 1, "to_port": 9})) == {["cidr_ipv6"]}
}

test_the_default_group_fails if denied(planned("aws_default_security_group", {"ingress": [ingress(22, ["0.0.0.0/0"], [])]})) == {["ingress", 0, "cidr_blocks"]}

test_every_port_and_ranges_of_ports_fail if {
	denied(planned("aws_security_group", {"ingress": [{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}]})) == {["ingress", 0, "cidr_blocks"]}
	denied(planned("aws_security_group", {"ingress": [{"from_port": 80, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]})) == {["ingress", 0, "cidr_blocks"]}
	denied(planned("aws_security_group", {"ingress": [{"from_port": 443, "to_port": 443, "protocol": "esp", "cidr_blocks": ["0.0.0.0/0"]}]})) == {["ingress", 0, "cidr_blocks"]}
}

test_azure_fails if {
	denied(planned("azurerm_network_security_rule", azure({}))) == {["source_address_prefix"]}
	denied(planned("azurerm_network_security_rule", azure({"source_address_prefix": "Internet"}))) == {["source_address_prefix"]}
	denied(planned("azurerm_network_security_rule", azure({"source_address_prefix": "0.0.0.0/0", "destination_port_range": "*"}))) == {["source_address_prefix"]}
	denied(planned("azurerm_network_security_rule", azure({"source_address_prefix": null, "source_address_prefixes": ["10.0.0.0/8", "0.0.0.0/0"]}))) == {["source_address_prefixes"]}
	denied(planned("azurerm_network_security_group", {"security_rule": [azure({"access": "Deny"}), azure({"destination_port_range": null, "destination_port_ranges": ["443", "22"]})]})) == {["security_rule", 1, "source_address_prefix"]}
}

test_google_fails if {
	denied(google({})) == {["source_ranges"]}
	denied(google({"allow": [{"protocol": "tcp"}]})) == {["source_ranges"]}
	denied(google({"allow": [{"protocol": "tcp", "ports": ["80-90"]}]})) == {["source_ranges"]}
	denied(google({"allow": [{"protocol": "tcp", "ports": ["443"]}, {"protocol": "all"}]})) == {["source_ranges"]}
	denied(google({"allow": [{"protocol": "icmp"}, {"protocol": "tcp", "ports": ["22"]}]})) == {["source_ranges"]}
	denied(google({"source_ranges": null})) == {[]}
	{result.msg | some result in public_ingress.deny with input as google({"source_ranges": null})} == {"google_compute_firewall.it admits 0.0.0.0/0 on port 22"}
	denied(google({"deny": [{"protocol": "tcp"}]})) == {["source_ranges"]}
	denied(google({"allow": []})) == {["source_ranges"]}
}

test_another_port_than_the_public_one_fails if {
	results := public_ingress.deny with input as fixtures.plan([group([ingress(443, ["0.0.0.0/0"], [])])]) with data.params.publicPorts as [8443]
	count(results) == 1
}

test_nested_modules_fail if {
	nested := {"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{"address": "module.a", "child_modules": [{
		"address": "module.a.module.b",
		"resources": [group([ingress(22, ["0.0.0.0/0"], [])])],
	}]}]}}}
	count(denied(nested)) == 1
}

test_sources_fail if {
	denied(fixtures.source("aws_security_group", {"ingress": [ingress(22, ["0.0.0.0/0"], [])]})) == {["resource", "aws_security_group", "it", 0, "ingress", 0, "cidr_blocks"]}
	denied(fixtures.source("aws_security_group", {"ingress": ingress(22, ["0.0.0.0/0", "${var.more}"], [])})) == {["resource", "aws_security_group", "it", 0, "ingress", "cidr_blocks"]}
	denied(fixtures.source("google_compute_firewall", {"allow": {"protocol": "tcp", "ports": ["22"]}})) == {["resource", "google_compute_firewall", "it", 0]}
	denied(fixtures.source("google_compute_firewall", {"allow": {"protocol": "tcp", "ports": [443, 22]}})) == {["resource", "google_compute_firewall", "it", 0]}
	denied(fixtures.source("azurerm_network_security_rule", azure({"destination_port_range": 22}))) == {["resource", "azurerm_network_security_rule", "it", 0, "source_address_prefix"]}
}

test_sources_of_json_fail if {
	json := {"resource": {"aws_security_group_rule": {"it": {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22, "protocol": "tcp"}}}}
	denied(json) == {["resource", "aws_security_group_rule", "it", "cidr_blocks"]}
}

test_messages_name_network_and_ports if {
	messages := {result.msg | some result in public_ingress.deny with input as fixtures.plan([group([ingress(22, ["0.0.0.0/0"], [])])])}
	messages == {"aws_security_group.it admits 0.0.0.0/0 on port 22"}
	azures := {result.msg | some result in public_ingress.deny with input as planned("azurerm_network_security_rule", azure({"destination_port_range": "*"}))}
	azures == {"azurerm_network_security_rule.it admits * on every port"}
	portless := {result.msg | some result in public_ingress.deny with input as planned("azurerm_network_security_rule", azure({"destination_port_range": null}))}
	portless == azures
	googles := {result.msg | some result in public_ingress.deny with input as google({"allow": [{"protocol": "tcp", "ports": ["1-9"]}]})}
	googles == {"google_compute_firewall.it admits 0.0.0.0/0 on ports 1 to 9"}
	every allow in [{"protocol": "tcp"}, {"protocol": "tcp", "ports": null}, {"protocol": "tcp", "ports": [null]}] {
		all_of_google := {result.msg | some result in public_ingress.deny with input as google({"allow": [allow]})}
		all_of_google == {"google_compute_firewall.it admits 0.0.0.0/0 on every port"}
	}
}

test_what_no_protocol_is_written_for_is_every_port if {
	aws := {result.msg | some result in public_ingress.deny with input as planned("aws_security_group_rule", {"cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22})}
	aws == {"aws_security_group_rule.it admits 0.0.0.0/0 on every port"}
	azures := {result.msg | some result in public_ingress.deny with input as planned("azurerm_network_security_rule", object.remove(azure({}), ["protocol"]))}
	azures == {"azurerm_network_security_rule.it admits * on every port"}
}

# What is not known.

unknown(type, values, marks) := fixtures.plan([fixtures.unknown(type, values, marks, values)])

test_unknown_networks_warn if {
	some_groups := [{"ingress": [{"cidr_blocks": [false, true]}]}, {"ingress": [{"cidr_blocks": true}]}, {"ingress": true}]
	every marks in some_groups {
		warned(unknown("aws_security_group", {"ingress": [{}]}, marks)) == {"aws_security_group.it: ingress is known only after apply, so nobody has judged whether only known networks are admitted"}
	}
	count(warned(fixtures.plan([fixtures.unknown("aws_security_group", {}, {"ingress": true}, {"ingress": {"references": ["var.rules"]}})]))) == 1
}

test_what_the_provider_computes_does_not_warn if {
	warned(unknown("aws_security_group", {}, {"ingress": true})) == set()
	warned(unknown("google_compute_firewall", {"source_tags": ["a"]}, {"source_ranges": true})) == set()
}

test_plans_without_configuration_warn if {
	plan := object.remove(unknown("aws_security_group", {}, {"ingress": true}), ["configuration"])
	count(warned(plan)) == 1
}

test_other_unknown_values_do_not_warn if {
	warned(unknown("aws_security_group", {"ingress": [{"cidr_blocks": ["10.0.0.0/8"]}]}, {"id": true, "ingress": [{"description": true}], "egress": [{"cidr_blocks": true}]})) == set()
}

test_known_plans_do_not_warn if warned(fixtures.plan([group([ingress(22, ["0.0.0.0/0"], [])])])) == set()

test_unknown_ports_of_an_open_rule_warn if {
	open := unknown("aws_security_group", {"ingress": [{"cidr_blocks": ["0.0.0.0/0"], "protocol": "tcp"}]}, {"ingress": [{"from_port": true}]})
	denied(open) == set()
	count(warned(open)) == 1
	known := unknown("aws_security_group", {"ingress": [{"cidr_blocks": ["10.0.0.0/8"], "protocol": "tcp"}]}, {"ingress": [{"from_port": true}]})
	warned(known) == set()
}

test_unknown_ports_of_google_warn if {
	every sources in [{"source_ranges": ["0.0.0.0/0"]}, {}] {
		open := unknown("google_compute_firewall", object.union(sources, {"allow": [{"protocol": "tcp"}]}), {"allow": [{"ports": true}]})
		denied(open) == set()
		count(warned(open)) == 1
	}
}

test_unknown_ports_of_azure_warn if {
	every ports in [{"destination_port_range": "${var.port}"}, {"destination_port_range": null, "destination_port_ranges": ["${var.port}"]}] {
		open := fixtures.source("azurerm_network_security_rule", azure(ports))
		denied(open) == set()
		count(warned(open)) == 1
	}
}

test_unknown_rules_of_every_group_warn if {
	every pair in [["aws_security_group", "ingress"], ["aws_default_security_group", "ingress"], ["azurerm_network_security_group", "security_rule"]] {
		count(warned(unknown(pair[0], {}, {pair[1]: true}))) == 0
		count(warned(fixtures.plan([fixtures.unknown(pair[0], {}, {pair[1]: true}, {pair[1]: {"references": ["var.rules"]}})]))) == 1
	}
}

test_expressions_in_sources_are_one_warning if {
	body := {"ingress": [ingress(22, ["10.0.0.0/8"], "${var.v6}"), ingress(22, ["${var.v4}"], [])]}
	warned(fixtures.source("aws_security_group", body)) == {"only a plan tells whether only known networks are admitted: aws_security_group.it.ingress.0.ipv6_cidr_blocks, aws_security_group.it.ingress.1.cidr_blocks"}
	every type, block in {"aws_security_group": "ingress", "azurerm_network_security_group": "security_rule"} {
		warned(fixtures.source(type, {"dynamic": {block: [{"for_each": "${var.rules}"}]}})) == {sprintf("only a plan tells whether only known networks are admitted: %s.it.dynamic.%s, %s.it.%s", [type, block, type, block])}
		warned(fixtures.source(type, {"dynamic": {"egress": [{"for_each": "${var.rules}"}]}})) == set()
	}
	warned(fixtures.source("aws_security_group", {"description": "${var.text}", "ingress": [ingress(22, ["10.0.0.0/8"], [])]})) == set()
}

test_a_dynamic_block_does_not_hide_what_is_written if {
	body := {"ingress": [ingress(22, ["0.0.0.0/0"], [])], "dynamic": {"ingress": [{"for_each": "${var.rules}"}]}}
	count(denied(fixtures.source("aws_security_group", body))) == 1
	count(warned(fixtures.source("aws_security_group", body))) == 1
}

test_unknown_networks_of_rules_for_themselves_warn if {
	every pair in [["aws_security_group_rule", "cidr_blocks"], ["aws_vpc_security_group_ingress_rule", "cidr_ipv4"], ["azurerm_network_security_rule", "source_address_prefix"], ["google_compute_firewall", "source_ranges"]] {
		plan := fixtures.plan([fixtures.unknown(pair[0], {}, {pair[1]: true}, {pair[1]: {"references": ["var.it"]}})])
		warned(plan) == {sprintf("%s.it: %s is known only after apply, so nobody has judged whether only known networks are admitted", pair)}
	}
}
