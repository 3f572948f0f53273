package driver

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheLibraryPassesItsOwnTests(t *testing.T) {
	paths, err := filepath.Glob("../library/testdata/*_test.rego")
	if err != nil || len(paths) == 0 {
		t.Fatal("no tests", err)
	}
	response := New().Test(TestRequest{Coverage: true, LoadRequest: LoadRequest{Policies: readFiles(t, paths...), Options: LoadOptions{BuiltinErrors: true}}})
	for _, d := range response.Diagnostics {
		t.Errorf("%+v", d)
	}
	for _, c := range response.Cases {
		if c.Status != "pass" {
			t.Errorf("%s:%d %s %s %s", c.File, c.Line, c.Name, c.Status, c.Message)
		}
	}
	if response.Passed < 9 {
		t.Errorf("%d tests passed", response.Passed)
	}
}

func TestPoliciesSeeTheLibraryHoweverTheyNameIt(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		all  bool
	}{
		"import":         {"import data.policy_gate.networks\ndeny contains \"x\" if networks.is_open(\"0.0.0.0/0\")", false},
		"alias":          {"import data.policy_gate.networks as n\ndeny contains \"x\" if n.is_open(\"0.0.0.0/0\")", false},
		"path":           {"deny contains \"x\" if data.policy_gate[\"networks\"].is_open(\"0.0.0.0/0\")", false},
		"parent":         {"import data.policy_gate as g\ndeny contains \"x\" if g.networks.is_open(\"0.0.0.0/0\")", true},
		"name in input":  {"deny contains \"x\" if data.policy_gate[input.name]", true},
		"name in a rule": {"name := \"networks\"\ndeny contains \"x\" if data.policy_gate[name]", true},
		"not at all":     {"deny contains \"x\" if data.other", false},
	} {
		d := New()
		loaded := d.Load(LoadRequest{Policies: []File{{"p.rego", "package main\n" + c.body + "\n"}}})
		if hasError(loaded.Diagnostics) {
			t.Errorf("%s: %+v", name, loaded.Diagnostics)
			continue
		}
		has := func(file string) bool { return d.rules.modules[libraryPrefix+file] != nil }
		if has("networks.rego") != (name != "not at all") || has("iam.rego") != c.all || has("terraform.rego") != has("declared.rego") {
			t.Errorf("%s: %v", name, slices.Sorted(maps.Keys(d.rules.modules)))
		}
	}
}

func readFiles(t *testing.T, paths ...string) []File {
	t.Helper()
	var files []File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Path: filepath.Base(path), Text: string(text)})
	}
	return files
}

func TestOnlyRulesThatReadNoSourcesAskForAPlan(t *testing.T) {
	alike := "package a\nimport data.policy_gate.terraform\ndeny contains r.address if some r in terraform.declared\n"
	plans := "package b\nimport data.policy_gate.terraform\ndeny contains r.address if some r in terraform.resources(input)\n"
	for name, c := range map[string]struct {
		texts []string
		want  bool
	}{
		"plans and sources": {[]string{alike}, false},
		"plans":             {[]string{plans}, true},
		"one of each":       {[]string{alike, plans}, true},
		"one package":       {[]string{alike, strings.Replace(plans, "package b", "package a", 1)}, true},
	} {
		var files []File
		for i, text := range c.texts {
			files = append(files, File{Path: string(rune('a'+i)) + ".rego", Text: text})
		}
		loaded := New().Load(LoadRequest{Policies: files, Options: LoadOptions{AllNamespaces: true}})
		if hasError(loaded.Diagnostics) || loaded.Plans != c.want {
			t.Errorf("%s: %v %+v", name, loaded.Plans, loaded.Diagnostics)
		}
	}
}

func TestTheBuiltInPoliciesReadOfAPlanOnlyWhatTheyName(t *testing.T) {
	for _, folder := range []string{"terraform", "cloudformation"} {
		paths, err := filepath.Glob("../../../policies/" + folder + "/*.rego")
		if err != nil || len(paths) == 0 {
			t.Fatal("no policies", err)
		}
		d := New()
		loaded := d.Load(LoadRequest{Policies: readFiles(t, paths...), Options: LoadOptions{AllNamespaces: true, Strict: true}})
		if hasError(loaded.Diagnostics) || loaded.Plans {
			t.Errorf("%s: %v %+v", folder, loaded.Plans, loaded.Diagnostics)
		}
		if d.rules == nil || d.rules.paths == nil {
			t.Errorf("%s: some rule takes the input as a whole", folder)
		}
	}
}
