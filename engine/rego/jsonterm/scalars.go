package jsonterm

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// key reads a key. Most follow the same key as last time, and are compared instead of read.
func (d *decoder) key(previous uint32) (node, error) {
	if expected := d.predicted[previous]; expected.term != nil {
		text := string(expected.term.Value.(ast.String))
		end := d.pos + 1 + len(text)
		if end < len(d.text) && d.text[end] == '"' && string(d.text[d.pos+1:end]) == text && d.keys.plain[expected.id] {
			d.pos = end + 1
			return expected, nil
		}
	}
	raw, hash, plain, err := d.rawString()
	if err != nil {
		return node{}, err
	}
	text := ""
	if !plain {
		if text, err = unquote(raw); err != nil {
			return node{}, err
		}
		raw = []byte(text)
		hash = hashOf(raw)
	}
	n, found := d.keys.find(raw, hash)
	if !found {
		n = d.newKey(string(raw), hash)
	}
	d.predicted[previous] = n
	return n, nil
}

func (d *decoder) newKey(text string, hash uint32) node {
	n := node{ast.StringTerm(text), uint32(len(d.predicted))}
	d.predicted = append(d.predicted, node{})
	d.keys.insert(text, hash, n)
	d.keys.marks = append(d.keys.marks, isMarkName([]byte(text)))
	d.keys.plain = append(d.keys.plain, isPlain(text))
	return n
}

// isPlain is true for text that stands for itself between quotes.
func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (d *decoder) stringValue() (node, error) {
	raw, hash, plain, err := d.rawString()
	if err != nil {
		return node{}, err
	}
	if !plain {
		text, err := unquote(raw)
		return node{term: ast.StringTerm(text)}, err
	}
	if len(raw) > maxShared {
		return node{term: ast.StringTerm(string(raw))}, nil
	}
	if n, found := d.strings.find(raw, hash); found {
		return n, nil
	}
	text := string(raw)
	n := node{term: ast.StringTerm(text)}
	if d.strings.count < maxSharedScalars {
		n.id = d.shared.next()
		d.strings.insert(text, hash, n)
	}
	return n, nil
}

// rawString returns what stands between the quotes and whether it stands for itself (no escape, valid UTF-8); if so, its hash.
func (d *decoder) rawString() (raw []byte, hash uint32, plain bool, err error) {
	text, start := d.text, d.pos+1
	end, ascii := plainEnd(text, start)
	if end < len(text) && text[end] == '"' {
		d.pos = end + 1
		raw = text[start:end]
		if ascii || utf8.Valid(raw) {
			return raw, hashOf(raw), true, nil
		}
		return raw, 0, false, nil
	}
	raw, err = d.escapedString(start, end)
	return raw, 0, false, err
}

// escapedString goes on where the bytes that stand for themselves have ended.
func (d *decoder) escapedString(start, at int) ([]byte, error) {
	for ; at < len(d.text); at++ {
		switch c := d.text[at]; {
		case c == '"':
			d.pos = at + 1
			return d.text[start:at], nil
		case c == '\\':
			at++
		case c < ' ':
			d.pos = at
			return nil, d.unexpected("in string literal")
		}
	}
	d.pos = len(d.text)
	return nil, d.unexpected("")
}

// unquote leaves escapes and invalid UTF-8 to encoding/json, so that they are read as upstream reads them.
func unquote(raw []byte) (string, error) {
	quoted := make([]byte, 0, len(raw)+2)
	quoted = append(append(append(quoted, '"'), raw...), '"')
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return "", err
	}
	return text, nil
}

func (d *decoder) number() (node, error) {
	start := d.pos
	integer, err := d.scanNumber()
	if err != nil {
		return node{}, err
	}
	raw := d.text[start:d.pos]
	hash := hashOf(raw)
	if n, found := d.numbers.find(raw, hash); found {
		return n, nil
	}
	written := string(raw)
	text, err := d.numberText(written, integer)
	if err != nil {
		return node{}, &SyntaxError{Offset: start, Reason: err.Error()}
	}
	term := ast.InternedIntNumberTermFromString(text)
	if term == nil {
		term = ast.NumberTerm(json.Number(text))
	}
	n := node{term: term}
	if d.numbers.count < maxSharedScalars {
		n.id = d.shared.next()
		d.numbers.insert(written, hash, n)
	}
	return n, nil
}

// longestFloat is the number of digits below which every whole number fits a float64.
const longestFloat = 300

// numberText is how a number is kept: as it was written, or as the float64 it stands for.
func (d *decoder) numberText(text string, integer bool) (string, error) {
	if !d.options.Floats || integer && len(text) < longestFloat {
		return text, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if errors.Is(err, strconv.ErrRange) {
		return "", errors.New("number " + shorten(text) + " is out of range")
	}
	if integer {
		return text, nil
	}
	return FloatText(f), nil
}

// FloatText is how upstream writes a float64, but for whole numbers: upstream writes 1.5e+07 for 15000000.
func FloatText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func shorten(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// scanNumber follows the grammar of JSON numbers and says whether it was an integer.
func (d *decoder) scanNumber() (integer bool, err error) {
	if d.text[d.pos] == '-' {
		d.pos++
	}
	if d.pos < len(d.text) && d.text[d.pos] == '0' {
		d.pos++
	} else if err := d.digits(); err != nil {
		return false, err
	}
	integer = true
	if d.pos < len(d.text) && d.text[d.pos] == '.' {
		integer = false
		d.pos++
		if err := d.digits(); err != nil {
			return false, err
		}
	}
	if d.pos < len(d.text) && (d.text[d.pos] == 'e' || d.text[d.pos] == 'E') {
		integer = false
		d.pos++
		if d.pos < len(d.text) && (d.text[d.pos] == '+' || d.text[d.pos] == '-') {
			d.pos++
		}
		if err := d.digits(); err != nil {
			return false, err
		}
	}
	return integer, nil
}

func (d *decoder) digits() error {
	start := d.pos
	for d.pos < len(d.text) && d.text[d.pos] >= '0' && d.text[d.pos] <= '9' {
		d.pos++
	}
	if d.pos == start {
		return d.unexpected("in numeric literal")
	}
	return nil
}
