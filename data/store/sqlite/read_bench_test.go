//go:build sqlite_fts5

package sqlite

import (
	"context"
	"flag"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/synthetic"
)

var benchHold = flag.Bool("benchhold", false, "BenchmarkRead holds the mentions in memory")

var benchDB = flag.String("benchdb", "", "a database of `mentionmap bench generate` that BenchmarkRead reads")

// readCases are questions as pages ask them, at random places and days.
var readCases = []struct {
	name string
	run  func(context.Context, *rand.Rand, store.Store) (int, error)
}{
	{"items of a box and a month", items(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3); aWindow(r, q, 30) })},
	{"items of a box and a day", items(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3); aWindow(r, q, 1) })},
	{"items of a box", items(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3) })},
	{"items of a month", items(func(r *rand.Rand, q *mentionmap.Query) { aWindow(r, q, 30) })},
	{"items, 10 of a box and a year", items(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3); aWindow(r, q, 365); q.Limit = 10 })},
	{"items, newest 50 of a box", items(func(r *rand.Rand, q *mentionmap.Query) {
		aBox(r, q, 0.5, 3)
		q.Order, q.Limit = mentionmap.OrderNewest, 50
	})},
	{"items, newest 50", items(func(r *rand.Rand, q *mentionmap.Query) { q.Order, q.Limit = mentionmap.OrderNewest, 50 })},
	{"items, 10 with a word", items(func(r *rand.Rand, q *mentionmap.Query) { aWord(r, q); q.Limit = 10 })},
	{"how many with a word", totals(func(r *rand.Rand, q *mentionmap.Query) { aWord(r, q) })},
	{"how many with a phrase", totals(func(r *rand.Rand, q *mentionmap.Query) { aWord(r, q); q.Text = `"` + q.Text + ` place"` })},
	{"how many in a box and a year", totals(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3); aWindow(r, q, 365) })},
	{"how many in a month of some confidence", totals(func(r *rand.Rand, q *mentionmap.Query) { aWindow(r, q, 30); q.MinConfidence = 0.8 })},
	{"how many in a box and a month", totals(func(r *rand.Rand, q *mentionmap.Query) { aBox(r, q, 0.5, 3); aWindow(r, q, 30) })},
	{"counts of a word", func(ctx context.Context, r *rand.Rand, s store.Store) (n int, err error) {
		q := mentionmap.NewQuery()
		aWord(r, &q)
		return n, s.Counts(ctx, q, func(store.Count) error { n++; return nil })
	}},
	{"counts of a source", func(ctx context.Context, r *rand.Rand, s store.Store) (n int, err error) {
		q := mentionmap.NewQuery()
		q.Sources = []string{"source 7"}
		return n, s.Counts(ctx, q, func(store.Count) error { n++; return nil })
	}},
	{"documents, 50 of a box", func(ctx context.Context, r *rand.Rand, s store.Store) (n int, err error) {
		q := mentionmap.NewQuery()
		aBox(r, &q, 0.5, 3)
		q.Limit = 50
		return n, s.Documents(ctx, q, func(*store.Document) error { n++; return nil })
	}},
	{"an item", func(ctx context.Context, r *rand.Rand, s store.Store) (int, error) {
		_, err := s.Mention(ctx, benchIDs[r.IntN(len(benchIDs))])
		return 1, err
	}},
	{"a document", func(ctx context.Context, r *rand.Rand, s store.Store) (int, error) {
		id, _, _ := mentionmap.SplitMentionID(benchIDs[r.IntN(len(benchIDs))])
		_, err := s.Document(ctx, id)
		return 1, err
	}},
}

var benchIDs []string

func items(set func(*rand.Rand, *mentionmap.Query)) func(context.Context, *rand.Rand, store.Store) (int, error) {
	return func(ctx context.Context, r *rand.Rand, s store.Store) (n int, err error) {
		q := mentionmap.NewQuery()
		q.Limit = 1000
		set(r, &q)
		return n, s.Mentions(ctx, q, func(*store.Mention) error { n++; return nil })
	}
}

func totals(set func(*rand.Rand, *mentionmap.Query)) func(context.Context, *rand.Rand, store.Store) (int, error) {
	return func(ctx context.Context, r *rand.Rand, s store.Store) (int, error) {
		q := mentionmap.NewQuery()
		set(r, &q)
		n, err := s.Total(ctx, q)
		return int(n), err
	}
}

func aBox(r *rand.Rand, q *mentionmap.Query, least, most float64) {
	w, h := least+(most-least)*r.Float64(), least+(most-least)*r.Float64()
	lon, lat := 22+(18-w)*r.Float64(), 44+(8-h)*r.Float64()
	q.BBox = &orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon + w, lat + h}}
}

func aWindow(r *rand.Rand, q *mentionmap.Query, days int) {
	q.From = synthetic.FirstDay + mentionmap.Day(r.IntN(synthetic.Days-days))
	q.To = q.From + mentionmap.Day(days) - 1
}

// aWord asks for one of the rarer words of the corpus.
func aWord(r *rand.Rand, q *mentionmap.Query) {
	syllables := [...]string{"ba", "ke", "di", "mo", "ru", "sta", "ne", "li", "vo", "tu", "gra", "pe", "shi", "zo", "ma"}
	for range 3 {
		q.Text += syllables[r.IntN(len(syllables))]
	}
	q.Text += syllables[1+r.IntN(4)]
}

// openToRead opens the database -benchdb; if the mentions are to be held, it
// tells what that took.
func openToRead(b *testing.B) *Store {
	b.Helper()
	if !*benchHold {
		return openAt(b, *benchDB, Options{ReadOnly: true})
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start, cpu := time.Now(), processorTime()
	s := openHeld(b, *benchDB, Options{ReadOnly: true})
	took, spent := time.Since(start), processorTime()-cpu
	runtime.GC()
	runtime.ReadMemStats(&after)
	n := s.held.columns.View().Len()
	b.Logf("%d mentions are held after %v, %v of processor time, in %.1f bytes each", n, took, spent, float64(after.HeapAlloc-before.HeapAlloc)/float64(n))
	return s
}

// BenchmarkRead asks the database -benchdb the same questions in every run, and
// gives the median and the 99th percentile.
func BenchmarkRead(b *testing.B) {
	if *benchDB == "" {
		b.Skip("needs -benchdb FILE")
	}
	s := openToRead(b)
	q := mentionmap.NewQuery()
	q.BBox, q.Limit = &orb.Bound{Min: orb.Point{25, 46}, Max: orb.Point{30, 50}}, 500
	benchIDs = nil
	if err := s.Mentions(b.Context(), q, func(m *store.Mention) error { benchIDs = append(benchIDs, m.ID); return nil }); err != nil {
		b.Fatal(err)
	}
	for _, c := range readCases {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			var took []time.Duration
			rows := 0
			before := processorTime()
			for b.Loop() {
				start := time.Now()
				n, err := c.run(b.Context(), r, s)
				if err != nil {
					b.Fatal(err)
				}
				took, rows = append(took, time.Since(start)), rows+n
			}
			slices.Sort(took)
			b.ReportMetric(float64(rows)/float64(len(took)), "rows")
			b.ReportMetric(float64((processorTime()-before).Microseconds())/float64(len(took)), "cpu-µs")
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}
