//go:build sqlite_fts5

package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
)

func query(set func(*mentionmap.Query)) *mentionmap.Query {
	q := mentionmap.NewQuery()
	set(&q)
	return &q
}

func TestChoose(t *testing.T) {
	const sources = "SELECT id FROM post WHERE source IN (SELECT id FROM source WHERE name IN (?,?)) UNION SELECT o.id FROM seen e " +
		"JOIN post o ON o.id BETWEEN e.document << 28 AND (e.document << 28) + 268435455 AND o.own_source = 0 WHERE e.source IN (SELECT id FROM source WHERE name IN (?,?))"
	cases := []struct {
		name string
		q    *mentionmap.Query
		sql  string
		args []any
	}{
		{"everything", query(func(*mentionmap.Query) {}), " FROM mention m", nil},
		{"box", query(func(q *mentionmap.Query) { q.BBox = &orb.Bound{Min: orb.Point{22, 44}, Max: orb.Point{40, 52}} }),
			" FROM mention m WHERE m.place IN (SELECT id FROM place WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?)", []any{22.0, 40.0, 44.0, 52.0}},
		{"box across the antimeridian", query(func(q *mentionmap.Query) { q.BBox = &orb.Bound{Min: orb.Point{170, -20}, Max: orb.Point{-170, 0}} }),
			" FROM mention m WHERE m.place IN (SELECT id FROM place WHERE (lon >= ? OR lon <= ?) AND lat BETWEEN ? AND ?)", []any{170.0, -170.0, -20.0, 0.0}},
		{"window", query(func(q *mentionmap.Query) { q.From, q.To = 10, 20 }),
			" FROM mention m WHERE (m.day BETWEEN ? AND ? OR m.day < ? AND m.days > 0 AND (m.day + m.days) >= ?)", []any{int64(10), int64(20), int64(10), int64(10)}},
		{"window open below", query(func(q *mentionmap.Query) { q.To = 20 }), " FROM mention m WHERE m.day <= ?", []any{int64(20)}},
		{"window open above", query(func(q *mentionmap.Query) { q.From = 10 }), " FROM mention m WHERE (m.day + m.days) >= ?", []any{int64(10)}},
		{"window by publication", query(func(q *mentionmap.Query) { q.From, q.To, q.By = 10, 20, mentionmap.ByPublished }),
			" FROM mention m WHERE m.published BETWEEN ? AND ?", []any{int64(10), int64(20)}},
		{"undated under a window", query(func(q *mentionmap.Query) { q.To, q.Precisions = 20, []mentionmap.Precision{0, 1} }),
			" FROM mention m WHERE m.precision IN (0,1) AND (m.day IS NULL OR m.day <= ?)", []any{int64(20)}},
		{"lists", query(func(q *mentionmap.Query) {
			q.Places, q.Kinds, q.Uses, q.MinConfidence = []mentionmap.PlaceID{5, -7}, []mentionmap.Kind{1, 3}, []mentionmap.Use{0}, 0.5
		}), " FROM mention m WHERE m.place IN (SELECT id FROM place WHERE public IN (5,-7)) AND m.kind IN (1,3) AND m.use IN (0) AND m.confidence >= ?", []any{int64(500)}},
		{"not placed", query(func(q *mentionmap.Query) { q.Places = []mentionmap.PlaceID{0} }),
			" FROM mention m WHERE (m.place = 0 OR m.place IN (SELECT id FROM place WHERE public IN (0)))", nil},
		{"documents", query(func(q *mentionmap.Query) { q.Documents = []string{"a"} }),
			" FROM (SELECT id FROM document WHERE public IN (?)) d CROSS JOIN mention m ON m.id BETWEEN d.id << 28 AND (d.id << 28) + 268435455", []any{"a"}},
		{"sources of documents", query(func(q *mentionmap.Query) { q.Sources, q.Documents = []string{"s", "t"}, []string{"a"} }),
			" FROM (" + sources + ") x CROSS JOIN post p ON p.id = x.id CROSS JOIN mention m ON m.id BETWEEN p.id AND p.id + p.length - 1" +
				" WHERE m.id >> 28 IN (SELECT id FROM document WHERE public IN (?))", []any{"s", "t", "s", "t", "a"}},
		{"words of sources", query(func(q *mentionmap.Query) { q.Text, q.Sources = "a b", []string{"s", "t"} }),
			" FROM post_words f CROSS JOIN post p ON p.id = f.rowid CROSS JOIN mention m ON m.id BETWEEN p.id AND p.id + p.length - 1" +
				" WHERE f.post_words MATCH ? AND p.id IN (" + sources + ")", []any{`"a" "b"`, "s", "t", "s", "t"}},
	}
	for _, c := range cases {
		s := choose(c.q)
		if got := s.sql(); got != c.sql || !reflect.DeepEqual(s.args, c.args) {
			t.Errorf("%s:\n got %s %v\nwant %s %v", c.name, got, s.args, c.sql, c.args)
		}
	}
}

