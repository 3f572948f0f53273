package driver

import (
	"bufio"
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/data"
	goyaml "go.yaml.in/yaml/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/restmapper"
	"sigs.k8s.io/yaml"
)

// ReadDocument is one document of a file, or one member of a List in it.
type ReadDocument struct {
	Handle int `json:"handle"`
	Index  int `json:"index"`
	// Root is the path of the resource in its YAML document: empty, or items/N for a member of a List.
	Root         []any  `json:"root"`
	Line         int    `json:"line"`
	EndLine      int    `json:"endLine"`
	APIVersion   string `json:"apiVersion"`
	Kind         string `json:"kind"`
	Namespace    string `json:"namespace"`
	Name         string `json:"name"`
	GenerateName string `json:"generateName,omitempty"`
	// Kubernetes is false for a document without apiVersion and kind.
	Kubernetes bool `json:"kubernetes"`
}

// ReadError is a document that cannot be read. Line is where the reader stopped, from 1; 0 when it does not say.
type ReadError struct {
	Message string `json:"message"`
	Line    int    `json:"line"`
	EndLine int    `json:"endLine"`
	Index   int    `json:"index"`
}

type ReadAnswer struct {
	Documents []ReadDocument `json:"documents"`
	Errors    []ReadError    `json:"errors"`
	// Parts is how many documents the file has, those of nothing but comments included.
	Parts int `json:"parts"`
}

// chunk is the text of one YAML document with the lines it covers.
type chunk struct {
	text          []byte
	line, endLine int
}

// Read splits a file with the API machinery's own document reader and decodes each document strictly:
// a duplicate key hides a field from a reviewer, so it is an error and not a silent last-wins.
func (d *Driver) Read(raw []byte) ReadAnswer {
	answer := ReadAnswer{Documents: []ReadDocument{}, Errors: []ReadError{}}
	chunks, err := split(raw)
	if err != nil {
		answer.Errors = append(answer.Errors, readError(err, 0, chunk{line: 1}))
		return answer
	}
	answer.Parts = len(chunks)
	for index, part := range chunks {
		object, err := decode(part.text)
		if err != nil {
			answer.Errors = append(answer.Errors, readError(err, index, part))
			continue
		}
		if object != nil {
			answer.Documents = append(answer.Documents, d.register(object, index, part)...)
		}
	}
	return answer
}

// split follows apimachinery's YAMLReader, which both kubectl and the Kyverno CLI use, and finds out which
// lines each document covers from how much of the input it had consumed.
func split(raw []byte) ([]chunk, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	source := &countingReader{reader: bytes.NewReader(raw)}
	buffered := bufio.NewReader(source)
	reader := utilyaml.NewYAMLReader(buffered)
	var chunks []chunk
	consumed, lines := 0, 0
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return chunks, nil
		}
		if err != nil {
			return nil, err
		}
		position := source.count - buffered.Buffered()
		// the reader ends every line of a document with a newline of its own, and drops only the separator after it
		count := bytes.Count(text, []byte("\n"))
		chunks = append(chunks, chunk{text: text, line: lines + 1, endLine: lines + count})
		lines += bytes.Count(raw[consumed:position], []byte("\n"))
		consumed = position
	}
}

type countingReader struct {
	reader io.Reader
	count  int
}

func (c *countingReader) Read(buffer []byte) (int, error) {
	n, err := c.reader.Read(buffer)
	c.count += n
	return n, err
}

var errAfterEnd = errors.New("there is content after a document end marker (...), which the cluster's reader would ignore")

// decode returns nil for a document with nothing but comments.
func decode(text []byte) (any, error) {
	if line := contentAfterEnd(text); line > 0 {
		return nil, fmt.Errorf("yaml: line %d: %w", line, errAfterEnd)
	}
	if moreContent(text) {
		return nil, errMore
	}
	asJSON, err := toJSON(text)
	if err != nil {
		return nil, err
	}
	var object any
	if err := json.Unmarshal(asJSON, &object); err != nil {
		return nil, err
	}
	return object, nil
}

// toJSON is strict about keys that are written twice. The strict reader takes a key that overrides one of a merge (`<<`)
// for one, which it is not: there the lenient reader decides, as it does for kubectl.
func toJSON(text []byte) ([]byte, error) {
	asJSON, err := yaml.YAMLToJSONStrict(text)
	if err == nil || !strings.Contains(err.Error(), "already set in map") {
		return asJSON, err
	}
	if twice := duplicateKey(text); twice != nil {
		return nil, twice
	}
	return yaml.YAMLToJSON(text)
}

// contentAfterEnd finds text that a YAML reader drops silently: everything after a `...` line.
func contentAfterEnd(text []byte) int {
	if !bytes.Contains(text, []byte("...")) {
		return 0
	}
	ended := false
	for number, line := range strings.Split(string(text), "\n") {
		trimmed := strings.TrimRight(line, " \t\r")
		switch {
		case ended && trimmed != "" && trimmed != "..." && !strings.HasPrefix(trimmed, "#"):
			return number + 1
		case trimmed == "..." || strings.HasPrefix(line, "... "):
			ended = true
		}
	}
	return 0
}

var errMore = errors.New("there is content after the end of the document, which the cluster's reader would ignore")

