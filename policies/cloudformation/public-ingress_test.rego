package cloudformation.public_ingress_test

import data.cloudformation.fixtures
import data.cloudformation.public_ingress

denied(input_) := paths if {
	results := public_ingress.deny with input as input_
	paths := fixtures.below(results)
}

warned(input_) := paths if {
	results := public_ingress.warn with input as input_
	paths := fixtures.below(results)
}

ingress(values) := object.union({"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/8"}, values)

group(rules) := fixtures.template("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": rules})

alone(values) := fixtures.template("AWS::EC2::SecurityGroupIngress", ingress(values))

with_default(rule, defaults) := fixtures.with_parameters("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": [rule]}, defaults)

# What passes.

test_known_networks_pass if {
	denied(group([ingress({}), ingress({"CidrIp": "198.51.100.7/32"})])) == set()
	denied(alone({"CidrIp": null, "CidrIpv6": "fd00::/16"})) == set()
}

test_groups_without_ingress_pass if {
	denied(group([])) == set()
	denied(group(null)) == set()
	denied(fixtures.template("AWS::EC2::SecurityGroup", null)) == set()
	denied({"Resources": {"It": {"Type": "AWS::EC2::SecurityGroup"}}}) == set()
}

test_egress_passes if denied(fixtures.template("AWS::EC2::SecurityGroup", {"SecurityGroupEgress": [ingress({"CidrIp": "0.0.0.0/0"})]})) == set()

test_references_to_groups_pass if {
	denied(group([{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "SourceSecurityGroupId": "sg-1"}])) == set()
}

test_public_ports_pass if {
	denied(group([ingress({"CidrIp": "0.0.0.0/0", "FromPort": 443, "ToPort": 443})])) == set()
	denied(group([ingress({"CidrIp": "0.0.0.0/0", "FromPort": "80", "ToPort": "80"})])) == set()
}

test_messages_about_the_network_pass if {
	every protocol in ["icmp", "ICMPv6", "icmpv6", "1", 1, "58", 58] {
		denied(group([ingress({"CidrIp": "0.0.0.0/0", "IpProtocol": protocol, "FromPort": 8, "ToPort": -1})])) == set()
	}
}

test_parameters_pass if {
	ssh := group([ingress({"CidrIp": "0.0.0.0/0"})])
	public := public_ingress.deny with input as ssh with data.params.publicPorts as [22]
	public == set()
	allowed := public_ingress.deny with input as ssh with data.params.allowedCidrs as ["0.0.0.0/0"]
	allowed == set()
}

# What fails.

test_open_to_ipv4_fails if {
	denied(group([ingress({}), ingress({"CidrIp": "0.0.0.0/0"})])) == {["SecurityGroupIngress", 1, "CidrIp"]}
	denied(alone({"CidrIp": "0.0.0.0/0"})) == {["CidrIp"]}
}

test_one_rule_without_a_list_fails if denied(group(ingress({"CidrIp": "0.0.0.0/0"}))) == {["SecurityGroupIngress", "CidrIp"]}

test_open_to_ipv6_fails if denied(group([ingress({"CidrIpv6": "::/0"})])) == {["SecurityGroupIngress", 0, "CidrIpv6"]}

test_half_the_internet_fails if denied(alone({"CidrIp": "128.0.0.0/1"})) == {["CidrIp"]}

test_every_port_fails if {
	denied(group([{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}])) == {["SecurityGroupIngress", 0, "CidrIp"]}
	denied(group([{"IpProtocol": -1, "CidrIp": "0.0.0.0/0"}])) == {["SecurityGroupIngress", 0, "CidrIp"]}
	denied(group([{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0", "FromPort": null, "ToPort": null}])) == {["SecurityGroupIngress", 0, "CidrIp"]}
	denied(group([ingress({"CidrIp": "0.0.0.0/0", "FromPort": 80, "ToPort": 443})])) == {["SecurityGroupIngress", 0, "CidrIp"]}
}

test_defaults_of_parameters_fail if {
	denied(with_default(ingress({"CidrIp": {"Ref": "Allowed"}}), {"Allowed": "0.0.0.0/0"})) == {["SecurityGroupIngress", 0, "CidrIp"]}
	denied(with_default(ingress({"CidrIp": "Allowed"}), {"Allowed": "0.0.0.0/0"})) == {["SecurityGroupIngress", 0, "CidrIp"]}
	denied(with_default(ingress({"CidrIp": "0.0.0.0/0", "FromPort": {"Ref": "Port"}, "ToPort": {"Ref": "Port"}}), {"Port": "22"})) == {["SecurityGroupIngress", 0, "CidrIp"]}
}

test_messages_name_network_and_ports if {
	messages := {result.msg | some result in public_ingress.deny with input as alone({"CidrIp": "0.0.0.0/0"})}
	messages == {"It admits 0.0.0.0/0 on port 22"}
	without := {result.msg | some result in public_ingress.deny with input as group([{"CidrIp": "0.0.0.0/0", "FromPort": 22, "ToPort": 22}])}
	without == {"It admits 0.0.0.0/0 on every port"}
}

# What is not known.

test_functions_warn if {
	every cidr in [{"Fn::ImportValue": "office"}, {"Ref": "Allowed"}, ["IsProd", "0.0.0.0/0", "10.0.0.0/8"], "Allowed", "office", "0.0.0.0/${Bits}", {"Fn::Sub": "0.0.0.0/${Bits}"}] {
		template := with_default(ingress({"CidrIp": cidr}), {"Allowed": null})
		warned(template) == {["SecurityGroupIngress", 0, "CidrIp"]}
		denied(template) == set()
	}
}

test_undecided_ports_of_an_open_rule_warn if {
	every ports in [{"FromPort": {"Ref": "Port"}}, {"ToPort": "Port"}, {"IpProtocol": {"Ref": "Port"}}] {
		template := with_default(ingress(object.union({"CidrIp": "0.0.0.0/0"}, ports)), {"Port": null})
		warned(template) == {["SecurityGroupIngress", 0, "FromPort"]}
		denied(template) == set()
	}
}

test_rules_of_a_function_warn if {
	warned(group({"Fn::If": ["IsProd", [ingress({})], {"Ref": "AWS::NoValue"}]})) == {["SecurityGroupIngress"]}
	warned(group(["IsProd", [ingress({})], "AWS::NoValue"])) == {["SecurityGroupIngress"]}
	warned(group(["IsProd", ingress({})])) == {["SecurityGroupIngress"]}
}

test_what_is_known_does_not_warn if {
	warned(group([ingress({}), ingress({"CidrIp": "0.0.0.0/0"})])) == set()
	warned(with_default(ingress({"CidrIp": {"Ref": "Allowed"}}), {"Allowed": "10.0.0.0/8"})) == set()
	warned(group([ingress({"FromPort": {"Ref": "Port"}})])) == set()
}
