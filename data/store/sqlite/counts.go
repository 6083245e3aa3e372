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
		return int64(f.view.Count(&f.in)), nil
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

// rows counts the matches of a query in all units.
func (s *Store) rows(ctx context.Context, q *mentionmap.Query) (rows []placeday.Row, err error) {
	if q.Count != mentionmap.CountStories {
		if f, err := s.finding(ctx, q); err != nil {
			return nil, s.explain(err)
		} else if f != nil {
			return f.rows(), nil
		}
	}
	err = s.searchAll(ctx, q, func(sr *search) error {
		stories := map[int64]placeday.Story{}
		if q.Count == mentionmap.CountStories {
			if stories, err = storiesOf(ctx, sr.tx); err != nil {
				return err
			}
		}
		t := placeday.Tally{By: q.By}
		var seen []placeday.Seen
		current := int64(-1)
		end := func() { t.Document(seen, stories[current]) }
		err := sr.eachNarrowed(func(d *documentRecord, m *mentionRecord) (bool, error) {
			if d.id != current {
				end()
				seen, current = seen[:0], d.id
			}
			seen = append(seen, m.counted())
			return true, nil
		})
		end()
		rows = t.Sorted()
		return err
	})
	return rows, s.explain(err)
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	rows, err := s.rows(ctx, &q)
	if err != nil {
		return err
	}
	publics, err := s.publicPlaces(ctx, rows)
	if err != nil {
		return err
	}
	counts := countsOf(rows, q.Count, publics)
	for _, c := range counts {
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// countsOf gives the counts of one unit, in the order of store.Store.
func countsOf(rows []placeday.Row, unit mentionmap.Unit, publics map[int64]mentionmap.PlaceID) []store.Count {
	out := make([]store.Count, 0, len(rows))
	for i := range rows {
		r := &rows[i]
		n := r.Counts[unit]
		if n == 0 {
			continue
		}
		c := store.Count{Place: publics[r.Place], Kind: r.Kind, From: mentionmap.NoDay, To: mentionmap.NoDay, Precision: r.Facet.Precision(),
			Uses: r.Facet.Uses(), Firm: r.Facet.Firm() != 0, N: n}
		if r.Day != placeday.Undated {
			c.From, c.To = mentionmap.Day(r.Day), mentionmap.Day(r.Day+r.Span)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, compareCounts)
	kept := out[:0]
	for _, c := range out {
		if n := len(kept); n > 0 && compareCounts(kept[n-1], c) == 0 {
			kept[n-1].N += c.N
		} else {
			kept = append(kept, c)
		}
	}
	return slices.DeleteFunc(kept, func(c store.Count) bool { return c.N == 0 })
}

func compareCounts(a, b store.Count) int {
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Kind, b.Kind), cmp.Compare(undatedLast(a.From), undatedLast(b.From)), cmp.Compare(a.To, b.To),
		cmp.Compare(a.Precision, b.Precision), cmp.Compare(a.Uses, b.Uses), cmp.Compare(bitIf[byte](1, a.Firm), bitIf[byte](1, b.Firm)))
}

func undatedLast(d mentionmap.Day) int64 {
	if d == mentionmap.NoDay {
		return int64(placeday.Undated)
	}
	return int64(d)
}

// publicPlaces gives the ids of the places of rows.
func (s *Store) publicPlaces(ctx context.Context, rows []placeday.Row) (map[int64]mentionmap.PlaceID, error) {
	var ids idSet
	for i := range rows {
		ids.add(rows[i].Place)
	}
	out := map[int64]mentionmap.PlaceID{}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := s.read.QueryContext(ctx, "SELECT p.id, p.public FROM json_each(?) j CROSS JOIN place p ON p.id = j.value", ids.list())
	if err != nil {
		return nil, s.explain(err)
	}
	_, err = scanAll(found, func(scan scanner) (none struct{}, err error) {
		var id int64
		var public mentionmap.PlaceID
		err = scan(&id, &public)
		out[id] = public
		return none, err
	})
	return out, s.explain(err)
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
