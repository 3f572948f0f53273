package driver

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// pathsOf compiles policies and writes what they look at, without what is always read.
func pathsOf(t *testing.T, texts ...string) string {
	t.Helper()
	d := New()
	request := LoadRequest{Options: LoadOptions{AllNamespaces: true}}
	for i, text := range texts {
		request.Policies = append(request.Policies, File{fmt.Sprintf("p%d.rego", i), text})
	}
	if loaded := d.Load(request); len(loaded.Diagnostics) > 0 {
		t.Fatalf("%+v", loaded.Diagnostics)
	}
	if d.rules.paths == nil {
		return "everything"
	}
	for _, name := range alwaysRead {
		delete(d.rules.paths, name)
	}
	encoded, _ := json.Marshal(d.rules.paths)
	return string(encoded)
}

func TestWhatPoliciesLookAt(t *testing.T) {
	for policy, want := range map[string]string{
		`deny contains "x" if input.a`:                                                    `{"a":null}`,
		`deny contains "x" if input.a.b.c == 1`:                                           `{"a":{"b":{"c":null}}}`,
		`deny contains "x" if input.a[_].b`:                                               `{"a":null}`,
		"deny contains \"x\" if input.a.b.c\ndeny contains \"y\" if input.a.b":            `{"a":{"b":null}}`,
		"deny contains \"x\" if input.a.b\ndeny contains \"y\" if input.a.b.c":            `{"a":{"b":null}}`,
		"deny contains \"x\" if input.a.b\nwarn contains \"y\" if input.a.c":              `{"a":{"b":null,"c":null}}`,
		"deny contains \"x\" if f(1)\nf(y) if input.b == y":                               `{"b":null}`,
		"deny contains \"x\" if helper\nhelper if input.b\nelse := true if input.c":       `{"b":null,"c":null}`,
		"deny_a contains \"x\" if input.a\nexception contains [\"a\"] if input.e.f":       `{"a":null,"e":{"f":null}}`,
		`deny contains "x" if input["a-b"].c`:                                             `{"a-b":{"c":null}}`,
		`deny contains "x" if not input.a.b`:                                              `{"a":{"b":null}}`,
		`deny contains "x" if every v in input.a.b { v.c }`:                               `{"a":{"b":null}}`,
		`deny contains "x" if count([v | v := input.a[_]]) > 0`:                           `{"a":null}`,
		`deny contains "x" if input.a[input.b.c]`:                                         `{"a":null,"b":{"c":null}}`,
		`deny contains "x" if input[input.b]`:                                             `everything`,
		`deny contains "x" if input[_].a`:                                                 `everything`,
		`deny contains "x" if input[0].a`:                                                 `everything`,
		`deny contains "x" if some k, _ in input`:                                         `everything`,
		`deny contains "x" if walk(input, _)`:                                             `everything`,
		`deny contains "x" if object.get(input, "a", 1) == 1`:                             `everything`,
		"deny contains \"x\" if f(input)\nf(x) if x.a":                                    `everything`,
		"deny contains \"x\" if { i := input; i.a }":                                      `everything`,
		"deny contains \"x\" if helper with input as {\"a\": input.b}\nhelper if input.a": `{"a":null,"b":null}`,
		"deny contains \"x\" if helper with input.z as 1\nhelper if input.a":              `{"a":null}`,
		"deny contains \"x\" if input.a\nunused if walk(input, _)":                        `{"a":null}`,
		`deny contains $"{input.a.b}"`:                                                    `{"a":{"b":null}}`,
	} {
		if got := pathsOf(t, "package main\n"+policy+"\n"); got != want {
			t.Errorf("%s\n got %s\nwant %s", policy, got, want)
		}
	}
	if got := pathsOf(t, "package main\ndeny contains \"x\" if { some p; data.lib[p].bad }\n", "package lib.x\nbad if input.deep.er\n"); got != `{"deep":{"er":null}}` {
		t.Errorf("by a variable: got %s", got)
	}
	if got := pathsOf(t, "package main\ndeny contains \"x\" if input.a\n", "package main_test\ntest_x if count(data.main.deny) == 1 with input as {}\n"); got != `{"a":null}` {
		t.Errorf("beside tests: got %s", got)
	}
}

// large makes a plan too large to be read whole.
func large(members string) string {
	return `{"format_version":"1.2","padding":"` + strings.Repeat("x", largeInput) + `",` + members + `}`
}

func TestLargeInputsGiveTheSameAnswers(t *testing.T) {
	members := `"planned_values":{"root_module":{"resources":[{"address":"a.b"}]}},"resource_changes":[{"address":"a.b","type":"t"}],"configuration":{"x":[1]}`
	for _, rule := range []string{
		`deny contains rc.address if some rc in input.resource_changes`,
		`deny contains r.address if some r in input.planned_values.root_module.resources`,
		`deny contains "absent" if not input.configuration.y`,
		`deny contains k if some k, _ in input`,
		`deny contains json.marshal(input.configuration)`,
	} {
		policy := "package main\n" + rule + "\n"
		small := rowsText(judgeText(t, policy, "plan.json", `{"format_version":"1.2","padding":"",`+members+`}`, LoadOptions{}))
		if got := rowsText(judgeText(t, policy, "plan.json", large(members), LoadOptions{})); got != small {
			t.Errorf("%s: got %s, want %s", rule, got, small)
		}
	}
}

func TestLargeInputsAreReadAgainForOtherPolicies(t *testing.T) {
	d := New()
	load := func(rule string) {
		if loaded := d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\n" + rule + "\n"}}}); len(loaded.Diagnostics) > 0 {
			t.Fatalf("%+v", loaded.Diagnostics)
		}
	}
	load(`deny contains "a" if input.a`)
	read := d.Read(ReadHeader{Path: "x.json"}, []byte(large(`"a":1,"b":1,"planned_values":{}`)))
	if read.Documents[0].Kind != kindPlan {
		t.Errorf("got %+v", read)
	}
	load(`deny contains "b" if input.b`)
	if got := rowsText(d.Judge(JudgeRequest{Handles: []int{read.Documents[0].Handle}})); got != "0 fail b" {
		t.Errorf("got %s", got)
	}
}

func TestLargePlansCutOrErroredAreRefused(t *testing.T) {
	d := New()
	d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"a\" if input.a\n"}}})
	whole := large(`"planned_values":{"x":{"y":[1,2,3]}},"errored":true`)
	if got := d.Read(ReadHeader{Path: "plan.json"}, []byte(whole)); codes(got.Diagnostics) != "terraform.errored-plan plan.json:0" {
		t.Errorf("got %+v", got)
	}
	plan := `{"format_version":"1.2","terraform_version":"1.9.5",` + whole[1:]
	if got := d.Read(ReadHeader{Path: "plan.json"}, []byte(plan[:len(plan)-30])); codes(got.Diagnostics) != "terraform.truncated-plan plan.json:0" {
		t.Errorf("got %+v", got)
	}
}

func TestSecretsOfPartsThatNoPolicyLooksAt(t *testing.T) {
	members := `"resource_changes":[{"change":{"after":{"a":"canary-value"},"after_sensitive":{}}}],` +
		`"planned_values":{"root_module":{"resources":[{"values":{"a":"canary-value"},"sensitive_values":{"a":true}}]}}`
	got := judgeText(t, "package main\ndeny contains rc.change.after.a if some rc in input.resource_changes\n", "plan.json", large(members), LoadOptions{})
	if rowsText(got) != "0 fail "+masked {
		t.Errorf("got %s", rowsText(got))
	}
}
