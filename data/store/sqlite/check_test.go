//go:build sqlite_fts5

package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
	"mentionmap/data/store/synthetic"
)

// faults checks a database and gives what is wrong by the name of the check.
func faults(t *testing.T, s *Database) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := s.Check(t.Context(), func(f Finding) {
		if len(f.Faults) > 0 {
			out[f.Check] = strings.Join(f.Faults, "; ")
		}
	})
	if err != nil {
		t.Fatal("Check:", err)
	}
	return out
}

func TestCheckTellsWhatIsWrongAndMendPutsItRight(t *testing.T) {
	for _, c := range []struct {
		name, script string
		checks       []string // that tell
		mends        bool
	}{
		{"right", "SELECT 1", nil, true},
		{"a number", "UPDATE state SET posts = posts + 1", []string{"numbers"}, true},
		{"counts of places", "UPDATE place_count SET mentions = mentions + 1 WHERE place = 1", []string{"numbers"}, true},
		{"counts of places gone", "DELETE FROM place_count", []string{"numbers"}, true},
		{"number of features", "UPDATE gpkg_ogr_contents SET feature_count = 7 WHERE table_name = 'mentions'", []string{"numbers"}, true},
		{"mentions of a document", "UPDATE document SET mentions = mentions + 1 WHERE id = 3", []string{"numbers"}, true},
		{"places without rows", "UPDATE place SET id = id + 1000000", []string{"rows"}, false},
		{"sentences gone", "DELETE FROM sentence WHERE id = (SELECT s.id FROM sentence s JOIN sentence n ON n.id = s.id + 1 AND n.post >> 16 = s.post >> 16 ORDER BY s.id LIMIT 1 OFFSET 1)", []string{"rows"}, false},
		{"a document gone", "DELETE FROM document WHERE id = (SELECT id FROM document ORDER BY id LIMIT 1 OFFSET 2)", []string{"rows", "numbers"}, false},
	} {
		s := openAt(t, made(t, Options{}), Options{})
		if _, err := s.write.Exec(c.script); err != nil {
			t.Fatal(c.name, err)
		}
		got := faults(t, s)
		for _, check := range c.checks {
			if got[check] == "" {
				t.Errorf("%s: %q tells nothing: %v", c.name, check, got)
			}
		}
		if len(c.checks) == 0 && len(got) > 0 || len(c.checks) > 0 && len(got) == 0 {
			t.Errorf("%s: %v", c.name, got)
		}
		before, _ := s.Generation(t.Context())
		if err := s.Mend(t.Context()); err != nil {
			t.Fatal(c.name, err)
		}
		after, _ := s.Generation(t.Context())
		if left := faults(t, s); c.mends && len(left) > 0 || after <= before {
			t.Errorf("%s: after mending: %v, generation %d after %d", c.name, left, after, before)
		}
	}
}

func TestBackupDuringIngest(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "m.db"), Options{})
	if _, err := s.Put(t.Context(), 0, storetest.Corpus(1, 30)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		for batch := range synthetic.New(1, 1_000_000).Batches(20) {
			if _, err := s.Put(ctx, 0, batch); err != nil {
				ended <- err
				return
			}
		}
	}()
	last := int64(0)
	for _, name := range []string{"a.db", "b.db", "c.db"} {
		path := filepath.Join(dir, name)
		waitFor(t, s, last+1)
		generation, err := s.Backup(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		copied := openAt(t, path, Options{})
		if i, err := copied.Info(t.Context()); err != nil || i.Generation != generation {
			t.Errorf("%s holds generation %d, want %d: %v", name, i.Generation, generation, err)
		}
		if wrong := faults(t, copied); len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		last = generation
		if _, err := copied.Put(t.Context(), 0, storetest.Corpus(5, 3)); err != nil {
			t.Errorf("%s cannot be gone on with: %v", name, err)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the ingest ended with %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.db.part")); err == nil {
		t.Error("a part was left behind")
	}
}

// waitFor waits until the store has come to a generation.
func waitFor(t *testing.T, s *Database, generation int64) {
	t.Helper()
	for range 10_000 {
		if g, err := s.Generation(t.Context()); err != nil || g >= generation {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("generation %d was not reached", generation)
}

func TestBackupHasThePermissionsOfTheDatabase(t *testing.T) {
	path := made(t, Options{})
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openAt(t, path, Options{ReadOnly: true}).Backup(t.Context(), path+".copy", nil); err != nil {
		t.Fatal(err)
	}
	if i, err := os.Stat(path + ".copy"); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", i.Mode(), err)
	}
}

func TestBackupRefuses(t *testing.T) {
	path := made(t, Options{})
	s := openAt(t, path, Options{})
	if _, err := s.Backup(t.Context(), path, nil); mentionmap.CodeOf(err) != mentionmap.Conflict {
		t.Errorf("over the database itself: %v", err)
	}
	if _, err := s.Backup(t.Context(), filepath.Join(path, "no", "x.db"), nil); mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Errorf("into a folder that is not there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	target := filepath.Join(t.TempDir(), "x.db")
	if _, err := s.Backup(ctx, target, nil); err == nil || exists(target) || exists(target+".part") {
		t.Errorf("stopped: %v, and something is left", err)
	}
}
