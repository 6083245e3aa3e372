//go:build sqlite_fts5

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestDocumentsAreListedShownAndDeleted goes the whole way by the command line.
func TestDocumentsAreListedShownAndDeleted(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "t.db")
	file(t, dir, "a.txt", article)
	file(t, dir, "b.jsonl", `{"text":"Shelling in Kharkiv on 3 May 2023.","title":"Tab\tand\u001b[31mred","source":"desk","url":"https://example.org/1"}`+"\n")
	if status, _, errs := mm(t, "", "ingest", "--db", db, filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.jsonl")); status != 0 {
		t.Fatal(errs)
	}
	status, out, errs := mm(t, "", "documents", "list", "--db", db)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != 0 || len(lines) != 2 || strings.Contains(out, "\x1b") || !strings.Contains(out, "https://example.org/1") {
		t.Fatalf("%d %q %s", status, out, errs)
	}
	for _, line := range lines {
		if strings.Count(line, "\t") != 4 {
			t.Errorf("%q has not five columns", line)
		}
	}
	_, out, _ = mm(t, "", "documents", "list", "--db", db, "--q", "kharkiv", "--json")
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, `"seen":[{"source":"desk","url":"https://example.org/1"}]`) {
		t.Errorf("filtered: %s", out)
	}
	id := strings.Split(lines[1], "\t")[0]
	if status, out, errs = mm(t, "", "documents", "show", "--db", db, id); status != 0 || !strings.Contains(out, "Shelling in Kharkiv") || !strings.Contains(out, "seen:") {
		t.Errorf("%d %s %s", status, out, errs)
	}
	if status, _, errs = mm(t, "", "documents", "show", "--db", db, "nothing"); status != 1 || strings.Count(errs, "\n") != 1 {
		t.Errorf("%d %s", status, errs)
	}
	if status, _, errs = mm(t, "", "documents", "delete", "--db", db, id, strings.Repeat("0", 20)); status != 1 || !strings.Contains(errs, "nothing was deleted") {
		t.Errorf("one is not there: %d %s", status, errs)
	}
	if status, out, errs = mm(t, "", "documents", "delete", "--db", db, id); status != 0 || !strings.Contains(out, "1 documents deleted") {
		t.Errorf("%d %s %s", status, out, errs)
	}
	if _, out, _ = mm(t, "", "documents", "list", "--db", db); strings.Count(out, "\n") != 1 {
		t.Errorf("left: %s", out)
	}
	if status, _, errs = mm(t, "", "documents", "delete", "--db", filepath.Join(dir, "no.db"), id); status != 1 || !strings.Contains(errs, "no database") {
		t.Errorf("no database: %d %s", status, errs)
	}
}

// TestTheLastRunIsTakenBack: a wrong folder was read; what an earlier run stored stays.
func TestTheLastRunIsTakenBack(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "t.db")
	good, bad := file(t, dir, "good.txt", article), file(t, dir, "bad.txt", "Nothing was seen in Kherson on 4 May 2023.")
	mm(t, "", "ingest", "--db", db, good)
	_, want, _ := mm(t, "", "export", "--db", db, "--format", "csv")
	mm(t, "", "ingest", "--db", db, good, bad)
	status, out, errs := mm(t, "", "ingest", "--undo", "--db", db)
	if status != 0 || !strings.Contains(out, "1 documents deleted") {
		t.Fatalf("%d %s %s", status, out, errs)
	}
	if _, got, _ := mm(t, "", "export", "--db", db, "--format", "csv"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if status, out, errs = mm(t, "", "ingest", "--undo", "--db", db); status != 0 || !strings.Contains(out, "good.txt") {
		t.Fatalf("the one before: %d %s %s", status, out, errs)
	}
	if status, _, errs = mm(t, "", "ingest", "--undo", "--db", db); status != 1 || strings.Count(errs, "\n") != 1 {
		t.Errorf("none is left: %d %s", status, errs)
	}
	for _, args := range [][]string{{"ingest", "--undo", good}, {"ingest", "--undo", "--demo"}} {
		if status, _, _ := mm(t, "", append(args, "--db", db)...); status != exitUsage {
			t.Errorf("%v: %d", args, status)
		}
	}
}
