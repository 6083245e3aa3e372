package post

import (
	"strings"
	"unicode"

	"mentionmap"
)

// openingBytes is how much of a line is compared: quoted text often ends
// differently, teasers are cut.
const openingBytes = 40

// opening is the beginning of a line in lower-case letters and digits alone.
func opening(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
			if b.Len() >= openingBytes {
				break
			}
		}
	}
	return b.String()
}

// A quoted block has so many lines and bytes at least.
const (
	quotedLines = 3
	quotedBytes = 200
)

// startAtQuoted: where a block of lines comes again, somebody quotes a whole
// post, so both copies begin and end one.
func (p *page) startAtQuoted(begin []bool) {
	seen := map[string]int{}
	for j := 0; j < p.tail; j++ {
		head := opening(p.str(j))
		if len(head) < 20 {
			continue
		}
		i, ok := seen[head]
		if !ok {
			seen[head] = j
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
	for i+n < j && j+n < p.tail && opening(p.str(i+n)) == opening(p.str(j+n)) && p.markAt(i+n) == nil {
		n++
	}
	return n
}

func (p *page) bytes(i, j int) int { return p.lines[j-1].End - p.lines[i].Start }

// markRepeats sets Repeat on posts whose lines all stand in an earlier post.
func markRepeats(p *page, drafts []draft) {
	seen := map[string]bool{}
	for k := range drafts {
		d := &drafts[k]
		repeat := true
		for i := d.from; i < d.to; i++ {
			head := opening(p.str(i))
			if p.markAt(i) == nil && head != "" && !seen[head] {
				repeat = false
			}
		}
		d.Repeat = repeat && k > 0
		for i := d.from; i < d.to; i++ {
			seen[opening(p.str(i))] = true
		}
	}
}

// Paragraphs returns the lines of a text that repeat an earlier line of it,
// word for word, in its order: teasers, quotations, link lists.
func Paragraphs(text string) []mentionmap.Span {
	p := page{text: text}
	p.cutLines()
	seen := map[string]bool{}
	var out []mentionmap.Span
	for i := range p.lines {
		s := strings.Join(strings.Fields(p.str(i)), " ")
		if len(s) >= openingBytes && seen[s] {
			out = append(out, p.lines[i].Span)
		}
		seen[s] = true
	}
	return out
}
