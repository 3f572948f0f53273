# METADATA
# title: Nothing is open to the whole internet
# description: |
#   What admits every address is found by scanners within minutes. It is the change that coding agents make most often to get a
#   connection to work.
# custom:
#   category: Network exposure
#   severity: high
#   params:
#     - name: publicPorts
#       type: array
#       items: integer
#       default: [80, 443]
#       description: Ports of TCP and UDP that may be open to everybody, each in a rule of its own.
#     - name: allowedCidrs
#       type: array
#       items: string
#       default: []
#       description: Ranges as wide as these that may be named all the same, written as in the manifest.
package terraform.public_ingress

import data.policy_gate.networks
import data.policy_gate.terraform

default public_ports := [80, 443]

public_ports := data.params.publicPorts

default allowed_cidrs := []

allowed_cidrs := data.params.allowedCidrs

# METADATA
# title: Rules that admit traffic name known networks
# description: A rule that admits (nearly) every address of IPv4 or IPv6 exposes what is behind it to everybody.
# custom:
#   id: open-ingress
#   severity: high
#   remedy: 'Name the networks that need access, such as `cidr_blocks = ["10.0.0.0/8"]`, or refer to another group. A port that is public on purpose stands in a rule of its own, and in the parameter `publicPorts`.'
deny contains terraform.finding(opening.resource, opening.path, msg) if {
	some opening in openings
	not opening.cidr in allowed_cidrs
	not terraform.undecided(opening.resource, opening.ports_at)
	not excused(opening)
	msg := sprintf("%s admits %s on %s", [opening.resource.address, opening.cidr, ports_told(opening.ports)])
}

# METADATA
# title: Rules that admit traffic say which networks these are
# description: The networks or ports of this rule are not known from the document, so nobody has judged them.
# custom:
#   id: undecided-ingress
#   severity: medium
#   remedy: Judge a plan beside the sources. What a plan does not know either is written out, or taken from a variable or data source that is known when planning.
warn contains result if some result in terraform.undecided_findings(deciding, "only known networks are admitted")

# A rule of several ports is excused where each of them is public.
excused(opening) if {
	count(opening.ports) > 0
	every ports in opening.ports {
		is_harmless(ports)
	}
}

is_harmless(ports) if networks.is_public_on_purpose(ports, public_ports)

# Messages about the network itself reach no service, and the size of packets is found by them.
is_harmless(ports) if lower(sprintf("%v", [ports.protocol])) in {"icmp", "icmpv6", "1", "58"}

ports_told(all) := concat(", ", sort({networks.ports_text(ports) | some ports in all})) if count(all) > 0

ports_told(all) := "every port" if count(all) == 0

# Every network that is admitted and open, wherever it is written.
openings contains opening if {
	some rule in rules
	some field in rule.fields
	some cidr in open_networks(rule.value[field])
	opening := {
		"resource": rule.resource,
		"path": array.concat(rule.path, [field]),
		"cidr": cidr,
		"ports": rule.ports,
		"ports_at": array.concat(rule.path, [rule.ports_field]),
	}
}

open_networks(value) := {cidr | some cidr in terraform.texts(value); networks.is_open(cidr)}

# A firewall of Google without any source admits everybody.
openings contains opening if {
	some rule in rules
	rule.resource.type == "google_compute_firewall"
	every field in {"source_ranges", "source_tags", "source_service_accounts"} {
		terraform.unset(rule.resource, field)
	}
	opening := {"resource": rule.resource, "path": [], "cidr": "0.0.0.0/0", "ports": rule.ports, "ports_at": ["allow"]}
}

# What decides: the networks, and where these are everybody's the ports, and whether the rule admits at all.
deciding contains {"resource": rule.resource, "path": path} if {
	some rule in rules
	rule.resource in doubtful
	some field in rule.fields
	path := array.concat(rule.path, [field])
}

# Resources with rules of which a network may be undecided. Those of Azure are below the block, or stand for themselves.
doubtful := terraform.doubtful_of({rule.resource.type | some rule in rules}, {step | some rule in rules; some step in first_steps(rule.path, rule.fields)})

first_steps(path, _) := {path[0]}

first_steps([], fields) := fields

