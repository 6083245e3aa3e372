//go:build sqlite_fts5

package sqlite

import (
	"os"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestNothingIsStoredInAFileThatWasReplaced: it would be lost with the file that
// has no name any more.
func TestNothingIsStoredInAFileThatWasReplaced(t *testing.T) {
	dir := t.TempDir()
	docs := storetest.Corpus(5, 3)
	s := openAt(t, dir+"/x.db", Options{})
	if _, err := s.Put(t.Context(), 0, docs[:1]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/other.db", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused := func(after string) {
		t.Helper()
		if _, err := s.Put(t.Context(), 0, docs[1:]); mentionmap.CodeOf(err) != mentionmap.Unavailable {
			t.Errorf("%s: put: %v", after, err)
		}
		if err := s.Delete(t.Context(), mentionmap.DocumentID(docs[0].Document.Text)); mentionmap.CodeOf(err) != mentionmap.Unavailable {
			t.Errorf("%s: delete: %v", after, err)
		}
	}
	told := func(after string) {
		t.Helper()
		time.Sleep(lookEvery)
		if _, err := s.Info(t.Context()); err == nil || mentionmap.CodeOf(err) != mentionmap.Unavailable || !strings.HasSuffix(err.Error(), "start the program again") {
			t.Errorf("%s: info: %v", after, err)
		}
	}
	if err := os.Rename(s.path, dir+"/moved.db"); err != nil {
		t.Fatal(err)
	}
	refused("moved")
	told("moved")
	if err := os.Rename(dir+"/other.db", s.path); err != nil {
		t.Fatal(err)
	}
	refused("replaced")
	told("replaced")
	if err := os.Rename(dir+"/moved.db", s.path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), 0, docs[1:]); err != nil {
		t.Errorf("back again: %v", err)
	}
	if _, err := s.Info(t.Context()); err != nil {
		t.Errorf("back again: info: %v", err)
	}
}
