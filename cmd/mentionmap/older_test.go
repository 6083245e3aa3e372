//go:build sqlite_fts5

package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// older is a database that an older program made.
func older(t *testing.T) (path string) {
	t.Helper()
	f, err := os.Open("../../data/store/sqlite/testdata/schema2.db.gz")
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

// TestOlderDatabases: what only reads says in one way what to do, what may
// write says what it did.
func TestOlderDatabases(t *testing.T) {
	for _, args := range []string{"backup --db %s copy.db", "relocate --db %s", "doctor --db %s"} {
		db := older(t)
		status, _, errs := mm(t, "", strings.Fields(strings.Replace(args, "%s", db, 1))...)
		if status != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "of an older mentionmap") || !strings.Contains(errs, "'mentionmap serve --db "+db+"'") {
			t.Errorf("%s: %d %s", args, status, errs)
		}
	}
	db := older(t)
	if status, out, errs := mm(t, "", "export", "--db", db, "--format", "csv"); status != 0 || !strings.Contains(errs, "brought up to date") || strings.Count(out, "\n") < 2 {
		t.Errorf("export: %d %s", status, errs)
	}
	if copies, _ := filepath.Glob(db + ".bak-*"); len(copies) != 1 {
		t.Errorf("copies: %v", copies)
	}
	if status, _, errs := mm(t, "", "export", "--db", db, "--format", "csv"); status != 0 || errs != "" {
		t.Errorf("again: %d %s", status, errs)
	}
}
