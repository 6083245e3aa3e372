package sqlite

import (
	"sort"
	"unicode/utf8"

	"mentionmap"
)

// points turns bytes of a text into code points and back, in any order.
type points struct {
	text  string
	every []int // the byte of each code point whose number is a multiple of pointsApart
	ascii bool
}

const pointsApart = 64

func newPoints(text string) *points {
	p := &points{text: text, ascii: utf8.RuneCountInString(text) == len(text)}
	if p.ascii {
		return p
	}
	p.every = make([]int, 0, len(text)/pointsApart+1)
	n := 0
	for i := range text {
		if n%pointsApart == 0 {
			p.every = append(p.every, i)
		}
		n++
	}
	return p
}

// before is the number of code points before a byte.
func (p *points) before(offset int) int {
	offset = max(0, min(offset, len(p.text)))
	if p.ascii || offset == 0 {
		return offset
	}
	i := sort.Search(len(p.every), func(i int) bool { return p.every[i] > offset }) - 1
	return i*pointsApart + utf8.RuneCountInString(p.text[p.every[i]:offset])
}

// at is the byte of a code point.
func (p *points) at(n int) int {
	n = max(n, 0)
	if p.ascii {
		return min(n, len(p.text))
	}
	i := min(n/pointsApart, len(p.every)-1)
	return p.every[i] + byteOf(p.text[p.every[i]:], n-i*pointsApart)
}

func (p *points) span(start, length int) mentionmap.Span {
	return mentionmap.Span{Start: p.at(start), End: p.at(start + length)}
}
