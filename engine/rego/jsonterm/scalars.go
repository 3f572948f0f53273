package jsonterm

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

func (d *decoder) key() (node, error) {
	raw, plain, err := d.rawString()
	if err != nil {
		return node{}, err
	}
	if plain {
		if n, ok := d.keys[string(raw)]; ok {
			return n, nil
		}
	}
	text, err := unquote(raw, plain)
	if err != nil {
		return node{}, err
	}
	if n, ok := d.keys[text]; ok {
		return n, nil
	}
	n := node{ast.StringTerm(text), d.shared.next()}
	d.keys[text] = n
	return n, nil
}

func (d *decoder) stringValue() (node, error) {
	raw, plain, err := d.rawString()
	if err != nil {
		return node{}, err
	}
	if !plain || len(raw) > maxShared {
		text, err := unquote(raw, plain)
		return node{term: ast.StringTerm(text)}, err
	}
	if n, ok := d.strings[string(raw)]; ok {
		return n, nil
	}
	text := string(raw)
	n := node{term: ast.StringTerm(text)}
	if len(d.strings) < maxSharedStrings {
		n.id = d.shared.next()
		d.strings[text] = n
	}
	return n, nil
}

// rawString returns what stands between the quotes, and whether it stands for itself (no escape, valid UTF-8).
func (d *decoder) rawString() (raw []byte, plain bool, err error) {
	start := d.pos + 1
	plain, ascii := true, true
	for i := start; i < len(d.text); i++ {
		switch c := d.text[i]; {
		case c == '"':
			d.pos = i + 1
			raw = d.text[start:i]
			return raw, plain && (ascii || utf8.Valid(raw)), nil
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			d.pos = i
			return nil, false, d.unexpected("in string literal")
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	d.pos = len(d.text)
	return nil, false, d.unexpected("")
}

// unquote leaves escapes and invalid UTF-8 to encoding/json, so that they are read as upstream reads them.
func unquote(raw []byte, plain bool) (string, error) {
	if plain {
		return string(raw), nil
	}
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
	if n, ok := d.numbers[string(raw)]; ok {
		return n, nil
	}
	text, err := d.numberText(string(raw), integer)
	if err != nil {
		return node{}, &SyntaxError{Offset: start, Reason: err.Error()}
	}
	term := ast.InternedIntNumberTermFromString(text)
	if term == nil {
		term = ast.NumberTerm(json.Number(text))
	}
	n := node{term: term}
	if len(d.numbers) < maxSharedStrings {
		n.id = d.shared.next()
		d.numbers[string(raw)] = n
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
