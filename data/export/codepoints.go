package export

import (
	"sort"
	"unicode/utf8"

	"mentionmap"
)

// codePoints converts bytes of a text to code points in any order: it knows
// how many there are before every piece of some hundred bytes.
type codePoints struct {
	text   string
	before []int // code points before byte i*pieceBytes
}

const pieceBytes = 256

func newCodePoints(text string) *codePoints {
	c := &codePoints{text: text, before: make([]int, 0, len(text)/pieceBytes+1)}
	n := 0
	for from := 0; from <= len(text); from += pieceBytes {
		c.before = append(c.before, n)
		n += starts(text[from:min(from+pieceBytes, len(text))])
	}
	return c
}

// starts counts the bytes that begin a code point: pieces may cut one apart.
func starts(piece string) (n int) {
	for i := range len(piece) {
		if utf8.RuneStart(piece[i]) {
			n++
		}
	}
	return n
}

func (c *codePoints) at(offset int) int {
	offset = min(max(offset, 0), len(c.text))
	piece := offset / pieceBytes
	return c.before[piece] + starts(c.text[piece*pieceBytes:offset])
}

func (c *codePoints) span(s mentionmap.Span) [2]int { return [2]int{c.at(s.Start), c.at(s.End)} }

// inOrder merges mentions and demonyms by where they start.
func inOrder(l *mentionmap.Located) []*mentionmap.Mention {
	out := make([]*mentionmap.Mention, 0, len(l.Mentions)+len(l.Demonyms))
	for i := range l.Mentions {
		out = append(out, &l.Mentions[i])
	}
	for i := range l.Demonyms {
		out = append(out, &l.Demonyms[i])
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}