// moreContent finds what else a reader of one document drops: text after a root in flow style, text further left than an
// indented root, and documents behind line breaks that only YAML knows. A block mapping from the first column, which is
// nearly every manifest, has none, and is not read twice.
func moreContent(text []byte) bool {
	if !endsEarly(text) || stdjson.Valid(text) {
		return false
	}
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	var first, second any
	if err := decoder.Decode(&first); err != nil {
		return false // the caller finds the fault itself
	}
	return !errors.Is(decoder.Decode(&second), io.EOF)
}

func endsEarly(text []byte) bool {
	if bytes.ContainsAny(text, "\u0085\u2028\u2029") || bytes.Count(text, []byte("\r")) != bytes.Count(text, []byte("\r\n")) {
		return true
	}
	for _, line := range bytes.Split(text, []byte("\n")) {
		trimmed := bytes.TrimLeft(line, " \t\r")
		if len(trimmed) == 0 || trimmed[0] == '#' || bytes.HasPrefix(line, []byte("---")) {
			continue
		}
		return len(trimmed) < len(line) || bytes.ContainsRune([]byte("{[\"'|>&!*"), rune(trimmed[0]))
	}
	return false
}

var errorLine = regexp.MustCompile(`line (\d+)`)

func readError(err error, index int, part chunk) ReadError {
	message := strings.TrimPrefix(err.Error(), "error converting YAML to JSON: ")
	out := ReadError{Message: message, Index: index, Line: part.line, EndLine: part.endLine}
	if match := errorLine.FindStringSubmatch(message); match != nil {
		line, _ := strconv.Atoi(match[1])
		out.Line = part.line + line - 1
		// the reader counts from the document's start; people count from the file's
		out.Message = errorLine.ReplaceAllStringFunc(message, func(found string) string {
			number, _ := strconv.Atoi(found[len("line "):])
			return fmt.Sprintf("line %d", part.line+number-1)
		})
	}
	return out
}

func (d *Driver) register(object any, index int, part chunk) []ReadDocument {
	if d.world == nil {
		d.world = newWorld(WorldSpec{}, func(fault worldFault) { panic(fault.err) })
	}
	var out []ReadDocument
	walkLists(object, []any{}, func(root []any, item map[string]any) {
		resource := unstructured.Unstructured{Object: item}
		kubernetes := isKubernetes(item)
		if kubernetes {
			d.world.normalise(&resource)
		}
		out = append(out, ReadDocument{
			Handle: d.keep(&document{resource: resource, payload: !kubernetes}),
			Index:  index, Root: root, Line: part.line, EndLine: part.endLine,
			APIVersion: stringAt(item, "apiVersion"), Kind: stringAt(item, "kind"),
			Namespace: resource.GetNamespace(), Name: resource.GetName(), GenerateName: resource.GetGenerateName(),
			Kubernetes: kubernetes,
		})
	})
	return out
}

// walkLists visits what would be applied. kubectl takes apart every object with an `items` array, whatever its
// kind; an object that hides resources in `items` under another kind is judged itself as well.
func walkLists(object any, root []any, visit func([]any, map[string]any)) {
	item, ok := object.(map[string]any)
	if !ok {
		return
	}
	items, isList := item["items"].([]any)
	isList = isList && isKubernetes(item)
	if !isList || !strings.HasSuffix(stringAt(item, "kind"), "List") {
		visit(root, item)
	}
	if isList {
		for i, member := range items {
			walkLists(member, append(append([]any{}, root...), "items", i), visit)
		}
	}
}

func isKubernetes(item map[string]any) bool {
	return stringAt(item, "apiVersion") != "" && stringAt(item, "kind") != ""
}

func stringAt(item map[string]any, key string) string {
	value, _ := item[key].(string)
	return value
}

// normalise does what the CLI's resource loader does (cmd/cli/kubectl-kyverno/resource): the namespace that
// kubectl would fill in, and empty maps for null ones, which the API server would prune.
func (w *world) normalise(resource *unstructured.Unstructured) {
	if metadata, ok := resource.Object["metadata"]; ok {
		if _, isMap := metadata.(map[string]any); !isMap {
			return
		}
	}
	if resource.GetNamespace() == "" && !w.clusterScoped(resource.GroupVersionKind()) {
		resource.SetNamespace("default")
	}
	normaliseNilMaps(resource.Object)
}

var mapFields = map[string]bool{
	"annotations": true, "labels": true, "matchLabels": true, "nodeSelector": true, "data": true, "stringData": true,
}

func normaliseNilMaps(object map[string]any) {
	for key, value := range object {
		switch value := value.(type) {
		case nil:
			if mapFields[key] {
				object[key] = map[string]any{}
			}
		case map[string]any:
			normaliseNilMaps(value)
		case []any:
			for _, item := range value {
				if nested, ok := item.(map[string]any); ok {
					normaliseNilMaps(nested)
				}
			}
		}
	}
}

func builtinGroups() []*restmapper.APIGroupResources {
	groups, err := data.APIGroupResources()
	if err != nil {
		panic(err)
	}
	return groups
}

var builtinMapper = sync.OnceValue(func() meta.RESTMapper { return restmapper.NewDiscoveryRESTMapper(builtinGroups()) })
