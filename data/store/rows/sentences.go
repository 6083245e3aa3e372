package rows

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
)

// tileBytes is about the most of a sentence where it can be cut.
const tileBytes = 2000

// whole is a span that no cut may fall into. A sentence has one before and one
// behind it; another is a mention that stands in none.
type whole struct {
	mentionmap.Span
	sentence bool
}

// addSentences cuts the posts into sentences, and says in which one each mention starts.
func (p *preparer) addSentences(order []*mentionmap.Mention) {
	spans, m := p.wholes(order), 0
	var t tiler
	s := stemmers.Get().(*stemmer)
	defer stemmers.Put(s)
	for n := range p.Posts {
		post := &p.Posts[n]
		end := post.Byte + len(post.Text)
		t.begin(post.Text)
		for len(spans) > 0 && spans[0].Start < end {
			w := spans[0]
			w.Start, w.End = max(w.Start-post.Byte, 0), min(w.End, end)-post.Byte
			t.add(w)
			if spans[0].End > end {
				break // it goes on in the next post
			}
			spans = spans[1:]
		}
		ends := t.finish()
		post.Sentences = sentences(post.Text, ends, p.Located.Document.Lang, s)
		post.HeadingStems = s.stems(post.Heading, p.Located.Document.Lang)
		for ; m < len(order) && order[m].Start < end; m++ {
			at := order[m].Start - post.Byte
			p.Mentions[m].Sentence = sort.Search(len(ends), func(i int) bool { return ends[i] > at })
		}
	}
}

// wholes lists the sentences of mentions, and mentions without one, in the order
// of the text; those that overlap are one. A sentence that is longer than what is
// shown of one is none: it may be text without full stops.
func (p *preparer) wholes(order []*mentionmap.Mention) []whole {
	all := make([]whole, len(order))
	for i, m := range order {
		all[i] = whole{m.Span, false}
		if s := p.sentenceOf(m); s != m.Span {
			if _, n := p.runes(s); n <= sentenceRunes {
				all[i] = whole{s, true}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b whole) int { return cmp.Compare(a.Start, b.Start) })
	out := all[:0]
	for _, w := range all {
		if n := len(out); n > 0 && w.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, w.End)
			out[n-1].sentence = out[n-1].sentence || w.sentence
			continue
		}
		out = append(out, w)
	}
	return out
}

func sentences(text string, ends []int, lang string, s *stemmer) []Sentence {
	out := make([]Sentence, len(ends))
	start, from := 0, 0
	for i, end := range ends {
		part := text[from:end]
		out[i] = Sentence{Start: start, Length: utf8.RuneCountInString(part), Text: part, Stems: s.stems(part, lang)}
		start, from = start+out[i].Length, end
	}
	return out
}

// tiler cuts a text into sentences, each with the white space behind it: before
// and behind those that it is given, at line ends, behind full stops, and at
// white space where one gets too long.
type tiler struct {
	text  string
	from  int // where the sentence begins
	at    int // what was looked at
	space int // the last white space in the sentence ends here
	// behind: a sentence that was given ends here, but for what closes it.
	behind bool
	ends   []int
}

func (t *tiler) begin(text string) { *t = tiler{text: text, ends: t.ends[:0]} }

// add adds a span that is not cut. Spans come in order.
func (t *tiler) add(w whole) {
	t.free(w.Start)
	if w.sentence && strings.TrimSpace(t.text[t.from:w.Start]) != "" {
		t.cut(w.Start)
	}
	t.at, t.behind = w.End, w.sentence
	if !w.sentence {
		t.cutLong()
	}
}

// finish gives the ends of all sentences.
func (t *tiler) finish() []int {
	t.free(len(t.text))
	t.cut(len(t.text))
	if len(t.ends) > store.TitleSentence {
		t.ends = t.ends[:store.TitleSentence]
		t.ends[store.TitleSentence-1] = len(t.text)
	}
	return t.ends
}

func (t *tiler) cut(end int) {
	if end > t.from {
		t.ends = append(t.ends, end)
		t.from, t.space = end, end
	}
}

// cutLong cuts a sentence that gets too long at its last white space.
func (t *tiler) cutLong() {
	if t.at-t.from > tileBytes {
		t.cut(t.space)
	}
}

// free cuts text up to a byte.
func (t *tiler) free(to int) {
	if t.behind {
		t.at = to - len(strings.TrimLeft(t.text[t.at:to], closing))
		t.at, _ = spaceEnd(t.text[:to], t.at)
		t.cut(t.at)
		t.behind = false
	}
	for t.at < to {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		if !unicode.IsSpace(r) {
			t.at += size
			t.cutLong()
			continue
		}
		end, line := spaceEnd(t.text[:to], t.at)
		if t.at > t.from && (line || endsSentence(t.text[t.from:t.at])) {
			t.cut(end)
		}
		t.at, t.space = end, end
	}
}

// spaceEnd gives the end of the white space at a byte, and whether a line ends in it.
func spaceEnd(text string, at int) (end int, line bool) {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsSpace(r) {
			break
		}
		line = line || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029'
		at += size
	}
	return at, line
}

// closing is what may stand between a full stop and the white space behind it.
const closing = "\"'”’»)]"

// endsSentence reports whether a text before white space ends with a full stop.
// A letter alone before it is an initial or a short form ("U.S.", "м. Київ").
func endsSentence(text string) bool {
	text = strings.TrimRight(text, closing)
	last, size := utf8.DecodeLastRuneInString(text)
	if last != '.' {
		return last == '!' || last == '?' || last == '…'
	}
	text = text[:len(text)-size]
	letter, size := utf8.DecodeLastRuneInString(text)
	before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size])
	return !unicode.IsLetter(letter) || unicode.IsLetter(before) || unicode.IsDigit(before)
}
