package driver

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	goyaml "sigs.k8s.io/yaml/goyaml.v2"
)

func TestMistakenPlans(t *testing.T) {
	plan := `{"format_version":"1.2","terraform_version":"1.9.5","planned_values":{"root_module":{}},"resource_changes":[]`
	for name, c := range map[string]struct{ file, text, want string }{
		"binary":            {"tfplan", "PK\x03\x04....tfplan....", "terraform.binary-plan tfplan:0"},
		"binary named json": {"plan.json", "PK\x03\x04....tfplan....", "terraform.binary-plan plan.json:0"},
		"archive":           {"x.json", "PK\x03\x04....", "input.binary x.json:0"},
		"text":              {"plan.json", "\nTerraform used the selected providers to generate the following execution\nplan.\n", "terraform.text-plan plan.json:0"},
		"text as yaml":      {"plan.yaml", "Terraform will perform the following actions:\n\n  # aws_x.y will be created\n", "terraform.text-plan plan.yaml:0"},
		"colored text":      {"plan.txt", "\x1b[1mPlan:\x1b[0m 1 to add, 0 to change, 0 to destroy.\n", "terraform.text-plan plan.txt:0"},
		"log":               {"plan.json", `{"@level":"info","@message":"Terraform 1.9.5","@module":"terraform.ui"}` + "\n{}\n", "terraform.log-plan plan.json:0"},
		"cut":               {"plan.json", plan, "terraform.truncated-plan plan.json:0"},
		"cut without name":  {"plan.out", plan[:90], "terraform.truncated-plan plan.out:0"},
		"errored":           {"plan.json", plan + `,"errored":true}`, "terraform.errored-plan plan.json:0"},
		"not complete":      {"plan.json", plan + `,"complete":false}`, "terraform.incomplete-plan plan.json:0"},
		"whole":             {"plan.json", plan + "}", ""},
		"without extension": {"tfplan", plan + "}", ""},
		"a script":          {"ci.yaml", "run: |\n  echo x\n# Terraform will perform the following actions:\nname: x\n", ""},
		"a dockerfile":      {"Dockerfile", "# Terraform will perform the following actions:\nFROM a\n", ""},
		"another json":      {"a.json", `{"a":`, "input.unparsable a.json:1"},
		"no parser":         {"a.unknown", "x", "input.no-parser a.unknown:0"},
		"cue":               {"a.cue", "x", "input.no-parser a.cue:0"},
	} {
		t.Run(name, func(t *testing.T) {
			got := New().Read(ReadHeader{Path: c.file}, []byte(c.text))
			if codes(got.Diagnostics) != c.want {
				t.Errorf("got %+v", got.Diagnostics)
			}
			if c.want == "" && strings.Contains(c.text, "format_version") && (len(got.Documents) != 1 || got.Documents[0].Kind != kindPlan) {
				t.Errorf("got %+v", got)
			}
			if hasError(got.Diagnostics) != (len(got.Documents) == 0) {
				t.Errorf("an error and documents together: %+v", got)
			}
			if strings.HasPrefix(c.want, "terraform.") && c.want[:15] != "terraform.error" && !strings.Contains(got.Diagnostics[0].Remedy, "erraform") &&
				got.Diagnostics[0].Level == levelError {
				t.Errorf("no remedy: %+v", got.Diagnostics[0])
			}
		})
	}
}

func TestPlacesOfErrors(t *testing.T) {
	for file, c := range map[string]struct{ text, want string }{
		"a.json":     {"{\n  \"a\": 1,\n  \"b\" 2\n}", "3:7"},
		"a.yaml":     {"a: 1\n---\nb: [\n---\nc: 1\n", "3:0"},
		"a.tf":       {"a = 1\nb = = 2\n", "2:5"},
		"a.toml":     {"a = 1\nb = \n", "2:0"},
		"Dockerfile": {"FROM a\nFRM b\n", "0:0"},
		"dup.json":   {"{\"a\": 1,\n \"a\": 2}", "2:2"},
		"dup.yaml":   {"x: 1\n---\na: 1\na: 2\n", "4:0"},
	} {
		got := New().Read(ReadHeader{Path: file}, []byte(c.text))
		if len(got.Diagnostics) != 1 || fmt.Sprintf("%d:%d", got.Diagnostics[0].Line, got.Diagnostics[0].Column) != c.want {
			t.Errorf("%s: got %+v", file, got.Diagnostics)
		}
	}
}

func TestParsersThatPanic(t *testing.T) {
	for _, text := range []string{"a { b = ", "}", "include \"x\"", "${?}", "a = ${", strings.Repeat("{", 50)} {
		got := New().Read(ReadHeader{Path: "a.hocon"}, []byte(text))
		if len(got.Documents) == 0 && !hasError(got.Diagnostics) {
			t.Errorf("%q: neither a document nor an error", text)
		}
	}
}

