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
	if n <= 0 {
		return 0
	}
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
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
