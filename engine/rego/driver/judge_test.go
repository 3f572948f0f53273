package driver

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// judgeText loads one policy and judges one file.
func judgeText(t *testing.T, policy, name, text string, options LoadOptions) JudgeResponse {
	t.Helper()
	d := New()
	if loaded := d.Load(LoadRequest{Policies: []File{{"p.rego", policy}}, Options: options}); len(loaded.Diagnostics) > 0 {
		t.Fatalf("%+v", loaded.Diagnostics)
	}
	read := d.Read(ReadHeader{Path: name}, []byte(text))
	if hasError(read.Diagnostics) {
		t.Fatalf("%+v", read.Diagnostics)
	}
	var handles []int
	for _, document := range read.Documents {
		handles = append(handles, document.Handle)
	}
	return d.Judge(JudgeRequest{Handles: handles})
}

func rowsText(response JudgeResponse) string {
	var list []string
	for _, row := range response.Rows {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%d %s %s", row.Rule, row.Status, row.Message)))
	}
	return strings.Join(list, "; ")
}

func TestEachMessageKnowsItsRule(t *testing.T) {
	got := judgeText(t, annotated, "a.json", `{"b":1,"c":1}`, LoadOptions{})
	if rowsText(got) != "0 pass; 1 fail b; 2 warn c" {
		t.Errorf("got %s", rowsText(got))
	}
}

func TestRulesThatCannotBeToldApart(t *testing.T) {
	policy := "package main\ndeny contains \"a\" if input.a\n# METADATA\n# title: T\ndeny contains rego.metadata.rule().title if input.b\nwarn contains \"w\"\n"
	got := judgeText(t, policy, "a.json", `{"a":1}`, LoadOptions{})
	if rowsText(got) != "0 fail a; 2 warn w" {
		t.Errorf("got %s", rowsText(got))
	}
}

func TestErrorsAreOfTheRuleThatHasThem(t *testing.T) {
	policy := "package main\ndeny_a contains \"a\" if x == 1\nx := 1 if input.a\nx := 2 if input.b\ndeny_b contains \"b\"\n"
	got := judgeText(t, policy, "a.json", `{"a":1,"b":1}`, LoadOptions{})
	if len(got.Rows) != 2 || got.Rows[0].Status != "error" || !strings.Contains(got.Rows[0].Message, "eval_conflict_error") ||
		!strings.Contains(got.Rows[0].Message, "p.rego:") || got.Rows[1].Status != "fail" {
		t.Errorf("got %+v", got.Rows)
	}
}

func TestAnErrorOfOnePackageIsNotOneOfOthers(t *testing.T) {
	d := New()
	loaded := d.Load(LoadRequest{Policies: []File{
		{"a.rego", "package a\ndeny_x contains \"a\" if x == 1\nx := 1 if input.a\nx := 2 if input.b\nwarn contains \"w\"\n"},
		{"b.rego", "package b\ndeny contains \"b\"\ndeny contains \"not said\" if input.no\nexception contains [\"y\"]\ndeny_y contains \"y\"\n"},
	}, Options: LoadOptions{AllNamespaces: true}})
	read := d.Read(ReadHeader{Path: "a.json"}, []byte(`{"a":1,"b":1}`))
	got := d.Judge(JudgeRequest{Handles: []int{read.Documents[0].Handle}})
	var said []string
	for _, row := range got.Rows {
		said = append(said, loaded.Rules[row.Rule].File+" "+loaded.Rules[row.Rule].Name+" "+row.Status)
	}
	want := "a.rego deny_x error, a.rego warn warn, b.rego deny fail, b.rego deny pass, b.rego deny_y skip"
	if strings.Join(said, ", ") != want || !strings.Contains(got.Rows[0].Message, "eval_conflict_error") {
		t.Errorf("got %v: %+v", said, got.Rows)
	}
}

func TestResultsThatMustNotPass(t *testing.T) {
	for policy, want := range map[string]string{
		`deny contains ""`:                           "0 fail (the rule gave an empty message)",
		`deny contains 1`:                            "0 error the rule returned 1, which is not a string or an object with msg",
		`deny contains {"msg": 1}`:                   `0 error the rule returned {"msg": 1}, which is not an object whose "msg" is a string`,
		`deny contains null`:                         "0 error the rule returned null, which is not a string or an object with msg",
		`deny := "x"`:                                `0 error the rule returned "x", which is not a set of messages`,
		`deny := {"a": "x"}`:                         `0 error the rule returned {"a": "x"}, which is not a set of messages`,
		"default deny := false\ndeny := x if x := 5": "0 error the rule returned 5, which is not a set of messages; 1 error the rule returned 5, which is not a set of messages",
		`deny := false`:                              "0 pass",
		`deny := []`:                                 "0 pass",
		`deny := ["x"]`:                              "0 fail x",
	} {
		got := rowsText(judgeText(t, "package main\n"+policy+"\n", "a.json", "{}", LoadOptions{}))
		if !strings.HasPrefix(want+";", got+";") {
			t.Errorf("%s: got %s", policy, got)
		}
	}
}

