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
package cloudformation.public_ingress

import data.policy_gate.cloudformation
import data.policy_gate.networks

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
#   remedy: 'Name the networks that need access, such as `CidrIp: 10.0.0.0/8`, or refer to another group by `SourceSecurityGroupId`. A port that is public on purpose stands in a rule of its own, and in the parameter `publicPorts`.'
deny contains cloudformation.finding(rule.resource, array.concat(rule.path, [field]), msg) if {
	some rule in rules
	some field in fields
	cidr := cloudformation.resolved(rule.value[field])
	networks.is_open(cidr)
	not cidr in allowed_cidrs
	not is_harmless(ports(rule.value))
	not undecided_port(rule.value)
	msg := sprintf("%s admits %s on %s", [rule.resource.id, cidr, networks.ports_text(ports(rule.value))])
}

# METADATA
# title: Rules that admit traffic say which networks these are
# description: The networks or ports of this rule are worked out elsewhere, so nobody has judged them.
# custom:
#   id: undecided-ingress
#   severity: medium
#   remedy: Write the networks out, or give the parameter a default that holds for most.
warn contains result if some result in undecided

undecided contains cloudformation.undecided(rule.resource, array.concat(rule.path, [field]), "only known networks are admitted") if {
	some rule in rules
	some field in fields
	not is_known(rule.value[field])
}

undecided contains cloudformation.undecided(rule.resource, array.concat(rule.path, ["FromPort"]), "only known networks are admitted") if {
	some rule in rules
	some field in fields
	networks.is_open(cloudformation.resolved(rule.value[field]))
	undecided_port(rule.value)
}

undecided contains cloudformation.undecided(group, ["SecurityGroupIngress"], "only known networks are admitted") if {
	some group in groups
	some rule in cloudformation.entries(group.properties, [], "SecurityGroupIngress")
	not is_rule(rule.value)
}

fields := {"CidrIp", "CidrIpv6"}

is_harmless(ports) if networks.is_public_on_purpose(ports, public_ports)

# Messages about the network itself reach no service, and the size of packets is found by them.
is_harmless(ports) if lower(sprintf("%v", [ports.protocol])) in {"icmp", "icmpv6", "1", "58"}

groups := cloudformation.resources_of({"AWS::EC2::SecurityGroup"})

rules contains {"resource": group, "path": rule.path, "value": rule.value} if {
	some group in groups
	some rule in cloudformation.entries(group.properties, [], "SecurityGroupIngress")
}

rules contains {"resource": resource, "path": [], "value": resource.properties} if {
	some resource in cloudformation.resources_of({"AWS::EC2::SecurityGroupIngress"})
}

# What `!If` and its kin leave is no rule.
is_rule(value) if {
	is_object(value)
	not cloudformation.is_intrinsic(value)
}

is_known(value) if {
	network := cloudformation.resolved(value)
	is_string(network)
	networks.is_network(network)
}

ports(rule) := {
	"protocol": object.get(rule, "IpProtocol", "-1"),
	"from": cloudformation.resolved(object.get(rule, "FromPort", null)),
	"to": cloudformation.resolved(object.get(rule, "ToPort", null)),
}

undecided_port(rule) if {
	some field in {"FromPort", "ToPort"}
	object.get(rule, field, null) != null
	not networks.number(cloudformation.resolved(rule[field]))
}

undecided_port(rule) if cloudformation.is_intrinsic(rule.IpProtocol)