func TestPageSQL(t *testing.T) {
	all := func(*mentionmap.Query) {}
	cases := []struct {
		name  string
		set   func(*mentionmap.Query)
		at    cursor
		where string
		args  []any
	}{
		{"start", all, cursor{id: -1}, "FROM mention m NOT INDEXED WHERE +m.id < ? ORDER BY m.id LIMIT 9", []any{int64(99)}},
		{"stored", func(q *mentionmap.Query) { q.Limit = 9 }, cursor{id: 4, started: true}, "FROM mention m WHERE +m.id < ? AND m.id > ? ORDER BY m.id LIMIT 9", []any{int64(99), int64(4)}},
		{"newest", all, cursor{order: mentionmap.OrderNewest, id: 4, day: 7, started: true},
			"FROM mention m WHERE +m.id < ? AND +m.day IS NOT NULL AND (m.day, m.id) < (?, ?) ORDER BY m.day DESC, m.id DESC LIMIT 9", []any{int64(99), int64(7), int64(4)}},
		{"oldest by publication", func(q *mentionmap.Query) { q.By = mentionmap.ByPublished }, cursor{order: mentionmap.OrderOldest, id: 4, day: 7, started: true},
			"FROM mention m WHERE +m.id < ? AND +m.published IS NOT NULL AND (m.published, m.id) > (?, ?) ORDER BY m.published, m.id LIMIT 9", []any{int64(99), int64(7), int64(4)}},
		{"newest of a place", func(q *mentionmap.Query) { q.Places = []mentionmap.PlaceID{5} }, cursor{order: mentionmap.OrderNewest, id: -1},
			"FROM mention m WHERE m.place IN (SELECT id FROM place WHERE public IN (5)) AND +m.id < ? AND +m.day IS NOT NULL ORDER BY +m.day DESC, m.id DESC LIMIT 9", []any{int64(99)}},
		{"undated", all, cursor{order: mentionmap.OrderNewest, undated: true, id: 4, started: true},
			"FROM mention m WHERE +m.id < ? AND m.day IS NULL AND m.id > ? ORDER BY m.id LIMIT 9", []any{int64(99), int64(4)}},
	}
	for _, c := range cases {
		got, args := pageSQL(query(c.set), c.at, 99, 9)
		if want := "SELECT " + mentionColumns + " " + c.where; got != want || !reflect.DeepEqual(args, c.args) {
			t.Errorf("%s:\n got %s %v\nwant %s %v", c.name, got, args, want, c.args)
		}
	}
}

