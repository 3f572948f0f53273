package driver

import (
	"fmt"
	"testing"
)

func TestPolicyTests(t *testing.T) {
	got := New().Test(TestRequest{Coverage: true, LoadRequest: LoadRequest{
		Policies: []File{
			{"p.rego", "package main\nimport future.keywords.in\ndeny[msg] {\n\tinput.x in data.list\n\tmsg := \"x\"\n}\n\ndeny[msg] {\n\tinput.never\n\tmsg := \"never\"\n}\n"},
			{"p_test.rego", "package main_test\nimport data.main\n\ntest_fires if count(main.deny) == 1 with input as {\"x\": 1}\n\ntest_wrong if {\n\tprint(\"seen\", main.deny)\n\tcount(main.deny) == 1 with input as {\"x\": 2}\n}\n\ntest_conflict if a == 1\na := 1\na := 2\n\ntodo_test_later if false\n"},
		},
		Data: []File{{"d.json", `{"list":[1]}`}},
	}})
	if len(got.Diagnostics) > 0 {
		t.Fatalf("%+v", got.Diagnostics)
	}
	list := ""
	for _, c := range got.Cases {
		list += fmt.Sprintf("%s:%d %s %s; ", c.File, c.Line, c.Name, c.Status)
	}
	if list != "p_test.rego:4 test_fires pass; p_test.rego:6 test_wrong fail; p_test.rego:11 test_conflict error; p_test.rego:15 todo_test_later skip; " {
		t.Errorf("got %s", list)
	}
	if got.Passed != 1 || got.Failed != 2 || got.Skipped != 1 || got.Cases[1].Output == "" {
		t.Errorf("got %+v", got)
	}
	if got.Coverage == nil || len(got.Coverage.Files) != 1 || fmt.Sprint(got.Coverage.Files["p.rego"].NotCovered) == "[]" || got.Coverage.Percent >= 100 {
		t.Errorf("got %+v", got.Coverage)
	}
}

func TestNoTestsIsAnError(t *testing.T) {
	got := New().Test(TestRequest{LoadRequest: LoadRequest{Policies: []File{{"p.rego", "package main\ndeny contains \"x\"\n"}}}})
	if codes(got.Diagnostics) != "rego.no-tests :0" {
		t.Errorf("got %+v", got.Diagnostics)
	}
}

func TestBrokenPolicyTests(t *testing.T) {
	got := New().Test(TestRequest{LoadRequest: LoadRequest{Policies: []File{{"p_test.rego", "package main\ntest_x if nothing(1)\n"}}}})
	if codes(got.Diagnostics) != "rego.undefined-function p_test.rego:2" {
		t.Errorf("got %+v", got.Diagnostics)
	}
}
