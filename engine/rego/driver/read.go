package driver

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/jsonterm"
)

// ReadHeader is the first line of a read request; the file's bytes follow it.
type ReadHeader struct {
	Path string `json:"path"`
	// Parser is one of Parsers, or empty to choose by name and content.
	Parser string `json:"parser"`
}

// DocumentInfo says where a document stands in its file. Its content stays inside.
type DocumentInfo struct {
	Handle int `json:"handle"`
	// Index is the document's number in its file, from 0.
	Index int `json:"index"`
	// Root is the path of the document inside the file's value: the members of a top-level array are judged one by one.
	Root    []int `json:"root"`
	Line    int   `json:"line"`
	EndLine int   `json:"endLine"`
	// Kind is what the content shows: terraform-plan, terraform-state, cloudformation, kubernetes or empty.
	Kind     string    `json:"kind,omitempty"`
	Resource *Resource `json:"resource,omitempty"`
}

// Resource names a document that says what it is in the manner of Kubernetes.
type Resource struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
}

// ReadResponse lists the documents of a file. With an error there are none.
type ReadResponse struct {
	Parser      string         `json:"parser"`
	Documents   []DocumentInfo `json:"documents"`
	Diagnostics []Diagnostic   `json:"diagnostics"`
}

// document is what policies judge: one value of one file.
type document struct {
	DocumentInfo
	path    string
	value   ast.Value
	secrets *secrets
	// marked is false when no mark of sensitivity in the document says true.
	marked bool
	// text is kept while the value holds only what the policies of `reader` look at.
	text    []byte
	reader  *ruleSet
	leftOut map[string]bool
}

// whole is the document's value with nothing left out.
func (d *document) whole() ast.Value {
	if d.text == nil {
		return d.value
	}
	result, err := jsonterm.Decode(d.text, jsonReading)
	if err != nil {
		panic("a document that was read cannot be read again: " + err.Error())
	}
	return result.Value
}

// readFor makes sure that the value holds what these policies look at.
func (d *document) readFor(s *ruleSet) {
	if d.text != nil && d.reader != s {
		d.value, d.text, d.leftOut = d.whole(), nil, nil
	}
}

// Read parses a file and keeps its documents.
func (d *Driver) Read(header ReadHeader, text []byte) ReadResponse {
	response := ReadResponse{Parser: header.Parser, Documents: []DocumentInfo{}, Diagnostics: []Diagnostic{}}
	if wrong := archive(text); wrong != nil {
		response.Diagnostics = append(response.Diagnostics, wrong.in(header.Path))
		return response
	}
	parser, err := chooseParser(header, text)
	if wrong := mistakenPlan(text); wrong != nil && (err != nil || parser == "json") {
		response.Diagnostics = append(response.Diagnostics, wrong.in(header.Path))
		return response
	}
	if err != nil {
		remedy := "Choose a parser for this file in the configuration, or leave it out."
		response.Diagnostics = append(response.Diagnostics, problem("input.no-parser", err.Error(), remedy).in(header.Path))
		return response
	}
	response.Parser = parser
	documents, diagnostics := d.parse(parser, header.Path, text)
	if wrong := mistakenPlan(text); wrong != nil && parser == "yaml" && holdNothing(documents) {
		diagnostics = []Diagnostic{*wrong}
	}
	for i := range diagnostics {
		diagnostics[i].File = header.Path
	}
	response.Diagnostics = append(response.Diagnostics, diagnostics...)
	if hasError(diagnostics) {
		return response
	}
	for _, document := range documents {
		response.Documents = append(response.Documents, d.keep(document, header.Path))
	}
	return response
}

