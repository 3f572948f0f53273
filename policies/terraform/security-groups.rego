# METADATA
# title: Nothing of AWS is open to the whole internet
# description: |
#   A security group that admits everybody, or a database with a public address, is found by scanners within minutes. It is
#   the change that coding agents make most often to get a connection to work.
# custom:
#   category: Network exposure
#   severity: high
package terraform.security_groups

import data.policy_gate.terraform

# METADATA
# title: Security groups admit known networks only
# description: An ingress rule that admits (nearly) every address of IPv4 or IPv6 exposes what is behind it to everybody.
# custom:
#   id: open-ingress
#   severity: high
#   remedy: 'Name the networks that need access, such as `cidr_blocks = ["10.0.0.0/8"]`, or refer to another security group. A port that is public on purpose is listed in `params.public_ports`.'
deny contains {"msg": msg, "address": opening.address, "path": opening.path} if {
	some opening in openings
	is_open(opening.cidr)
	not is_public_on_purpose(opening.ports)
	msg := sprintf("%s admits %s on %s", [opening.address, opening.cidr, ports_text(opening.ports)])
}

# METADATA
# title: Security groups say which networks they admit
# description: The networks of this rule are known only after apply, so nobody has judged them.
# custom:
#   id: unknown-ingress
#   severity: medium
#   remedy: Write the networks out, or take them from a variable or data source that is known when planning.
warn contains {"msg": msg, "address": change.address, "path": [path[0]]} if {
	some change in terraform.changes(input)
	change.type in {"aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"}
	some path in terraform.unknown_paths(change)
	names_networks(path)
	not "egress" in path
	msg := sprintf("%s: the networks it admits are known only after apply", [change.address])
}

# METADATA
# title: Databases have no public address
# description: A publicly accessible database instance can be reached, and attacked, from the internet.
# custom:
#   id: public-database
#   severity: critical
#   remedy: Set `publicly_accessible = false` and reach the database through a private network.
deny contains {"msg": msg, "address": db.address, "path": ["publicly_accessible"]} if {
	some type in {"aws_db_instance", "aws_rds_cluster_instance"}
	some db in terraform.resources_of_type(input, type)
	db.values.publicly_accessible == true
	msg := sprintf("%s has a public address", [db.address])
}

# The networks themselves, one of them, or the whole ingress.
names_networks(path) if {
	some part in path
	part in {"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"}
}

names_networks(path) if path[count(path) - 1] == "ingress"

# Every network that is admitted, wherever it is written.
openings contains opening if {
	some type in {"aws_security_group", "aws_default_security_group"}
	some group in terraform.resources_of_type(input, type)
	some at, rule in group.values.ingress
	some field in {"cidr_blocks", "ipv6_cidr_blocks"}
	some cidr in rule[field]
	opening := {"address": group.address, "path": ["ingress", at, field], "cidr": cidr, "ports": ports_of(rule, "protocol")}
}

openings contains opening if {
	some rule in terraform.resources_of_type(input, "aws_security_group_rule")
	rule.values.type == "ingress"
	some field in {"cidr_blocks", "ipv6_cidr_blocks"}
	some cidr in rule.values[field]
	opening := {"address": rule.address, "path": [field], "cidr": cidr, "ports": ports_of(rule.values, "protocol")}
}

openings contains opening if {
	some rule in terraform.resources_of_type(input, "aws_vpc_security_group_ingress_rule")
	some field in {"cidr_ipv4", "cidr_ipv6"}
	cidr := rule.values[field]
	is_string(cidr)
	opening := {"address": rule.address, "path": [field], "cidr": cidr, "ports": ports_of(rule.values, "ip_protocol")}
}

# Two halves of the internet are as open as the whole: what is shorter than a continent's registry block is open.
is_open(cidr) if {
	not contains(cidr, ":")
	prefix(cidr) < 8
}

is_open(cidr) if {
	contains(cidr, ":")
	prefix(cidr) < 16
}

prefix(cidr) := to_number(split(cidr, "/")[1])

ports_of(rule, protocol) := {
	"protocol": object.get(rule, protocol, "-1"),
	"from": object.get(rule, "from_port", null),
	"to": object.get(rule, "to_port", null),
}

is_public_on_purpose(ports) if {
	ports.protocol == "tcp"
	ports.from == ports.to
	ports.from in data.params.public_ports
}

ports_text(ports) := "every port" if ports.protocol in {"-1", "all"}

else := sprintf("port %v", [ports.from]) if ports.from == ports.to

else := sprintf("ports %v to %v", [ports.from, ports.to])
