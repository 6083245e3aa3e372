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
		if n-runes >= 8 && len(text)-bytes >= 8 && plainEight(text[bytes:bytes+8]) {
			bytes, runes = bytes+8, runes+8
			continue
		}
		// At most eight by themselves: text that is not plain seldom becomes so within a few.
		for stop := min(n, runes+8); runes < stop && bytes < len(text); runes++ {
			bytes += width(text[bytes:])
		}
	}
	return bytes, runes
}

// plainEight reports whether eight bytes are all ASCII.
func plainEight(b string) bool {
	_ = b[7]
	return (b[0] | b[1] | b[2] | b[3] | b[4] | b[5] | b[6] | b[7]) < utf8.RuneSelf
}

// width is the bytes of the first code point.
func width(text string) int {
	switch c := text[0]; {
	case c < utf8.RuneSelf:
		return 1
	case 0xc2 <= c && c <= 0xdf && len(text) > 1 && text[1]&0xc0 == 0x80:
		return 2
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
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
