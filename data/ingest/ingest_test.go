//go:build sqlite_fts5

package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
)

// locate finds every "Kyiv" of a document that is one post.
func locate(doc mentionmap.Document) mentionmap.Located {
	l := mentionmap.Located{Document: doc, Gazetteer: "g", Locator: "l"}
	if doc.Text != "" {
		l.Posts = []mentionmap.Post{{Span: mentionmap.Span{End: len(doc.Text)}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay}}
	}
	for at := 0; ; {
		i := strings.Index(doc.Text[at:], "Kyiv")
		if i < 0 {
			return l
		}
		span := mentionmap.Span{Start: at + i, End: at + i + 4}
		at = span.End
		l.Mentions = append(l.Mentions, mentionmap.Mention{Span: span, Surface: "Kyiv", Sentence: span, Kind: mentionmap.Settlement, Dates: mentionmap.NoDates,
			Place: &mentionmap.Place{ID: 703448, Name: "Kyiv", Kind: mentionmap.Settlement, Lon: 30.5, Lat: 50.4}})
	}
}

func openStore(t *testing.T) *index.Store {
	t.Helper()
	return filetest.Open(t, filepath.Join(t.TempDir(), "m.db"), sqlite.Options{})
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func keys(t *testing.T, s store.Store) (out []string) {
	t.Helper()
	err := s.Documents(t.Context(), mentionmap.NewQuery(), func(d *store.Document) error {
		out = append(out, d.Key)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRunTakesInTheRestOfAFolder(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "Kyiv was quiet.", "b.jsonl": `{"id":"x","text":"Near Kyiv, Kyiv."}` + "\nbroken\n" + `{"id":"y","text":"Quiet.","source":"S"}`,
		"c.txt": "bad \xff byte", "d.txt": "\x00\x01\x02\x7fELF\x00\x00", "e.txt": "Kyiv  was\nquiet.",
	})
	s := openStore(t)
	var skipped []string
	var last ingest.Progress
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{dir}, Store: s, Locate: locate, Source: "Folder",
		Skip: func(err error) { skipped = append(skipped, err.Error()) }, Progress: func(p ingest.Progress) { last = p }})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Documents != 3 || sum.Known != 1 || sum.Mentions != 3 || sum.Skipped != 3 || len(skipped) != 3 {
		t.Errorf("%+v, skipped %q", sum, skipped)
	}
	if last.Summary != sum || last.TotalBytes == 0 || last.ReadBytes != last.TotalBytes {
		t.Errorf("the last progress is %+v, the sum %+v", last, sum)
	}
	if got := keys(t, s); !slices.Equal(got, []string{"a.txt", "x", "y"}) {
		t.Errorf("stored in the order %q", got)
	}
	sources, err := s.Sources(t.Context(), mentionmap.NewQuery())
	if err != nil || len(sources) != 1 || sources[0].Source != "Folder" {
		t.Errorf("sources %v, %v", sources, err)
	}
}

// TestRunReadsTheOtherPaths: a file that cannot be read, named among others, is
// skipped as in a folder.
func TestRunReadsTheOtherPaths(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "Kyiv was quiet.", "b.csv": "id,date,text\n1,2023-01-05,Kyiv\n", "c.txt": "Near Kyiv."})
	s := openStore(t)
	var skipped []string
	paths := []string{filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.csv"), filepath.Join(dir, "c.txt")}
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: paths, Store: s, Locate: locate, Skip: func(err error) { skipped = append(skipped, err.Error()) }})
	if err != nil || sum.Documents != 2 || sum.Skipped != 1 || len(skipped) != 1 || !strings.Contains(skipped[0], "b.csv: is CSV, not prose") {
		t.Errorf("%+v, %v, skipped %q", sum, err, skipped)
	}
	if got := keys(t, s); !slices.Equal(got, []string{"a.txt", "c.txt"}) {
		t.Errorf("stored %q", got)
	}
}

func TestRunRefusesWrongPaths(t *testing.T) {
	good := folder(t, map[string]string{"a.txt": "Kyiv"})
	for name, c := range map[string]struct {
		paths []string
		code  mentionmap.Code
	}{
		"none":          {nil, mentionmap.Invalid},
		"missing":       {[]string{good, filepath.Join(good, "no such")}, mentionmap.NotFound},
		"an empty one":  {[]string{t.TempDir()}, mentionmap.Invalid},
		"a binary file": {[]string{filepath.Join(folder(t, map[string]string{"x": "\x00\x01\x02\x00"}), "x")}, mentionmap.Invalid},
	} {
		s := openStore(t)
		sum, err := ingest.Run(t.Context(), ingest.Options{Paths: c.paths, Store: s, Locate: locate})
		if err == nil || mentionmap.CodeOf(err) != c.code || strings.Contains(err.Error(), "\n") || sum.Documents != 0 {
			t.Errorf("%s: %+v, %v, want an error of code %v", name, sum, err, c.code)
		}
	}
}

