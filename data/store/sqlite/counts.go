package sqlite

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// unitColumns say in SQL which unit a mention belongs to, by mentionmap.Unit.
var unitColumns = [...]string{
	mentionmap.CountReports:   "m.id - m.in_post",
	mentionmap.CountMentions:  "m.id",
	mentionmap.CountDocuments: "m.id >> 28",
	mentionmap.CountStories:   "(SELECT story FROM document WHERE id = m.id >> 28)",
}

// unitsSQL selects each distinct (unit, place, dates) once: place row, kind,
// first and last day, precision, the uses its mentions have and whether one of
// them is firm.
func unitsSQL(q *mentionmap.Query) (string, []any) {
	s := choose(q)
	f := filedBy(q.By)
	return "SELECT m.place AS place, m.kind AS kind, " + f.day + " AS day, " + f.last + " AS last, " + f.precision + " AS precision," +
		" max(m.use = 0) + 2 * max(m.use = 1) AS uses, max(m.confidence >= 500 AND m.relation <> 2) AS firm" +
		s.sql() + " GROUP BY " + unitColumns[q.Count] + ", m.place, m.kind, " + f.day + ", " + f.last + ", " + f.precision, s.args
}

func countsSQL(q *mentionmap.Query) (string, []any) {
	units, args := unitsSQL(q)
	return "SELECT coalesce(p.public, 0) AS public, u.kind, u.day, u.last, u.precision, u.uses, u.firm, count(*) FROM (" + units + ") u" +
		" LEFT JOIN place p ON p.id = u.place GROUP BY u.place, u.kind, u.day, u.last, u.precision, u.uses, u.firm" +
		" ORDER BY public, u.kind, u.day IS NULL, u.day, u.last, u.precision, u.uses, u.firm", args
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	query, args := countsSQL(&q)
	return forAll(ctx, s, query, args, scanCount, fn)
}

func scanCount(scan scanner) (c store.Count, err error) {
	err = scan(&c.Place, &c.Kind, nullDay{&c.From}, nullDay{&c.To}, &c.Precision, &c.Uses, &c.Firm, &c.N)
	return c, err
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
