package toponym

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// split cuts the text into sentences. Lines end a sentence unless the text is
// wrapped; full stops do unless they belong to an abbreviation.
func (t *Text) split() {
	t.Sentences = t.Sentences[:0]
	from := 0
	for i := 1; i <= len(t.Tokens); i++ {
		if i == len(t.Tokens) || t.mayStart(i) && t.starts(from, i) {
			t.Sentences = append(t.Sentences, t.sentence(from, i))
			from = i
		}
	}
}

func (t *Text) sentence(from, to int) Sentence {
	start, end := 0, len(t.Body)
	if from > 0 {
		start = t.cut(from)
	}
	if to < len(t.Tokens) {
		end = t.cut(to)
	}
	s := mentionmap.Span{Start: start, End: end}
	s = trim(t.Body, s)
	return Sentence{Span: s, From: int32(from), To: int32(to)}
}

// cut finds where, between token i and the one before, a sentence ends: at
// the last line break, else at the first blank.
func (t *Text) cut(i int) int {
	a, b := int(t.Tokens[i-1].End), int(t.Tokens[i].Start)
	between := t.Body[a:b]
	if n := strings.LastIndexByte(between, '\n'); n >= 0 {
		return a + n
	}
	if n := strings.IndexFunc(between, unicode.IsSpace); n >= 0 {
		return a + n
	}
	return b
}

func trim(body string, s mentionmap.Span) mentionmap.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(body[s.Start:s.End])
		if !unicode.IsSpace(r) && r != '\uFEFF' {
			break
		}
		s.Start += n
	}
	for s.End > s.Start {
		r, n := utf8.DecodeLastRuneInString(body[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// mayStart reports more than a blank between two words, or an abbreviation before it.
func (t *Text) mayStart(i int) bool {
	return t.Tokens[i].Gap != gazetteer.GapSpace || t.Tokens[i-1].Flags&gazetteer.Initial != 0
}

// starts reports whether token i begins a sentence, where the one before it
// begins at from: who begins one with a small letter begins the next so too.
func (t *Text) starts(from, i int) bool {
	g := t.Tokens[i].Gap
	const marks = gazetteer.GapDot | gazetteer.GapStop
	const blanks = gazetteer.GapSpace | gazetteer.GapLine
	switch {
	case g&gazetteer.GapParagraph != 0:
		return true
	case g&gazetteer.GapLine != 0 && !t.wrapped:
		return t.small || !t.lower(i) || t.lower(from) || g&(marks|gazetteer.GapOther|gazetteer.GapHyphen) != 0
	case t.Tokens[i-1].Flags&gazetteer.Initial != 0 && g&blanks != 0: // its full stop is part of the word
		return t.Capital(i) && t.Class[i]&Stop != 0
	case g&marks == 0 || g&blanks == 0:
		return false
	case t.lower(i) && !t.lower(from):
		return false
	case g&gazetteer.GapStop != 0:
		return true
	}
	return !t.abbreviated(i)
}

// abbreviated reports whether the full stop before token i belongs to the
// word before it.
func (t *Text) abbreviated(i int) bool {
	before := &t.Tokens[i-1]
	c := t.Class[i-1]
	n := before.End - before.Start
	switch {
	case t.Tokens[i].Gap&gazetteer.GapOther != 0: // a quote closes
		return false
	case c&Initial != 0:
		return t.Class[i]&Stop == 0
	case before.Flags&gazetteer.HasDigit != 0:
		return false
	case c&Title != 0 && n <= 5 && t.Capital(i-1):
		return true
	case c&Month != 0 && n <= 4:
		return t.Tokens[i].Flags&gazetteer.HasDigit != 0
	}
	return c&Abbrev != 0
}
