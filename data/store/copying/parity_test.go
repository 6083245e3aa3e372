//go:build sqlite_fts5

package copying_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/storetest"
)

// apart are columns that each engine has of its own: the geometry of a layer, and
// the number that a sentence has in its tables.
var apart = []string{"geom", "sentence"}

// written writes a value as both engines mean it: a truth is 0 or 1, a day an
// ISO date, a number of single precision as short as it can be told.
func written(column string, v any) string {
	switch x := v.(type) {
	case nil:
		return "NULL"
	case bool:
		return map[bool]string{false: "0", true: "1"}[x]
	case []byte:
		return strconv.Quote(string(x))
	case string:
		return strconv.Quote(x)
	case time.Time:
		return strconv.Quote(x.Format(time.DateOnly))
	case float32:
		return written(column, float64(x))
	case float64:
		bits := 64
		if column == "confidence" || column == "radius_km" {
			bits = 32
		}
		return strconv.FormatFloat(x, 'g', -1, bits)
	}
	return fmt.Sprint(v)
}

// row writes a row; the names of the columns come first.
func row(columns []string, values []any) string {
	var b strings.Builder
	for i, c := range columns {
		if !slices.Contains(apart, c) {
			fmt.Fprintf(&b, "%s=%s ", c, written(c, values[i]))
		}
	}
	return b.String()
}

// viewInPostgres and viewInSQLite give the rows of a view, sorted.
func viewInPostgres(t *testing.T, conn *pgx.Conn, view string) (out []string) {
	t.Helper()
	rows, err := conn.Query(t.Context(), "SELECT * FROM "+view)
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for _, f := range rows.FieldDescriptions() {
		columns = append(columns, f.Name)
	}
	out, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (string, error) {
		values, err := r.Values()
		return row(columns, values), err
	})
	if err != nil {
		t.Fatal(view, err)
	}
	slices.Sort(out)
	return out
}

func viewInSQLite(t *testing.T, db *sql.DB, view string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+view)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for i := range columns {
		columns[i] = strings.ToLower(columns[i])
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		out = append(out, row(columns, values))
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	slices.Sort(out)
	return out
}

// varied is a corpus with what the views must not differ in: words of a date in
// another post, a note of whom a post answers, near-copies.
func varied() []mentionmap.Located {
	docs := storetest.Corpus(5, 300)
	for i := range docs {
		d := &docs[i]
		for j := range d.Mentions {
			m := &d.Mentions[j]
			if m.Dates.Known() && m.Post >= 0 {
				m.Dates.Words = mentionmap.Span{Start: m.Sentence.Start, End: m.Sentence.Start + len(firstWord(d.Document.Text[m.Sentence.Start:]))}
				if j%4 == 0 { // those of the first post, or of the stretch before it
					m.Dates.Words = mentionmap.Span{Start: 0, End: len(firstWord(d.Document.Text))}
				}
			}
			if j%5 == 0 {
				m.Derived = []mentionmap.Derived{{Relation: mentionmap.Relation(1 + j%7), Words: m.Dates.Words, Lon: 30.25, Lat: 49.5, RadiusKM: 7.5}}
			}
		}
		if len(d.Posts) > 0 && i%3 == 0 {
			d.Posts[0].Lang, d.Posts[0].ReplyTo, d.Posts[0].Forwarded = "uk", "https://example.org/answered", "канал"
		}
	}
	for i := 0; i < 40; i += 2 {
		d := docs[i]
		d.Document.Text += "Share this."
		docs = append(docs, d)
	}
	return docs
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// TestTheViewsOfBothEnginesAreOne: names and values.
func TestTheViewsOfBothEnginesAreOne(t *testing.T) {
	url, path := pgtest.URL(t), filepath.Join(t.TempDir(), "x.db")
	server, err := postgres.Open(t.Context(), postgres.Options{URL: url, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	file, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	docs := varied()
	for _, b := range []store.Backend{server, file} {
		run, err := b.BeginRun(t.Context(), []string{"corpus"})
		if err != nil {
			t.Fatal(err)
		}
		for batch := range slices.Chunk(docs, 90) {
			if _, err := b.Put(t.Context(), run, batch); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Delete(t.Context(), mentionmap.DocumentID(docs[0].Document.Text)); err != nil { // its near-copy begins the story
			t.Fatal(err)
		}
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, view := range []string{"mentions", "reports", "places", "documents", "posts", "sentences"} {
		want, got := viewInSQLite(t, db, view), viewInPostgres(t, conn, view)
		if len(want) < 10 || len(got) != len(want) {
			t.Errorf("%s: %d rows in PostgreSQL, %d in SQLite", view, len(got), len(want))
		}
		told := 0
		for i := 0; i < min(len(got), len(want)) && told < 3; i++ {
			if got[i] != want[i] {
				told++
				t.Errorf("%s:\nPostgreSQL %s\nSQLite     %s", view, got[i], want[i])
			}
		}
	}
	var words, none int
	err = conn.QueryRow(t.Context(), "SELECT count(date_words), count(*) FILTER (WHERE date_words IS NULL AND date IS NOT NULL) FROM mentions").Scan(&words, &none)
	if err != nil || words < 100 || none < 20 {
		t.Errorf("the test is too weak: words of a date at %d mentions, in another post at %d (%v)", words, none, err)
	}
}
