package toponym

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Text is a document made ready: its words, what each can be, its sentences.
// The zero value is ready for Reset; its slices are reused.
type Text struct {
	Body      string
	Tokens    []gazetteer.Token
	Class     []Class // of each token
	Sentences []Sentence
	wrapped   bool // lines are broken to a width, not by sense
	small     bool // hardly a word has a capital: each line is a post
}

// Sentence is a sentence, a headline or an item of a list.
type Sentence struct {
	mentionmap.Span       // bytes, quotes and full stop included
	From, To        int32 // tokens, To not included
}

// Reset prepares a text of less than 2 GiB.
func (t *Text) Reset(body string) {
	t.Body = body
	if need := len(body)/5 + 16; cap(t.Tokens) < need {
		t.Tokens = make([]gazetteer.Token, 0, need)
		t.Class = make([]Class, 0, need)
	}
	t.Tokens = gazetteer.Tokenize(body, t.Tokens[:0])
	t.classify()
	t.wrapped = t.isWrapped()
	t.split()
}

// classify looks each word up.
func (t *Text) classify() {
	t.Class = t.Class[:0]
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		c := theLexicon.of(tok.Hash)
		if tok.Flags&gazetteer.Initial != 0 || tok.End == tok.Start+1 && t.Capital(i) && t.dotAfter(i) {
			c |= Initial
		}
		t.Class = append(t.Class, c)
	}
}

// dotAfter reports whether a full stop follows the token at once.
func (t *Text) dotAfter(i int) bool {
	end := int(t.Tokens[i].End)
	return end < len(t.Body) && t.Body[end] == '.'
}

// Word returns a token's text.
func (t *Text) Word(i int) string { return t.Body[t.Tokens[i].Start:t.Tokens[i].End] }

// Capital reports whether a token starts with a capital.
func (t *Text) Capital(i int) bool { return t.Tokens[i].Flags&gazetteer.Capitalised != 0 }

// At returns a token's classes; none outside the text.
func (t *Text) At(i int) Class {
	if i < 0 || i >= len(t.Class) {
		return 0
	}
	return t.Class[i]
}

// gap returns what stands before a token; a paragraph's end outside the text.
func (t *Text) gap(i int) gazetteer.Gap {
	if i <= 0 || i >= len(t.Tokens) {
		return gazetteer.GapParagraph
	}
	return t.Tokens[i].Gap
}

// tight reports whether only a blank, a hyphen or nothing parts the token
// from the one before.
func (t *Text) tight(i int) bool {
	g := t.gap(i)
	if t.wrapped {
		g &^= gazetteer.GapLine
	}
	return g&^(gazetteer.GapSpace|gazetteer.GapHyphen) == 0
}

// spaced reports whether only blanks part the token from the one before.
func (t *Text) spaced(i int) bool { return t.tight(i) && t.gap(i)&gazetteer.GapHyphen == 0 }

// isWrapped guesses from the first lines whether a line break means anything:
// it does not where every other line goes on with a small letter.
func (t *Text) isWrapped() bool {
	const enough, full = 400, 40 // a line broken to a width is long
	breaks, small, start, capitals, words := 0, 0, 0, 0, 0
	for i := range t.Tokens {
		words++
		if t.Capital(i) {
			capitals++
		}
		g := t.Tokens[i].Gap
		if g&gazetteer.GapLine == 0 || g&gazetteer.GapParagraph != 0 {
			continue
		}
		breaks++
		if t.lower(i) && int(t.Tokens[i-1].End)-start >= full {
			small++
		}
		start = int(t.Tokens[i].Start)
		if breaks == enough {
			break
		}
	}
	const rare = 15
	t.small = capitals*rare < words && t.lower(0)
	return breaks >= 4 && small*5 > breaks*2 && !t.small
}

// lower reports whether the token is a word that starts with a small letter.
func (t *Text) lower(i int) bool {
	f := t.Tokens[i].Flags
	return f&gazetteer.HasLetter != 0 && f&(gazetteer.Capitalised|gazetteer.HasDigit) == 0
}

// Span returns the bytes of the tokens from..to, to not included.
func (t *Text) Span(from, to int32) mentionmap.Span {
	return mentionmap.Span{Start: int(t.Tokens[from].Start), End: int(t.Tokens[to-1].End)}
}

// Follows reports whether token i exists and only blanks or a hyphen part it
// from the one before.
func (t *Text) Follows(i int) bool { return i > 0 && i < len(t.Tokens) && t.tight(i) }
