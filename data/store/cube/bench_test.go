//go:build sqlite_fts5 && unix

package cube

import (
	"context"
	"flag"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/synthetic"
)

var (
	benchMentions = flag.Int("mentions", 100_000, "mentions in the database that benchmarks read")
	benchDB       = flag.String("benchdb", "", "a database of `mentionmap bench generate` to read instead of one made for the run")
)

// benchSource is the database of a run of benchmarks.
func benchSource(b *testing.B) *sqlite.Store {
	b.Helper()
	path := *benchDB
	if path == "" {
		path = filepath.Join(b.TempDir(), "bench.db")
		fillBench(b, path)
	}
	s, err := sqlite.Open(path, sqlite.Options{ReadOnly: *benchDB != ""})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func fillBench(b *testing.B, path string) {
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for batch := range synthetic.New(1, *benchMentions).Batches(256) {
		if _, err := s.Put(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchWindows are those that a store is asked for: short, long, early, late, open.
var benchWindows = map[string][2]mentionmap.Day{
	"day":        {synthetic.FirstDay + 700, synthetic.FirstDay + 700},
	"month":      {synthetic.FirstDay + 700, synthetic.FirstDay + 730},
	"year":       {synthetic.FirstDay + 300, synthetic.FirstDay + 665},
	"all but":    {synthetic.FirstDay + 10, synthetic.FirstDay + synthetic.Days - 10},
	"from":       {synthetic.FirstDay + 400, mentionmap.NoDay},
	"until":      {mentionmap.NoDay, synthetic.FirstDay + 1100},
	"everything": {mentionmap.NoDay, mentionmap.NoDay},
}

// BenchmarkWindow counts per place in a window: from memory, with a facet
// that keeps running sums from being used, and by SQL.
func BenchmarkWindow(b *testing.B) {
	source := benchSource(b)
	s := Wrap(source)
	for name, w := range benchWindows {
		q := mentionmap.NewQuery()
		q.From, q.To = w[0], w[1]
		literal := q
		literal.Uses = []mentionmap.Use{mentionmap.Literal}
		b.Run(name+"/memory", func(b *testing.B) { benchTotals(b, s, q) })
		b.Run(name+"/literal", func(b *testing.B) { benchTotals(b, s, literal) })
		b.Run(name+"/sql", func(b *testing.B) { benchPlaces(b, source, q) })
	}
	b.Run("random/memory", func(b *testing.B) { benchRandom(b, s) })
	b.Run("random/sql", func(b *testing.B) {
		r := rand.New(rand.NewPCG(1, 2))
		measured(b, func() error {
			q := randomQuery(r)
			q.By = mentionmap.ByEvent
			return source.Places(b.Context(), q, func(*store.PlaceCount) error { return nil })
		})
	})
}

// benchTotals sums up every place.
func benchTotals(b *testing.B, s *Store, q mentionmap.Query) {
	measured(b, func() error {
		v, f, err := s.ask(b.Context(), &q, false)
		if err == nil && len(v.totals(f)) == 0 {
			b.Fatal("nothing")
		}
		return err
	})
}

func benchPlaces(b *testing.B, s store.Store, q mentionmap.Query) {
	measured(b, func() error {
		return s.Places(b.Context(), q, func(*store.PlaceCount) error { return nil })
	})
}

// BenchmarkStore asks the same of the cube and of the database before it.
func BenchmarkStore(b *testing.B) {
	source := benchSource(b)
	s := Wrap(source)
	box := &orb.Bound{Min: orb.Point{30, 47}, Max: orb.Point{31.5, 48}}
	ctx := context.Background()
	counts := func(s store.Store, q mentionmap.Query) error {
		return s.Counts(ctx, q, func(store.Count) error { return nil })
	}
	places := func(s store.Store, q mentionmap.Query) error {
		return s.Places(ctx, q, func(*store.PlaceCount) error { return nil })
	}
	total := func(s store.Store, q mentionmap.Query) error {
		_, err := s.Total(ctx, q)
		return err
	}
	for _, c := range []struct {
		name string
		run  func(store.Store, mentionmap.Query) error
		set  func(*mentionmap.Query)
	}{
		{"counts/all", counts, func(*mentionmap.Query) {}},
		{"counts/month", counts, func(q *mentionmap.Query) { q.From, q.To = synthetic.FirstDay+700, synthetic.FirstDay+730 }},
		{"counts/published", counts, func(q *mentionmap.Query) { q.By = mentionmap.ByPublished }},
		{"places/box and year", places, func(q *mentionmap.Query) {
			q.BBox, q.From, q.To = box, synthetic.FirstDay+300, synthetic.FirstDay+665
		}},
		{"places/all", places, func(*mentionmap.Query) {}},
		{"total/year", total, func(q *mentionmap.Query) { q.From, q.To = synthetic.FirstDay+300, synthetic.FirstDay+665 }},
		{"total/box", total, func(q *mentionmap.Query) { q.BBox = box }},
	} {
		q := mentionmap.NewQuery()
		c.set(&q)
		for name, st := range map[string]store.Store{"memory": s, "sql": source} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				measured(b, func() error { return c.run(st, q) })
			})
		}
	}
}

// BenchmarkOpen reads the packed counts into memory, until the first answer
// without and with places; and its parts.
func BenchmarkOpen(b *testing.B) {
	source := benchSource(b)
	read := func(fn func(int, []byte)) (placeday.Parts, error) {
		return source.PlaceDays(b.Context(), mentionmap.ByEvent, -1, fn)
	}
	q := mentionmap.NewQuery()
	q.From = synthetic.FirstDay + 500
	b.Run("first", func(b *testing.B) { benchFirst(b, source, q, false) })
	b.Run("first with places", func(b *testing.B) { benchFirst(b, source, q, true) })
	b.Run("load", func(b *testing.B) {
		measured(b, func() error {
			_, chunks, err := unpackAll(read)
			(&numbers{}).divide(chunks)
			return err
		})
	})
	b.Run("read", func(b *testing.B) {
		measured(b, func() error {
			_, err := read(func(int, []byte) {})
			return err
		})
	})
	b.Run("index", func(b *testing.B) {
		var n numbers
		_, chunks, err := unpackAll(read)
		if err != nil {
			b.Fatal(err)
		}
		large, _ := n.divide(chunks)
		measured(b, func() error {
			newBase(large, len(n.groups), 1<<16).sumsOf(mentionmap.CountReports)
			return nil
		})
		b.ReportMetric(float64(large.rows), "rows")
	})
	b.Run("places", func(b *testing.B) {
		measured(b, func() error {
			_, _, err := source.PlaceRows(b.Context(), -1)
			return err
		})
	})
}

func benchFirst(b *testing.B, source *sqlite.Store, q mentionmap.Query, named bool) {
	measured(b, func() error {
		v, f, err := Wrap(source).ask(b.Context(), &q, named)
		if err == nil {
			v.totals(f)
		}
		return err
	})
}
