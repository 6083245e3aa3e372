package when

import "math/bits"

// Scan appends the time expressions of text to dst, in the order of the text
// and without overlaps; spans are bytes. It keeps nothing and allocates
// nothing beside dst.
func Scan(dst []Expression, text string) []Expression {
	s := scanner{text: text, out: dst, first: len(dst)}
	starts := &known.starts
	for i := 0; i < len(text); {
		switch kindOf[text[i]] {
		case byteLetter: // in most words nothing can begin, which this loop sees by itself
			end := wordEnd(text, i)
			if starts[startKey(text, i)]&lengthBit(end-i) == 0 {
				i = end
			} else {
				i = s.word(i, end)
			}
		case byteDigit:
			i = s.number(i)
		default:
			i += runeLen(text[i])
		}
	}
	return s.out
}

type scanner struct {
	text  string
	out   []Expression
	first int // where the expressions of this text begin in out
	m     match
}

// word handles the word from i to end and returns where to go on.
func (s *scanner) word(i, end int) int {
	t := wordToken(s.text, i, end)
	if t.is&cTrigger == 0 {
		return end
	}
	return s.try(t)
}

func (s *scanner) number(i int) int {
	t := lexNumber(s.text, i)
	if t.is == 0 {
		return t.end
	}
	return s.try(t)
}

// try looks for the pattern that begins with t and reaches farthest.
func (s *scanner) try(t token) int {
	m := &s.m
	m.begin(s.text, t)
	var best Expression
	best.End = -1
	for rest := t.is; rest != 0; rest &= rest - 1 {
		begins := &known.first[bits.TrailingZeros64(uint64(rest))]
		if !begins.alone && m.at(1).is&begins.second == 0 {
			continue
		}
		for p := range begins.patterns {
			if m.matches(&begins.patterns[p]) && m.e.End > best.End {
				best = m.e
			}
		}
	}
	if best.End < 0 || m.absurd > 0 {
		return max(t.end, m.absurd)
	}
	s.add(best)
	return best.End
}

// add files an expression, joined with the one before it where the two are one:
// "Tuesday" and "January 31, 2023", a day and its clock, two ends of a range.
func (s *scanner) add(e Expression) {
	e.Lead = leadOf(s.text, e.Start)
	if n := len(s.out); n > s.first && join(s.text, &s.out[n-1], &e) {
		return
	}
	finish(s.text, &e)
	s.out = append(s.out, e)
}

func finish(text string, e *Expression) {
	switch e.Lead {
	case Since, Until, Before:
		e.Vague = true
	case From:
		e.Vague = e.Vague || !e.Range
	}
	if e.Kind == Weekday || e.Kind == Partial {
		e.Tense = tenseAround(text, e.Span)
	}
	if e.Minute >= 0 {
		e.ZoneAt.Start, e.ZoneAt.End = zoneAt(text, e.End)
	}
}
