package sqlite

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// Summary implements store.Store.
func (s *Store) Summary(ctx context.Context, q mentionmap.Query) (sum store.Summary, err error) {
	query, args := summarySQL(&q)
	err = s.read.QueryRowContext(ctx, query, args...).Scan(&sum.Documents, &sum.Posts, &sum.Mentions, nullDay{&sum.First}, nullDay{&sum.Last})
	return sum, s.explain(err)
}

func summarySQL(q *mentionmap.Query) (string, []any) {
	s := choose(q)
	if !s.narrows() {
		return "SELECT documents, posts, mentions, first_day, last_day FROM state", nil
	}
	return "SELECT count(DISTINCT m.id >> 28), count(DISTINCT m.id - m.in_post), count(*), min(m.day), max(m.day + m.days)" + s.sql(), s.args
}

// narrows reports whether there are any filters.
func (s *selection) narrows() bool { return len(s.where) > 0 || s.from != "mention m" }

const (
	sourcesOfAll = `SELECT source, mentions AS n FROM post
		UNION ALL
		SELECT e.source, p.mentions FROM (SELECT DISTINCT document, source FROM seen) e
			JOIN post p ON p.id BETWEEN e.document << 28 AND (e.document << 28) + 268435455 AND p.own_source = 0 AND p.source <> e.source`
	sourcesOfPosts = `SELECT p.source, y.n FROM y JOIN post p ON p.id = y.post
		UNION ALL
		SELECT source, n FROM (SELECT DISTINCT y.post, e.source, y.n FROM y JOIN post p ON p.id = y.post AND p.own_source = 0
			JOIN seen e ON e.document = p.id >> 28 AND e.source <> p.source)`
)

// sourcesSQL counts the mentions that match by the sources of their posts. For
// all of them the posts know their numbers.
func sourcesSQL(q *mentionmap.Query) (string, []any) {
	s, with, from := choose(q), "", sourcesOfAll
	if s.narrows() {
		with, from = "WITH y AS MATERIALIZED (SELECT m.id - m.in_post AS post, count(*) AS n"+s.sql()+" GROUP BY post) ", sourcesOfPosts
	}
	return with + "SELECT s.name, sum(x.n) AS n FROM (" + from + ") x JOIN source s ON s.id = x.source GROUP BY x.source HAVING sum(x.n) > 0 ORDER BY 2 DESC, 1", s.args
}

// Sources implements store.Store.
func (s *Store) Sources(ctx context.Context, q mentionmap.Query) ([]store.SourceCount, error) {
	query, args := sourcesSQL(&q)
	var out []store.SourceCount
	err := forAll(ctx, s, query, args, scanSource, func(c store.SourceCount) error {
		out = append(out, c)
		return nil
	})
	return out, err
}

func scanSource(scan scanner) (c store.SourceCount, err error) { return c, scan(&c.Source, &c.N) }