func TestLinesOfDocuments(t *testing.T) {
	text := "# head\na: 1\n---\nb: 2\nc: 3\n--- # last\nkind: K\napiVersion: v1\nmetadata: {name: web, namespace: s}\n"
	got := New().Read(ReadHeader{Path: "a.yaml"}, []byte(text))
	places := ""
	for _, d := range got.Documents {
		places += fmt.Sprintf("%d %d-%d; ", d.Index, d.Line, d.EndLine)
	}
	if places != "0 1-2; 1 4-5; 2 7-9; " {
		t.Errorf("got %s", places)
	}
	if r := got.Documents[2].Resource; r == nil || *r != (Resource{"v1", "K", "s", "web"}) || got.Documents[2].Kind != kindKubernetes {
		t.Errorf("got %+v", got.Documents[2])
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]string{
		"AWSTemplateFormatVersion: '2010-09-09'\n":      kindCloudFormation,
		"Resources:\n  A:\n    Type: AWS::S3::Bucket\n": kindCloudFormation,
		"Resources: [a]\n":                              "",
		"format_version: '1'\nvalues: {}\n":             kindState,
		"kind: x\n":                                     "",
		"- 1\n":                                         "",
	} {
		if got := New().Read(ReadHeader{Path: "a.yaml"}, []byte(text)); got.Documents[0].Kind != want {
			t.Errorf("%q: got %+v", text, got.Documents)
		}
	}
}

func TestHostileDocuments(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
		"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n"
	for name, c := range map[string]struct{ file, text string }{
		"alias bomb":   {"a.yaml", bomb},
		"nested json":  {"a.json", strings.Repeat("[", 100000) + strings.Repeat("]", 100000)},
		"nested lists": {"a.yaml", strings.Repeat("- ", 100000)},
		"nested hcl":   {"a.tf", "a = " + strings.Repeat("[", 100000) + strings.Repeat("]", 100000)},
		"nested net":   {"a.jsonnet", strings.Repeat("[", 1000) + strings.Repeat("]", 1000)},
		"nested yaml":  {"a.yaml", strings.Repeat("[", 100000) + strings.Repeat("]", 100000)},
		"huge number":  {"a.json", `{"a": 1e999999999}`},
		"yaml huge":    {"a.yaml", "a: 1e999999999\n"},
		"yaml anchors": {"a.yaml", "a: &a\n  b: *a\n"},
	} {
		got := New().Read(ReadHeader{Path: c.file}, []byte(c.text))
		if len(got.Documents) > 0 && name != "yaml huge" || len(got.Documents) == 0 && !hasError(got.Diagnostics) {
			t.Errorf("%s: got %d documents, %+v", name, len(got.Documents), got.Diagnostics)
		}
	}
}

// The reader takes the first document of what it is given and drops the rest: what is accepted must hold no second one.
func oneDocumentEach(t *testing.T, text []byte) {
	joined := 0
	for _, c := range splitYAML(text) {
		joined += len(c.text)
		decoder := goyaml.NewDecoder(bytes.NewReader(c.text))
		var first, second any
		if _, err := c.read(); err != nil || decoder.Decode(&first) != nil {
			continue
		}
		if err := decoder.Decode(&second); err != io.EOF {
			t.Fatalf("%q: the chunk %q holds more than one document: %v %v", text, c.text, second, err)
		}
	}
	if hasContent(bytes.TrimPrefix(text[joined:], []byte("---"))) {
		t.Fatalf("%q: %q was dropped", text, text[joined:])
	}
}

var streams = []string{
	"", "---", "---\n", "a: 1", "a: 1\n---\nb: 2\n", "---\n---\n", "--- a\n--- b\n", "a: 1\n...\nb: 2\n", "a\n...\n# c\n---\nb\n",
	"%YAML 1.1\n---\na\n...\n%TAG ! x\n---\nb\n", "a: 1\r\n---\r\nb: 2", "a\r---\rb", "a\u2028---\u2028b", "a\u0085---\u0085b", "\ufeff---\na\n---\nb",
	"a: |\n  ---\n  b\n", "--- |\n  x\n---\ny", "---a: 1\n", "----\n", "....\n", "a: '\n---\n'\n", "--- >\n\n---\n\n...\n...\n", "a: 1\n--- \t# x\nb: 2",
	"\"a\n--- b\"", "# x\n...\n# y\n", " a: 1\nb: 2\n", "{a: 1}\nb: 2\n", "a: 1\n b: 2\n", "---\n a\nb", "- a\nb: 1\n", "\"a\"\nb: 1\n", "a:\n- b\nc: d\n", "? a\n: b\nc\n", "...\n...\na\n", "---\n...\n---\n", "{a: 1}\n--- {b: 2}\n", "\u2029---\n",
}

func TestChunksHoldOneDocument(t *testing.T) {
	for _, stream := range streams {
		oneDocumentEach(t, []byte(stream))
	}
}

func FuzzChunksHoldOneDocument(f *testing.F) {
	for _, stream := range streams {
		f.Add([]byte(stream))
	}
	f.Fuzz(oneDocumentEach)
}
