package driver

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"
	goyaml "sigs.k8s.io/yaml/goyaml.v2"

	"policy-gate.dev/engine/rego/jsonterm"
)

// yamlDocument is one document of a stream. Lines are those of its content, from 1.
type yamlDocument struct {
	value         ast.Value
	line, endLine int
	duplicates    []string
}

// readYAML reads every document of a stream by the reader Conftest uses, sigs.k8s.io/yaml.
func readYAML(text []byte) ([]yamlDocument, error) {
	chunks := splitYAML(text)
	documents := make([]yamlDocument, 0, len(chunks))
	for _, chunk := range chunks {
		document, err := chunk.read()
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// chunk is the text of one document, its `---` line included.
type chunk struct {
	text []byte
	// first is the line of the text's first byte; line and endLine are those of the content.
	first, line, endLine int
}

func (c chunk) read() (yamlDocument, error) {
	document := yamlDocument{line: c.line, endLine: c.endLine}
	if err := c.readToTheEnd(); err != nil {
		return document, c.located(err)
	}
	converted, err := yaml.YAMLToJSONStrict(c.text)
	if err != nil && strings.Contains(err.Error(), "already set in map") {
		document.duplicates = duplicateKeys(c.located(err))
		converted, err = yaml.YAMLToJSON(c.text)
	}
	if err != nil {
		return document, c.located(err)
	}
	decoded, err := jsonterm.Decode(converted, jsonReading)
	document.value = decoded.Value
	return document, err
}

var (
	contentLine = regexp.MustCompile(`(?m)^[^\S\r\n]*[^\s#].*$`)
	// bareSeparator is a first line that only separates.
	bareSeparator = regexp.MustCompile(`^---[ \t]*(#.*)?\r?\n`)
	blockMap      = regexp.MustCompile(`^[A-Za-z0-9_.][A-Za-z0-9_./-]*:(\s|$)`)
)

// readToTheEnd makes sure that nothing follows the document that the reader takes: it stops after the first one and drops
// the rest unseen, even text that is no YAML (` - a` with `b: 1` beneath). A mapping from the first column on cannot end
// early; all else is parsed once more.
func (c chunk) readToTheEnd() error {
	if blockMap.Match(contentLine.Find(bareSeparator.ReplaceAll(c.text, nil))) {
		return nil
	}
	decoder := goyaml.NewDecoder(bytes.NewReader(c.text))
	if err := decoder.Decode(&unread{}); err != nil {
		return nil
	}
	switch err := decoder.Decode(&unread{}); err {
	case io.EOF:
		return nil
	case nil:
		return fmt.Errorf("yaml: line %d: a second document that no separator announces", c.line-c.first+1)
	default:
		return err
	}
}

// unread is parsed and not built.
type unread struct{}

func (*unread) UnmarshalYAML(func(any) error) error { return nil }

var yamlLine = regexp.MustCompile(`line (\d+)`)

// located counts the lines of a reader's error from the start of the file.
func (c chunk) located(err error) error {
	return fmt.Errorf("%s", yamlLine.ReplaceAllStringFunc(err.Error(), func(match string) string {
		line, _ := strconv.Atoi(match[len("line "):])
		return fmt.Sprintf("line %d", line+c.first-1)
	}))
}

func duplicateKeys(err error) []string {
	var keys []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if strings.Contains(line, "already set in map") {
			keys = append(keys, strings.TrimSpace(line))
		}
	}
	return keys
}

// splitYAML cuts a stream where YAML itself does: at `---` and after `...` at the start of a line, followed by white space.
// Conftest cuts only at a bare `---` between the first line ending it finds, so that `--- `, `--- # x`, `---<tab>`, a LF in
// a CRLF file or text after `...` hide a document from it. Every break that the reader knows counts: CR, NEL, LS and PS
// too, or they would hide one from us. A document without content is kept, as null, where Conftest keeps it.
func splitYAML(text []byte) []chunk {
	s := yamlSplitter{text: text, line: 1, first: 1, content: 1}
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		s.take(at, end, next)
		at = next
		s.line++
	}
	s.finish()
	return s.chunks
}

type yamlSplitter struct {
	text   []byte
	chunks []chunk
	// start, first and content are the current chunk's first byte, its line, and the first line of its content.
	start, first, content int
	line                  int
	// closed is true after `...`: what follows is a document only if it has content.
	closed bool
	// bare is true when the last separator stood at the very end of the file, without a line break.
	bare bool
}

func (s *yamlSplitter) take(at, end, next int) {
	line := bytes.TrimPrefix(s.text[at:end], []byte("\ufeff"))
	switch {
	case isMarker(line, "---"):
		s.separate(at)
		s.content, s.closed = s.line, false
		if rest := bytes.TrimSpace(line[3:]); len(rest) == 0 || rest[0] == '#' {
			s.content++
		}
		s.bare = next == end
	case isMarker(line, "..."):
		s.emit(next, s.line-1)
		s.begin(next, s.line+1)
		s.closed = true
	}
}

// separate ends the chunk before a `---`, unless that is only the directives or comments that belong to what follows.
func (s *yamlSplitter) separate(at int) {
	before := bytes.TrimPrefix(s.text[s.start:at], []byte("\ufeff"))
	if len(before) == 0 && len(s.chunks) == 0 || isPrologue(before, s.closed) {
		return
	}
	s.emit(at, s.line-1)
	s.begin(at, s.line)
}

func (s *yamlSplitter) emit(end, endLine int) {
	s.chunks = append(s.chunks, chunk{text: s.text[s.start:end], first: s.first, line: s.content, endLine: max(endLine, s.content)})
}

func (s *yamlSplitter) begin(at, line int) {
	s.start, s.first, s.content = at, line, line
}

func (s *yamlSplitter) finish() {
	rest := s.text[s.start:]
	if len(s.chunks) > 0 && (s.bare && s.content > s.line-1 || s.closed && !hasContent(rest)) {
		return
	}
	s.emit(len(s.text), s.line-1)
}

// isPrologue is true for directives, which belong to the document that follows, and after `...` for comments too.
func isPrologue(text []byte, closed bool) bool {
	if hasContent(text) {
		return false
	}
	return closed || bytes.HasPrefix(text, []byte("%")) || bytes.Contains(text, []byte("\n%"))
}

// hasContent is true when any line is more than a comment or a directive.
func hasContent(text []byte) bool {
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		line := text[at:end]
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 && trimmed[0] != '#' && line[0] != '%' {
			return true
		}
		at = next
	}
	return false
}

func isMarker(line []byte, marker string) bool {
	if !bytes.HasPrefix(line, []byte(marker)) {
		return false
	}
	return len(line) == 3 || line[3] == ' ' || line[3] == '\t'
}

// lineEnd returns where the line that starts at `at` ends, and where the next one starts.
func lineEnd(text []byte, at int) (end, next int) {
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\n':
			return i, i + 1
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i, i + 2
			}
			return i, i + 1
		case 0xc2:
			if bytes.HasPrefix(text[i:], []byte("\u0085")) {
				return i, i + 2
			}
		case 0xe2:
			if bytes.HasPrefix(text[i:], []byte("\u2028")) || bytes.HasPrefix(text[i:], []byte("\u2029")) {
				return i, i + 3
			}
		}
	}
	return len(text), len(text)
}
