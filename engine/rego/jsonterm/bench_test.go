package jsonterm

import (
	"os"
	"testing"
)

func plan(b *testing.B) []byte {
	path := os.Getenv("PG_PLAN")
	if path == "" {
		b.Skip("PG_PLAN names no plan")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	return text
}

func BenchmarkDecode(b *testing.B) {
	text := plan(b)
	for b.Loop() {
		if _, err := Decode(text, Options{Floats: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpstream(b *testing.B) {
	text := plan(b)
	for b.Loop() {
		if _, err := upstream(text); err != nil {
			b.Fatal(err)
		}
	}
}
