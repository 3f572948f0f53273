package jsonterm

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Text is looked at eight bytes at a time: it is most of a plan, and WebAssembly pays for each step of a loop.

const (
	everyByte = 0x0101010101010101
	topBits   = 0x80 * everyByte
)

// plainEnd is where the run of bytes ends that stand for themselves in a string: at a quote, a backslash, a control character
// or the end of the text. ascii is false when some byte of the run is not ASCII.
func plainEnd(text []byte, at int) (end int, ascii bool) {
	seen := uint64(0)
	for ; at+8 <= len(text); at += 8 {
		word := binary.LittleEndian.Uint64(text[at:])
		if special := endsRun(word); special != 0 {
			before := bits.TrailingZeros64(special) &^ 7
			return at + before/8, (seen|word&(1<<before-1))&topBits == 0
		}
		seen |= word
	}
	for ; at < len(text); at++ {
		c := text[at]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		seen |= uint64(c)
	}
	return at, seen&topBits == 0 && seen&utf8.RuneSelf == 0
}

// endsRun has a bit set in the first byte that ends a run, and none when no byte does. Bytes after the first say nothing.
func endsRun(word uint64) uint64 {
	quote, escape := word^'"'*everyByte, word^'\\'*everyByte
	return ((quote-everyByte)&^quote | (escape-everyByte)&^escape | (word-' '*everyByte)&^word) & topBits
}

// hashOf is for tables that compare the text afterwards; it need not resist those who want collisions.
func hashOf(text []byte) uint32 {
	hash := uint64(len(text))
	for ; len(text) >= 8; text = text[8:] {
		hash = mixed(hash ^ binary.LittleEndian.Uint64(text))
	}
	rest := uint64(0)
	for _, c := range text {
		rest = rest<<8 | uint64(c)
	}
	return uint32(mixed(hash ^ rest))
}

func mixed(hash uint64) uint64 {
	hash *= 0x9e3779b97f4a7c15
	return hash ^ hash>>32
}

// CountByte counts a byte of a text.
func CountByte(text []byte, wanted byte) int {
	count, pattern := 0, uint64(wanted)*everyByte
	for ; len(text) >= 8; text = text[8:] {
		other := binary.LittleEndian.Uint64(text) ^ pattern
		// The top bit of each byte that is not the wanted one; no sum reaches the next byte.
		count += 8 - bits.OnesCount64(((other&^topBits+^uint64(topBits))|other)&topBits)
	}
	for _, c := range text {
		if c == wanted {
			count++
		}
	}
	return count
}
