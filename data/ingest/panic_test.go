//go:build sqlite_fts5

package ingest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
)

// fallible is a locator that panics on some texts.
func fallible(on string) func(mentionmap.Document) mentionmap.Located {
	return func(doc mentionmap.Document) mentionmap.Located {
		if strings.Contains(doc.Text, on) {
			var none []int
			_ = none[len(doc.Text)]
		}
		return locate(doc)
	}
}

// TestRunLeavesOutWhatTheLocatorFallsOver: one line names the document, all others
// go in, however little fits in memory at one time.
func TestRunLeavesOutWhatTheLocatorFallsOver(t *testing.T) {
	for name, memory := range map[string]int{"plenty": 0, "little": 1500} {
		s := openStore(t)
		var skipped []string
		var last ingest.Progress
		sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{"."}, FS: corpus(30), Store: s, Locate: fallible("Report 7"), MemoryBytes: memory, BatchDocuments: 4,
			Skip: func(err error) { skipped = append(skipped, err.Error()) }, Progress: func(p ingest.Progress) { last = p }})
		if err != nil || sum.Documents != 29 || sum.Skipped != 1 || last.Documents != 29 {
			t.Errorf("%s: %+v, %v", name, sum, err)
		}
		if len(skipped) != 1 || !strings.HasPrefix(skipped[0], "0007.txt: a fault of the program: ") || strings.Contains(skipped[0], "\n") {
			t.Errorf("%s: skipped %q", name, skipped)
		}
		if got := keys(t, s); len(got) != 29 || slices.Contains(got, "0007.txt") {
			t.Errorf("%s: %d documents", name, len(got))
		}
	}
}

// TestTakeTellsWhatTheLocatorFallsOver, and how much was stored before.
func TestTakeTellsWhatTheLocatorFallsOver(t *testing.T) {
	s := openStore(t)
	lines := strings.Repeat(`{"id":"same","text":"Kyiv"}`+"\n", 256) + `{"id":"bad","text":"Fall here"}`
	list, added, err := ingest.Take(t.Context(), ingest.Options{Store: s, Locate: fallible("Fall")}, "x.jsonl", strings.NewReader(lines))
	if err == nil || mentionmap.CodeOf(err) != mentionmap.Internal || !strings.HasPrefix(err.Error(), "256 of 257 documents are stored, then: bad: a fault of the program: ") {
		t.Errorf("got %v", err)
	}
	if len(list) != 256 || added.Documents != 1 {
		t.Errorf("%d taken, %+v", len(list), added)
	}
}

// falling panics where it is asked to.
type falling struct {
	store.Store
	known bool
}

func (f falling) Known(ctx context.Context, id string) (bool, error) {
	if f.known {
		panic("known fell")
	}
	return f.Store.Known(ctx, id)
}

type fallingInput struct{}

func (fallingInput) Read([]byte) (int, error) { panic("input fell") }

// TestRunEndsWithAnErrorWhereItsPartsFall: the store, the input, what learns.
func TestRunEndsWithAnErrorWhereItsPartsFall(t *testing.T) {
	s := openStore(t)
	good := ingest.Options{Paths: []string{"."}, FS: corpus(30), Store: s, Locate: locate}
	for want, change := range map[string]func(*ingest.Options){
		"known fell": func(o *ingest.Options) { o.Store = falling{s, true} },
		"input fell": func(o *ingest.Options) { o.FS, o.Paths, o.Input = nil, []string{"-"}, fallingInput{} },
		"learning where sources are at home: a fault of the program: learn fell": func(o *ingest.Options) {
			o.Learn = func([]mentionmap.Document) { panic("learn fell") }
		},
	} {
		o := good
		change(&o)
		sum, err := ingest.Run(t.Context(), o)
		if err == nil || mentionmap.CodeOf(err) != mentionmap.Internal || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || sum.Documents != 0 {
			t.Errorf("%s: %+v, %v", want, sum, err)
		}
	}
}
