package locate

import (
	"hash/maphash"
	"strings"

	"mentionmap"
	"mentionmap/geo/toponym"
)

// repeats finds the mentions whose paragraph stands earlier in the document.
type repeats struct {
	of   []bool // of each name
	seen map[uint64]int
	seed maphash.Seed
}

// mark compares the lines that hold names; a line of few words is no
// paragraph. Posts that repeat as a whole are marked with all their names.
func (r *repeats) mark(f *toponym.Finder, posts []mentionmap.Post) {
	if r.seen == nil {
		r.seen, r.seed = map[uint64]int{}, maphash.MakeSeed()
	}
	clear(r.seen)
	r.of = r.of[:0]
	body := f.Text.Body
	line, repeated := mentionmap.Span{Start: -1, End: -1}, false
	p := 0
	for k := range f.Names {
		at := int(f.Text.Tokens[f.Names[k].From].Start)
		if at >= line.End {
			line = lineAround(body, max(0, line.End), at)
			repeated = r.again(body, line)
		}
		for p < len(posts) && posts[p].End <= at {
			p++
		}
		r.of = append(r.of, repeated || p < len(posts) && posts[p].Start <= at && posts[p].Repeat)
	}
}

// again reports whether the line was seen before, and remembers it.
func (r *repeats) again(body string, line mentionmap.Span) bool {
	const least = 40 // bytes
	if line.Len() < least {
		return false
	}
	h := maphash.String(r.seed, line.Of(body))
	first, ok := r.seen[h]
	if !ok {
		r.seen[h] = line.Start
	}
	return ok && first < line.Start
}

// lineAround returns the line that holds the byte, without its break; it begins
// at from or behind that.
func lineAround(body string, from, at int) mentionmap.Span {
	s := mentionmap.Span{Start: from + strings.LastIndexByte(body[from:at], '\n') + 1, End: len(body)}
	if n := strings.IndexByte(body[at:], '\n'); n >= 0 {
		s.End = at + n
	}
	return s
}
