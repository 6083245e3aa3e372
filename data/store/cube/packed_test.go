//go:build sqlite_fts5 && unix

package cube

import (
	"bytes"
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/synthetic"
)

// packed is a Source of counts alone, for corpora that no test has the time to
// store.
type packed struct {
	store.Store
	chunks [][]byte
	places []placeday.Place
}

func (p *packed) Generation(context.Context) (int64, error) { return 1, nil }
func (p *packed) PlaceDays(_ context.Context, _ mentionmap.By, _ int64, fn func(int, []byte)) (placeday.Parts, error) {
	for _, c := range p.chunks {
		fn(0, c)
	}
	return placeday.Parts{Generation: 1, Whole: true}, nil
}
func (p *packed) PlaceRows(context.Context, int64) (int64, []placeday.Place, error) {
	return 1, p.places, nil
}
func (p *packed) ParseNames(string) ([]mentionmap.Name, error) { return nil, nil }

// pack counts a synthetic corpus by the day of the event.
func pack(t testing.TB, mentions int) *packed {
	p := &packed{}
	rows := map[mentionmap.PlaceID]int64{}
	tally := placeday.Tally{By: mentionmap.ByEvent}
	var runs []placeday.Stream
	aside := func() {
		run := p.run(t, []placeday.Stream{tallied(&tally)})
		runs = append(runs, chunks(run))
	}
	for batch := range synthetic.New(1, mentions).Batches(1000) {
		for i := range batch {
			tally.Document(p.seen(&batch[i], rows), placeday.Story{})
		}
		if len(tally.Rows) > 1<<20 {
			aside()
		}
	}
	aside()
	p.chunks = p.run(t, runs)
	return p
}

func tallied(t *placeday.Tally) placeday.Stream {
	rows := placeday.Rows(t.Sorted())
	return &rows
}

func chunks(list [][]byte) placeday.Stream {
	return &placeday.Chunks{Read: func() ([]byte, error) {
		if len(list) == 0 {
			return nil, nil
		}
		c := list[0]
		list = list[1:]
		return c, nil
	}}
}

// run packs the sum of streams.
func (p *packed) run(t testing.TB, streams []placeday.Stream) (out [][]byte) {
	packer := placeday.Packer{Emit: func(chunk []byte, _ int) error {
		out = append(out, bytes.Clone(chunk))
		return nil
	}}
	if err := placeday.Merge(streams, packer.Add); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

func (p *packed) seen(l *mentionmap.Located, rows map[mentionmap.PlaceID]int64) []placeday.Seen {
	out := make([]placeday.Seen, len(l.Mentions))
	for i := range l.Mentions {
		m := &l.Mentions[i]
		out[i] = placeday.Seen{Post: int64(m.Post), Kind: m.Kind, Use: m.Use, Firm: m.Confidence >= mentionmap.LikelyFrom && m.Relation != mentionmap.RelationDirection,
			Day: m.Dates.From, Precision: m.Dates.Precision, Published: l.Document.Published.Day}
		if m.Dates.Known() {
			out[i].Span = int32(m.Dates.To - m.Dates.From)
		}
		if m.Place == nil {
			continue
		}
		if out[i].Place = rows[m.Place.ID]; out[i].Place == 0 {
			rows[m.Place.ID] = int64(len(rows) + 1)
			out[i].Place = int64(len(rows))
			p.places = append(p.places, placeday.Place{Place: *m.Place, Row: out[i].Place})
		}
	}
	return out
}

// BenchmarkPacked measures what is done in memory alone, without any database:
// with -mentions 10000000 it takes minutes to make the corpus.
func BenchmarkPacked(b *testing.B) {
	p := pack(b, *benchMentions)
	b.Run("unpack", func(b *testing.B) {
		measured(b, func() error {
			_, chunks, err := p.unpack(b.Context())
			(&numbers{}).divide(chunks)
			return err
		})
		b.ReportMetric(float64(p.size())/float64(*benchMentions), "packedB/mention")
	})
	b.Run("first", func(b *testing.B) { // until the first answer
		q := mentionmap.NewQuery()
		q.From = synthetic.FirstDay + 500
		measured(b, func() error {
			v, f, err := Wrap(p).ask(b.Context(), &q, false)
			if err == nil {
				v.totals(f)
			}
			return err
		})
	})
	before := heap()
	s := Wrap(p)
	q := mentionmap.NewQuery()
	v, f, err := s.ask(b.Context(), &q, true)
	if err != nil {
		b.Fatal(err)
	}
	v.totals(f)
	v.findRows()
	b.Logf("%d rows of counts in %d MB", v.base.rows, (heap()-before)>>20)
	for name, w := range benchWindows {
		q := q
		q.From, q.To = w[0], w[1]
		literal := q
		literal.Uses = []mentionmap.Use{mentionmap.Literal}
		b.Run("window/"+name, func(b *testing.B) { benchTotals(b, s, q) })
		b.Run("literal/"+name, func(b *testing.B) { benchTotals(b, s, literal) })
	}
	b.Run("random", func(b *testing.B) { benchRandom(b, s) })
	snap, _, err := s.Snapshot(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("rows", func(b *testing.B) {
		measured(b, func() error {
			inParallel(2, 64, func(_, i int) { snap.Rows(snap.Len()*i/64, snap.Len()*(i+1)/64, func(int, []Row) {}) })
			return nil
		})
	})
	b.Run("days", func(b *testing.B) {
		measured(b, func() error { snap.Days(); return nil })
	})
}

func (p *packed) unpack(ctx context.Context) (placeday.Parts, []*chunk, error) {
	return unpackAll(func(fn func(int, []byte)) (placeday.Parts, error) {
		return p.PlaceDays(ctx, mentionmap.ByEvent, -1, fn)
	})
}

func (p *packed) size() (n int) {
	for _, c := range p.chunks {
		n += len(c)
	}
	return n
}

// heap is how many bytes are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// benchRandom sums up every place in random windows with random filters, units
// and precisions, and tells the slowest: of each the best of five times, as
// another program may be in the way at any of them.
func benchRandom(b *testing.B, s *Store) {
	r := rand.New(rand.NewPCG(1, 2))
	queries := make([]mentionmap.Query, 500)
	for i := range queries {
		queries[i] = randomQuery(r)
		queries[i].By = mentionmap.ByEvent
	}
	count := func(q *mentionmap.Query) time.Duration {
		start := time.Now()
		v, f, err := s.ask(b.Context(), q, false)
		if err != nil {
			b.Fatal(err)
		}
		v.totals(f)
		return time.Since(start)
	}
	best := make([]time.Duration, len(queries))
	for i := range queries {
		count(&queries[i])
		best[i] = count(&queries[i])
		for range 4 {
			best[i] = min(best[i], count(&queries[i]))
		}
	}
	slices.Sort(best)
	i := 0
	measured(b, func() error { count(&queries[i%len(queries)]); i++; return nil })
	b.ReportMetric(milliseconds(best[len(best)*99/100]), "p99-ms")
	b.ReportMetric(milliseconds(best[len(best)-1]), "worst-ms")
}