deciding contains {"resource": opening.resource, "path": opening.ports_at} if {
	some opening in openings
}

deciding contains {"resource": group, "path": [block]} if {
	some type, block in {"aws_security_group": "ingress", "aws_default_security_group": "ingress", "azurerm_network_security_group": "security_rule"}
	some group in terraform.doubtful_of({type}, {block})
	terraform.blocks(group.values, [], block) == set()
}

deciding contains {"resource": group, "path": ["dynamic", block]} if {
	some type, block in {"aws_security_group": "ingress", "azurerm_network_security_group": "security_rule"}
	some group in terraform.doubtful_of({type}, {"dynamic"})
}

# Rules, each with what it admits and where that is written.
rules contains rule if {
	some group in terraform.declared_of({"aws_security_group", "aws_default_security_group"})
	some ingress in terraform.blocks(group.values, [], "ingress")
	rule := of_aws(group, ingress, "protocol")
}

rules contains rule if {
	some resource in terraform.declared_of({"aws_security_group_rule"})
	not resource.values.type == "egress"
	rule := of_aws(resource, {"path": [], "value": resource.values}, "protocol")
}

rules contains rule if {
	some resource in terraform.declared_of({"aws_vpc_security_group_ingress_rule"})
	rule := of_aws(resource, {"path": [], "value": resource.values}, "ip_protocol")
}

rules contains rule if {
	some group in terraform.declared_of({"azurerm_network_security_group"})
	some written in terraform.blocks(group.values, [], "security_rule")
	admits_of_azure(written.value)
	rule := of_azure(group, written)
}

rules contains rule if {
	some resource in terraform.declared_of({"azurerm_network_security_rule"})
	admits_of_azure(resource.values)
	rule := of_azure(resource, {"path": [], "value": resource.values})
}

rules contains rule if {
	some resource in terraform.declared_of({"google_compute_firewall"})
	not resource.values.direction == "EGRESS"
	not terraform.is_on(object.get(resource.values, "disabled", false))
	not only_denies(resource)
	rule := {
		"resource": resource, "path": [], "value": resource.values, "fields": {"source_ranges"}, "ports_field": "allow",
		"ports": union({of_google(allow.value) | some allow in terraform.blocks(resource.values, [], "allow")}),
	}
}

only_denies(resource) if {
	terraform.unset(resource, "allow")
	not terraform.unset(resource, "deny")
}

of_aws(resource, written, protocol) := {
	"resource": resource, "path": written.path, "value": written.value,
	"fields": {"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"}, "ports_field": "from_port",
	"ports": {{
		"protocol": object.get(written.value, protocol, "-1"),
		"from": object.get(written.value, "from_port", null),
		"to": object.get(written.value, "to_port", null),
	}},
}

admits_of_azure(value) if {
	lower(terraform.text_of(value, "direction")) != "outbound"
	lower(terraform.text_of(value, "access")) != "deny"
}

of_azure(resource, written) := {
	"resource": resource, "path": written.path, "value": written.value,
	"fields": {"source_address_prefix", "source_address_prefixes"}, "ports_field": ports_field_of_azure(written.value),
	"ports": {ranged(range, object.get(written.value, "protocol", "*")) |
		some field in {"destination_port_range", "destination_port_ranges"}
		some range in port_ranges(object.get(written.value, field, []))
	},
}

ports_field_of_azure(value) := "destination_port_ranges" if {
	port_ranges(object.get(value, "destination_port_ranges", null)) != set()
}

else := "destination_port_range"

of_google(allow) := {{"protocol": object.get(allow, "protocol", "all"), "from": null}} if {
	port_ranges(object.get(allow, "ports", null)) == set()
}

of_google(allow) := ranges if {
	ranges := {ranged(range, object.get(allow, "protocol", "all")) | some range in port_ranges(allow.ports)}
	ranges != set()
}

# Sources have numbers where plans have texts.
port_ranges(value) := {sprintf("%v", [value])} if is_number(value)

port_ranges(value) := terraform.texts(value) | {sprintf("%v", [port]) | some port in value; is_number(port)} if not is_number(value)

ranged(range, protocol) := {"protocol": protocol, "from": ends[0], "to": ends[count(ends) - 1]} if ends := split(range, "-")
