package driver

import (
	"os"
	"path/filepath"
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
