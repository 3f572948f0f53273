// Package jsonterm decodes JSON text straight into the engine's own terms.
//
// Upstream decodes JSON into Go maps and converts those into terms in a second pass; on a large Terraform plan that is
// nine tenths of the whole evaluation. This decoder builds the terms in one pass, shares equal keys, scalars and small
// subtrees, and can leave out what no policy looks at. It accepts exactly what upstream's decoder accepts and gives equal
// values; a fuzz test holds it to that.
package jsonterm

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	// maxDepth is encoding/json's own limit of nesting.
	maxDepth = 10000
	// maxShared bounds the text of a string value worth sharing: longer ones are seldom equal.
	maxShared = 64
	// maxSharedScalars bounds the tables of shared values, so that they stay in the processor's cache and a document of unique
	// values does not pay twice.
	maxSharedScalars = 1 << 12
	// largeObject is the number of pairs from which duplicates are found with a table instead of by comparing.
	largeObject = 16
	// maxDuplicates is how many duplicate keys are remembered for the report.
	maxDuplicates = 20
)

// Options choose between upstream's two readings of a number, and what is left out.
type Options struct {
	// Floats reads numbers as Conftest's JSON parser does, as float64: 1.0 is written 1 in messages, and what a float64
	// cannot hold is refused (OPA itself would accept 1e999999999 and spend the machine on it). Whole numbers stay exact,
	// which in Conftest they do not.
	Floats bool
	// MaxDepth is the number of levels of nesting that is accepted; 0 means encoding/json's own 10,000.
	MaxDepth int
	// Keep are the members to build; nil means all. What is left out is still checked to be JSON.
	Keep Paths
}

// Paths is a tree of member names. A nil branch keeps everything below.
type Paths map[string]Paths

// Duplicate is a key that stands twice in one object. The last value wins, as upstream has it.
type Duplicate struct {
	Key    string
	Offset int
}

// SyntaxError says where, in bytes from the start, the text stops being JSON.
type SyntaxError struct {
	Offset int
	Reason string
	// Truncated is true when the text ended too early.
	Truncated bool
}

func (e *SyntaxError) Error() string { return e.Reason }

// Result is a decoded document.
type Result struct {
	Value      ast.Value
	Duplicates []Duplicate
	// LeftOut are the names of top-level members that were not kept.
	LeftOut map[string]bool
	// Marked is true when a member whose name ends in `sensitive` or `sensitive_values` holds a true.
	Marked bool
}

// Decode reads exactly one JSON value from text.
func Decode(text []byte, options Options) (Result, error) {
	d := &decoder{text: text, options: options, keys: newTable(256), strings: newTable(1024), numbers: newTable(256), shared: newSubtrees()}
	d.predicted = make([]node, 1)
	if options.MaxDepth == 0 {
		d.options.MaxDepth = maxDepth
	}
	root, err := d.document()
	if err != nil {
		return Result{}, err
	}
	d.result.Value = root.term.Value
	return d.result, nil
}

// node is a term and, when the term is shared, its number: equal numbers mean equal terms. Zero means not shared.
type node struct {
	term *ast.Term
	id   uint32
}

type pair struct {
	key, value node
	offset     int
}

type decoder struct {
	text    []byte
	pos     int
	depth   int
	options Options
	keys    *table
	strings *table
	numbers *table
	shared  *subtrees
	// predicted is, by the number of a key, the key that followed it last time: resources repeat each other's keys.
	predicted []node
	pairs     []pair
	elements  []node
	tuples    [][2]*ast.Term
	result    Result
}

func (d *decoder) document() (node, error) {
	root, err := d.value(d.options.Keep)
	if err != nil {
		return node{}, err
	}
	if _, more := d.peek(); more {
		return node{}, d.unexpected("after the top-level value")
	}
	return root, nil
}

// peek skips white space and returns the next byte.
func (d *decoder) peek() (byte, bool) {
	for d.pos < len(d.text) {
		c := d.text[d.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c, true
		}
		d.pos++
	}
	return 0, false
}

func (d *decoder) unexpected(where string) error {
	if d.pos >= len(d.text) {
		return &SyntaxError{Offset: len(d.text), Reason: "unexpected end of JSON input", Truncated: true}
	}
	r, _ := utf8.DecodeRune(d.text[d.pos:])
	return &SyntaxError{Offset: d.pos, Reason: fmt.Sprintf("invalid character %s %s", strconv.QuoteRune(r), where)}
}

func (d *decoder) value(keep Paths) (node, error) {
	c, ok := d.peek()
	if !ok {
		return node{}, d.unexpected("")
	}
	switch c {
	case '"':
		return d.stringValue()
	case '{':
		return d.object(keep)
	case '[':
		return d.array()
	case 't':
		return node{ast.InternedBooleanTrue, idTrue}, d.literal("true")
	case 'f':
		return node{ast.InternedBooleanFalse, idFalse}, d.literal("false")
	case 'n':
		return node{ast.InternedNullTerm, idNull}, d.literal("null")
	}
	if c == '-' || c >= '0' && c <= '9' {
		return d.number()
	}
	return node{}, d.unexpected("looking for beginning of value")
}

func (d *decoder) enter() error {
	d.pos++
	if d.depth++; d.depth > d.options.MaxDepth {
		return &SyntaxError{Offset: d.pos, Reason: fmt.Sprintf("nested deeper than %d levels", d.options.MaxDepth)}
	}
	return nil
}

func (d *decoder) leave() {
	d.pos++
	d.depth--
}

