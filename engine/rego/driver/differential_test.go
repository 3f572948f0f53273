package driver

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// scenario is one run of `conftest test`, done by the native tool and by this engine.
type scenario struct {
	name     string
	policies map[string]string
	inputs   map[string]string
	data     map[string]string
	protos   map[string]string
	// roots are what --data names.
	roots      []string
	namespaces []string
	all        bool
	combine    bool
	v0         bool
	strict     bool
	parser     string
	// differs is the reason why the answers are meant to differ; then they must.
	differs string
}

// outcome is what both must agree on: a refusal, or for each file the numbers and messages.
type outcome struct {
	Refused bool
	Files   map[string]*fileOutcome
}

type fileOutcome struct {
	Successes, Exceptions int
	Failures, Warnings    []string
}

func conftest(t *testing.T) string {
	tool := os.Getenv("PG_CONFTEST")
	if tool == "" {
		t.Skip("PG_CONFTEST names no conftest binary")
	}
	return tool
}

func (s scenario) check(t *testing.T, tool string) {
	t.Helper()
	theirs, said := s.native(t, tool)
	ours, why := s.embedded()
	a, _ := json.MarshalIndent(theirs, "", " ")
	b, _ := json.MarshalIndent(ours, "", " ")
	switch same := string(a) == string(b); {
	case same && s.differs != "":
		t.Errorf("the same answer, though listed as different because %s\n%s", s.differs, a)
	case !same && s.differs == "":
		t.Errorf("conftest: %s\n%s\nours: %s\n%s", a, said, b, why)
	}
}

func (s scenario) native(t *testing.T, tool string) (outcome, string) {
	root := t.TempDir()
	write := func(files map[string]string) {
		for name, text := range files {
			path := filepath.Join(root, name)
			must(t, os.MkdirAll(filepath.Dir(path), 0o755))
			must(t, os.WriteFile(path, []byte(text), 0o644))
		}
	}
	for _, files := range []map[string]string{s.policies, s.inputs, s.data, s.protos} {
		write(files)
	}
	command := exec.Command(tool, append(s.flags(), sortedKeys(s.inputs)...)...)
	command.Dir = root
	var stderr strings.Builder
	command.Stderr = &stderr
	stdout, _ := command.Output()
	var results []struct {
		Filename   string
		Successes  int
		Failures   []struct{ Msg string }
		Warnings   []struct{ Msg string }
		Exceptions []struct{ Msg string }
	}
	if err := json.Unmarshal(stdout, &results); err != nil {
		return outcome{Refused: true}, stderr.String()
	}
	o := outcome{Files: map[string]*fileOutcome{}}
	for _, result := range results {
		f := o.file(result.Filename)
		f.Successes += result.Successes
		f.Exceptions += len(result.Exceptions)
		for _, failure := range result.Failures {
			f.Failures = append(f.Failures, failure.Msg)
		}
		for _, warning := range result.Warnings {
			f.Warnings = append(f.Warnings, warning.Msg)
		}
	}
	return o.sorted(), stderr.String()
}

func (s scenario) flags() []string {
	flags := []string{"test", "-o", "json"}
	for _, name := range sortedKeys(s.policies) {
		flags = append(flags, "-p", name)
	}
	for _, name := range s.namespaces {
		flags = append(flags, "-n", name)
	}
	for _, root := range s.roots {
		flags = append(flags, "-d", root)
	}
	if len(s.protos) > 0 {
		flags = append(flags, "--proto-file-dirs", filepath.Dir(sortedKeys(s.protos)[0]))
	}
	if s.all {
		flags = append(flags, "--all-namespaces")
	}
	if s.combine {
		flags = append(flags, "--combine")
	}
	if s.v0 {
		flags = append(flags, "--rego-version", "v0")
	}
	if s.strict {
		flags = append(flags, "--strict")
	}
	if s.parser != "" {
		flags = append(flags, "--parser", s.parser)
	}
	return flags
}

