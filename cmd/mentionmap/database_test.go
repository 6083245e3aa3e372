//go:build sqlite_fts5

package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store/sqlite"
)

// TestTheQueriesOfTheDocsAnswer asks the demo what docs/database.md asks.
func TestTheQueriesOfTheDocsAnswer(t *testing.T) {
	page, err := os.ReadFile("../../docs/database.md")
	if err != nil {
		t.Fatal(err)
	}
	queries := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(queries) != 10 {
		t.Fatalf("%d queries", len(queries))
	}
	path := filepath.Join(t.TempDir(), "demo.db")
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", path); status != 0 {
		t.Fatal(errs)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if n := answers(t, db, q[1]); n == 0 {
			t.Errorf("no row: %s", q[1])
		}
	}
	schema, err := os.ReadFile("../../data/store/sqlite/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\|").FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(string(schema), "CREATE VIEW "+view[1]+" ") {
			t.Errorf("there is no view %s", view[1])
		}
		if n := answers(t, db, "SELECT * FROM "+view[1]+" LIMIT 1"); n != 1 {
			t.Errorf("the view %s is empty", view[1])
		}
	}
}

// answers counts the rows of a query; each must have a value that is not NULL.
func answers(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Errorf("%v: %s", err, query)
		return 0
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for ; rows.Next(); n++ {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		if values[len(values)-1] == nil && values[0] == nil {
			t.Errorf("an empty row: %s", query)
		}
	}
	if err := rows.Err(); err != nil {
		t.Errorf("%v: %s", err, query)
	}
	return n
}

// TestServeBesideAReaderWithoutALog: a program that turned the log off and reads
// keeps others from turning it on, not from showing what is there.
func TestServeBesideAReaderWithoutALog(t *testing.T) {
	db := filepath.Join(t.TempDir(), "t.db")
	if status, _, errs := mm(t, "", "ingest", "--db", db, reports(t, 5)); status != 0 {
		t.Fatal(errs)
	}
	direct(t, db, "PRAGMA journal_mode = DELETE")
	reader, err := sql.Open("sqlite3", db)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	tx, err := reader.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM place").Scan(&n); err != nil {
		t.Fatal(err)
	}
	var said []string
	o := sqlite.Options{BusyTimeout: 50 * time.Millisecond, Notice: func(s string) { said = append(said, s) }}
	d, err := openShown(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if i, err := d.Info(t.Context()); err != nil || i.Documents != 5 {
		t.Errorf("%d documents, %v", i.Documents, err)
	}
	if len(said) != 1 || !strings.Contains(said[0], "if only to read") {
		t.Errorf("said %q", said)
	}
	if _, err := d.Put(t.Context(), 0, []mentionmap.Located{plainDocument("In Kherson.")}); mentionmap.CodeOf(err) != mentionmap.Unavailable {
		t.Errorf("put: %v", err)
	}
	if _, err := sqlite.Open(db, sqlite.Options{BusyTimeout: 50 * time.Millisecond}); mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "if only to read") {
		t.Errorf("to write: %v", err)
	}
}
