package jsonterm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// upstream is OPA's own decoder, but for its one oversight: it lets `null` follow a complete document (it takes the token
// for "nothing more"). Conftest's, which is encoding/json, does not.
func upstream(text []byte) (ast.Value, error) {
	var x any
	if !json.Valid(text) {
		return nil, errors.New("not one JSON value")
	}
	if err := util.UnmarshalJSON(text, &x); err != nil {
		return nil, err
	}
	return ast.InterfaceToValue(x)
}

func same(t *testing.T, text []byte) {
	t.Helper()
	want, wantErr := upstream(text)
	got, gotErr := Decode(text, Options{})
	if (wantErr == nil) != (gotErr == nil) {
		t.Fatalf("%q: upstream says %v, we say %v", text, wantErr, gotErr)
	}
	if _, err := Decode(text, Options{Keep: Paths{}}); (wantErr == nil) != (err == nil) {
		t.Fatalf("%q: upstream says %v, left out it is %v", text, wantErr, err)
	}
	if wantErr != nil {
		return
	}
	if want.String() != got.Value.String() {
		t.Fatalf("%q: upstream reads %v, we read %v", text, want, got.Value)
	}
	if want.Compare(got.Value) != 0 || got.Value.Compare(want) != 0 || want.Hash() != got.Value.Hash() {
		t.Fatalf("%q: values print alike but differ", text)
	}
	if !got.Value.IsGround() {
		t.Fatalf("%q: not ground", text)
	}
	keeping(t, text, want)
}

// keeping checks that leaving members out changes nothing about the others.
func keeping(t *testing.T, text []byte, whole ast.Value) {
	t.Helper()
	kept, err := Decode(text, Options{Keep: Paths{"a": nil, "b": {"c": nil}}})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	want := whole
	if object, ok := whole.(ast.Object); ok {
		some := ast.NewObject()
		if a := object.Get(ast.StringTerm("a")); a != nil {
			some.Insert(ast.StringTerm("a"), a)
		}
		if b := object.Get(ast.StringTerm("b")); b != nil {
			some.Insert(ast.StringTerm("b"), b)
			if inner, ok := b.Value.(ast.Object); ok {
				few := ast.NewObject()
				if c := inner.Get(ast.StringTerm("c")); c != nil {
					few.Insert(ast.StringTerm("c"), c)
				}
				some.Insert(ast.StringTerm("b"), ast.NewTerm(few))
			}
		}
		want = some
	}
	if want.Compare(kept.Value) != 0 {
		t.Fatalf("%q: kept %v, want %v", text, kept.Value, want)
	}
}

var seeds = []string{
	``, ` `, `null`, `true`, `false`, `nul`, `truex`, `{}`, `[]`, `{`, `[`, `}`, `]`, `,`, `"`, `"a`, `"a"`, `"\u00e9"`,
	`"\ud800"`, `"\ud83d\ude00"`, "\"\xff\"", "{\"\xff\":1,\"\xfe\":2}", "\"\x01\"", `"\x"`, `"\u12"`, `"tab	"`,
	`0`, `-0`, `-`, `01`, `1.`, `1.5`, `.5`, `1e5`, `1E+5`, `1e`, `1e+`, `+1`, `9007199254740993`, `1e400`, `-1e-400`,
	`123456789012345678901234567890`, `0.1000`, `1.0`, `100`, `512`, `1e2`, `[1,]`, `[,1]`, `[1 2]`, `{"a"}`, `{"a":}`,
	`{"a":1,}`, `{a:1}`, `{"a":1 "b":2}`, `{"a":1}{}`, `{} x`, `[] ,`, `{"a":1,"a":2}`, `{"a":{"b":1},"a":{"c":2}}`,
	`{"a":1,"\u0061":2}`, `[{"a":1},{"a":1},{"a":[1,2]},{"a":[1,2]}]`, `{"1":1,"01":2}`, `{"":null}`, "\ufeff{}",
	` { "x" : [ true , false , null , { } , [ ] ] } `, `{"a":[[],[[]],{}],"b":{"c":{}}}`, "{\"a\":1}\n", "\x00",
	`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"a":9,"q":8}`,
	`{"z":[{"a":1},"\n",-1.5e3,{}],"a":{"z":1},"b":{"z":[],"c":[1],"d":{"e":"\u0041"}}}`, `{"z":"\ud800","a":1}`, `{"z":"\q"}`, `{"z":01}`,
	`{"b":{"c":1,"c":2,"z":1,"z":2}}`, `{"b":[{"z":1}]}`, `{"z":[}`, `{"z":{"a" 1}}`, `{"z":{"a":1,}}`, `{"z":nul}`,
	`{"__proto__":{"x":1},"constructor":1}`, `[1,1.0,1e0]`, `[[[[[[1]]]]]]`,
}

