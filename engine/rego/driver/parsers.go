package driver

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/google/go-jsonnet"
	"github.com/open-policy-agent/conftest/parser/codeowners"
	"github.com/open-policy-agent/conftest/parser/cyclonedx"
	"github.com/open-policy-agent/conftest/parser/docker"
	dotenv "github.com/open-policy-agent/conftest/parser/dotenv"
	"github.com/open-policy-agent/conftest/parser/edn"
	"github.com/open-policy-agent/conftest/parser/groovy"
	"github.com/open-policy-agent/conftest/parser/hcl1"
	"github.com/open-policy-agent/conftest/parser/hcl2"
	"github.com/open-policy-agent/conftest/parser/hocon"
	"github.com/open-policy-agent/conftest/parser/ignore"
	"github.com/open-policy-agent/conftest/parser/ini"
	"github.com/open-policy-agent/conftest/parser/jsonc"
	"github.com/open-policy-agent/conftest/parser/nginx"
	"github.com/open-policy-agent/conftest/parser/properties"
	"github.com/open-policy-agent/conftest/parser/spdx"
	"github.com/open-policy-agent/conftest/parser/textproto"
	"github.com/open-policy-agent/conftest/parser/toml"
	"github.com/open-policy-agent/conftest/parser/vcl"
	"github.com/open-policy-agent/conftest/parser/xml"
	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/jsonterm"
)

type unmarshaler interface {
	Unmarshal(text []byte, into any) error
}

// upstreamParsers are Conftest's. JSON, YAML and jsonnet are read by this package, straight into terms. CUE is left out:
// its evaluator would be a third of the module.
var upstreamParsers = map[string]unmarshaler{
	"codeowners": &codeowners.Parser{},
	"cyclonedx":  &cyclonedx.Parser{},
	"dockerfile": &docker.Parser{},
	"dotenv":     &dotenv.Parser{},
	"edn":        &edn.Parser{},
	"groovy":     &groovy.Parser{},
	"hcl1":       &hcl1.Parser{},
	"hcl2":       &hcl2.Parser{},
	"hocon":      &hocon.Parser{},
	"ignore":     &ignore.Parser{},
	"ini":        &ini.Parser{},
	"jsonc":      &jsonc.Parser{},
	"nginx":      &nginx.Parser{},
	"properties": &properties.Parser{},
	"spdx":       &spdx.Parser{},
	"textproto":  &textproto.Parser{},
	"toml":       &toml.Parser{},
	"vcl":        &vcl.Parser{},
	"xml":        &xml.Parser{},
}

// Parsers are the names that a configuration may choose from.
var Parsers = parserNames()

