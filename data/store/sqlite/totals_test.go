//go:build sqlite_fts5

package sqlite

import (
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestTotalsFollow asks a store that remembers, and one that was opened just
// now, while documents come and go.
func TestTotalsFollow(t *testing.T) {
	s := openAt(t, t.TempDir()+"/x.db", Options{})
	docs := storetest.Corpus(4, 60)
	for n, part := range slices.Collect(slices.Chunk(docs, 10)) {
		if _, err := s.Put(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		if n%2 == 1 {
			if err := s.Delete(t.Context(), mentionmap.DocumentID(part[3].Document.Text)); err != nil {
				t.Fatal(err)
			}
		}
		fresh := openAt(t, s.path, Options{ReadOnly: true})
		for i, text := range []string{"bridge", "school hospital", `"damage school"`, "bridge", "nothing"} {
			q := mentionmap.NewQuery()
			if q.Text = text; i == 3 {
				q.Uses, q.From, q.Embargo = []mentionmap.Use{mentionmap.Literal}, 19010, 19030
			}
			got, err := s.Total(t.Context(), q)
			want, err2 := fresh.Total(t.Context(), q)
			if err != nil || err2 != nil || got != want || got == 0 && i == 0 {
				t.Errorf("after %d parts, %q: %d, counted anew %d, %v %v", n+1, text, got, want, err, err2)
			}
		}
	}
}
