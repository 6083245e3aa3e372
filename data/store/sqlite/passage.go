package sqlite

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	passageBytes = 2000 // most bytes of a passage: two to a page of the database
	keyBits      = 28   // of a key, for the start in code points: a document holds at most 2^27 bytes
	keySpan      = 1 << keyBits
	maxBytes     = 1 << 27
)

// passage is a piece of a document's text.
type passage struct {
	start int // code points before it
	byte  int // bytes before it
	text  string
}

// cut divides a text into passages that together are the text: at the end of
// a line, else at a blank, else between two characters.
func cut(text string) []passage {
	out := make([]passage, 0, len(text)/passageBytes+1)
	start, at := 0, 0
	for at < len(text) {
		n := cutAt(text[at:])
		out = append(out, passage{start: start, byte: at, text: text[at : at+n]})
		start += utf8.RuneCountInString(text[at : at+n])
		at += n
	}
	return out
}

func cutAt(rest string) int {
	if len(rest) <= passageBytes {
		return len(rest)
	}
	window := rest[:passageBytes]
	for _, c := range []byte{'\n', ' '} {
		if i := strings.LastIndexByte(window, c); i >= passageBytes/2 {
			return i + 1
		}
	}
	n := passageBytes
	for back := 0; back < utf8.UTFMax-1 && !utf8.RuneStart(rest[n]); back++ {
		n--
	}
	if !utf8.RuneStart(rest[n]) {
		return passageBytes // not UTF-8: anywhere
	}
	return n
}

// slice returns the part of a text from code point a to b, and how many bytes
// stand before it.
func slice(text string, a, b int) (part string, before int) {
	from := byteOf(text, a)
	return text[from : from+byteOf(text[from:], b-a)], from
}

// byteOf returns the bytes of the first n code points.
func byteOf(text string, n int) int {
	bytes, _ := span(text, n)
	return bytes
}

// span returns the bytes of the first n code points, and how many there are if
// the text is shorter.
func span(text string, n int) (bytes, runes int) {
	for runes < n && bytes < len(text) {
		switch c := text[bytes]; {
		case c < utf8.RuneSelf:
			if n-runes >= 8 && plainEight(text[bytes:]) {
				bytes, runes = bytes+7, runes+7
			}
			bytes++
		case 0xc2 <= c && c <= 0xdf && bytes+1 < len(text) && text[bytes+1]&0xc0 == 0x80:
			bytes += 2
		default:
			_, size := utf8.DecodeRuneInString(text[bytes:])
			bytes += size
		}
		runes++
	}
	return bytes, runes
}

// plainEight reports whether the next eight bytes are all ASCII.
func plainEight(b string) bool {
	if len(b) < 8 {
		return false
	}
	eight := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
	return eight&0x8080808080808080 == 0
}

// join puts the texts of consecutive passages together.
func join(ps []passage) string {
	if len(ps) == 1 {
		return ps[0].text
	}
	var b bytes.Buffer
	for _, p := range ps {
		b.WriteString(p.text)
	}
	return b.String()
}
