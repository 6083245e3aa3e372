//go:build sqlite_fts5

package sqlite

import (
	"path/filepath"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// TestLongDocumentPageByPage reads a document of which more than a page holds is
// kept from page to page: each mention comes once, in order, in every way to ask.
func TestLongDocumentPageByPage(t *testing.T) {
	const names = 20_000
	s, err := Open(filepath.Join(t.TempDir(), "long.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	long := longDocument(names)
	short := mentionmap.Located{Document: mentionmap.Document{Text: "Харків"}, Mentions: long.Mentions[:1]}
	short.Mentions[0].Sentence.End = len("Харків")
	if _, err := s.Put(t.Context(), []mentionmap.Located{longDocument(names), short}); err != nil {
		t.Fatal(err)
	}
	all := mentionmap.NewQuery()
	limited, placed, newest := all, all, all
	limited.Limit = 3 * names
	placed.Places = []mentionmap.PlaceID{706483}
	newest.Order = mentionmap.OrderNewest
	for name, q := range map[string]mentionmap.Query{"all": all, "under a limit": limited, "of a place": placed, "newest first": newest} {
		starts := []int{}
		if err := s.Mentions(t.Context(), q, func(m *store.Mention) error { starts = append(starts, m.Start); return nil }); err != nil {
			t.Fatal(err)
		}
		if len(starts) != names+1 || starts[names] != 0 {
			t.Fatalf("%s: %d mentions, want %d and one", name, len(starts), names)
		}
		for i, start := range starts[:names] {
			if start != 8*i {
				t.Fatalf("%s: mention %d starts at %d, want %d", name, i, start, 8*i)
			}
		}
	}
	n := 0
	err = s.Mentions(t.Context(), limited, func(m *store.Mention) error {
		if n++; n == 1 {
			return s.Delete(t.Context(), m.DocumentID)
		}
		return nil
	})
	if err != nil || n < 2 || n > names/2 {
		t.Errorf("of a document that was deleted meanwhile %d mentions came, error %v", n, err)
	}
}
