package toponym

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

const longestQuote = 900 // bytes; a quotation longer than that is cut

// Whole returns the sentence as one wants to read it: where a quotation runs
// over several, all of them with the words that say whose it is.
func (t *Text) Whole(s int) mentionmap.Span {
	first, last := s, s
	out := t.Sentences[s].Span
	for first > 0 && last-first < 4 && t.openQuotes(first) < 0 && t.sameLine(first-1, first) {
		first--
	}
	depth := 0
	for i := first; i <= last; i++ {
		depth += t.openQuotes(i)
	}
	for depth > 0 && last+1 < len(t.Sentences) && t.sameLine(last, last+1) {
		last++
		depth += t.openQuotes(last)
	}
	whole := mentionmap.Span{Start: t.Sentences[first].Start, End: t.Sentences[last].End}
	if depth != 0 || whole.Len() > longestQuote {
		return out
	}
	return whole
}

// sameLine reports whether no line break parts two sentences.
func (t *Text) sameLine(a, b int) bool {
	return t.wrapped || !strings.Contains(t.Body[t.Sentences[a].End:t.Sentences[b].Start], "\n")
}

// openQuotes counts the quotes opened less those closed in a sentence; straight
// ones and apostrophes do not tell. They stand between words.
func (t *Text) openQuotes(sentence int) int {
	s := &t.Sentences[sentence]
	depth, at := 0, s.Start
	for i := s.From; i < s.To; i++ {
		if t.Tokens[i].Gap&gazetteer.GapOther != 0 {
			depth += openIn(t.Body[at:max(at, int(t.Tokens[i].Start))])
		}
		at = int(t.Tokens[i].End)
	}
	return depth + openIn(t.Body[min(at, s.End):s.End])
}

func openIn(gap string) (depth int) {
	for _, r := range gap {
		switch r {
		case '“', '«', '„':
			depth++
		case '”', '»':
			depth--
		}
	}
	return depth
}
