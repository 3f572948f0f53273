// Package jsonterm decodes JSON text straight into the engine's own terms.
//
// Upstream decodes JSON into Go maps and converts those into terms in a second pass; on a large Terraform plan that is
// nine tenths of the whole evaluation. This decoder builds the terms in one pass and shares equal keys, scalars and small
// subtrees. It accepts exactly what upstream's decoder accepts and gives equal values; a fuzz test holds it to that.
package jsonterm

import (
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
	// maxSharedStrings bounds the table of shared string values, so that a document of unique strings does not pay twice.
	maxSharedStrings = 1 << 16
	// largeObject is the number of pairs from which duplicates are found with a table instead of by comparing.
	largeObject = 16
	// maxDuplicates is how many duplicate keys are remembered for the report.
	maxDuplicates = 20
)

// Options choose between upstream's two readings of a number.
type Options struct {
	// Floats reads numbers as Conftest's JSON parser does, as float64: 1.0 is written 1 in messages, and what a float64
	// cannot hold is refused (OPA itself would accept 1e999999999 and spend the machine on it). Whole numbers stay exact,
	// which in Conftest they do not.
	Floats bool
}

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
}

// Decode reads exactly one JSON value from text.
func Decode(text []byte, options Options) (Result, error) {
	d := &decoder{
		text:    text,
		options: options,
		keys:    make(map[string]node, 256),
		strings: make(map[string]node, 1024),
		numbers: make(map[string]node, 256),
		shared:  newSubtrees(),
	}
	root, err := d.document()
	if err != nil {
		return Result{}, err
	}
	return Result{Value: root.term.Value, Duplicates: d.duplicates}, nil
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
	text       []byte
	pos        int
	depth      int
	options    Options
	keys       map[string]node
	strings    map[string]node
	numbers    map[string]node
	shared     *subtrees
	pairs      []pair
	elements   []node
	tuples     [][2]*ast.Term
	duplicates []Duplicate
}

func (d *decoder) document() (node, error) {
	root, err := d.value()
	if err != nil {
		return node{}, err
	}
	d.space()
	if d.pos < len(d.text) {
		return node{}, d.unexpected("after the top-level value")
	}
	return root, nil
}

func (d *decoder) space() {
	for d.pos < len(d.text) {
		switch d.text[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

func (d *decoder) peek() (byte, bool) {
	d.space()
	if d.pos >= len(d.text) {
		return 0, false
	}
	return d.text[d.pos], true
}

func (d *decoder) unexpected(where string) error {
	if d.pos >= len(d.text) {
		return &SyntaxError{Offset: len(d.text), Reason: "unexpected end of JSON input", Truncated: true}
	}
	r, _ := utf8.DecodeRune(d.text[d.pos:])
	return &SyntaxError{Offset: d.pos, Reason: fmt.Sprintf("invalid character %s %s", strconv.QuoteRune(r), where)}
}

func (d *decoder) value() (node, error) {
	c, ok := d.peek()
	if !ok {
		return node{}, d.unexpected("")
	}
	switch c {
	case '{':
		return d.nested(d.object)
	case '[':
		return d.nested(d.array)
	case '"':
		return d.stringValue()
	case 't':
		return d.literal("true", node{ast.InternedBooleanTrue, idTrue})
	case 'f':
		return d.literal("false", node{ast.InternedBooleanFalse, idFalse})
	case 'n':
		return d.literal("null", node{ast.InternedNullTerm, idNull})
	default:
		if c == '-' || c >= '0' && c <= '9' {
			return d.number()
		}
		return node{}, d.unexpected("looking for beginning of value")
	}
}

func (d *decoder) nested(read func() (node, error)) (node, error) {
	if d.depth++; d.depth > maxDepth {
		return node{}, &SyntaxError{Offset: d.pos, Reason: "exceeded max depth"}
	}
	n, err := read()
	d.depth--
	return n, err
}

func (d *decoder) literal(word string, n node) (node, error) {
	for i := 0; i < len(word); i++ {
		if d.pos >= len(d.text) || d.text[d.pos] != word[i] {
			return node{}, d.unexpected("in literal " + word)
		}
		d.pos++
	}
	return n, nil
}

func (d *decoder) object() (node, error) {
	d.pos++
	base := len(d.pairs)
	defer func() { d.pairs = d.pairs[:base] }()
	if c, ok := d.peek(); ok && c == '}' {
		d.pos++
		return node{ast.InternedEmptyObject, idEmptyObject}, nil
	}
	for {
		p, err := d.pair()
		if err != nil {
			return node{}, err
		}
		d.pairs = append(d.pairs, p)
		c, ok := d.peek()
		switch {
		case ok && c == ',':
			d.pos++
		case ok && c == '}':
			d.pos++
			return d.newObject(d.withoutDuplicates(d.pairs[base:])), nil
		default:
			return node{}, d.unexpected("after object key:value pair")
		}
	}
}

func (d *decoder) pair() (pair, error) {
	c, ok := d.peek()
	if !ok || c != '"' {
		return pair{}, d.unexpected("looking for beginning of object key string")
	}
	offset := d.pos
	key, err := d.key()
	if err != nil {
		return pair{}, err
	}
	if c, ok := d.peek(); !ok || c != ':' {
		return pair{}, d.unexpected("after object key")
	}
	d.pos++
	value, err := d.value()
	return pair{key: key, value: value, offset: offset}, err
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
	if len(d.duplicates) < maxDuplicates {
		d.duplicates = append(d.duplicates, Duplicate{Key: string(p.key.term.Value.(ast.String)), Offset: p.offset})
	}
}

func (d *decoder) newObject(pairs []pair) node {
	return d.shared.object(pairs, func() *ast.Term {
		tuples := d.tuples[:0]
		for _, p := range pairs {
			tuples = append(tuples, [2]*ast.Term{p.key.term, p.value.term})
		}
		d.tuples = tuples
		return ast.ObjectTerm(tuples...)
	})
}

func (d *decoder) array() (node, error) {
	d.pos++
	base := len(d.elements)
	defer func() { d.elements = d.elements[:base] }()
	if c, ok := d.peek(); ok && c == ']' {
		d.pos++
		return node{ast.InternedEmptyArray, idEmptyArray}, nil
	}
	for {
		n, err := d.value()
		if err != nil {
			return node{}, err
		}
		d.elements = append(d.elements, n)
		c, ok := d.peek()
		switch {
		case ok && c == ',':
			d.pos++
		case ok && c == ']':
			d.pos++
			return d.newArray(d.elements[base:]), nil
		default:
			return node{}, d.unexpected("after array element")
		}
	}
}

func (d *decoder) newArray(elements []node) node {
	return d.shared.array(elements, func() *ast.Term {
		terms := make([]*ast.Term, len(elements))
		for i, n := range elements {
			terms[i] = n.term
		}
		return ast.NewTerm(ast.NewArray(terms...))
	})
}
