package driver

import "testing"

func TestTestsAreCompiledWhereAJudgedRuleCanSeeThem(t *testing.T) {
	const policy = "package main\nimport data.lib\ndeny contains \"x\" if lib.broken(input)\n"
	const broken = "\nbroken(x) if nothing(x)\n"
	for name, c := range map[string]struct{ policy, path, test, want string }{
		"a package of its own":           {policy, "p_test.rego", "package main_test" + broken, ""},
		"and no test by its name":        {policy, "p.test.rego", "package main_test" + broken, "rego.undefined-function p.test.rego:2"},
		"that is no Rego":                {policy, "p_test.rego", "package main_test\ndeny contains {\n", "rego.syntax p_test.rego:3, rego.syntax p_test.rego:3"},
		"the package of the policy":      {policy, "p_test.rego", "package main" + broken, "rego.undefined-function p_test.rego:2"},
		"a package below it":             {policy, "p_test.rego", "package main.tests" + broken, "rego.undefined-function p_test.rego:2"},
		"a package that a policy names":  {policy, "p_test.rego", "package lib" + broken, "rego.undefined-function p_test.rego:2"},
		"any package may be looked at":   {"package main\ndeny contains \"x\" if data[input.name]\n", "p_test.rego", "package main_test" + broken, "rego.undefined-function p_test.rego:2"},
		"a rule that judges":             {policy, "p_test.rego", "package other\ndeny contains nothing(1)\n", "rego.undefined-function p_test.rego:2"},
		"a rule that judges in its form": {policy, "p_test.rego", "package other\ndeny.x contains \"y\"\n", "rego.nested-rule p_test.rego:2"},
		"an exception":                   {policy, "p_test.rego", "package other\nexception contains nothing(1)\n", "rego.undefined-function p_test.rego:2"},
	} {
		t.Run(name, func(t *testing.T) {
			files := []File{{"policy.rego", c.policy}, {c.path, c.test}, {"lib.rego", "package lib\nbroken(_) := false\n"}}
			got := New().Load(LoadRequest{Policies: files, Options: LoadOptions{AllNamespaces: true}})
			if codes(got.Diagnostics) != c.want {
				t.Errorf("got %s, want %s", codes(got.Diagnostics), c.want)
			}
		})
	}
}

func TestTestsAloneJudgeNothing(t *testing.T) {
	got := New().Load(LoadRequest{Options: LoadOptions{AllNamespaces: true}, Policies: []File{
		{"a_test.rego", "package a_test\ntest_x := true\n"}, {"b_test.rego", "package b_test\ntest_y := true\n"}}})
	if codes(got.Diagnostics) != "rego.no-rules :0" {
		t.Errorf("%+v", got.Diagnostics)
	}
}

func TestATestThatAnotherOneBringsIsCompiledToo(t *testing.T) {
	got := New().Load(LoadRequest{Options: LoadOptions{AllNamespaces: true}, Policies: []File{
		{"p.rego", "package main\ndeny contains \"x\" if data.first.seen\n"},
		{"first_test.rego", "package first\nseen if data.second.seen\n"},
		{"second_test.rego", "package second\nseen if input.x\n"},
		{"third_test.rego", "package third\nseen if nothing(1)\n"},
	}})
	if len(got.Diagnostics) > 0 || len(got.Rules) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestATestThatDoesNotCompileIsToldWhenItIsRun(t *testing.T) {
	got := New().Test(TestRequest{LoadRequest: LoadRequest{Policies: []File{
		{"p.rego", "package main\ndeny contains \"x\"\n"},
		{"p_test.rego", "package main_test\ntest_x if nothing(1)\n"},
	}}})
	if codes(got.Diagnostics) != "rego.undefined-function p_test.rego:2" {
		t.Errorf("%+v", got.Diagnostics)
	}
}
