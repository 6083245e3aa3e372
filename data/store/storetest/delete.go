package storetest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// testDelete takes out a third of the documents and asks for the rest in every
// way; then it puts them back.
func testDelete(t *testing.T, s store.Store) {
	docs := withCopies(Corpus(21, 40))
	put(t, s, docs...)
	whole := info(t, s)
	all := idsOf(mentions(t, s, mentionmap.NewQuery()))
	r := rand.New(rand.NewPCG(3, 1))
	var left, gone []mentionmap.Located
	for i, d := range docs {
		if i%3 != 0 {
			left = append(left, d)
			continue
		}
		gone = append(gone, d)
		countRows(t, s, mentionmap.NewQuery()) // so that counts in memory must follow
		if err := s.Delete(t.Context(), mentionmap.DocumentID(d.Document.Text)); err != nil {
			t.Fatal(err)
		}
	}
	checkDeleted(t, s, gone[0])
	if i := info(t, s); i.Generation <= whole.Generation || i.Documents != int64(len(left)) {
		t.Errorf("after deleting %d documents: %+v", len(gone), i)
	}
	m := remembered(t, s, left)
	for range 60 {
		q := randomQuery(r, m)
		checkQuery(t, s, q, m.find(&q))
		if t.Failed() {
			t.Fatalf("query: %+v, box %+v", q, q.BBox)
		}
	}
	put(t, s, gone...)
	again := idsOf(mentions(t, s, mentionmap.NewQuery()))
	slices.Sort(all)
	slices.Sort(again)
	if i := info(t, s); !slices.Equal(all, again) || i.Posts != whole.Posts || i.First != whole.First || i.Last != whole.Last {
		t.Errorf("deleted and put again: %+v, was %+v", i, whole)
	}
}

// withCopies adds near-copies of some documents, so that stories lose their first.
func withCopies(docs []mentionmap.Located) []mentionmap.Located {
	for i := 0; i < 12; i += 2 {
		d := docs[i]
		d.Document.Text += "Share this."
		d.Document.Key = "copy of " + d.Document.Key
		docs = append(docs, d)
	}
	return docs
}

func checkDeleted(t *testing.T, s store.Store, gone mentionmap.Located) {
	t.Helper()
	id := mentionmap.DocumentID(gone.Document.Text)
	checkKnown(t, s, gone.Document.Text, false)
	wantCode(t, s.Delete(t.Context(), id), mentionmap.NotFound)
	_, err := s.Document(t.Context(), id)
	wantCode(t, err, mentionmap.NotFound)
	q := mentionmap.NewQuery()
	q.Documents = []string{id}
	if n := total(t, s, q); n != 0 {
		t.Errorf("%d mentions are left of a deleted document", n)
	}
}
