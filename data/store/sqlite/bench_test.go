//go:build sqlite_fts5

package sqlite

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

var benchMentions = flag.Int("mentions", 100_000, "mentions in the database that benchmarks read")

const (
	benchPlaces = 30_000
	benchDays   = 1500
	perDocument = 10
)

// benchCorpus gives n documents of ten mentions in 1,000 bytes of text, from a
// seed: places by Zipf's law over Ukraine, days rising with bursts.
func benchCorpus(seed uint64, n int) []mentionmap.Located {
	r := rand.New(rand.NewPCG(seed, 7))
	zipf := rand.NewZipf(r, 1.1, 8, benchPlaces-1)
	docs := make([]mentionmap.Located, n)
	for i := range docs {
		day := mentionmap.Day(19047 + i*benchDays/n)
		if r.IntN(4) == 0 {
			day = mentionmap.Day(19047 + int(float64(benchDays)*r.Float64()*r.Float64()))
		}
		docs[i] = benchDocument(r, zipf, day, fmt.Sprintf("%d-%d", seed, i))
	}
	return docs
}

func benchDocument(r *rand.Rand, zipf *rand.Zipf, day mentionmap.Day, key string) mentionmap.Located {
	var text strings.Builder
	l := mentionmap.Located{Gazetteer: "bench", Locator: "bench"}
	for range perDocument {
		from := text.Len()
		for text.Len() < from+60 {
			fmt.Fprintf(&text, "word%d ", r.IntN(20_000))
		}
		m := mentionmap.Mention{Place: benchPlace(int(zipf.Uint64())), Use: mentionmap.Use(r.IntN(2)), RadiusKM: 5, Confidence: r.Float32(),
			Dates: mentionmap.Dates{From: day, To: day, Precision: mentionmap.PrecisionDay, Basis: mentionmap.BasisSentence}}
		if r.IntN(8) == 0 {
			m.Dates.To, m.Dates.Precision = day+6, mentionmap.PrecisionWeek
		}
		m.Kind, m.Surface = m.Place.Kind, m.Place.Name
		m.Start = text.Len()
		text.WriteString(m.Surface)
		m.End = text.Len()
		text.WriteString(" was hit on Friday.")
		m.Dates.Words = mentionmap.Span{Start: text.Len() - 7, End: text.Len() - 1}
		m.Sentence = mentionmap.Span{Start: from, End: text.Len()}
		text.WriteString("\n")
		l.Mentions = append(l.Mentions, m)
	}
	l.Document = mentionmap.Document{Key: key, Text: text.String(), Published: mentionmap.Stamp{Day: day, Minute: -1}, Seen: []mentionmap.Seen{{Source: fmt.Sprint("source", r.IntN(50))}}}
	l.Posts = []mentionmap.Post{{Span: mentionmap.Span{End: text.Len()}, Published: mentionmap.NoStamp, Date: day}}
	return l
}

func benchPlace(n int) *mentionmap.Place {
	return &mentionmap.Place{ID: mentionmap.PlaceID(n + 1), Name: fmt.Sprint("Place ", n), Kind: mentionmap.Settlement, Country: "UA",
		Lon: 22 + float64(n*7919%18000)/1000, Lat: 44 + float64(n*104729%8000)/1000, Names: []mentionmap.Name{{Text: fmt.Sprint("Місто ", n), Lang: "uk"}}}
}

var bench struct {
	once  sync.Once
	store *Store
	path  string
}

// benchStore is made once for all benchmarks of a run.
func benchStore(b *testing.B) *Store {
	b.Helper()
	bench.once.Do(func() {
		s, err := Open(filepath.Join(benchDir, "bench.db"), Options{})
		if err != nil {
			b.Fatal(err)
		}
		const batch = 500
		for i := 0; i*batch*perDocument < *benchMentions; i++ {
			if _, err := s.Put(b.Context(), benchCorpus(uint64(i), batch)); err != nil {
				b.Fatal(err)
			}
		}
		bench.store = s
	})
	return bench.store
}

func BenchmarkPut(b *testing.B) {
	s := openAt(b, filepath.Join(b.TempDir(), "put.db"), Options{})
	bytes, n, seed := int64(0), 0, uint64(1000)
	for b.Loop() {
		b.StopTimer()
		docs := benchCorpus(seed, 500)
		seed++
		b.StartTimer()
		added, err := s.Put(b.Context(), docs)
		if err != nil {
			b.Fatal(err)
		}
		n += added.Mentions
		bytes += int64(len(docs)) * int64(len(docs[0].Document.Text))
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mentions/s")
	var size int64
	if err := s.read.QueryRow("SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)").Scan(&size); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size)/float64(n), "B/mention")
}

func BenchmarkQueries(b *testing.B) {
	s := benchStore(b)
	box := &orb.Bound{Min: orb.Point{30, 47}, Max: orb.Point{31.5, 48}}
	cases := []struct {
		name string
		run  func(context.Context, mentionmap.Query) error
		set  func(*mentionmap.Query)
	}{
		{"page/box+window", s.readAll, func(q *mentionmap.Query) { q.BBox, q.From, q.To, q.Limit = box, 19400, 19430, 1000 }},
		{"page/newest", s.readAll, func(q *mentionmap.Query) { q.Order, q.Limit = mentionmap.OrderNewest, 50 }},
		{"page/newest+window", s.readAll, func(q *mentionmap.Query) { q.Order, q.From, q.To, q.Limit = mentionmap.OrderNewest, 19400, 19430, 50 }},
		{"page/words", s.readAll, func(q *mentionmap.Query) { q.Text, q.Limit = "word77", 50 }},
		{"page/source", s.readAll, func(q *mentionmap.Query) { q.Sources, q.Limit = []string{"source7"}, 50 }},
		{"total/window", s.readTotal, func(q *mentionmap.Query) { q.From, q.To = 19400, 19430 }},
		{"total/box", s.readTotal, func(q *mentionmap.Query) { q.BBox = box }},
		{"counts/all", s.readCounts, func(*mentionmap.Query) {}},
		{"counts/words", s.readCounts, func(q *mentionmap.Query) { q.Text = "word77" }},
		{"places/window", s.readPlaces, func(q *mentionmap.Query) { q.From, q.To = 19400, 19430 }},
	}
	for _, c := range cases {
		q := mentionmap.NewQuery()
		c.set(&q)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.run(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStream(b *testing.B) {
	s := benchStore(b)
	q := mentionmap.NewQuery()
	n := 0
	for b.Loop() {
		if err := s.Mentions(b.Context(), q, func(*store.Mention) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mentions/s")
}

func (s *Store) readAll(ctx context.Context, q mentionmap.Query) error {
	return s.Mentions(ctx, q, func(*store.Mention) error { return nil })
}

func (s *Store) readTotal(ctx context.Context, q mentionmap.Query) error {
	_, err := s.Total(ctx, q)
	return err
}

func (s *Store) readCounts(ctx context.Context, q mentionmap.Query) error {
	return s.Counts(ctx, q, func(store.Count) error { return nil })
}

func (s *Store) readPlaces(ctx context.Context, q mentionmap.Query) error {
	return s.Places(ctx, q, func(*store.PlaceCount) error { return nil })
}