func (d *decoder) literal(word string) error {
	for i := 0; i < len(word); i++ {
		if d.pos >= len(d.text) || d.text[d.pos] != word[i] {
			return d.unexpected("in literal " + word)
		}
		d.pos++
	}
	return nil
}

func (d *decoder) object(keep Paths) (node, error) {
	if err := d.enter(); err != nil {
		return node{}, err
	}
	if c, ok := d.peek(); ok && c == '}' {
		d.leave()
		return node{ast.InternedEmptyObject, idEmptyObject}, nil
	}
	base := len(d.pairs)
	for previous := uint32(0); ; {
		key, err := d.member(keep, previous)
		if err != nil {
			return node{}, err
		}
		previous = key
		c, ok := d.peek()
		if ok && c == ',' {
			d.pos++
			continue
		}
		if !ok || c != '}' {
			return node{}, d.unexpected("after object key:value pair")
		}
		d.leave()
		built := d.newObject(d.withoutDuplicates(d.pairs[base:]))
		d.pairs = d.pairs[:base]
		return built, nil
	}
}

// member reads a key and its value onto the stack of pairs, or checks and drops them. It returns the key's number.
func (d *decoder) member(keep Paths, previous uint32) (uint32, error) {
	if c, ok := d.peek(); !ok || c != '"' {
		return 0, d.unexpected("looking for beginning of object key string")
	}
	offset := d.pos
	key, err := d.key(previous)
	if err != nil {
		return 0, err
	}
	if c, ok := d.peek(); !ok || c != ':' {
		return 0, d.unexpected("after object key")
	}
	d.pos++
	start := d.pos
	below, kept := d.below(keep, key)
	if !kept {
		err = d.skip()
	} else {
		var value node
		value, err = d.value(below)
		d.pairs = append(d.pairs, pair{key: key, value: value, offset: offset})
	}
	if err == nil && d.keys.marks[key.id] {
		d.mark(start)
	}
	return key.id, err
}

// isMarkName is true for the names under which plans say what is sensitive.
func isMarkName(name []byte) bool {
	return bytes.HasSuffix(name, []byte("sensitive")) || bytes.HasSuffix(name, []byte("sensitive_values"))
}

// mark looks for a true in the marks that were just read.
func (d *decoder) mark(start int) {
	marks := d.text[start:d.pos]
	d.result.Marked = d.result.Marked || len(marks) > len("{}") && bytes.Contains(marks, []byte("true"))
}

func (d *decoder) below(keep Paths, key node) (Paths, bool) {
	if keep == nil {
		return nil, true
	}
	name := string(key.term.Value.(ast.String))
	below, kept := keep[name]
	if !kept && d.depth == 1 {
		if d.result.LeftOut == nil {
			d.result.LeftOut = map[string]bool{}
		}
		d.result.LeftOut[name] = true
	}
	return below, kept
}

// withoutDuplicates lets the last of equal keys win. Keys are always shared, so equal keys have equal numbers.
func (d *decoder) withoutDuplicates(pairs []pair) []pair {
	if len(pairs) > largeObject {
		return d.withoutDuplicatesInLarge(pairs)
	}
	for i := 1; i < len(pairs); i++ {
		for j := 0; j < i; j++ {
			if pairs[i].key.id == pairs[j].key.id {
				d.note(pairs[i])
				pairs[j].value = pairs[i].value
				pairs = append(pairs[:i], pairs[i+1:]...)
				i--
				break
			}
		}
	}
	return pairs
}

func (d *decoder) withoutDuplicatesInLarge(pairs []pair) []pair {
	at := make(map[uint32]int, len(pairs))
	kept := pairs[:0]
	for _, p := range pairs {
		if i, seen := at[p.key.id]; seen {
			d.note(p)
			kept[i].value = p.value
			continue
		}
		at[p.key.id] = len(kept)
		kept = append(kept, p)
	}
	return kept
}

func (d *decoder) note(p pair) {
	if len(d.result.Duplicates) < maxDuplicates {
		d.result.Duplicates = append(d.result.Duplicates, Duplicate{Key: string(p.key.term.Value.(ast.String)), Offset: p.offset})
	}
}

func (d *decoder) newObject(pairs []pair) node {
	known, place := d.shared.object(pairs)
	if known.term != nil {
		return known
	}
	tuples := d.tuples[:0]
	for i := range pairs {
		tuples = append(tuples, [2]*ast.Term{pairs[i].key.term, pairs[i].value.term})
	}
	d.tuples = tuples
	return d.shared.keep(place, &ast.Term{Value: ast.NewObject(tuples...)})
}

func (d *decoder) array() (node, error) {
	if err := d.enter(); err != nil {
		return node{}, err
	}
	if c, ok := d.peek(); ok && c == ']' {
		d.leave()
		return node{ast.InternedEmptyArray, idEmptyArray}, nil
	}
	base := len(d.elements)
	for {
		n, err := d.value(nil)
		if err != nil {
			return node{}, err
		}
		d.elements = append(d.elements, n)
		c, ok := d.peek()
		if ok && c == ',' {
			d.pos++
			continue
		}
		if !ok || c != ']' {
			return node{}, d.unexpected("after array element")
		}
		d.leave()
		built := d.newArray(d.elements[base:])
		d.elements = d.elements[:base]
		return built, nil
	}
}

func (d *decoder) newArray(elements []node) node {
	known, place := d.shared.array(elements)
	if known.term != nil {
		return known
	}
	terms := make([]*ast.Term, len(elements))
	for i, n := range elements {
		terms[i] = n.term
	}
	return d.shared.keep(place, &ast.Term{Value: ast.NewArray(terms...)})
}
