package main

# Compiled for the tests of compiled policies:
#   opa build -t wasm -e main/deny -e main/deny_open -e main/deny_slow -e main/deny_text -e main/warn -e main/exception \
#     judging.rego data.json -o judging.tar.gz

# METADATA
# title: Buckets are private
# entrypoint: true
# custom:
#   severity: high
#   remedy: Take the acl away.
deny contains {"msg": msg, "address": r.address} if {
	some r in input.planned_values.root_module.resources
	r.type in data.types
	r.values.acl == "public-read"
	msg := sprintf("bucket %s is public: %v", [r.name, r.values.secret])
}

deny_open contains "open" if input.open

deny_slow contains "slow" if {
	input.slow
	count([1 | some a in numbers.range(1, 99999); some b in numbers.range(1, 99999); a * b == -1]) > 0
}

deny_text contains sprintf("%d", [input.text]) if input.text

warn contains sprintf("%d is more than a float can hold", [input.number]) if input.number == 9007199254740993

exception contains ["open"] if input.excepted