func TestSameAsUpstream(t *testing.T) {
	for _, seed := range seeds {
		same(t, []byte(seed))
	}
}

func TestEveryCutIsAnErrorAsUpstream(t *testing.T) {
	text := []byte(`{"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":{}}],"c":"d"} `)
	for i := range text {
		same(t, text[:i])
		same(t, append(append([]byte{}, text[:i]...), text[i+1:]...))
	}
}

func TestNesting(t *testing.T) {
	for _, depth := range []int{9999, 10000, 10001, 200000} {
		same(t, []byte(strings.Repeat("[", depth)+strings.Repeat("]", depth)))
		same(t, []byte(strings.Repeat(`{"a":`, depth)+"1"+strings.Repeat("}", depth)))
	}
}

func TestLargeObjects(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("{")
	for i := range 5000 {
		fmt.Fprintf(&b, `"k%d":{"v":%d,"w":"%d"},`, i%3000, i, i%7)
	}
	b.WriteString(`"end":0}`)
	same(t, b.Bytes())
}

func TestDuplicatesAreReported(t *testing.T) {
	got, err := Decode([]byte(`{"a":1,"b":{"c":1,"c":2},"a":3}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.Duplicates) != "[{c 18} {a 25}]" {
		t.Fatalf("got %v", got.Duplicates)
	}
}

func TestHugeNumbers(t *testing.T) {
	for _, text := range []string{"1e400", "-1e400", strings.Repeat("9", 400), "1e999999999"} {
		if _, err := Decode([]byte(text), Options{Floats: true}); err == nil {
			t.Errorf("%s was accepted", shorten(text))
		}
	}
	for _, text := range []string{"1e308", "1e-400", "9007199254740993", strings.Repeat("9", 308)} {
		if _, err := Decode([]byte(text), Options{Floats: true}); err != nil {
			t.Errorf("%s: %v", shorten(text), err)
		}
	}
}

func TestErrorsSayWhere(t *testing.T) {
	_, err := Decode([]byte(`{"a": tru`), Options{})
	if e, ok := err.(*SyntaxError); !ok || !e.Truncated || e.Offset != 9 {
		t.Fatalf("got %#v", err)
	}
	_, err = Decode([]byte("{\"a\": 1,\n \"b\" 2}"), Options{})
	if e, ok := err.(*SyntaxError); !ok || e.Truncated || e.Offset != 14 {
		t.Fatalf("got %#v", err)
	}
}

func FuzzSameAsUpstream(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(same)
}

func TestFloats(t *testing.T) {
	text := `[1.0,1e3,2.50,-0,-0.0,1e21,1e-7,12345678,12345678.5,9007199254740993,0.1]`
	got, err := Decode([]byte(text), Options{Floats: true})
	if err != nil {
		t.Fatal(err)
	}
	want := `[1, 1000, 2.5, -0, -0, 1e+21, 1e-07, 12345678, 1.23456785e+07, 9007199254740993, 0.1]`
	if got.Value.String() != want {
		t.Fatalf("got %v", got.Value)
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]bool{
		`{"after_sensitive":{"a":[true]}}`: true, `{"x":[{"sensitive":true}]}`: true, `{"sensitive_values":{},"after_sensitive":false}`: false,
		`{"after":true}`: false, `{"y":{"before_sensitive":{"a":false}}}`: false,
	} {
		for _, keep := range []Paths{nil, {}} {
			if got, err := Decode([]byte(text), Options{Keep: keep}); err != nil || got.Marked != want {
				t.Errorf("%s: %+v, %v", text, got, err)
			}
		}
	}
}

func TestLeftOut(t *testing.T) {
	got, err := Decode([]byte(`{"a":1,"b":{"x":1},"c":2}`), Options{Keep: Paths{"b": {}}})
	if err != nil || got.Value.String() != `{"b": {}}` || len(got.LeftOut) != 2 || !got.LeftOut["a"] || !got.LeftOut["c"] {
		t.Errorf("%+v %v", got, err)
	}
}

func TestKeysMadeToCollide(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("{")
	for i := range 40000 {
		fmt.Fprintf(&b, `"%08x":%d,`, uint32(i)*0x9e3779b1, i)
	}
	b.WriteString(`"end":{"end":1}}`)
	same(t, b.Bytes())
	crowded := newTable(4)
	for i := range 200 {
		crowded.insert(fmt.Sprint(i), 7, node{ast.InternedNullTerm, uint32(i)})
	}
	for i := range 200 {
		if n, ok := crowded.find([]byte(fmt.Sprint(i)), 7); !ok || n.id != uint32(i) {
			t.Fatalf("%d is lost", i)
		}
	}
}
