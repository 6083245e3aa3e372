package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (n int64, err error) {
	if f, err := s.finding(ctx, &q); err != nil {
		return 0, s.explain(err)
	} else if f != nil && !f.everything() {
		return f.count(), nil
	}
	err = s.searchAll(ctx, &q, func(sr *search) error {
		if sr.filter.everything() {
			return sr.tx.QueryRowContext(ctx, "SELECT mentions FROM state").Scan(&n)
		}
		n, err = s.total(sr)
		return err
	})
	return n, s.explain(err)
}

// TotalOfFew is Total for a query that chooses among places, if no more than a
// small part of all mentions need be looked at; ok is false otherwise.
func (s *Store) TotalOfFew(ctx context.Context, q mentionmap.Query) (n int64, ok bool, err error) {
	if !choosesPlaces(&q) || s.held == nil || !s.held.ready.Load() {
		return 0, false, nil
	}
	f, err := s.findingAtOnce(ctx, &q)
	if f == nil || err != nil || f.view.Cost(&f.in) > max(fewRows, f.view.Len()/smallPart) {
		return 0, false, s.explain(err)
	}
	return int64(len(f.find())), true, nil
}

// smallPart: looking at so small a part of the mentions takes less than adding
// up the counts of all places.
const smallPart = 8

// searchAll runs fn with a search, in one read transaction.
func (s *Store) searchAll(ctx context.Context, q *mentionmap.Query, fn func(*search) error) error {
	return s.view(ctx, func(tx *sql.Tx) error {
		sr, err := s.newSearch(ctx, tx, q)
		if err != nil {
			return err
		}
		return fn(sr)
	})
}

// eachNarrowed visits all matches.
func (s *search) eachNarrowed(fn found) error {
	if err := s.narrow(); err != nil {
		return err
	}
	return s.each(-1, fn)
}

// eachRows counts the matches of a query in all units, in stories only if these
// are asked for, and hands the rows out in parts: each holds all of its places,
// which come after those of the parts before in the order of their ids.
func (s *Store) eachRows(ctx context.Context, q *mentionmap.Query, fn func([]placeday.Row, *placeTable) error) error {
	var f *finding
	var stories map[int64]placeday.Story
	var rows []placeday.Row
	var err error
	if q.Count != mentionmap.CountStories {
		f, err = s.finding(ctx, q)
	}
	if f == nil && err == nil {
		err = s.searchAll(ctx, q, func(sr *search) (err error) {
			f, stories, rows, err = s.rowsIn(sr)
			return err
		})
	}
	if err != nil {
		return s.explain(err)
	}
	publics, err := s.publicPlaces(ctx)
	if err != nil {
		return s.explain(err)
	}
	if f == nil {
		return fn(rows, publics)
	}
	for _, found := range f.parts(publics, rowsAtOnce) {
		if err := ctx.Err(); err != nil {
			return s.explain(err)
		}
		if err := fn(f.rows(found, stories), publics); err != nil {
			return err
		}
	}
	return nil
}

// rowsIn makes a query ready for the columns, or else counts its matches, within
// a transaction; and it reads the stories if these are asked for.
func (s *Store) rowsIn(sr *search) (f *finding, stories map[int64]placeday.Story, rows []placeday.Row, err error) {
	if sr.filter.query.Count == mentionmap.CountStories {
		if stories, err = storiesOf(sr.ctx, sr.tx); err != nil {
			return nil, nil, nil, err
		}
	}
	if f, err = s.findingIn(sr); f != nil || err != nil {
		return f, stories, nil, err
	}
	t := placeday.Tally{By: sr.filter.query.By}
	var seen []placeday.Seen
	current := int64(-1)
	end := func() { t.Document(seen, stories[current]) }
	err = sr.eachNarrowed(func(d *documentRecord, m *mentionRecord) (bool, error) {
		if d.id != current {
			end()
			seen, current = seen[:0], d.id
		}
		seen = append(seen, m.counted())
		return true, nil
	})
	end()
	return nil, nil, t.Sorted(), err
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	return s.eachRows(ctx, &q, func(rows []placeday.Row, publics *placeTable) error {
		for _, c := range countsOf(rows, q.Count, publics) {
			if err := fn(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// countsOf gives the counts of one unit, in the order of store.Store, of rows in
// the order of placeday.
func countsOf(rows []placeday.Row, unit mentionmap.Unit, publics *placeTable) []store.Count {
	order := make([]publicRow, 0, len(rows))
	for i := range rows {
		if rows[i].Counts[unit] != 0 {
			order = append(order, publicRow{publics.public(rows[i].Place), rows[i].Kind, i})
		}
	}
	slices.SortFunc(order, publicRow.compare)
	kept := make([]store.Count, 0, len(order))
	for _, o := range order {
		c := countOf(&rows[o.at], unit, o.place)
		if n := len(kept); n > 0 && sameCount(&kept[n-1], &c) {
			kept[n-1].N += c.N
		} else {
			kept = append(kept, c)
		}
	}
	return slices.DeleteFunc(kept, func(c store.Count) bool { return c.N == 0 })
}

// publicRow is where a row stands, whose place and kind come first in the order.
type publicRow struct {
	place mentionmap.PlaceID
	kind  mentionmap.Kind
	at    int
}

func (p publicRow) compare(o publicRow) int {
	switch {
	case p.place != o.place:
		return cmp.Compare(p.place, o.place)
	case p.kind != o.kind:
		return cmp.Compare(p.kind, o.kind)
	}
	return p.at - o.at
}

func countOf(r *placeday.Row, unit mentionmap.Unit, place mentionmap.PlaceID) store.Count {
	c := store.Count{Place: place, Kind: r.Kind, From: mentionmap.NoDay, To: mentionmap.NoDay, Precision: r.Facet.Precision(),
		Uses: r.Facet.Uses(), Firm: r.Facet.Firm() != 0, N: r.Counts[unit]}
	if r.Day != placeday.Undated {
		c.From, c.To = mentionmap.Day(r.Day), mentionmap.Day(r.Day+r.Span)
	}
	return c
}

// sameCount reports whether two counts differ only in their numbers.
func sameCount(a, b *store.Count) bool {
	c := *b
	c.N = a.N
	return *a == c
}

// publicPlaces gives the ids of places.
func (s *Store) publicPlaces(ctx context.Context) (table *placeTable, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		table, err = s.table.of(ctx, tx)
		return err
	})
	return table, err
}

// forAll reads all rows, ends the transaction, and only then hands them out.
func forAll[T any](ctx context.Context, s *Store, query string, args []any, one func(scanner) (T, error), fn func(T) error) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return s.explain(err)
	}
	all, err := scanAll(rows, one)
	if err != nil {
		return s.explain(err)
	}
	for _, v := range all {
		if err := fn(v); err != nil {
			return err
		}
	}
	return nil
}
