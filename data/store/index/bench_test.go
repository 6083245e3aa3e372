package index

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
	"mentionmap/data/store/index/indextest"
)

var benchRows = flag.Int("benchrows", 1_000_000, "how many mentions the benchmarks hold")

// benchBackend follows documents of ten mentions in two posts: places by Zipf's
// law, days that rise over 1,500 days. It holds nothing else.
type benchBackend struct {
	*indextest.Backend
	rows int
}

const (
	benchPlaces  = 30_000
	benchSources = 500
	benchDay     = mentionmap.Day(19047)
	benchDays    = 1500
)

func (b *benchBackend) Info(ctx context.Context) (store.Info, error) {
	return store.Info{ID: b.ID, Generation: 1, Documents: int64(b.rows / 10), Mentions: int64(b.rows)}, ctx.Err()
}

func (b *benchBackend) Places(context.Context, int64) (out []store.PlaceRow, err error) {
	r := rand.New(rand.NewPCG(2, 2))
	for n := range int64(benchPlaces) {
		out = append(out, store.PlaceRow{Number: n + 1, Place: mentionmap.Place{ID: mentionmap.PlaceID(600_000 + n), Name: "Place", Kind: mentionmap.Settlement,
			Lon: 22 + 18*r.Float64(), Lat: 44 + 8*r.Float64()}})
	}
	return out, nil
}

func (b *benchBackend) Sources(_ context.Context, after int64) (out []store.SourceRow, err error) {
	for n := after; n < benchSources; n++ {
		out = append(out, store.SourceRow{Number: n + 1, Name: fmt.Sprint("source ", n)})
	}
	return out, nil
}

func (b *benchBackend) Follow(ctx context.Context, after int64, fn func(*store.Block) error) (int64, error) {
	if after >= 1 {
		return 1, nil
	}
	r := rand.New(rand.NewPCG(1, 1))
	zipf := rand.NewZipf(r, 1.05, 4, benchPlaces-1)
	block := &store.Block{}
	for at := 0; at < b.rows; at += 10 {
		b.document(block, r, zipf, at)
		if len(block.Documents) == 1000 || at+10 >= b.rows {
			block.Left = int64(b.rows-at) / 10
			if err := fn(block); err != nil {
				return 0, err
			}
			block.Documents, block.Posts, block.Mentions = block.Documents[:0], block.Posts[:0], block.Mentions[:0]
		}
	}
	return 1, ctx.Err()
}

