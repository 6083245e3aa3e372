//go:build sqlite_fts5 && unix

package cube

import (
	"bytes"
	"context"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/synthetic"
)

// packed is a Source of counts alone, for corpora that no test has the time to
// store.
type packed struct {
	store.Store
	parts  placeday.Parts
	places []placeday.Place
}

func (p *packed) Generation(context.Context) (int64, error) { return 1, nil }
func (p *packed) PlaceDays(context.Context, mentionmap.By, int64) (placeday.Parts, error) {
	return p.parts, nil
}
func (p *packed) PlaceRows(context.Context, int64) (int64, []placeday.Place, error) {
	return 1, p.places, nil
}
func (p *packed) ParseNames(string) ([]mentionmap.Name, error) { return nil, nil }

// pack counts a synthetic corpus by the day of the event.
func pack(t testing.TB, mentions int) *packed {
	p := &packed{parts: placeday.Parts{Generation: 1, Whole: true}}
	rows := map[mentionmap.PlaceID]int64{}
	tally := placeday.Tally{By: mentionmap.ByEvent}
	var runs []placeday.Stream
	aside := func() {
		run := p.run(t, []placeday.Stream{sortedRows(&tally)})
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
	p.parts.Chunks = p.run(t, runs)
	p.parts.Ends = []int{len(p.parts.Chunks)}
	return p
}

func sortedRows(t *placeday.Tally) placeday.Stream {
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
	size := 0
	for _, c := range p.parts.Chunks {
		size += len(c)
	}
	b.Run("load", func(b *testing.B) {
		rows := 0
		measured(b, func() error {
			v, err := Wrap(p).current(b.Context(), mentionmap.ByEvent)
			if err == nil {
				rows = v.base.rows
			}
			return err
		})
		b.ReportMetric(float64(rows), "rows")
		b.ReportMetric(float64(size)/float64(*benchMentions), "packedB/mention")
	})
	b.Run("unpack", func(b *testing.B) {
		measured(b, func() error {
			var n numbers
			_, _, err := n.load(p.parts)
			return err
		})
	})
	s := Wrap(p)
	for name, w := range benchWindows {
		q := mentionmap.NewQuery()
		q.From, q.To = w[0], w[1]
		literal := q
		literal.Uses = []mentionmap.Use{mentionmap.Literal}
		b.Run("window/"+name, func(b *testing.B) { benchTotals(b, s, q) })
		b.Run("literal/"+name, func(b *testing.B) { benchTotals(b, s, literal) })
	}
	b.Run("counts", func(b *testing.B) {
		measured(b, func() error {
			return s.Counts(b.Context(), mentionmap.NewQuery(), func(store.Count) error { return nil })
		})
	})
}