func corpus(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%04d.txt", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "Report %d of Kyiv, item %d, and %s.", i, i*7, strings.Repeat("word ", i%50))}
	}
	return files
}

func TestRunKeepsTheOrderOfReading(t *testing.T) {
	s := openStore(t)
	var calls atomic.Int64
	slow := func(doc mentionmap.Document) mentionmap.Located {
		if calls.Add(1)%5 == 0 {
			time.Sleep(time.Millisecond)
		}
		return locate(doc)
	}
	o := ingest.Options{Paths: []string{"."}, FS: corpus(300), Store: s, Locate: slow, Workers: 4, BatchDocuments: 16, MemoryBytes: 4096}
	sum, err := ingest.Run(t.Context(), o)
	if err != nil || sum.Documents != 300 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if got := keys(t, s); !slices.IsSorted(got) || len(got) != 300 {
		t.Errorf("%d documents, not in the order of reading", len(got))
	}
	before := calls.Load()
	if sum, err = ingest.Run(t.Context(), o); err != nil || sum.Known != 300 || sum.Documents != 0 || calls.Load() != before {
		t.Errorf("again: %+v, %v, %d located: known documents need not be", sum, err, calls.Load()-before)
	}
}

func TestRunStopsWithWholeDocumentsAndGoesOn(t *testing.T) {
	s := openStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	o := ingest.Options{Paths: []string{"."}, FS: corpus(200), Store: s, Locate: locate, BatchDocuments: 10,
		Progress: func(p ingest.Progress) {
			if p.Documents >= 50 {
				cancel()
			}
		}}
	sum, err := ingest.Run(ctx, o)
	if !errors.Is(err, context.Canceled) || sum.Documents < 50 || sum.Documents == 200 {
		t.Fatalf("stopped: %+v, %v", sum, err)
	}
	info, err := s.Info(t.Context())
	if err != nil || info.Documents != int64(sum.Documents) || info.Mentions != int64(sum.Mentions) {
		t.Errorf("the store holds %+v, %v, the sum says %+v", info, err, sum)
	}
	o.Progress = nil
	if sum, err = ingest.Run(t.Context(), o); err != nil || sum.Documents+sum.Known != 200 {
		t.Errorf("goes on: %+v, %v", sum, err)
	}
	if got := keys(t, s); !slices.IsSorted(got) || len(got) != 200 {
		t.Errorf("%d documents after going on", len(got))
	}
}

func TestRunLeavesOutARefusedDocument(t *testing.T) {
	s := openStore(t)
	spoil := func(doc mentionmap.Document) mentionmap.Located {
		l := locate(doc)
		if strings.Contains(doc.Text, "Report 7 ") {
			l.Mentions[0].End = 1 << 20
		}
		return l
	}
	var skipped []error
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{"."}, FS: corpus(20), Store: s, Locate: spoil, Skip: func(err error) { skipped = append(skipped, err) }})
	if err != nil || sum.Documents != 19 || sum.Skipped != 1 || len(skipped) != 1 || !strings.Contains(skipped[0].Error(), "0007.txt") {
		t.Errorf("%+v, %v, %v", sum, err, skipped)
	}
}

// A document larger than the memory allowed goes in alone, and what came
// before it is stored first.
func TestRunTakesALargeDocument(t *testing.T) {
	files := corpus(3)
	files["0001.txt"].Data = []byte("Kyiv " + strings.Repeat("large ", 10_000))
	s := openStore(t)
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{"."}, FS: files, Store: s, Locate: locate, MemoryBytes: 1000})
	if err != nil || sum.Documents != 3 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// failing is a store that cannot be written any more.
type failing struct{ store.Store }

func (failing) Put(context.Context, []mentionmap.Located) (store.Added, error) {
	return store.Added{}, mentionmap.Errorf(mentionmap.Unavailable, "m.db: the disk is full")
}

func TestRunEndsWhenTheStoreCannotBeWritten(t *testing.T) {
	o := ingest.Options{Paths: []string{"."}, FS: corpus(500), Store: failing{openStore(t)}, Locate: locate, BatchDocuments: 10}
	if sum, err := ingest.Run(t.Context(), o); mentionmap.CodeOf(err) != mentionmap.Unavailable || sum.Documents != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
}