func (b *benchBackend) document(to *store.Block, r *rand.Rand, zipf *rand.Zipf, at int) {
	number, day := int64(at/10+1), benchDay+mentionmap.Day(at*benchDays/b.rows)
	d := store.DocumentRow{Number: number, Story: number, Posts: 2, Mentions: 10, Sources: []int64{1 + r.Int64N(1+r.Int64N(benchSources))}}
	if first := number - number%50; first > 0 && r.IntN(50) == 0 {
		d.Story = first
	}
	to.Documents, to.Posts = append(to.Documents, d), append(to.Posts, store.PostRow{Published: day}, store.PostRow{Published: day})
	for i := range 10 {
		m := store.MentionRow{Start: int32(100 * i), Post: uint16(i / 5), Sentence: uint16(i % 5), Place: 1 + int64(zipf.Uint64()), Kind: mentionmap.Settlement,
			Confidence: int16(1000 - r.IntN(1+r.IntN(1000))), Precision: mentionmap.PrecisionDay, From: day - mentionmap.Day(r.IntN(4))}
		m.To = m.From
		switch x := r.IntN(100); {
		case x < 20:
			m.Precision, m.To = mentionmap.PrecisionWeek, m.From+[...]mentionmap.Day{2, 6, 29, 364}[x%4]
		case x < 25:
			m.Precision, m.From, m.To = mentionmap.Undated, mentionmap.NoDay, mentionmap.NoDay
		}
		if r.IntN(5) == 0 {
			m.Use = mentionmap.Associative
		}
		if r.IntN(10) == 0 {
			m.Relation = mentionmap.Relation(r.IntN(9))
		}
		to.Mentions = append(to.Mentions, m)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

var benchStore = sync.OnceValues(func() (*Store, string) {
	before, start := heap(), time.Now()
	s, err := Open(context.Background(), &benchBackend{Backend: indextest.New(), rows: *benchRows}, Options{})
	if err != nil {
		panic(err)
	}
	v, err := s.view(context.Background())
	if err != nil {
		panic(err)
	}
	took := time.Since(start)
	return s, fmt.Sprintf("%d mentions are read in %v, %.1f bytes each", v.rows, took, float64(heap()-before)/float64(v.rows))
})

// processorTime is that of the whole process: machines are shared.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// processor reports the time of processors that each round takes.
func processor(b *testing.B) func() {
	before := processorTime()
	return func() { b.ReportMetric(float64((processorTime()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op") }
}

// box holds about two in a hundred of the places.
func box(r *rand.Rand) *orb.Bound {
	lon, lat := 22+15*r.Float64(), 44+6*r.Float64()
	return &orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon + 2.4, lat + 1.2}}
}

func month(r *rand.Rand, q *mentionmap.Query) {
	q.From = benchDay + mentionmap.Day(r.IntN(benchDays-30))
	q.To = q.From + 29
}

// BenchmarkFind asks for what a list shows: no words are read.
func BenchmarkFind(b *testing.B) {
	s, read := benchStore()
	b.Log(read)
	ctx := context.Background()
	find := func(n int) func(q *mentionmap.Query) int {
		return func(q *mentionmap.Query) int {
			f, _ := s.filter(ctx, q)
			return len(f.find(0).next(n))
		}
	}
	count := func(q *mentionmap.Query) int {
		n, _ := s.Total(ctx, *q)
		return int(n)
	}
	newest := func(q *mentionmap.Query) int {
		f, _ := s.filter(ctx, q)
		return len(f.byDay(cursor{order: mentionmap.OrderNewest}, 50))
	}
	sources := func(q *mentionmap.Query) int {
		list, _ := s.Sources(ctx, *q)
		return len(list)
	}
	for _, c := range []struct {
		name string
		set  func(*rand.Rand, *mentionmap.Query)
		run  func(*mentionmap.Query) int
	}{
		{"a thousand in a box and a month", func(r *rand.Rand, q *mentionmap.Query) { q.BBox = box(r); month(r, q) }, find(1000)},
		{"ten in a month", func(r *rand.Rand, q *mentionmap.Query) { month(r, q) }, find(10)},
		{"count in a box and a month", func(r *rand.Rand, q *mentionmap.Query) { q.BBox = box(r); month(r, q) }, count},
		{"count of some confidence", func(r *rand.Rand, q *mentionmap.Query) { q.MinConfidence = 0.7 }, count},
		{"count of a source", func(r *rand.Rand, q *mentionmap.Query) {
			q.Sources = []string{fmt.Sprint("source ", r.IntN(benchSources))}
		}, count},
		{"count under an embargo", func(r *rand.Rand, q *mentionmap.Query) { q.Embargo = 20_500 }, count},
		{"the newest fifty", func(r *rand.Rand, q *mentionmap.Query) {}, newest},
		{"the newest fifty of a box", func(r *rand.Rand, q *mentionmap.Query) { q.BBox = box(r) }, newest},
		{"sources of a month", func(r *rand.Rand, q *mentionmap.Query) { month(r, q) }, sources},
		{"sources of all", func(r *rand.Rand, q *mentionmap.Query) {}, sources},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(2, 2))
			n := 0
			queries := make([]mentionmap.Query, 16)
			for i := range queries {
				queries[i] = mentionmap.NewQuery()
				c.set(r, &queries[i])
			}
			defer processor(b)()
			for i := 0; b.Loop(); i++ {
				n += c.run(&queries[i%len(queries)])
			}
			b.ReportMetric(float64(n)/float64(b.N), "found")
		})
	}
}

// BenchmarkSummary changes the filter, or only the window.
func BenchmarkSummary(b *testing.B) {
	s, _ := benchStore()
	ask := func(b *testing.B, q mentionmap.Query) {
		if _, err := s.Summary(context.Background(), q); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("another filter", func(b *testing.B) {
		defer processor(b)()
		for i := 0; b.Loop(); i++ {
			q := mentionmap.NewQuery()
			q.From, q.MinConfidence = benchDay+1, float32(i%400+1)/1000
			ask(b, q)
			b.StopTimer()
			settle(s) // of all windows, which goes on in the background
			b.StartTimer()
		}
	})
	b.Run("mention by mention", func(b *testing.B) {
		q := mentionmap.NewQuery()
		q.From = benchDay + 1
		defer processor(b)()
		for b.Loop() {
			f, err := s.filter(context.Background(), &q)
			if err != nil {
				b.Fatal(err)
			}
			f.summary()
		}
	})
	b.Run("all windows", func(b *testing.B) {
		q := mentionmap.NewQuery()
		defer processor(b)()
		for b.Loop() {
			f, err := s.filter(context.Background(), &q)
			if err == nil {
				_, err = counts.NewDistinct(context.Background(), f.counted(), false)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("another window", func(b *testing.B) {
		r := rand.New(rand.NewPCG(2, 2))
		q := mentionmap.NewQuery()
		q.MinConfidence, q.From = 0.5, benchDay+1
		ask(b, q)
		settle(s) // until all windows are counted
		defer processor(b)()
		for b.Loop() {
			q.From = benchDay + mentionmap.Day(r.IntN(benchDays/2))
			q.To = q.From + mentionmap.Day(r.IntN(benchDays/2))
			ask(b, q)
		}
	})
}

// BenchmarkCounts makes the counts of a filter, or asks for another window.
func BenchmarkCounts(b *testing.B) {
	s, _ := benchStore()
	ask := func(b *testing.B, q mentionmap.Query) {
		q.Limit = 100
		if err := s.Places(context.Background(), q, func(*store.PlaceCount) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("another filter", func(b *testing.B) {
		defer processor(b)()
		for i := 0; b.Loop(); i++ {
			q := mentionmap.NewQuery()
			q.MinConfidence = float32(i%400+1) / 1000
			ask(b, q)
		}
	})
	b.Run("another window", func(b *testing.B) {
		r := rand.New(rand.NewPCG(2, 2))
		q := mentionmap.NewQuery()
		ask(b, q)
		defer processor(b)()
		for b.Loop() {
			q.From = benchDay + mentionmap.Day(r.IntN(benchDays/2))
			q.To = q.From + mentionmap.Day(r.IntN(benchDays/2))
			ask(b, q)
		}
	})
}

// BenchmarkOpen opens a store with and without a snapshot, until it answers.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "i")
	backend := &benchBackend{Backend: indextest.New(), rows: *benchRows}
	ready := func(b *testing.B, o Options) {
		s, err := Open(context.Background(), backend, o)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Total(context.Background(), mentionmap.NewQuery()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if o.Snapshot != "" {
			s.cube(context.Background(), s.newest.Load(), mentionmap.NewQuery())
		}
		s.Close()
		b.StartTimer()
	}
	b.Run("without", func(b *testing.B) {
		defer processor(b)()
		for range b.N {
			ready(b, Options{})
		}
	})
	ready(b, Options{Snapshot: path})
	b.Run("with", func(b *testing.B) {
		for range b.N {
			ready(b, Options{Snapshot: path})
		}
	})
}

// TestSummaryInParts: several processors count what one does, and what the
// totals of all windows say.
func TestSummaryInParts(t *testing.T) {
	s := open(t, &benchBackend{Backend: indextest.New(), rows: 400_000}, Options{})
	for _, days := range [][2]mentionmap.Day{{benchDay + 1, mentionmap.NoDay}, {benchDay + 100, benchDay + 1300}} {
		q := mentionmap.NewQuery()
		q.From, q.To = days[0], days[1]
		f, err := s.filter(t.Context(), &q)
		if err != nil {
			t.Fatal(err)
		}
		one, got := f.sumUp(f.rows()), f.summary()
		if got.Mentions < wideRows || got.Documents != one.Documents || got.Posts != one.Posts || got.First != one.First || got.Last != one.Last {
			t.Errorf("in parts %+v, at once %+v", got, one.Summary)
		}
		for range 2 {
			sum, err := s.Summary(t.Context(), q)
			if err != nil || sum != got {
				t.Errorf("Summary is %+v, %v, want %+v", sum, err, got)
			}
			settle(s)
		}
	}
}
