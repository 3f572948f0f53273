package jsonterm

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// plainly is plainEnd, a byte at a time.
func plainly(text []byte) (int, bool) {
	ascii := true
	for i, c := range text {
		if c == '"' || c == '\\' || c < ' ' {
			return i, ascii
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return len(text), ascii
}

func FuzzWords(f *testing.F) {
	f.Add([]byte(`short" and after`))
	f.Add([]byte("\x80\x00\x01\x7f\xff\"\\\n ] [!#"))
	f.Add([]byte("eight by\x1f\x20\xa2\xdc"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for at := range text {
			wantEnd, wantASCII := plainly(text[at:])
			if end, ascii := plainEnd(text, at); end != at+wantEnd || ascii != wantASCII {
				t.Fatalf("%q from %d: %d %v, want %d %v", text, at, end, ascii, at+wantEnd, wantASCII)
			}
			if want, got := bytes.Count(text[at:], text[:1]), CountByte(text[at:], text[0]); got != want {
				t.Fatalf("%q from %d: %d times %q, want %d", text, at, got, text[0], want)
			}
		}
	})
}

// Every byte at every place of a word, among each of its neighbours that could carry into it.
func TestEveryByteIsToldApart(t *testing.T) {
	for _, around := range []byte{'a', 0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xa2, 0xdc, 0xff} {
		for place := range 17 {
			for c := range 256 {
				text := bytes.Repeat([]byte{around}, 17)
				text[place] = byte(c)
				wantEnd, wantASCII := plainly(text)
				if end, ascii := plainEnd(text, 0); end != wantEnd || ascii != wantASCII {
					t.Fatalf("%q: %d %v, want %d %v", text, end, ascii, wantEnd, wantASCII)
				}
				if want, got := bytes.Count(text, []byte{byte(c)}), CountByte(text, byte(c)); got != want {
					t.Fatalf("%q: %d times %q, want %d", text, got, byte(c), want)
				}
			}
		}
	}
}
