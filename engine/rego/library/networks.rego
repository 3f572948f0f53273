# METADATA
# title: Which networks are everybody
# scope: subpackages
package policy_gate.networks

# METADATA
# title: Does a network hold (nearly) every address?
# description: |
#   Two halves of the internet are as open as the whole: what is shorter than a continent's registry block (/8, or /16 of
#   IPv6) is open, and so is what Azure calls everybody. A text that is no network is not open.
# scope: document
is_open(network) if {
	is_string(network)
	not contains(network, ":")
	prefix(network) < 8
}

is_open(network) if {
	is_string(network)
	contains(network, ":")
	prefix(network) < 16
}

is_open(network) if {
	is_string(network)
	lower(network) in {"*", "any", "internet"}
}

# METADATA
# title: The length of a network's prefix
# scope: document
prefix(network) := to_number(parts[1]) if {
	parts := split(network, "/")
	regex.match(`^[0-9]{1,3}$`, parts[1])
}

# METADATA
# title: Is a text a network or an address?
# scope: document
is_network(text) if regex.match(`^[0-9a-fA-F.:]+(/[0-9]{1,3})?$`, text)

# METADATA
# title: Are ports open to everybody on purpose?
# description: |
#   `ports` is `{"protocol", "from", "to"}`, as numbers or text; `public` the ports that may be public. More than one port at
#   once never is on purpose.
# scope: document
is_public_on_purpose(ports, public) if {
	lower(sprintf("%v", [ports.protocol])) in {"tcp", "udp", "6", "17"}
	number(ports.from) == number(ports.to)
	number(ports.from) in public
}

# METADATA
# title: A number that may be written as text
# scope: document
number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?[0-9]+$`, value)
}

# METADATA
# title: Ports in words
# scope: document
ports_text(ports) := "every port" if {
	lower(sprintf("%v", [ports.protocol])) in {"-1", "all", "*"}
} else := "every port" if {
	ports.from in {null, "*"}
} else := sprintf("port %v", [ports.from]) if {
	ports.from == ports.to
} else := sprintf("ports %v to %v", [ports.from, ports.to])
