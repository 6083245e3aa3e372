package cube

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	if !answers(&q) {
		return s.Source.Counts(ctx, q, fn)
	}
	v, err := s.current(ctx, q.By, q.Count)
	if err != nil {
		return err
	}
	f := newFilter(&q, v.places)
	return v.eachGroup(func(g group, a, b []row) error {
		if !f.takes(g) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return f.counts(store.Count{Place: v.places.id(g.place()), Kind: g.kind()}, a, b, fn)
	})
}

// eachGroup goes through the groups of base and tail in the order of Counts.
func (v *view) eachGroup(fn func(g group, base, tail []row) error) error {
	x, t := v.base, v.tail
	for i, j := 0, 0; i < len(x.order) || j < len(v.tailOrder); {
		var g group
		var a, b []row
		c := 0
		switch {
		case j == len(v.tailOrder):
			c = -1
		case i == len(x.order):
			c = 1
		default:
			c = v.places.compare(x.groups[x.order[i]], t.groups[v.tailOrder[j]])
		}
		if c <= 0 {
			g, a = x.groups[x.order[i]], x.at(int(x.order[i]))
			i++
		}
		if c >= 0 {
			g, b = t.groups[v.tailOrder[j]], t.at(int(v.tailOrder[j]))
			j++
		}
		if err := fn(g, a, b); err != nil {
			return err
		}
	}
	return nil
}

// counts gives the rows of one group: those of a day, of a length and a
// precision stand together, and there their ways are added up.
func (f *filter) counts(c store.Count, a, b []row, fn func(store.Count) error) error {
	for len(a) > 0 || len(b) > 0 {
		first := leading(a, b)
		if first.From > f.to && !f.undated {
			return nil
		}
		var sums [8]int64 // by way
		a = f.add(&sums, a, first)
		b = f.add(&sums, b, first)
		c.From, c.To, c.Precision = mentionmap.NoDay, mentionmap.NoDay, first.Facet.Precision()
		if first.From != placeday.Undated {
			c.From, c.To = mentionmap.Day(first.From), mentionmap.Day(first.To)
		}
		for way, n := range sums {
			if way < 2 || n == 0 {
				continue
			}
			c.Uses, c.Firm, c.N = uint8(way>>1), way&1 != 0, n
			if err := fn(c); err != nil {
				return err
			}
		}
	}
	return nil
}

func leading(a, b []row) row {
	if len(a) == 0 || len(b) > 0 && compare(&b[0], &a[0]) < 0 {
		return b[0]
	}
	return a[0]
}

// add sums up the rows at the head of a list that stand together with first,
// and returns the rest.
func (f *filter) add(sums *[8]int64, rows []row, first row) []row {
	n := 0
	for n < len(rows) && rows[n].From == first.From && rows[n].To == first.To && rows[n].Facet.Precision() == first.Facet.Precision() {
		sums[f.way(&rows[n])] += int64(rows[n].N)
		n++
	}
	return rows[n:]
}
