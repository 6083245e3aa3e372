package rows

import (
	"sort"
	"unicode/utf8"
)

// points turns bytes of a text into code points, in any order.
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
	if p.ascii || offset == 0 {
		return offset
	}
	i := sort.Search(len(p.every), func(i int) bool { return p.every[i] > offset }) - 1
	return i*pointsApart + utf8.RuneCountInString(p.text[p.every[i]:offset])
}

// parts reports whether a byte of a text, or its end, parts two characters.
func parts(text string, offset int) bool {
	if offset < 0 || offset > len(text) {
		return false
	}
	if offset == len(text) || utf8.RuneStart(text[offset]) {
		return true
	}
	for back := 1; back < utf8.UTFMax && back <= offset; back++ {
		if utf8.RuneStart(text[offset-back]) {
			_, size := utf8.DecodeRuneInString(text[offset-back:])
			return size <= back
		}
	}
	return true
}

// bytesOf returns the bytes of the first n code points of a text, and how many
// there are if it is shorter. So many bytes hold no more code points than that.
func bytesOf(text string, n int) (bytes, runes int) {
	for runes < n && bytes < len(text) {
		end := min(bytes+n-runes, len(text))
		for !parts(text, end) {
			end++
		}
		bytes, runes = end, runes+utf8.RuneCountInString(text[bytes:end])
	}
	return bytes, runes
}
