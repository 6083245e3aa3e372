//go:build sqlite_fts5

package sqlite

import (
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
)

// BenchmarkHydrate reads mentions of the database -benchdb by their keys: 1,000
// of as many documents, and 1,000 that stand one after the other.
func BenchmarkHydrate(b *testing.B) {
	if *benchDB == "" {
		b.Skip("needs -benchdb FILE")
	}
	s, other := openBench(b), openBench(b) // what the other reads is in no cache of the first
	documents := benchDocuments(b, other)
	for _, c := range []struct {
		name string
		n    int
		keys func(testing.TB, *Store, *rand.Rand, []int64, int) []dated
	}{{"scattered", 1000, scatteredKeys}, {"scattered, 10", 10, scatteredKeys}, {"in order", 1000, keysInOrder}} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			var sets [50][]dated
			for i := range sets {
				sets[i] = c.keys(b, other, r, documents, c.n)
			}
			hydrateSets(b, s, sets[:])
		})
	}
}

func openBench(b *testing.B) *Store {
	s, err := Open(*benchDB, Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func benchDocuments(tb testing.TB, s *Store) (documents []int64) {
	rows, err := s.read.Query("SELECT id FROM document WHERE mentions > 0")
	if err == nil {
		documents, err = scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) })
	}
	if err != nil {
		tb.Fatal(err)
	}
	return documents
}

func hydrateSets(b *testing.B, s *Store, sets [][]dated) {
	var took []time.Duration
	var spent time.Duration
	mentions := 0
	for b.Loop() {
		before, start := processorTime(), time.Now()
		page, err := hydrateKeys(b, s, sets[len(took)%len(sets)])
		if err != nil {
			b.Fatal(err)
		}
		took, spent = append(took, time.Since(start)), spent+processorTime()-before
		mentions += len(page)
	}
	slices.Sort(took)
	each := float64(mentions) / float64(len(took))
	b.ReportMetric(each, "mentions")
	b.ReportMetric(float64(spent.Nanoseconds())/1000/float64(mentions), "cpu-µs/mention")
	b.ReportMetric(float64(took[0].Nanoseconds())/1000/each, "best-µs/mention")
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000/each, "median-µs/mention")
}

func hydrateKeys(b *testing.B, s *Store, keys []dated) (page []store.Mention, err error) {
	err = view(b.Context(), s.mapped, func(tx *sql.Tx) error {
		found, err := (&search{store: s, ctx: b.Context(), tx: tx}).pick(keys)
		if err == nil {
			page, err = s.hydrate(b.Context(), tx, found)
		}
		return err
	})
	return page, err
}

// scatteredKeys gives the keys of a mention of each of n documents, in no order.
func scatteredKeys(tb testing.TB, s *Store, r *rand.Rand, documents []int64, n int) (keys []dated) {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = documents[r.IntN(len(documents))]
	}
	slices.Sort(ids)
	eachMentions(tb, s, slices.Compact(ids), func(of []mentionRecord) {
		m := &of[r.IntN(len(of))]
		keys = append(keys, dated{m.day, m.id})
	})
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	return keys
}

// keysInOrder gives the keys of n mentions of documents that follow each other.
func keysInOrder(tb testing.TB, s *Store, r *rand.Rand, documents []int64, n int) (keys []dated) {
	at := r.IntN(len(documents) - n)
	eachMentions(tb, s, documents[at:at+n], func(of []mentionRecord) {
		for i := range of {
			keys = append(keys, dated{of[i].day, of[i].id})
		}
	})
	return keys[:n]
}

func eachMentions(tb testing.TB, s *Store, documents []int64, fn func([]mentionRecord)) {
	err := s.view(tb.Context(), func(tx *sql.Tx) error {
		all := &search{store: s, ctx: tb.Context(), tx: tx}
		return all.readDocuments(documents, func(d *documentRecord) (bool, error) {
			if err := d.readAll(); err != nil {
				return false, err
			}
			fn(d.mentions)
			return true, nil
		})
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// longDocument is a document of so many names in one sentence, each under a date.
func longDocument(names int) mentionmap.Located {
	const name = "Харків, "
	place := &mentionmap.Place{ID: 706483, Name: "Kharkiv", Kind: mentionmap.Settlement, Country: "UA", Lon: 36.25, Lat: 50}
	l := mentionmap.Located{Document: mentionmap.Document{Key: "long", Text: strings.Repeat(name, names)}}
	for i := range names {
		at := i * len(name)
		l.Mentions = append(l.Mentions, mentionmap.Mention{
			Span: mentionmap.Span{Start: at, End: at + len("Харків")}, Surface: "Харків", Sentence: mentionmap.Span{End: len(l.Document.Text)}, Post: -1,
			Kind: mentionmap.Settlement, Place: place, Dates: mentionmap.NoDates, Confidence: 0.9,
		})
	}
	return l
}

// BenchmarkLongDocument reads all mentions of one long document: the time of each
// must not grow with their number.
func BenchmarkLongDocument(b *testing.B) {
	for _, names := range []int{10_000, 40_000, 160_000, 640_000} {
		b.Run(strconv.Itoa(names), func(b *testing.B) {
			s, err := Open(filepath.Join(b.TempDir(), "long.db"), Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Put(b.Context(), []mentionmap.Located{longDocument(names)}); err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			before := processorTime()
			n, bytes := 0, 0
			for b.Loop() {
				err := s.Mentions(b.Context(), mentionmap.NewQuery(), func(m *store.Mention) error { n++; bytes += len(m.Snippet); return nil })
				if err != nil {
					b.Fatal(err)
				}
			}
			spent := processorTime() - before
			b.ReportMetric(float64(spent.Nanoseconds())/1000/float64(n), "cpu-µs/mention")
			b.ReportMetric(float64(bytes)/1e6/spent.Seconds(), "MB/cpu-s")
		})
	}
}
