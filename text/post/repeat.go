package post

import (
	"unicode"
	"unicode/utf8"
)

// head is what a line is known again by: a hash of its first letters and
// digits, in lower case, and how many bytes these are. Quoted text often ends
// differently, and teasers are cut.
type head struct {
	hash uint64
	size int
}

// A head is taken of so many bytes; one of fewer than telling says nothing.
const (
	headBytes = 40
	telling   = 20
)

func headOf(s string) head {
	h := head{hash: 14695981039346656037}
	for i := 0; i < len(s) && h.size < headBytes; {
		if s[i] < utf8.RuneSelf {
			if b := plain[s[i]]; b > 0 {
				h.add(rune(b), 1)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if i += n; unicode.IsLetter(r) || unicode.IsDigit(r) {
			r = unicode.ToLower(r)
			h.add(r, utf8.RuneLen(r))
		}
	}
	return h
}

func (h *head) add(r rune, size int) {
	h.hash = (h.hash ^ uint64(r)) * 1099511628211
	h.size += size
}

// plain has the letters and digits of ASCII, letters in lower case; 0 for
// anything else.
var plain = func() (t [256]byte) {
	for b := byte('0'); b <= '9'; b++ {
		t[b] = b
	}
	for b := byte('a'); b <= 'z'; b++ {
		t[b], t[b-'a'+'A'] = b, b
	}
	return t
}()

// A quoted block has so many lines and bytes at least.
const (
	quotedLines = 3
	quotedBytes = 200
)

// startAtQuoted: where a block of lines comes again, somebody quotes a whole
// post, so both copies begin and end one.
func (p *page) startAtQuoted(begin []bool) {
	seen := make(map[head]int, len(p.lines))
	for j := 0; j < p.tail; j++ {
		h := p.lines[j].head
		if h.size < telling {
			continue
		}
		i, ok := seen[h]
		if !ok {
			seen[h] = j
			continue
		}
		n := p.sameLines(i, j)
		if n >= quotedLines && p.bytes(i, i+n) >= quotedBytes {
			for _, at := range []int{i, i + n, j, j + n} {
				begin[at] = true
			}
			j += n - 1
		}
	}
}

// sameLines counts the lines from i on that come again from j on.
func (p *page) sameLines(i, j int) (n int) {
	for i+n < j && j+n < p.tail && p.lines[i+n].head == p.lines[j+n].head && p.markAt(i+n) == nil {
		n++
	}
	return n
}

func (p *page) bytes(i, j int) int { return p.lines[j-1].End - p.lines[i].Start }

// markRepeats sets Repeat on posts whose lines all stand in an earlier post.
func markRepeats(p *page, drafts []draft) {
	if len(drafts) < 2 {
		return
	}
	seen := make(map[head]bool, len(p.lines))
	for k := range drafts {
		d := &drafts[k]
		repeat := true
		for i := d.from; i < d.to; i++ {
			if h := p.lines[i].head; p.markAt(i) == nil && h.size > 0 && !seen[h] {
				repeat = false
			}
		}
		d.Repeat = repeat && k > 0
		for i := d.from; i < d.to; i++ {
			seen[p.lines[i].head] = true
		}
	}
}
