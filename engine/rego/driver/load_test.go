package driver

import (
	"fmt"
	"strings"
	"testing"
)

func codes(diagnostics []Diagnostic) string {
	var list []string
	for _, d := range diagnostics {
		list = append(list, fmt.Sprintf("%s %s:%d", d.Code, d.File, d.Line))
	}
	return strings.Join(list, ", ")
}

func loadText(text string, options LoadOptions) LoadResponse {
	return New().Load(LoadRequest{Policies: []File{{"p.rego", text}}, Options: options})
}

func TestRefusedPolicies(t *testing.T) {
	everything := LoadOptions{AllNamespaces: true}
	for name, c := range map[string]struct {
		text    string
		options LoadOptions
		want    string
	}{
		"nothing":              {"", everything, "rego.syntax p.rego:0"},
		"comment":              {"# x\n", everything, "rego.syntax p.rego:0"},
		"syntax":               {"package main\n\ndeny contains {\n", everything, "rego.syntax p.rego:4, rego.syntax p.rego:4"},
		"v0 syntax":            {"package main\n\ndeny[msg] {\n\tmsg := \"x\"\n}\n\ndeny[msg] {\n\tmsg = = 1\n}\n", everything, "rego.syntax p.rego:8"},
		"undefined function":   {"package main\ndeny contains nothing(1)\n", everything, "rego.undefined-function p.rego:2"},
		"type":                 {"package main\ndeny contains \"x\" if 1 + \"a\" == 2\n", everything, "rego.type p.rego:2"},
		"unsafe":               {"package main\ndeny contains x\n", everything, "rego.unsafe-variable p.rego:2"},
		"recursion":            {"package main\ndeny contains \"x\" if a\na if b\nb if a\n", everything, "rego.recursion p.rego:3, rego.recursion p.rego:4"},
		"no rules":             {"package main\nallow := true\n", everything, "rego.no-rules :0"},
		"unknown namespace":    {"package main\ndeny contains \"x\"\n", LoadOptions{Namespaces: []string{"main", "other"}}, "rego.unknown-namespace :0"},
		"unknown glob":         {"package main\ndeny contains \"x\"\n", LoadOptions{Namespaces: []string{"x.*"}}, "rego.unknown-namespace :0"},
		"bad glob":             {"package main\ndeny contains \"x\"\n", LoadOptions{Namespaces: []string{"["}}, "rego.unknown-namespace :0"},
		"network":              {"package main\ndeny contains \"x\" if {\n\thttp.send({}).status_code == 200\n}\n", everything, "rego.builtin-refused p.rego:3"},
		"network by mock":      {"package main\nf(x) := x\ndeny contains \"x\" if {\n\tf({\"url\": \"x\"}) with f as http.send\n}\n", everything, "rego.builtin-refused p.rego:4"},
		"lookup":               {"package main\ndeny contains \"x\" if net.lookup_ip_addr(\"x\") == set()\n", everything, "rego.builtin-refused p.rego:2"},
		"runtime":              {"package main\ndeny contains x if x := opa.runtime().env.HOME\n", LoadOptions{AllowBuiltins: []string{"http.send"}}, "rego.builtin-refused p.rego:2"},
		"truth value":          {"package main\ndeny if input.x\n", everything, "rego.not-a-set p.rego:2, rego.no-rules :0"},
		"nested":               {"package main\ndeny.x contains \"y\"\nwarn contains \"z\"\n", everything, "rego.nested-rule p.rego:2"},
		"reserved package":     {"package policy_gate.terraform\ndeny contains \"x\"\n", everything, "rego.reserved-package p.rego:1"},
		"strict":               {"package main\ndeny contains \"x\" if y := 1\n", LoadOptions{Strict: true}, "rego.compile p.rego:2"},
		"cue is not there":     {"package main\ndeny contains \"x\"\n", LoadOptions{Namespaces: []string{"main"}}, ""},
		"an allowed builtin":   {"package main\ndeny contains \"x\" if http.send({}).body\n", LoadOptions{AllowBuiltins: []string{"http.send"}}, ""},
		"a package named http": {"package main\nimport data.http\ndeny contains \"x\" if http.send\n", everything, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := loadText(c.text, c.options)
			if codes(got.Diagnostics) != c.want {
				t.Errorf("got %s: %+v", codes(got.Diagnostics), got.Diagnostics)
			}
			if c.want != "" && len(got.Rules) > 0 {
				t.Error("rules are listed in spite of the error")
			}
		})
	}
}

