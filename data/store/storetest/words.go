package storetest

import (
	"math/rand/v2"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// sentences makes a document of one post whose sentences name Kyiv once each.
func sentences(list ...string) mentionmap.Located {
	l := report(strings.Join(list, " "), "Kyiv", "Kyiv")
	first, from := l.Mentions[0], 0
	first.Dates = mentionmap.NoDates
	l.Mentions = nil
	for _, s := range list {
		m := first
		m.Sentence = mentionmap.Span{Start: from, End: from + len(s)}
		m.Start = from + strings.Index(s, "Kyiv")
		m.End = m.Start + len("Kyiv")
		l.Mentions = append(l.Mentions, m)
		from += len(s) + 1
	}
	return l
}

// testSentenceWords looks for words in the post and in the mention's own sentence.
func testSentenceWords(t *testing.T, s store.Store) {
	put(t, s, sentences("A drone fell in Kyiv.", "The bridge near Kyiv stands!", "A drone and a bridge in Kyiv?"), sentences("Kyiv has a bridge."))
	for typed, want := range map[string][2]int64{ // in the post, in the sentence
		"": {4, 4}, "drone": {3, 2}, "bridge": {4, 3}, "drone bridge": {3, 1}, "title": {4, 0}, `"kyiv the"`: {0, 0},
		`"near kyiv"`: {3, 1}, `"near kyiv" drone`: {3, 0}, "nothing": {0, 0}, "title bridge": {4, 0},
	} {
		for scope, want := range want {
			q := mentionmap.NewQuery()
			q.Text, q.Sentence = typed, scope == 1
			if n := total(t, s, q); n != want {
				t.Errorf("%q, in a sentence %v: %d, want %d", typed, q.Sentence, n, want)
			}
			if n := len(mentions(t, s, q)); int64(n) != want {
				t.Errorf("%q, in a sentence %v: %d mentions, want %d", typed, q.Sentence, n, want)
			}
		}
	}
}

// testStems looks for other forms of a word; in quotes only what is written counts.
func testStems(t *testing.T, s store.Store) {
	put(t, s,
		report("Two attacks near Kyiv were reported yesterday.", "Kyiv", "yesterday"),
		report("Ночные обстрелы Киева, сообщили вчера.", "Киева", "вчера"),
		report("Про обстріли Києва повідомили вчора.", "Києва", "вчора"))
	for typed, want := range map[string]int64{
		"attack": 1, "attacks": 1, "attacked": 1, "ATTACKING report": 1, `"attack"`: 0, `"attacks"`: 1, `"two attack"`: 0, `"two attacks"`: 1,
		"обстрел": 1, "обстрелами": 1, `"обстрел"`: 0, "обстріл": 1, "обстрілів": 1, `"обстріл"`: 0,
	} {
		for _, sentence := range []bool{false, true} {
			q := mentionmap.NewQuery()
			q.Text, q.Sentence = typed, sentence
			if n := total(t, s, q); n != want {
				t.Errorf("%q, in a sentence %v: %d, want %d", typed, sentence, n, want)
			}
		}
	}
}

func testRandomSentences(t *testing.T, s store.Store) {
	m := filled(t, s, 17, 60)
	r := rand.New(rand.NewPCG(5, 2))
	found := 0
	for range 60 {
		q := randomQuery(r, m)
		q.Text, q.Sentence = randomWords(r), true
		want := m.find(&q)
		found += len(want)
		checkQuery(t, s, q, want)
		if t.Failed() {
			t.Fatalf("query: %+v, box %+v", q, q.BBox)
		}
	}
	if found == 0 {
		t.Error("no query matches anything: the suite tests too little")
	}
}
