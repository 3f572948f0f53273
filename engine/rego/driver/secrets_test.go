package driver

import (
	"encoding/json"
	"strings"
	"testing"
)

const secretPlan = `{"format_version":"1.2","terraform_version":"1.9.5",
"variables":{"token":{"value":"canary-variable"},"region":{"value":"eu-west-1"}},
"planned_values":{"outputs":{"o":{"sensitive":true,"value":"canary-output"}},"root_module":{"child_modules":[{"address":"module.m","resources":[
 {"address":"module.m.x.y","values":{"password":"canary-planned","port":54321,"name":"plain"},"sensitive_values":{"password":true,"port":true}}]}]}},
"resource_changes":[{"address":"aws_db.canary-planned","change":{"actions":["update"],
 "before":{"key":"canary-before","nested":[{"pem":"line-one-canary\nline-two-canary\n{\"line\": \"three\"}"}]},"before_sensitive":{"key":true,"nested":[{"pem":true}]},
 "after":{"all":{"deep":["canary-after \"quoted\""]},"short":"abc"},"after_sensitive":{"all":true,"short":true}}}],
"configuration":{"root_module":{"variables":{"token":{"sensitive":true},"region":{}}}}}`

func TestSensitiveValuesNeverLeave(t *testing.T) {
	policy := `package main
deny contains msg if msg := json.marshal(input)
deny contains msg if { some rc in input.resource_changes; msg := sprintf("%v", [rc.change]) }
deny contains {"msg": "object", "whole": input, "address": input.resource_changes[0].address, "path": ["a", input.variables.token.value], "canary-planned": 1}
warn contains input.resource_changes[0].change.before.nested[0].pem
warn contains split(input.resource_changes[0].change.before.nested[0].pem, "\n")[1]
warn contains sprintf("%v", [split(input.resource_changes[0].change.before.nested[0].pem, "\n")])
warn contains {"msg": 7, "x": input.variables.token.value}
warn_number contains input.planned_values.root_module.child_modules[0].resources[0].values.port
warn_conflict contains {input.variables.token.value: 1}[input.variables.token.value]
warn_failing contains "x" if to_number(input.variables.token.value)
`
	got := judgeText(t, policy, "plan.json", secretPlan, LoadOptions{})
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(encoded), `"address":"aws_db.canary-planned"`, "")
	for _, secret := range []string{"canary-variable", "canary-output", "canary-before", "canary-after", "line-one", "line-two", "three", "54321"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is in %s", secret, text)
		}
	}
	if !strings.Contains(text, masked) || !strings.Contains(text, "eu-west-1") || !strings.Contains(text, "plain") {
		t.Errorf("masked too much or nothing: %s", text)
	}
	if got.Rows[2].Address != "aws_db.canary-planned" {
		t.Errorf("the address of a resource must stay readable: %+v", got.Rows[2].Address)
	}
}

func TestSensitiveValuesOfCombinedDocuments(t *testing.T) {
	d := New()
	d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains json.marshal(input)\n"}}})
	var handles []int
	for _, file := range []struct{ name, text string }{{"plan.json", secretPlan}, {"b.yaml", "x: canary-variable\n"}} {
		handles = append(handles, d.Read(ReadHeader{Path: file.name}, []byte(file.text)).Documents[0].Handle)
	}
	encoded, _ := json.Marshal(d.Judge(JudgeRequest{Handles: handles, Combine: true}))
	if strings.Contains(string(encoded), "canary-variable") {
		t.Errorf("got %s", encoded)
	}
}