// holdNothing is true when no document is more than text, or text with a colon: what a plan printed for people looks like to
// the YAML reader, where that can read it at all.
func holdNothing(documents []*document) bool {
	for _, document := range documents {
		switch value := document.value.(type) {
		case ast.String:
		case ast.Object:
			if !value.Until(func(key, _ *ast.Term) bool { return textPlan.MatchString(key.String() + ":") }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// chooseParser prefers what was asked for, then the name, then for a name that says nothing a Terraform plan's content.
func chooseParser(header ReadHeader, text []byte) (string, error) {
	if header.Parser != "" {
		if header.Parser == "json" || header.Parser == "jsonnet" || header.Parser == "yaml" || upstreamParsers[header.Parser] != nil {
			return header.Parser, nil
		}
		return "", unknownParser(header.Parser)
	}
	parser, err := parserOf(header.Path)
	if err != nil && looksLikePlan(text) {
		return "json", nil
	}
	return parser, err
}

func (d *Driver) keep(document *document, file string) DocumentInfo {
	d.last++
	document.Handle, document.path = d.last, file
	document.Kind, document.Resource = kindOfValue(document.value, document.leftOut), resourceOf(document.value)
	d.documents[d.last] = document
	return document.DocumentInfo
}

func (d *Driver) parse(parser, file string, text []byte) ([]*document, []Diagnostic) {
	if deep := tooDeep(parser, text); deep != nil {
		return nil, []Diagnostic{*deep}
	}
	if parser == "yaml" {
		return parseStream(text)
	}
	if parser == "json" && len(text) >= largeInput && d.rules != nil && d.rules.paths != nil {
		return d.parseLarge(text)
	}
	result, err := parseOne(parser, file, text, d.files)
	if err != nil {
		return nil, []Diagnostic{unparsable(parser, file, text, err)}
	}
	lines := countLines(text)
	documents := single(result.Value, 1, lines)
	for _, document := range documents {
		document.marked = result.Marked || parser != "json"
	}
	return documents, append(planProblems(result), duplicates(result, text)...)
}

// parseLarge reads of a large JSON file only what the loaded policies look at, and keeps its text for the rest.
func (d *Driver) parseLarge(text []byte) ([]*document, []Diagnostic) {
	text = withoutBOM(text)
	result, err := jsonterm.Decode(text, jsonterm.Options{Floats: true, MaxDepth: maxNesting, Keep: d.rules.paths})
	if err != nil {
		return nil, []Diagnostic{unparsable("json", "", text, err)}
	}
	documents := single(result.Value, 1, countLines(text))
	_, isArray := result.Value.(*ast.Array)
	for _, document := range documents {
		document.marked = result.Marked
		if !isArray {
			document.text, document.reader, document.leftOut = text, d.rules, result.LeftOut
		}
	}
	return documents, append(planProblems(result), duplicates(result, text)...)
}

func parseStream(text []byte) ([]*document, []Diagnostic) {
	stream, err := readYAML(text)
	if err != nil {
		return nil, []Diagnostic{unparsable("yaml", "", text, err)}
	}
	var diagnostics []Diagnostic
	var documents []*document
	for i, member := range stream {
		for _, key := range member.duplicates {
			d := warning("input.duplicate-key", key+": the last value counts", "Remove one of the two.")
			d.Line, _ = placeOf(key)
			diagnostics = append(diagnostics, d)
		}
		if len(stream) == 1 {
			documents := single(member.value, member.line, member.endLine)
			for _, document := range documents {
				document.marked = true
			}
			return documents, diagnostics
		}
		documents = append(documents, &document{value: member.value,
			marked:       true,
			DocumentInfo: DocumentInfo{Index: i, Root: []int{}, Line: member.line, EndLine: member.endLine}})
	}
	return documents, diagnostics
}

// single takes a file's only value. As in Conftest the members of a top-level array are judged one by one.
func single(value ast.Value, line, endLine int) []*document {
	array, ok := value.(*ast.Array)
	if !ok {
		return []*document{{value: value, DocumentInfo: DocumentInfo{Root: []int{}, Line: line, EndLine: endLine}}}
	}
	documents := make([]*document, array.Len())
	for i := range documents {
		documents[i] = &document{value: array.Elem(i).Value,
			DocumentInfo: DocumentInfo{Index: i, Root: []int{i}, Line: line, EndLine: endLine}}
	}
	return documents
}

func duplicates(result jsonterm.Result, text []byte) []Diagnostic {
	var diagnostics []Diagnostic
	for _, twice := range result.Duplicates {
		d := warning("input.duplicate-key", fmt.Sprintf("the key %q stands twice in one object: the last value counts", twice.Key), "Remove one of the two.")
		d.Line, d.Column = position(withoutBOM(text), twice.Offset)
		diagnostics = append(diagnostics, d)
	}
	return diagnostics
}

func unparsable(parser, file string, text []byte, err error) Diagnostic {
	var syntax *jsonterm.SyntaxError
	if errors.As(err, &syntax) {
		if syntax.Truncated && looksLikePlan(text) {
			return problem("terraform.truncated-plan", "the Terraform plan ends in the middle: "+err.Error(),
				"Write it again with `terraform show -json PLANFILE`, and look whether the disk or an upload limit cut it.")
		}
		d := problem("input.unparsable", "not "+parser+": "+err.Error(), "")
		if parser == "json" {
			d.Line, d.Column = position(withoutBOM(text), syntax.Offset)
		}
		return d
	}
	d := problem("input.unparsable", fmt.Sprintf("not %s: %v", parser, err), remedyOfParser(parser, file))
	d.Line, d.Column = placeOf(err.Error())
	return d
}

func remedyOfParser(parser, file string) string {
	if path.Ext(file) == "."+parser {
		return ""
	}
	return "If the file is of another format, choose its parser in the configuration."
}

var (
	hclPlace  = regexp.MustCompile(`:(\d+),(\d+)-`)
	linePlace = regexp.MustCompile(`\bline (\d+)`)
)

// placeOf finds the line that a parser's own message names.
func placeOf(message string) (line, column int) {
	if m := hclPlace.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		column, _ = strconv.Atoi(m[2])
		return line, column
	}
	if m := linePlace.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return line, 0
}

// position counts lines and columns (in characters) from 1.
func position(text []byte, offset int) (line, column int) {
	line, start := 1, 0
	offset = min(offset, len(text))
	for at := 0; at < offset; {
		_, next := lineEnd(text, at)
		if next > offset || next == len(text) && next == offset {
			break
		}
		line, start, at = line+1, next, next
	}
	return line, 1 + len([]rune(string(text[start:offset])))
}

// countLines counts line feeds, or the ends of lines where there are none.
func countLines(text []byte) int {
	lines := jsonterm.CountByte(text, '\n')
	if lines == 0 {
		lines = jsonterm.CountByte(text, '\r')
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		lines++
	}
	return max(lines, 1)
}
