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
	v, f, err := s.ask(ctx, &q, true)
	if err != nil {
		return err
	}
	shift := placeday.Shift(q.Count)
	v.findRows()
	var runs []run
	var rows []Row
	for _, number := range v.byPublic(f.places) {
		if !f.takes(number) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		g := v.groups[number]
		c := store.Count{Place: f.places.id(g.Place()), Kind: g.Kind()}
		runs, rows = v.runsOf(runs[:0], number, f), rows[:0]
		for _, r := range runs {
			rows = f.appendRows(rows, r, shift)
		}
		for _, r := range rows {
			if err := fn(r.count(c)); err != nil {
				return err
			}
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
