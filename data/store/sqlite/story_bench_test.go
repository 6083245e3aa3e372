//go:build sqlite_fts5

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentionmap"
)

// A storyShape makes documents that are like one another in some way; unlike
// ones of the same length, with as many mentions, are made by the same shape
// with like set to false.
type storyShape struct {
	name string
	make func(r *rand.Rand, n int, like bool) mentionmap.Located
}

var storyShapes = []storyShape{
	{"copies", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, form(r, n, like, 1, 100), 2, n/5)
	}},
	{"forms", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, append(form(r, n, like, 1, 100), randomWords(r, 43)...), 2, n/5)
	}},
	{"alternating", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, form(r, n, like, 7, 100), 2, n/5)
	}},
	{"places", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, form(r, n, like, 1, 200), 40, n/5)
	}},
	{"days", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, form(r, n, like, 1, 100), 20, n%1500)
	}},
	{"long", func(r *rand.Rand, n int, like bool) mentionmap.Located {
		return bulletin(r, n, form(r, n, like, 1, 12_000), 2, n/5)
	}},
}

// form gives one of several texts of so many words, by number; an own one for each number unless like is set.
func form(r *rand.Rand, n int, like bool, forms, words int) []string {
	if like {
		r = rand.New(rand.NewPCG(uint64(n%forms), 3))
	}
	return randomWords(r, words)
}

func randomWords(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("word", r.IntN(20_000))
	}
	return out
}

// bulletin makes a document of a number and words, which names so many places of a day.
func bulletin(r *rand.Rand, n int, words []string, places, day int) mentionmap.Located {
	var text strings.Builder
	fmt.Fprintf(&text, "Bulletin %d. ", n)
	l := mentionmap.Located{Gazetteer: "bench", Locator: "bench"}
	date := mentionmap.Day(19047 + day)
	for i, w := range words {
		text.WriteString(w + " ")
		if i%(len(words)/places) == 0 && len(l.Mentions) < places {
			place := benchPlace(len(l.Mentions))
			from := text.Len()
			text.WriteString(place.Name)
			l.Mentions = append(l.Mentions, mentionmap.Mention{Place: place, Kind: place.Kind, Surface: place.Name, Use: mentionmap.Use(r.IntN(8) / 7), Confidence: r.Float32(),
				Span: mentionmap.Span{Start: from, End: text.Len()}, Sentence: mentionmap.Span{Start: from, End: text.Len()},
				Dates: mentionmap.Dates{From: date, To: date, Precision: mentionmap.PrecisionDay, Basis: mentionmap.BasisSentence}})
			text.WriteString(" ")
		}
	}
	l.Document = mentionmap.Document{Key: fmt.Sprint(n), Text: text.String(), Published: mentionmap.Stamp{Day: date, Minute: -1}, Seen: []mentionmap.Seen{{Source: "Staff"}}}
	l.Posts = []mentionmap.Post{{Span: mentionmap.Span{End: text.Len()}, Published: mentionmap.NoStamp, Date: date}}
	return l
}

// documents makes n documents of a shape.
func (s *storyShape) documents(n int, like bool) []mentionmap.Located {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]mentionmap.Located, n)
	for i := range out {
		out[i] = s.make(r, i, like)
	}
	return out
}

// processorTimeOf runs fn and gives the processor time it took.
func processorTimeOf(fn func()) time.Duration {
	before := processorTime()
	fn()
	return processorTime() - before
}

// BenchmarkStories stores documents that are like one another, and as many
// unlike ones of the same length: in one Put, in batches, one by one; and it
// deletes them one after the other.
func BenchmarkStories(b *testing.B) {
	for _, shape := range storyShapes {
		for _, how := range []struct {
			name  string
			batch int
		}{{"put", 1 << 20}, {"batches", 64}, {"singly", 1}, {"delete", 0}, {"delete back", -1}} {
			for _, n := range []int{500, 1000, 2000, 2500, 4000, 8000} {
				for _, like := range []bool{true, false} {
					b.Run(fmt.Sprintf("%s/%s/%d/like=%v", shape.name, how.name, n, like), func(b *testing.B) {
						docs := shape.documents(n, like)
						var spent time.Duration
						for b.Loop() {
							spent += storeAll(b, docs, how.batch)
						}
						b.ReportMetric(spent.Seconds()/float64(b.N), "cpu-s/op")
					})
				}
			}
		}
	}
}

// storeAll gives the processor time of storing documents in batches, or with
// batch 0, that of deleting them one after the other; with -1, the last first.
func storeAll(tb testing.TB, docs []mentionmap.Located, batch int) time.Duration {
	tb.Helper()
	s := openAt(tb, filepath.Join(tb.TempDir(), "stories.db"), Options{})
	put := processorTimeOf(func() { putBatches(tb, s, docs, batch) })
	if batch > 0 {
		return put
	}
	if batch < 0 {
		docs = slices.Clone(docs)
		slices.Reverse(docs)
	}
	return processorTimeOf(func() { deleteEach(tb, s, docs) })
}

func deleteEach(tb testing.TB, s *Database, docs []mentionmap.Located) {
	tb.Helper()
	for i := range docs {
		if err := s.Delete(tb.Context(), mentionmap.DocumentID(docs[i].Document.Text)); err != nil {
			tb.Fatal(err)
		}
	}
}

func putBatches(tb testing.TB, s *Database, docs []mentionmap.Located, batch int) {
	tb.Helper()
	if batch <= 0 {
		batch = len(docs)
	}
	for len(docs) > 0 {
		n := min(batch, len(docs))
		if _, err := s.Put(tb.Context(), 0, docs[:n]); err != nil {
			tb.Fatal(err)
		}
		docs = docs[n:]
	}
}

func benchPlace(n int) *mentionmap.Place {
	return &mentionmap.Place{ID: mentionmap.PlaceID(n + 1), Name: fmt.Sprint("Place ", n), Kind: mentionmap.Settlement, Country: "UA",
		Lon: 22 + float64(n*7919%18000)/1000, Lat: 44 + float64(n*104729%8000)/1000, Names: []mentionmap.Name{{Text: fmt.Sprint("Місто ", n), Lang: "uk"}}}
}
