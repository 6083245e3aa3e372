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
	for _, r := range s {
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			} else if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
				continue
			}
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		} else {
			r = unicode.ToLower(r)
		}
		h.hash = (h.hash ^ uint64(r)) * 1099511628211
		if h.size += utf8.RuneLen(r); h.size >= headBytes {
			break
		}
	}
	return h
}

// A quoted block has so many lines and bytes at least.
const (
	quotedLines = 3
	quotedBytes = 200
)

// startAtQuoted: where a block of lines comes again, somebody quotes a whole
// post, so both copies begin and end one.
func (p *page) startAtQuoted(begin []bool) {
	seen := map[head]int{}
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
	seen := map[head]bool{}
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