func TestBuiltinErrors(t *testing.T) {
	policy := "package main\ndeny contains \"x\" if to_number(input.a) > 1\n"
	got := judgeText(t, policy, "a.json", `{"a":"b"}`, LoadOptions{})
	if rowsText(got) != "0 pass" || codes(got.Diagnostics) != "rego.builtin-error p.rego:2" || got.Diagnostics[0].Level != levelWarning {
		t.Errorf("got %+v", got)
	}
	got = judgeText(t, policy, "a.json", `{"a":"b"}`, LoadOptions{BuiltinErrors: true})
	if len(got.Rows) != 1 || got.Rows[0].Status != "error" {
		t.Errorf("got %+v", got)
	}
}

func TestAllowedBuiltinsCannotReachTheNetwork(t *testing.T) {
	got := judgeText(t, "package main\ndeny contains \"x\" if http.send({\"method\": \"get\", \"url\": \"http://127.0.0.1\"})\n",
		"a.json", "{}", LoadOptions{AllowBuiltins: []string{"http.send"}})
	if len(got.Rows) != 1 || got.Rows[0].Status != "error" || !strings.Contains(got.Rows[0].Message, "no network") {
		t.Errorf("got %+v", got.Rows)
	}
	got = judgeText(t, "package main\ndeny contains json.marshal(opa.runtime().env)\n", "a.json", "{}", LoadOptions{AllowBuiltins: []string{"opa.runtime"}})
	if rowsText(got) != "0 fail {}" {
		t.Errorf("got %s", rowsText(got))
	}
}

func TestExceptionsKeepWhatTheySuppress(t *testing.T) {
	got := judgeText(t, "package main\ndeny_x contains \"a\"\ndeny_x contains \"b\" if input.none\nexception contains [\"x\"]\n", "a.json", "{}", LoadOptions{})
	if rowsText(got) != `0 skip data.main.exception[_][_] == "x"; 1 skip data.main.exception[_][_] == "x"` ||
		fmt.Sprint(got.Rows[0].Suppressed, got.Rows[1].Suppressed) != "[a] []" {
		t.Errorf("got %+v", got.Rows)
	}
}

func TestHintsOfPlace(t *testing.T) {
	policy := `package main
deny contains {"msg": "m", "address": "aws_x.y", "path": ["a", 0, "b"], "line": 7, "details": {"n": 1.50}}
warn contains {"msg": "m", "_loc": {"file": "f.tf", "line": 3}}
`
	got := judgeText(t, policy, "a.json", "{}", LoadOptions{})
	encoded, _ := json.Marshal(got.Rows)
	want := `[{"handle":1,"rule":0,"status":"fail","message":"m","metadata":{"address":"aws_x.y","details":{"n":1.50},"line":7,"path":["a",0,"b"]},` +
		`"address":"aws_x.y","path":["a",0,"b"],"line":7},{"handle":1,"rule":1,"status":"warn","message":"m","file":"f.tf","line":3}]`
	if string(encoded) != want {
		t.Errorf("got %s", encoded)
	}
}

func TestUnknownHandles(t *testing.T) {
	d := New()
	d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"x\"\n"}}})
	if got := d.Judge(JudgeRequest{Handles: []int{7}}); codes(got.Diagnostics) != "rego.unknown-document :0" || len(got.Rows) > 0 {
		t.Errorf("got %+v", got)
	}
}

func TestRelease(t *testing.T) {
	d := New()
	for range 3 {
		d.Read(ReadHeader{Path: "a.json"}, []byte("{}"))
	}
	if got := d.Release(ReleaseRequest{Handles: []int{2}}); got != (ReleaseResponse{1, 2}) {
		t.Errorf("got %+v", got)
	}
	if got := d.Release(ReleaseRequest{}); got != (ReleaseResponse{2, 0}) {
		t.Errorf("got %+v", got)
	}
}
