//go:build sqlite_fts5

package sqlite

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/storetest"
)

// olderCorpus is what testdata/schema2.db.gz holds, stored by a program of schema 2.
func olderCorpus() []mentionmap.Located {
	docs := storetest.Corpus(31, 40)
	for _, header := range []string{"", "CHANNEL NEWS | Subscribe\n\n"} {
		text := header + "Officials in Kyiv said — “yesterday” — that repair crews had restored power to most districts after the overnight drone attack, " +
			"and that schools would open again on Monday; two bridges 12 km north of Київ stay closed to lorries until engineers have checked them."
		at, words, offset := strings.Index(text, "Київ"), strings.Index(text, "yesterday"), strings.Index(text, "12 km")
		docs = append(docs, mentionmap.Located{
			Document: mentionmap.Document{Key: "copy" + header, Text: text, Title: "A title that the text lacks", Published: mentionmap.Stamp{Day: 19502, Minute: 75, Zone: "EET"},
				Seen: []mentionmap.Seen{{Source: "An agency"}, {URL: "https://example.org/?a=1&b"}}},
			Mentions: []mentionmap.Mention{{
				Span: mentionmap.Span{Start: at, End: at + len("Київ")}, Surface: "Київ", Sentence: mentionmap.Span{Start: len(header), End: len(text)},
				Kind: mentionmap.Settlement, Place: storetest.Place(0), RadiusKM: 7.5, Confidence: 0.875,
				Dates:   mentionmap.Dates{From: 19500, To: 19501, Precision: mentionmap.PrecisionDays, Basis: mentionmap.BasisClause, Words: mentionmap.Span{Start: words, End: words + 9}},
				Derived: []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Words: mentionmap.Span{Start: offset, End: at}, Lon: 30.5, Lat: 50.56, RadiusKM: 2}},
			}},
			Gazetteer: "g2", Locator: "l2",
		})
	}
	return docs
}

func unzipped(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, strings.TrimSuffix(filepath.Base(name), ".gz"), string(content))
}

// answers is all that a store says of what it holds, but for cursors.
type answers struct {
	Mentions  []store.Mention
	Documents []store.Document
	Sources   []store.SourceCount
	Counts    [4][]store.Count
	Phrase    int64
}

func answersOf(t *testing.T, s *Store) (a answers) {
	t.Helper()
	q := mentionmap.NewQuery()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.Mentions(t.Context(), q, func(m *store.Mention) error {
		m.Cursor = ""
		a.Mentions = append(a.Mentions, *m)
		return nil
	}))
	must(s.Documents(t.Context(), q, func(d *store.Document) error {
		whole, err := s.Document(t.Context(), d.ID)
		whole.Cursor = ""
		a.Documents = append(a.Documents, *whole)
		return err
	}))
	for unit := range a.Counts {
		q.Count = mentionmap.Unit(unit)
		must(s.Counts(t.Context(), q, func(c store.Count) error { a.Counts[unit] = append(a.Counts[unit], c); return nil }))
	}
	var err error
	a.Sources, err = s.Sources(t.Context(), mentionmap.NewQuery())
	must(err)
	q.Text = `"repair crews" title`
	a.Phrase, err = s.Total(t.Context(), q)
	must(err)
	return a
}

// TestOlderDatabase brings a database of schema 2 up to date: it must hold what
// it would if its documents were stored now.
func TestOlderDatabase(t *testing.T) {
	path := unzipped(t, "testdata/schema2.db.gz")
	before := identityOf(t, path)
	old := openAt(t, path, Options{})
	fresh := openAt(t, filepath.Join(t.TempDir(), "fresh.db"), Options{})
	for part := range slices.Chunk(olderCorpus(), 9) {
		if _, err := fresh.Put(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
	got, want := answersOf(t, old), answersOf(t, fresh)
	if !reflect.DeepEqual(got, want) {
		for i := range want.Mentions {
			if !reflect.DeepEqual(got.Mentions[i], want.Mentions[i]) {
				t.Errorf("mention %d: got\n%+v, want\n%+v", i, got.Mentions[i], want.Mentions[i])
			}
		}
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
	if want.Phrase != 2 || len(want.Mentions) < 190 {
		t.Errorf("%d mentions, %d of a phrase: the corpus tells too little", len(want.Mentions), want.Phrase)
	}
	if wrong := faults(t, old); len(wrong) > 0 {
		t.Error(wrong)
	}
	if i, err := old.Info(t.Context()); err != nil || before != 2 || identityOf(t, path+".bak-2") != 2 || i.Schema != schemas(t) {
		t.Errorf("schema %d before, %d in the copy, %d now, %v", before, identityOf(t, path+".bak-2"), i.Schema, err)
	}
	if added, err := old.Put(t.Context(), append(storetest.Corpus(31, 2), storetest.Corpus(32, 5)...)); err != nil || added.Known != 2 || added.Documents != 5 {
		t.Errorf("going on with it: %+v, %v", added, err)
	}
}

// identityOf reads the schema in a file's header.
func identityOf(t *testing.T, path string) int {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || len(b) < 64 {
		t.Fatal(path, err)
	}
	return int(b[60])<<24 | int(b[61])<<16 | int(b[62])<<8 | int(b[63])
}
