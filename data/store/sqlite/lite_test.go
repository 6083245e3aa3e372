//go:build sqlite_fts5

package sqlite

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/synthetic"
)

var benchDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "mentionmap-bench-")
	if err != nil {
		panic(err)
	}
	benchDir = dir
	code := m.Run()
	if bench.database != nil {
		bench.database.Close()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func openAt(t testing.TB, path string, o Options) *Database {
	t.Helper()
	d, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func openNew(t testing.TB) *Database {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "test.db"), Options{})
}

func put(t testing.TB, d *Database, docs ...mentionmap.Located) store.Added {
	t.Helper()
	added, err := d.Put(t.Context(), 0, docs)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// documents gives the first documents of a corpus.
func documents(n int) []mentionmap.Located {
	c := synthetic.New(1, 1_000_000)
	out := make([]mentionmap.Located, n)
	for i := range out {
		out[i] = c.Document(i)
	}
	return out
}

// all follows everything and gives copies of the rows, block by block in one.
func all(t testing.TB, d *Database, after int64) (b store.Block, generation int64) {
	t.Helper()
	generation, err := d.Follow(t.Context(), after, func(some *store.Block) error {
		for _, x := range some.Documents {
			x.Sources = append([]int64{}, x.Sources...)
			b.Documents = append(b.Documents, x)
		}
		b.Posts = append(b.Posts, some.Posts...)
		b.Mentions = append(b.Mentions, some.Mentions...)
		b.Gone = append(b.Gone, some.Gone...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, generation
}

func keysOf(b *store.Block) (out []store.Key) {
	at := 0
	for _, d := range b.Documents {
		for range d.Mentions {
			out = append(out, store.Key{Document: d.Number, Start: int(b.Mentions[at].Start)})
			at++
		}
	}
	return out
}

func realPosts(b *store.Block) (n int) {
	for _, p := range b.Posts {
		if !p.Stretch {
			n++
		}
	}
	return n
}

func TestWhatWasPutIsFollowedAndFetched(t *testing.T) {
	d, docs := openNew(t), documents(1500)
	added := put(t, d, docs...)
	if added.Documents != 1500 || added.Mentions != 15000 {
		t.Fatalf("added %+v", added)
	}
	b, generation := all(t, d, -1)
	if generation != 1 || len(b.Documents) != 1500 || len(b.Mentions) != 15000 || realPosts(&b) != added.Posts {
		t.Fatalf("generation %d, %d documents, %d posts, %d mentions", generation, len(b.Documents), len(b.Posts), len(b.Mentions))
	}
	found, err := d.Fetch(t.Context(), keysOf(&b))
	if err != nil || len(found) != 15000 {
		t.Fatalf("%d fetched: %v", len(found), err)
	}
	places, err := d.Places(t.Context(), -1)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[int64]mentionmap.PlaceID{}
	for _, p := range places {
		ids[p.Number] = p.ID
	}
	at := 0
	for n := range docs {
		if b.Documents[n].Number != int64(n+1) {
			t.Fatalf("document %d has the number %d", n, b.Documents[n].Number)
		}
		for i := range docs[n].Mentions {
			want, got, row := &docs[n].Mentions[i], &found[at], &b.Mentions[at]
			at++
			if got.Span != want.Span || got.Surface != want.Surface || got.Sentence != want.Sentence || got.Post != want.Post || got.Dates != want.Dates ||
				got.Kind != want.Kind || got.Use != want.Use || got.Relation != want.Relation || !reflect.DeepEqual(got.Place, want.Place) {
				t.Fatalf("document %d: got %+v, want %+v", n, got, want)
			}
			if row.From != want.Dates.From || row.To != want.Dates.To || row.Precision != want.Dates.Precision || row.Use != want.Use || row.Relation != want.Relation ||
				row.Kind != want.Kind || int(row.Start) != got.Start || (want.Place != nil && ids[row.Place] != want.Place.ID) || (want.Place == nil) != (row.Place == 0) {
				t.Fatalf("document %d: row %+v of %+v", n, row, want)
			}
			if row.Confidence != int16(want.Confidence*1000+0.5) {
				t.Fatalf("document %d: confidence %d of %g", n, row.Confidence, want.Confidence)
			}
		}
	}
	doc, err := d.Document(t.Context(), mentionmap.DocumentID(docs[7].Document.Text))
	if err != nil || !reflect.DeepEqual(doc.Document, docs[7].Document) {
		t.Fatalf("%+v, %v", doc, err)
	}
}