func parserNames() []string {
	names := []string{"json", "jsonnet", "yaml"}
	for name := range upstreamParsers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// byExtension are the extensions that are not themselves a parser's name.
var byExtension = map[string]string{
	"yml": "yaml", "hcl": "hcl2", "tf": "hcl2", "tfvars": "hcl2", "gitignore": "ignore", "dockerignore": "ignore",
	"env": "dotenv", "dockerfile": "dockerfile", "textpb": "textproto",
}

// byName are file names that mean a parser, with or without a suffix (Dockerfile.dev, .env.prod, Jenkinsfile.ci).
var byName = map[string]string{"dockerfile": "dockerfile", ".env": "dotenv", "jenkinsfile": "groovy"}

// parserOf chooses a parser by the file's name as Conftest does.
func parserOf(file string) (string, error) {
	name := strings.ToLower(path.Base(file))
	extension := strings.TrimPrefix(path.Ext(name), ".")
	for prefix, parser := range byName {
		if name == prefix || strings.HasPrefix(name, prefix+".") {
			return parser, nil
		}
	}
	if parser, ok := byExtension[extension]; ok {
		return parser, nil
	}
	switch {
	case file == "-":
		return "yaml", nil
	case name == "nginx.conf":
		return "nginx", nil
	case name == "codeowners":
		return "codeowners", nil
	case slices.Contains(Parsers, extension):
		return extension, nil
	}
	return "", unknownParser(extension)
}

func unknownParser(name string) error {
	if name == "cue" {
		return fmt.Errorf("CUE is not among the embedded parsers")
	}
	return fmt.Errorf("no parser is called %q; there are: %s", name, strings.Join(Parsers, ", "))
}

// parseWhole gives what Conftest calls a configuration: for several YAML documents, an array of them.
func parseWhole(parser, file string, text []byte, files fileSet) (ast.Value, error) {
	if parser == "yaml" {
		documents, err := readYAML(text)
		if err != nil {
			return nil, err
		}
		if len(documents) == 1 {
			return documents[0].value, nil
		}
		terms := make([]*ast.Term, len(documents))
		for i, document := range documents {
			terms[i] = ast.NewTerm(document.value)
		}
		return ast.NewArray(terms...), nil
	}
	result, err := parseOne(parser, file, text, files)
	return result.Value, err
}

// parseOne runs any parser but YAML's. Some of them panic on bad input: that is the input's error, not ours.
func parseOne(parser, file string, text []byte, files fileSet) (result jsonterm.Result, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the %s parser gave up: %v", parser, r)
		}
	}()
	switch parser {
	case "json":
		return jsonterm.Decode(withoutBOM(text), jsonReading)
	case "jsonnet":
		return parseJsonnet(file, text, files)
	}
	upstream, ok := upstreamParsers[parser]
	if !ok {
		return result, unknownParser(parser)
	}
	var parsed any
	if err := upstream.Unmarshal(text, &parsed); err != nil {
		return result, err
	}
	result.Value, err = toValue(parsed)
	return result, err
}

// withoutBOM strips the mark only from text that has something after it, as Conftest does.
func withoutBOM(text []byte) []byte {
	if len(text) > 2 && text[0] == 0xef && text[1] == 0xbb && text[2] == 0xbf {
		return text[3:]
	}
	return text
}

// toValue is upstream's conversion, but for whole numbers that a parser made a float64: upstream would write 1234567 as
// 1.234567e+06 in messages.
func toValue(parsed any) (ast.Value, error) {
	return ast.InterfaceToValue(plainNumbers(parsed))
}

func plainNumbers(value any) any {
	switch v := value.(type) {
	case float64:
		return json.Number(jsonterm.FloatText(v))
	case []any:
		for i := range v {
			v[i] = plainNumbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = plainNumbers(v[key])
		}
	}
	return value
}

func parseJsonnet(file string, text []byte, files fileSet) (jsonterm.Result, error) {
	vm := jsonnet.MakeVM()
	vm.ErrorFormatter.SetMaxStackTraceSize(20)
	vm.Importer(&memoryImporter{directory: path.Dir(file), files: files, found: map[string]jsonnet.Contents{}})
	evaluated, err := vm.EvaluateAnonymousSnippet("", string(text))
	if err != nil {
		return jsonterm.Result{}, err
	}
	return jsonterm.Decode([]byte(evaluated), jsonReading)
}

// memoryImporter finds imports beside the importing file, then beside the judged one, among the files that were given.
type memoryImporter struct {
	directory string
	files     fileSet
	found     map[string]jsonnet.Contents
}

func (m *memoryImporter) Import(from, name string) (jsonnet.Contents, string, error) {
	candidates := []string{path.Join(m.directory, name)}
	if from != "" {
		candidates = append([]string{path.Join(path.Dir(from), name)}, candidates...)
	}
	var last error
	for _, candidate := range candidates {
		if contents, ok := m.found[candidate]; ok {
			return contents, candidate, nil
		}
		text, err := m.files.read(candidate)
		if err != nil {
			last = err
			continue
		}
		m.found[candidate] = jsonnet.MakeContents(text)
		return m.found[candidate], candidate, nil
	}
	return jsonnet.Contents{}, "", last
}
