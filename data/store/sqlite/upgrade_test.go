//go:build sqlite_fts5

package sqlite_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
)

var update = flag.Bool("update", false, "make testdata/schema1.db.gz anew: only while no release has written schema 1")

// fixture is a database as a program of schema 1 wrote it.
const fixture = "testdata/schema1.db.gz"

// TestADatabaseOfSchema1IsRead opens it with the program of today: it shows what
// the same documents show in a new database.
func TestADatabaseOfSchema1IsRead(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	old, fresh := filepath.Join(t.TempDir(), "old.db"), filepath.Join(t.TempDir(), "new.db")
	unpack(t, old)
	fillFixture(t, fresh)
	if d := openBackend(t, old); d.Close() != nil { // which brings it up to date
		t.Fatal("it cannot be closed")
	}
	for _, f := range export.Formats {
		if got, want := exported(t, old, f), exported(t, fresh, f); !bytes.Equal(got, want) {
			t.Errorf("exported as %s: %d bytes are not the %d of a new database", f.Name, len(got), len(want))
		}
	}
	st := filetest.Open(t, old, sqlite.Options{})
	for _, c := range []struct {
		words string
		want  int64
	}{{"", 7}, {"bridges", 3}, {`"old bridge"`, 3}, {"мости", 3}, {"tide", 0}} {
		q := mentionmap.NewQuery()
		q.Text = c.words
		if n, err := st.Total(t.Context(), q); err != nil || n != c.want {
			t.Errorf("%q is held by the posts of %d mentions (%v), not %d", c.words, n, err, c.want)
		}
	}
	if added, err := st.Put(t.Context(), fixtureDocuments()); err != nil || added.Known != 2 || added.Documents != 1 {
		t.Errorf("put again: %+v, %v", added, err) // one had been deleted
	}
}

func unpack(t *testing.T, to string) {
	t.Helper()
	f, err := os.Open(fixture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func writeFixture(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.db")
	fillFixture(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	z.Write(b)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fixture, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fillFixture makes a database of the documents, the last of which is deleted.
func fillFixture(t *testing.T, path string) {
	t.Helper()
	d, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	run, err := d.BeginRun(t.Context(), []string{"fixture"})
	if err != nil {
		t.Fatal(err)
	}
	docs := fixtureDocuments()
	for _, batch := range [][]mentionmap.Located{docs[:1], docs[1:], docs[:1]} { // one is met again
		if _, err := d.Put(t.Context(), run, batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Delete(t.Context(), mentionmap.DocumentID(docs[2].Document.Text)); err != nil {
		t.Fatal(err)
	}
	if err := d.EndRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
}

var alder = &mentionmap.Place{ID: 11, Name: "Alder", Names: []mentionmap.Name{{Text: "Вільха", Lang: "uk"}, {Text: "Old Alder", Lang: "en", Former: true}},
	Kind: mentionmap.Settlement, Country: "UA", Admin1: "North", Admin1ID: 12, Population: 4100, Lon: 30.5, Lat: 50.25}

var fixturePlaces = map[string]*mentionmap.Place{
	"Alder": alder, "Вільху": alder,
	"North": {ID: 12, Name: "North", Kind: mentionmap.Region, Country: "UA", Lon: 31, Lat: 51},
}

// fixtureDocuments are three: of two posts, of none, and one that gets deleted.
func fixtureDocuments() []mentionmap.Located {
	first := "Alder news\nThe old bridge at Alder was closed on 3 May. Repairs began 5 km north of Alder.\n\nIn North it rained.\n"
	docs := []mentionmap.Located{
		fixtureDocument("first", "en", first),
		fixtureDocument("second", "uk", "Старі мости ведуть у Вільху. Alder і North чекають."),
		fixtureDocument("third", "en", "Nothing of Alder stays here, says the mayor."),
	}
	split := strings.Index(first, "In North")
	l := &docs[0]
	l.Posts = []mentionmap.Post{
		{Span: mentionmap.Span{Start: 0, End: split - 1}, Title: "Alder news", TitleSpan: mentionmap.Span{Start: 0, End: 10}, Author: "A. Writer", Source: "Channel",
			Published: mentionmap.Stamp{Day: 19480, Minute: 75, Zone: "+03:00"}, Date: mentionmap.NoDay, ReplyTo: "17", Forwarded: "Elsewhere"},
		{Span: mentionmap.Span{Start: split, End: len(first)}, Title: "Weather", Published: mentionmap.NoStamp, Date: 19481, Repeat: true},
	}
	for i := range l.Mentions {
		if m := &l.Mentions[i]; m.Start >= split {
			m.Post = 1
		}
	}
	words := strings.Index(first, "3 May")
	l.Mentions[1].Dates = mentionmap.Dates{From: 19480, To: 19481, Precision: mentionmap.PrecisionDays, Basis: mentionmap.BasisSentence, Words: mentionmap.Span{Start: words, End: words + 5}}
	at := strings.Index(first, "5 km north")
	l.Mentions[2].Relation = mentionmap.RelationOffset
	l.Mentions[2].Derived = []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Words: mentionmap.Span{Start: at, End: at + 10}, Lon: 30.5, Lat: 50.3, RadiusKM: 2.5}}
	return docs
}

// fixtureDocument names the places of fixturePlaces wherever they stand.
func fixtureDocument(key, lang, text string) mentionmap.Located {
	l := mentionmap.Located{Gazetteer: "g1", Locator: "l1", Document: mentionmap.Document{Key: key, Title: "Of " + key, Lang: lang, Text: text,
		Published: mentionmap.Stamp{Day: 19485, Minute: -1}, Seen: []mentionmap.Seen{{Source: "Site", URL: "https://example.org/" + key}}}}
	for at := range text {
		for name, place := range fixturePlaces {
			if !strings.HasPrefix(text[at:], name) {
				continue
			}
			from := 1 + max(strings.LastIndexAny(text[:at], ".\n"), -1)
			from += len(text[from:]) - len(strings.TrimLeft(text[from:], " "))
			to := at + strings.IndexAny(text[at:], ".\n") + 1
			l.Mentions = append(l.Mentions, mentionmap.Mention{Span: mentionmap.Span{Start: at, End: at + len(name)}, Sentence: mentionmap.Span{Start: from, End: to}, Surface: name, Place: place,
				Kind: place.Kind, Confidence: 0.875, RadiusKM: 1.5, Dates: mentionmap.NoDates})
		}
	}
	return l
}
