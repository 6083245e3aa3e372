//go:build sqlite_fts5

package main

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// generated makes a small database of made-up mentions.
func generated(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bench.db")
	status, out, errs := mm(t, "", "bench", "generate", "--db", path, "--mentions", "3000", "--json")
	var said struct{ Documents, Mentions int }
	if err := json.Unmarshal([]byte(out), &said); err != nil || status != 0 || said.Documents != 300 || said.Mentions != 3000 {
		t.Fatalf("%d %s %s", status, out, errs)
	}
	return path
}

func TestBenchGenerateIsTheSameAgainAndKeepsOffOthersFiles(t *testing.T) {
	a, b := generated(t), generated(t)
	_, first, _ := mm(t, "", "export", "--db", a, "--format", "csv")
	if _, second, _ := mm(t, "", "export", "--db", b, "--format", "csv"); first != second || strings.Count(first, "\n") < 3000 {
		t.Error("two runs of the same seed differ")
	}
	for status, args := range map[int][]string{1: {"bench", "generate", "--db", a}, 2: {"bench", "generate"}} {
		if got, _, errs := mm(t, "", args...); got != status || errs == "" {
			t.Errorf("%v: status %d, %q", args, got, errs)
		}
	}
}

func TestDoctorFindsAndRepairs(t *testing.T) {
	path := generated(t)
	status, out, errs := mm(t, "", "doctor", "--db", path)
	if status != 0 || strings.Contains(out, "WRONG") || !strings.Contains(out, "3000 mentions") || !strings.Contains(out, "free") {
		t.Fatalf("a right one: %d\n%s%s", status, out, errs)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE state SET mentions = 7"); err != nil {
		t.Fatal(err)
	}
	status, out, errs = mm(t, "", "doctor", "--db", path, "--json")
	if status != 1 || !strings.Contains(out, `"check":"numbers","ok":false`) || !strings.Contains(errs, "--repair") {
		t.Errorf("a wrong one: %d\n%s%s", status, out, errs)
	}
	if status, out, errs = mm(t, "", "doctor", "--db", path, "--repair"); status != 0 || !strings.Contains(out, "made anew") {
		t.Errorf("repair: %d\n%s%s", status, out, errs)
	}
	if status, out, _ = mm(t, "", "doctor", "--db", path); status != 0 {
		t.Errorf("after the repair: %d\n%s", status, out)
	}
	if status, _, errs = mm(t, "", "doctor", "--db", filepath.Join(t.TempDir(), "no.db")); status != 1 || !strings.Contains(errs, "no such database") {
		t.Errorf("no database: %d %s", status, errs)
	}
}

func TestBackupIsTheSameDatabase(t *testing.T) {
	path := generated(t)
	target := filepath.Join(t.TempDir(), "copy.db")
	status, out, errs := mm(t, "", "backup", "--db", path, target)
	if status != 0 || !strings.Contains(out, "generation") {
		t.Fatalf("%d %s %s", status, out, errs)
	}
	_, want, _ := mm(t, "", "export", "--db", path, "--format", "csv")
	if _, got, _ := mm(t, "", "export", "--db", target, "--format", "csv"); got != want {
		t.Error("the copy exports something else")
	}
	if status, _, errs := mm(t, "", "backup", "--db", path, target); status != 1 || !strings.Contains(errs, "there already") {
		t.Errorf("over a file: %d %s", status, errs)
	}
}
