//go:build sqlite_fts5

package sqlite_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store"
	"mentionmap/data/store/copying"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/storetest"
)

// TestACopyOfAFileIsTheSame copies a database from which a document was deleted,
// so that the numbers of the two differ.
func TestACopyOfAFileIsTheSame(t *testing.T) {
	docs := storetest.Corpus(1, 400)
	for i := 0; i < 40; i += 2 { // near-copies
		d := docs[i]
		d.Document.Text += "Share this."
		docs = append(docs, d)
	}
	docs = append(docs, mentionmap.Located{Document: mentionmap.Document{Key: "none", Text: "No place is named here.", Published: mentionmap.NoStamp}, Gazetteer: "g2", Locator: "l9"})
	dir := t.TempDir()
	paths := []string{filepath.Join(dir, "from.db"), filepath.Join(dir, "to.db")}
	from, to := openBackend(t, paths[0]), openBackend(t, paths[1])
	for batch := range slices.Chunk(docs, 150) {
		if _, err := from.Put(t.Context(), 0, batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := from.Delete(t.Context(), mentionmap.DocumentID(docs[41].Document.Text)); err != nil {
		t.Fatal(err)
	}
	sum, err := copying.Copy(t.Context(), from, to, copying.Options{Name: "from"})
	if err != nil || sum.Documents != len(docs)-1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	again, err := copying.Copy(t.Context(), from, to, copying.Options{Name: "from"})
	if err != nil || again.Documents != 0 || again.Run != 0 || again.Known != len(docs)-1 {
		t.Errorf("again: %+v, %v", again, err)
	}
	for _, view := range []string{
		"SELECT id, name, surface, kind, use, relation, date, date_to, date_precision, date_basis, date_words, planned, published, confidence, radius_km, repeat, lon, lat, place, snippet, title, source, author, url, document, post, story, start FROM mentions ORDER BY OGC_FID",
		"SELECT document, key, title, lang, published, source, url, posts, mentions, first, last, story FROM documents ORDER BY document",
		"SELECT post, document, title, source, author, published, lang, reply_to, forwarded, repeat, text FROM posts ORDER BY post",
		"SELECT post, title, text FROM sentences ORDER BY post, sentence",
		"SELECT place, name, kind, count, country, admin1, admin2, population, lon, lat FROM places ORDER BY place",
		"SELECT post, place, date, date_to, mention FROM reports ORDER BY mention",
	} {
		want, got := ask(t, paths[0], view), ask(t, paths[1], view)
		if len(want) < 10 || !slices.Equal(got, want) {
			at := 0
			for at < min(len(want), len(got)) && want[at] == got[at] {
				at++
			}
			t.Errorf("%s: %d rows became %d, after %d the same: %s became %s", view, len(want), len(got), at, want[at:][:1], got[at:][:1])
		}
	}
	for _, f := range export.Formats {
		if want, got := exported(t, paths[0], f), exported(t, paths[1], f); len(want) < 1000 || !bytes.Equal(want, got) {
			t.Errorf("the exports as %s differ: %d and %d bytes", f.Name, len(want), len(got))
		}
	}
	if found, err := from.Located(t.Context(), []int64{1 << 40, 3, 3, 2}); err != nil || len(found) != 3 || found[0].Document.Text != found[1].Document.Text {
		t.Errorf("%d documents, %v", len(found), err)
	}
}

func openBackend(t *testing.T, path string) *sqlite.Database {
	t.Helper()
	d, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// ask gives the rows of a query as text.
func ask(t *testing.T, path, query string) (out []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	columns, _ := r.Columns()
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range dest {
		dest[i] = &values[i]
	}
	for r.Next() {
		if err := r.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%q", values))
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// exported is the file of all mentions that the index over a database writes.
func exported(t *testing.T, path string, f export.Format) []byte {
	t.Helper()
	var st store.Store = filetest.Open(t, path, sqlite.Options{ReadOnly: true})
	meta, err := export.Describe(t.Context(), st, export.LayerMentions, mentionmap.NewQuery())
	if err != nil {
		t.Fatal(err)
	}
	meta.Generation, meta.Time = 0, time.Unix(0, 0) // those of the copy may differ
	var out bytes.Buffer
	if err := export.Write(t.Context(), &out, st, meta, f); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