// TestPlans holds what makes the usual questions fast on millions of rows: a
// database that was never analysed is taken for a large one.
func TestPlans(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "m.db"), Options{})
	cases := []struct {
		name string
		sql  func() (string, []any)
		uses string
	}{
		{"a page of a window", func() (string, []any) {
			return pageSQL(query(func(q *mentionmap.Query) { q.From, q.To, q.Limit = 10, 20, 5 }), cursor{order: mentionmap.OrderNewest, id: -1}, 1<<60, 5)
		}, "mention_by_day"},
		{"a page of a place", func() (string, []any) {
			return pageSQL(query(func(q *mentionmap.Query) { q.Places, q.Limit = []mentionmap.PlaceID{5}, 5 }), cursor{order: mentionmap.OrderNewest, id: -1}, 1<<60, 5)
		}, "mention_by_place"},
		{"how many in a box", func() (string, []any) {
			return totalSQL(query(func(q *mentionmap.Query) { q.BBox = &orb.Bound{Max: orb.Point{1, 1}} }))
		}, "mention_by_place"},
		{"all of a document", func() (string, []any) {
			return totalSQL(query(func(q *mentionmap.Query) { q.Documents = []string{"a"} }))
		}, "SEARCH m USING INTEGER PRIMARY KEY"},
		{"all with a word", func() (string, []any) { return totalSQL(query(func(q *mentionmap.Query) { q.Text = "a" })) }, "SEARCH m USING INTEGER PRIMARY KEY"},
		{"all of a source", func() (string, []any) {
			return totalSQL(query(func(q *mentionmap.Query) { q.Sources = []string{"a"} }))
		}, "post_by_source"},
	}
	for _, c := range cases {
		text, args := c.sql()
		if got := plan(t, s.read, text, args); !strings.Contains(got, c.uses) || strings.Contains(got, "SCAN m") && !strings.Contains(got, "SCAN m USING") {
			t.Errorf("%s does not use %s:\n%s", c.name, c.uses, got)
		}
	}
}

func plan(t *testing.T, db *sql.DB, text string, args []any) string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := scanAll(rows, func(scan scanner) (line string, err error) {
		var a, b, c int
		return line, scan(&a, &b, &c, &line)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestAtLeast(t *testing.T) {
	for c, want := range map[float32]int64{0: 0, 0.0001: 1, 0.0005: 1, 0.1: 100, 0.29: 290, 0.57: 570, 0.8: 800, 0.9999: 1000, 1: 1000, 5: 2000} {
		if got := atLeast(c); got != want && confidence(got) < c && got < 2000 {
			t.Errorf("atLeast(%g) = %d, want %d", c, got, want)
		} else if c <= 1 && got > 0 && confidence(got-1) >= c {
			t.Errorf("atLeast(%g) = %d: %d would do", c, got, got-1)
		}
	}
}

func TestMatchOf(t *testing.T) {
	for typed, want := range map[string]string{
		"":                 "",
		"dam":              `"dam"`,
		" two  words\t":    `"two" "words"`,
		`"a phrase" x`:     `"a phrase" "x"`,
		`"open phrase`:     `"open phrase"`,
		"«Каховська ГЕС»":  `"Каховська ГЕС"`,
		"a AND (b OR c*)":  `"a" "AND" "(b" "OR" "c*)"`,
		"!!! -- \"?\"":     "",
		"col:x NEAR(a, 3)": `"col:x" "NEAR(a," "3)"`,
	} {
		if got := matchOf(typed); got != want {
			t.Errorf("matchOf(%q) = %s, want %s", typed, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{`a "b c`, "NEAR(", "*", "a\x00b", "\xff\xfe", "{a b}: c", "”“"} {
		f.Add(s)
	}
	s, err := Open(f.TempDir()+"/m.db", Options{})
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := s.Total(t.Context(), *query(func(q *mentionmap.Query) { q.Text = typed })); err != nil {
			t.Errorf("%q is an error: %v", typed, err)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, c := range []cursor{{id: 5}, {order: 1, id: 5, day: -3}, {order: 2, id: 7, undated: true}} {
		f.Add(c.String(), uint8(c.order))
	}
	f.Fuzz(func(t *testing.T, text string, order uint8) {
		c, err := parseCursor(text, mentionmap.Order(order))
		if err != nil {
			if mentionmap.CodeOf(err) != mentionmap.Invalid {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if again, err := parseCursor(c.String(), c.order); text != "" && (err != nil || fmt.Sprint(again) != fmt.Sprint(c)) {
			t.Errorf("%q is %+v, written %q, read %+v, %v", text, c, c, again, err)
		}
	})
}
