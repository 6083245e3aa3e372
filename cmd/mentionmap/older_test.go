//go:build sqlite_fts5

package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// older is a database of a program from before the first release, whose tables
// were others.
func older(t *testing.T) (path string) {
	t.Helper()
	f, err := os.Open("../../data/store/sqlite/testdata/before1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	db, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, t.TempDir(), "older.db", string(db))
}

// TestOlderDatabases: each command says in one line what to do, and changes nothing.
func TestOlderDatabases(t *testing.T) {
	db := older(t)
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	text := file(t, t.TempDir(), "a.txt", article)
	for _, args := range []string{"backup --db DB copy.db", "relocate --db DB", "doctor --db DB", "export --db DB", "ingest --db DB " + text, "serve --db DB --addr 127.0.0.1:0"} {
		status, _, errs := mm(t, "", strings.Fields(strings.Replace(args, "DB", db, 1))...)
		if status != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "ingest the documents into a new one") {
			t.Errorf("%s: %d %s", args, status, errs)
		}
	}
	if after, err := os.ReadFile(db); err != nil || !bytes.Equal(before, after) {
		t.Error("the file was changed", err)
	}
	if beside, _ := filepath.Glob(db + "?*"); len(beside) > 0 {
		t.Errorf("files beside: %v", beside)
	}
}

// TestAFormerDemoIsMadeAnew: it holds nothing of the user's, and stands in the
// way of every start of a newer program.
func TestAFormerDemoIsMadeAnew(t *testing.T) {
	path := older(t)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE state SET demo = 1"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", path); status != 0 || errs != "" {
		t.Errorf("%d %s", status, errs)
	}
	if status, _, errs := mm(t, "", "ingest", "--demo", "--db", older(t)); status != 1 || !strings.Contains(errs, "ingest the documents into a new one") {
		t.Errorf("own documents: %d %s", status, errs)
	}
}
