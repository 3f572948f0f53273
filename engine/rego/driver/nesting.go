package driver

import (
	"bytes"
	"fmt"
	"strings"

	"policy-gate.dev/engine/rego/jsonterm"
)

// maxNesting is how deep a document may be nested. Readers and rules recurse, and a sandbox has the stack of its host: what
// nests deeper would end the engine instead of the file.
const maxNesting = 1000

// maxJsonnetNesting is less, because the jsonnet interpreter recurses several times a level.
const maxJsonnetNesting = 200

// jsonReading is how JSON is read here: as Conftest reads it, within the limit.
var jsonReading = jsonterm.Options{Floats: true, MaxDepth: maxNesting}

// tooDeep estimates from brackets whether a file of any format nests too deep for its parser. It is for the message: what
// hides its nesting from this count ends the engine, which is an error as well.
func tooDeep(parser string, text []byte) *Diagnostic {
	limit := maxNesting
	if parser == "jsonnet" {
		limit = maxJsonnetNesting
	}
	inline := parser == "yaml" && bytes.Contains(text, []byte(strings.Repeat("- ", limit)))
	if parser == "json" || !inline && brackets(text) <= limit {
		return nil
	}
	d := problem("input.too-deep", fmt.Sprintf("nested deeper than %d levels", limit), "Leave the file out, or write it flatter.")
	return &d
}

func brackets(text []byte) int {
	depth, deepest := 0, 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}