func (s scenario) embedded() (outcome, string) {
	d := New()
	loaded := d.Load(LoadRequest{Policies: filesOf(s.policies), Data: filesOf(s.data), DataRoots: s.roots, Protos: filesOf(s.protos),
		Files:   append(filesOf(s.inputs), filesOf(s.data)...),
		Options: LoadOptions{Namespaces: s.namespaces, AllNamespaces: s.all, Strict: s.strict}})
	if hasError(loaded.Diagnostics) {
		return outcome{Refused: true}, fmt.Sprint(loaded.Diagnostics)
	}
	o := outcome{Files: map[string]*fileOutcome{}}
	var handles []int
	names := map[int]string{0: "Combined"}
	for _, name := range sortedKeys(s.inputs) {
		read := d.Read(ReadHeader{Path: name, Parser: s.parser}, []byte(s.inputs[name]))
		if hasError(read.Diagnostics) {
			return outcome{Refused: true}, fmt.Sprint(read.Diagnostics)
		}
		if !s.combine {
			o.file(name)
		}
		for _, document := range read.Documents {
			handles = append(handles, document.Handle)
			names[document.Handle] = name
		}
	}
	judged := d.Judge(JudgeRequest{Handles: handles, Combine: s.combine})
	for _, row := range judged.Rows {
		f := o.file(names[row.Handle])
		switch row.Status {
		case "fail":
			f.Failures = append(f.Failures, row.Message)
		case "warn":
			f.Warnings = append(f.Warnings, row.Message)
		case "error":
			return outcome{Refused: true}, fmt.Sprint(judged)
		}
	}
	for _, counts := range judged.Counts {
		f := o.file(names[counts.Handle])
		f.Successes += counts.Successes
		f.Exceptions += counts.Exceptions
	}
	return o.sorted(), fmt.Sprint(judged.Diagnostics)
}

func (o outcome) file(name string) *fileOutcome {
	if o.Files[name] == nil {
		o.Files[name] = &fileOutcome{}
	}
	return o.Files[name]
}

func (o outcome) sorted() outcome {
	for _, f := range o.Files {
		sort.Strings(f.Failures)
		sort.Strings(f.Warnings)
	}
	return o
}

func filesOf(files map[string]string) []File {
	list := []File{}
	for _, name := range sortedKeys(files) {
		list = append(list, File{Path: name, Text: files[name]})
	}
	return list
}

func sortedKeys(files map[string]string) []string {
	keys := make([]string, 0, len(files))
	for key := range files {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dump shows everything a policy can see of a document.
const dump = "package main\nimport rego.v1\ndeny contains json.marshal(input)\nwarn contains data.conftest.file.name\n"

func TestSemanticsLikeConftest(t *testing.T) {
	tool := conftest(t)
	for _, s := range semantics {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.check(t, tool)
		})
	}
}

func TestFormatsLikeConftest(t *testing.T) {
	tool := conftest(t)
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s := scenario{policies: map[string]string{"p.rego": dump}, inputs: map[string]string{f.file: f.text}, parser: f.parser, differs: f.differs}
			s.check(t, tool)
		})
	}
}

// notExamples are folders that show something other than judging a file by policies.
var notExamples = map[string]string{
	"cue":            "CUE is left out of the engine",
	"builtin-errors": "policies only",
	"capabilities":   "policies only",
	"configfile":     "its conftest.toml configures the native tool",
}

// TestExamplesLikeConftest judges the examples that Conftest ships, by their own policies and by a dump of what was read.
func TestExamplesLikeConftest(t *testing.T) {
	tool := conftest(t)
	examples := conftestExamples(t)
	folders, err := os.ReadDir(examples)
	must(t, err)
	for _, folder := range folders {
		if !folder.IsDir() || notExamples[folder.Name()] != "" {
			continue
		}
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			checkExample(t, tool, filepath.Join(examples, folder.Name()))
		})
	}
}

func conftestExamples(t *testing.T) string {
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	must(t, err)
	examples := filepath.Join(strings.TrimSpace(string(cache)), "github.com/open-policy-agent/conftest@v"+ConftestVersion, "examples")
	if _, err := os.Stat(examples); err != nil {
		t.Skip("Conftest's examples are not in the module cache")
	}
	return examples
}

func checkExample(t *testing.T, tool, folder string) {
	base := scenario{policies: map[string]string{}, protos: map[string]string{}}
	inputs := map[string]string{}
	must(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		switch parser, unknown := parserOf(name); {
		case strings.HasSuffix(name, ".rego"):
			base.policies[name] = string(text)
		case strings.HasSuffix(name, ".proto"):
			base.protos[name] = string(text)
		case unknown == nil && parser != "":
			inputs[name] = string(text)
		case strings.HasSuffix(name, ".conf"):
			inputs[name+".hocon"] = string(text)
		}
		return err
	}))
	for _, name := range sortedKeys(inputs) {
		one := base
		one.inputs = map[string]string{name: inputs[name]}
		one.all = true
		one.differs = differingExamples[filepath.Base(folder)+"/"+name]
		one.check(t, tool)
		one.combine = true
		one.differs = differingExamples[filepath.Base(folder)+"/"+name+" combined"]
		one.check(t, tool)
		shown := scenario{policies: map[string]string{"dump.rego": dump}, inputs: one.inputs, protos: base.protos}
		shown.differs = differingExamples[filepath.Base(folder)+"/"+name+" shown"]
		shown.check(t, tool)
	}
}
