//go:build sqlite_fts5

package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
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
