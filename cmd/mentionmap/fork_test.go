//go:build sqlite_fts5

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheIndexFollowsADatabaseThatWentBack: the snapshot of what was replaced
// must not be taken for what a restored database, or a copy, went on from.
func TestTheIndexFollowsADatabaseThatWentBack(t *testing.T) {
	dir := t.TempDir()
	db, backup := filepath.Join(dir, "t.db"), filepath.Join(dir, "backup.db")
	read := func(name, text string) {
		t.Helper()
		if status, _, errs := mm(t, "", "ingest", "--db", db, file(t, dir, name, text)); status != 0 {
			t.Fatal(errs)
		}
	}
	export := func() string {
		t.Helper()
		status, out, errs := mm(t, "", "export", "--db", db, "--format", "csv")
		if status != 0 || errs != "" {
			t.Fatalf("%d %s", status, errs)
		}
		return out
	}
	read("a.txt", article)
	if status, _, errs := mm(t, "", "backup", "--db", db, backup); status != 0 {
		t.Fatal(errs)
	}
	back := map[string]func(){
		"restored": func() {
			if status, _, errs := mm(t, "", "restore", "--db", db, backup); status != 0 {
				t.Fatal(errs)
			}
		},
		"copied over": func() {
			copied, err := os.ReadFile(backup)
			if err == nil {
				err = os.WriteFile(db, copied, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, goBack := range back {
		t.Run(name, func(t *testing.T) {
			goBack()
			read("b.txt", "Shelling in Kharkiv on 3 May 2023, and once more in Sumy on 4 May 2023.")
			export() // writes the snapshot
			if _, err := os.Stat(db + "-index"); err != nil {
				t.Fatal(err)
			}
			goBack()
			read("c.txt", "Nothing was seen in Kherson on 5 May 2023.")
			got := export()
			if err := os.Remove(db + "-index"); err != nil {
				t.Fatal(err)
			}
			if want := export(); got != want {
				t.Errorf("with the snapshot of another history:\n%s\nwant\n%s", got, want)
			}
		})
	}
}
