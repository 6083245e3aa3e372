//go:build sqlite_fts5

package sqlite

import (
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestDeletingLeavesNothing takes out half of the documents, then all.
func TestDeletingLeavesNothing(t *testing.T) {
	s := openAt(t, t.TempDir()+"/x.db", Options{})
	docs := storetest.Corpus(5, 40)
	if _, err := s.Put(t.Context(), 0, docs); err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		if err := s.Delete(t.Context(), mentionmap.DocumentID(docs[i].Document.Text)); err != nil {
			t.Fatal(err)
		}
		if i != len(docs)/2 && i != len(docs)-1 {
			continue
		}
		// A connection that has searched before keeps, for this check alone, what
		// FTS5 looked like then: ask a new one.
		if wrong := faults(t, openAt(t, s.path, Options{ReadOnly: true})); len(wrong) > 0 {
			t.Errorf("after %d: %v", i+1, wrong)
		}
	}
	for _, table := range []string{"document", "post", "sentence", "mention", "snippet", "derived", "seen", "near_copy", "met"} {
		var n int
		if err := s.read.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n > 0 {
			t.Errorf("%s: %d rows are left, %v", table, n, err)
		}
	}
	for _, word := range []string{"bridge", "title", "a", "post"} {
		var n int
		if err := s.read.QueryRow("SELECT count(*) FROM sentence_words WHERE sentence_words MATCH ?", word).Scan(&n); err != nil || n > 0 {
			t.Errorf("%d posts are still found by %q, %v", n, word, err)
		}
	}
}
