//go:build sqlite_fts5

package sqlite

import (
	"reflect"
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
	"mentionmap/data/store/storetest"
)

// keysHolding works out what Words must answer.
func keysHolding(t testing.TB, docs []*rows.Document, first int64, term store.Term) (out []int64) {
	t.Helper()
	for n, doc := range docs {
		for i, p := range doc.Posts {
			post := store.PostKey(first+int64(n), i)
			for j, s := range p.Sentences {
				if rows.Holds(s.Text, doc.Located.Document.Lang, term) {
					out = append(out, store.SentenceKey(post, j))
				}
			}
			if p.Heading != "" && rows.Holds(p.Heading, doc.Located.Document.Lang, term) {
				out = append(out, store.SentenceKey(post, store.TitleSentence))
			}
		}
	}
	return out
}

func found(t testing.TB, d *Database, term store.Term, after int64) (out []int64) {
	t.Helper()
	if err := d.Words(t.Context(), term, after, func(key int64) error { out = append(out, key); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

var searches = []string{"bridge", "Bridges", "title", "bamo", `"hit the"`, "report", "Дніпро", "мосту", "a", `quote" OR "`, "ka*", "text:", "NEAR", ""}

func TestWordsAreThoseOfTheRows(t *testing.T) {
	d := openNew(t)
	located := append(storetest.Corpus(3, 200), documents(100)...)
	put(t, d, located...)
	var docs []*rows.Document
	known := map[string]bool{}
	for i := range located {
		doc, err := rows.Prepare(&located[i])
		if err != nil {
			t.Fatal(err)
		}
		if !known[doc.ID] {
			docs, known[doc.ID] = append(docs, doc), true
		}
	}
	some := false
	for _, typed := range searches {
		for _, term := range rows.Terms(typed) {
			want := keysHolding(t, docs, 1, term)
			some = some || len(want) > 20
			if got := found(t, d, term, 0); !slices.Equal(got, want) {
				t.Errorf("%q: %d sentences, want %d", typed, len(got), len(want))
			}
			for _, n := range []int{0, len(want) / 2, len(want) - 1} {
				if n < 0 || n >= len(want) {
					continue
				}
				for _, after := range []int64{want[n] - 1, want[n], want[n] + 1} {
					var left []int64
					for _, key := range want {
						if key > after {
							left = append(left, key)
						}
					}
					if got := found(t, d, term, after); !slices.Equal(got, left) {
						t.Errorf("%q after %d: %d sentences, want %d", typed, after, len(got), len(left))
					}
				}
			}
		}
	}
	if !some {
		t.Error("no search finds much")
	}
	for i := range docs[:150] {
		if err := d.Delete(t.Context(), docs[i].ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, typed := range searches {
		for _, term := range rows.Terms(typed) {
			if got, want := found(t, d, term, 0), keysHolding(t, docs[150:], 151, term); !slices.Equal(got, want) {
				t.Errorf("%q: %d sentences after half is deleted, want %d", typed, len(got), len(want))
			}
		}
	}
	if wrong := faults(t, d); len(wrong) > 0 {
		t.Error(wrong)
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range searches {
		f.Add(s, "stem")
	}
	d := openNew(f)
	put(f, d, storetest.Corpus(3, 20)...)
	f.Fuzz(func(t *testing.T, word, stem string) {
		found(t, d, store.Term{Words: []string{word}, Stems: []string{stem}}, 0)
	})
}

// TestFollowTellsWhatChanged since a generation.
func TestFollowTellsWhatChanged(t *testing.T) {
	d, docs := openNew(t), storetest.Corpus(4, 60)
	put(t, d, docs[:40]...)
	whole, first := all(t, d, -1)
	if again, generation := all(t, d, first); len(again.Documents)+len(again.Gone) > 0 || generation != first {
		t.Errorf("nothing changed: %+v", again)
	}
	put(t, d, docs[40:]...)
	id := mentionmap.DocumentID(docs[3].Document.Text)
	numbers, err := d.Numbers(t.Context(), []string{id, "no such document"})
	if err != nil || numbers[0] == 0 || numbers[1] != 0 {
		t.Fatal(numbers, err)
	}
	if err := d.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	seen := docs[5]
	seen.Document.Seen = []mentionmap.Seen{{Source: "elsewhere", URL: "https://example.com/x"}}
	put(t, d, seen)
	more, generation := all(t, d, first)
	if generation != first+3 || !slices.Equal(more.Gone, numbers[:1]) {
		t.Errorf("generation %d, gone %v, want %v", generation, more.Gone, numbers[:1])
	}
	now, _ := all(t, d, -1)
	if len(now.Documents) != len(whole.Documents)+len(more.Documents)-2-changedBefore(&whole, &more) {
		t.Errorf("%d documents now, %d before, %d came", len(now.Documents), len(whole.Documents), len(more.Documents))
	}
	byNumber := map[int64]store.DocumentRow{}
	for _, x := range now.Documents {
		byNumber[x.Number] = x
	}
	for _, x := range more.Documents {
		if !reflect.DeepEqual(byNumber[x.Number], x) {
			t.Errorf("%+v came, it is %+v", x, byNumber[x.Number])
		}
	}
}

// changedBefore counts the documents that were known before, but for the one that
// was seen elsewhere.
func changedBefore(whole, more *store.Block) (n int) {
	for _, x := range more.Documents {
		for _, y := range whole.Documents {
			if x.Number == y.Number {
				n++
			}
		}
	}
	return n - 1
}
