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
// there are if it is shorter.
func bytesOf(text string, n int) (bytes, runes int) {
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
