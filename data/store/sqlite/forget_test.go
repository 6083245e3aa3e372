//go:build sqlite_fts5

package sqlite

import (
	"testing"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// refuseCommits makes the next commits fail, or lets them be again.
func refuseCommits(t *testing.T, s *Database, refuse bool) {
	t.Helper()
	c, err := s.write.Conn(t.Context())
	if err == nil {
		err = c.Raw(func(driver any) error {
			var hook func() int
			if refuse {
				hook = func() int { return 1 }
			}
			driver.(*sqlite3.SQLiteConn).RegisterCommitHook(hook)
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

// TestWhatFailsToCommitIsForgotten: after a transaction that was taken back
// the writer must not go by what it learned in it.
func TestWhatFailsToCommitIsForgotten(t *testing.T) {
	s := openAt(t, t.TempDir()+"/x.db", Options{})
	docs := storetest.Corpus(5, 40)
	if _, err := s.Put(t.Context(), 0, docs[:20]); err != nil {
		t.Fatal(err)
	}
	id := mentionmap.DocumentID(docs[0].Document.Text)
	for name, write := range map[string]func() error{
		"put":    func() error { _, err := s.Put(t.Context(), 0, docs[20:]); return err },
		"delete": func() error { return s.Delete(t.Context(), id) },
	} {
		refuseCommits(t, s, true)
		if err := write(); err == nil {
			t.Fatalf("%s: was committed", name)
		}
		refuseCommits(t, s, false)
		if len(s.known.days)+len(s.known.places)+len(s.known.sources) > 0 {
			t.Errorf("%s: something is still known", name)
		}
		if err := write(); err != nil {
			t.Errorf("%s, again: %v", name, err)
		}
	}
	if wrong := faults(t, openAt(t, s.path, Options{ReadOnly: true})); len(wrong) > 0 {
		t.Error(wrong)
	}
}