func TestNothingIsLoadedAfterAnError(t *testing.T) {
	d := New()
	d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"x\"\n"}}})
	d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains {\n"}}})
	read := d.Read(ReadHeader{Path: "a.json"}, []byte("{}"))
	judged := d.Judge(JudgeRequest{Handles: []int{read.Documents[0].Handle}})
	if codes(judged.Diagnostics) != "rego.not-loaded :0" {
		t.Errorf("got %+v", judged)
	}
	twice := LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"x\"\n"}, {"p.rego", "package main\nwarn contains \"x\"\n"}}}
	if got := d.Load(twice); codes(got.Diagnostics) != "rego.duplicate-file p.rego:0" {
		t.Errorf("got %+v", got)
	}
	if got := d.Load(LoadRequest{}); codes(got.Diagnostics) != "rego.no-policies :0" {
		t.Errorf("got %+v", got)
	}
}

func TestBothVersionsInOneCompile(t *testing.T) {
	got := New().Load(LoadRequest{Policies: []File{
		{"old.rego", "package main\nimport future.keywords.in\ndeny[msg] { \"a\" in input.list; msg := \"old\" }\n"},
		{"new.rego", "package main\ndeny contains \"new\" if helper\nhelper if input.x\n"},
		{"dropped.rego", "package main\nimport future.keywords\nwarn contains \"dropped\" if re_match(\"a\", input.x)\n"},
	}})
	if len(got.Diagnostics) > 0 {
		t.Fatalf("%+v", got.Diagnostics)
	}
	versions := ""
	for _, rule := range got.Rules {
		versions += rule.File + " " + rule.RegoVersion + ", "
	}
	if versions != "old.rego v0, new.rego v1, dropped.rego v0, " {
		t.Errorf("got %s", versions)
	}
}

const annotated = `# METADATA
# title: All of them
# custom:
#   severity: low
#   remedy: ask
package main

# METADATA
# title: Open port
# description: Ports must be closed.
# related_resources:
# - ref: https://example.com/ports
#   description: why
# custom:
#   severity: high
#   category: network
deny contains "a" if input.a

deny contains "b" if input.b

warn_later contains "c" if input.c
`

func TestMetadataReachesTheRules(t *testing.T) {
	got := loadText(annotated, LoadOptions{})
	if len(got.Rules) != 3 {
		t.Fatalf("%+v", got)
	}
	first, second, third := got.Rules[0], got.Rules[1], got.Rules[2]
	if first.Line != 17 || first.Title != "Open port" || first.Description != "Ports must be closed." || first.Severity != "high" ||
		first.Remedy != "ask" || first.Category != "network" || first.Kind != "deny" || len(first.RelatedResources) != 1 ||
		first.RelatedResources[0].Ref != "https://example.com/ports" {
		t.Errorf("%+v", first)
	}
	if second.Line != 19 || second.Title != "" || second.Severity != "low" || third.Kind != "warn" || third.Name != "warn_later" {
		t.Errorf("%+v %+v", second, third)
	}
}

func TestDataFiles(t *testing.T) {
	got := New().Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"x\"\n"}},
		Data: []File{{"d/a.json", "{"}, {"d/readme.md", "x"}}})
	if codes(got.Diagnostics) != "data.ignored d/readme.md:0, data.invalid :0" {
		t.Errorf("%+v", got.Diagnostics)
	}
}

func TestWhichPoliciesLookAtPlans(t *testing.T) {
	for text, want := range map[string]bool{
		"package main\ndeny contains \"x\" if input.resource.aws_s3_bucket":                                                               false,
		"package main\ndeny contains \"x\" if input.planned_values.root_module":                                                           true,
		"package main\ndeny contains \"x\" if input[\"resource_changes\"][_].change":                                                      true,
		"package main\nimport data.policy_gate.terraform\ndeny contains r.address if some r in terraform.resources_of_type(input, \"t\")": true,
		"package main\ndeny contains \"x\" if helper\nhelper if input.planned_values":                                                     true,
		"package main\ndeny contains \"x\" if input.a\nunused if input.planned_values":                                                    false,
	} {
		loaded := loadText(text, LoadOptions{AllNamespaces: true})
		if len(loaded.Diagnostics) > 0 || loaded.Plans != want {
			t.Errorf("%s: %v, %+v", text, loaded.Plans, loaded.Diagnostics)
		}
	}
}
