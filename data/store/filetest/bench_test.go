//go:build sqlite_fts5 && unix

package filetest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
	"mentionmap/data/store/synthetic/measure"
)

var benchDB = flag.String("benchdb", "", "database of 'mentionmap bench generate'; without it one of 100,000 mentions is made")

// benchPath gives the database that is measured with.
func benchPath(b *testing.B) string {
	b.Helper()
	if *benchDB != "" {
		return *benchDB
	}
	path := filepath.Join(b.TempDir(), "bench.db")
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for batch := range synthetic.New(1, 100_000).Batches(2048) {
		if _, err := db.Put(b.Context(), 0, batch); err != nil {
			b.Fatal(err)
		}
	}
	return path
}

// ready opens an index and waits for its first answer.
func ready(b *testing.B, path, snapshot string) *index.Store {
	b.Helper()
	db, err := sqlite.Open(path, sqlite.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	st, err := index.Open(b.Context(), db, index.Options{Snapshot: snapshot})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := st.Total(b.Context(), mentionmap.NewQuery()); err != nil {
		b.Fatal(err)
	}
	return st
}

// BenchmarkReady measures from opening a file to the first answer, without a
// snapshot and with one.
func BenchmarkReady(b *testing.B) {
	path, snapshot := benchPath(b), filepath.Join(b.TempDir(), "snapshot")
	b.Run("without", func(b *testing.B) {
		measure.Run(b, func() error {
			st := ready(b, path, "")
			b.StopTimer()
			defer b.StartTimer()
			return st.Close()
		})
	})
	if err := ready(b, path, snapshot).Close(); err != nil { // writes it
		b.Fatal(err)
	}
	if s, err := os.Stat(snapshot); err == nil {
		b.Logf("snapshot of %d bytes", s.Size())
	}
	b.Run("with", func(b *testing.B) {
		measure.Run(b, func() error {
			st := ready(b, path, snapshot)
			b.StopTimer()
			defer b.StartTimer()
			return st.Close()
		})
	})
}

// asked is a kind of question, of which each call gives another.
type asked struct {
	name string
	ask  func(b *testing.B, st *index.Store, r *rand.Rand) error
}

func window(r *rand.Rand, q *mentionmap.Query, most int) {
	q.From = synthetic.FirstDay + mentionmap.Day(r.IntN(synthetic.Days-most))
	q.To = q.From + mentionmap.Day(r.IntN(most))
}

func box(r *rand.Rand) *orb.Bound {
	wide := 0.5 + 2.5*r.Float64()
	lon, lat := 22+(18-wide)*r.Float64(), 44+(8-wide)*r.Float64()
	return &orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon + wide, lat + wide}}
}

var questions = []asked{
	{"items of a box and a window, limit 1000", func(b *testing.B, st *index.Store, r *rand.Rand) error {
		q := mentionmap.NewQuery()
		q.BBox, q.Limit = box(r), 1000
		window(r, &q, 90)
		return st.Mentions(b.Context(), q, func(*store.Mention) error { return nil })
	}},
	{"newest 50 of a box", func(b *testing.B, st *index.Store, r *rand.Rand) error {
		q := mentionmap.NewQuery()
		q.BBox, q.Limit, q.Order = box(r), 50, mentionmap.OrderNewest
		return st.Mentions(b.Context(), q, func(*store.Mention) error { return nil })
	}},
	{"counts per place, any window and traits", func(b *testing.B, st *index.Store, r *rand.Rand) error {
		q := mentionmap.NewQuery()
		window(r, &q, synthetic.Days-1)
		if r.IntN(2) == 0 {
			q.Uses = []mentionmap.Use{mentionmap.Literal}
		}
		if r.IntN(2) == 0 {
			q.Precisions = []mentionmap.Precision{mentionmap.PrecisionDay, mentionmap.PrecisionDays}
		}
		if r.IntN(3) == 0 {
			q.Kinds = []mentionmap.Kind{mentionmap.Settlement, mentionmap.Region}
		}
		snap, err := st.Snapshot(b.Context(), q)
		if err != nil {
			return err
		}
		_, err = snap.Totals()
		return err
	}},
	{"summary, another window of one filter", func(b *testing.B, st *index.Store, r *rand.Rand) error {
		q := mentionmap.NewQuery()
		q.Uses = []mentionmap.Use{mentionmap.Literal}
		window(r, &q, synthetic.Days-1)
		_, err := st.Summary(b.Context(), q)
		return err
	}},
	{"summary, another filter", func(b *testing.B, st *index.Store, r *rand.Rand) error {
		q := mentionmap.NewQuery()
		q.MinConfidence = float32(r.IntN(1000)) / 1000
		window(r, &q, synthetic.Days-1)
		_, err := st.Summary(b.Context(), q)
		return err
	}},
}

// BenchmarkAsk asks an index that has been read, and tells the median, the 99th
// percentile and the slowest answer.
func BenchmarkAsk(b *testing.B) {
	st := ready(b, benchPath(b), "")
	defer st.Close()
	for _, a := range questions {
		r := rand.New(rand.NewPCG(2, 3))
		for range 10 {
			if err := a.ask(b, st, r); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(a.name, func(b *testing.B) {
			var times []time.Duration
			spent := measure.ProcessorTime()
			for b.Loop() {
				start := time.Now()
				if err := a.ask(b, st, r); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(start))
			}
			spent = measure.ProcessorTime() - spent
			slices.Sort(times)
			for _, p := range []int{50, 99, 100} {
				b.ReportMetric(measure.Milliseconds(times[min(len(times)*p/100, len(times)-1)]), fmt.Sprintf("p%d-ms", p))
			}
			b.ReportMetric(measure.Milliseconds(spent)/float64(len(times)), "cpu-ms")
		})
	}
}
