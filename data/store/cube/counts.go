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
	v, err := s.current(ctx, q.By)
	if err != nil {
		return err
	}
	f, shift := newFilter(&q, v), placeday.Shift(q.Count)
	v.findRows()
	var rows []dated
	for _, number := range v.byPublic() {
		if !f.takes(number) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		g := v.groups[number]
		c := store.Count{Place: v.places.id(g.Place()), Kind: g.Kind()}
		rows = v.rowsOf(rows[:0], number, f)
		err := f.eachRow(rows, shift, func(r Row) error { return fn(r.count(c)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// count fills in what a row says.
func (r Row) count(c store.Count) store.Count {
	c.From, c.To = mentionmap.NoDay, mentionmap.NoDay
	if r.From != placeday.Undated {
		c.From, c.To = mentionmap.Day(r.From), mentionmap.Day(r.To)
	}
	c.Uses, c.Precision, c.Firm, c.N = r.Flags&3, mentionmap.Precision(r.Flags>>2&7), r.Flags>>5 != 0, r.N
	return c
}
