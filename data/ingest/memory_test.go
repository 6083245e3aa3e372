package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
	"mentionmap/text/reader"
)

// slowStore counts what it is given, and leaves the others time to run ahead.
type slowStore struct {
	store.Store
	onItsWay *atomic.Int64
	begun    chan struct{}
}

func (slowStore) Known(context.Context, string) (bool, error) { return false, nil }

func (s slowStore) Put(_ context.Context, batch []mentionmap.Located) (store.Added, error) {
	<-s.begun
	for i := range batch {
		s.onItsWay.Add(-int64(len(batch[i].Document.Text)))
	}
	return store.Added{Documents: len(batch)}, nil
}

// TestRunBoundsWhatIsOnItsWay: however slowly a store stores, no more text is
// located and waits for it than the largest document may have.
func TestRunBoundsWhatIsOnItsWay(t *testing.T) {
	const size, n = 1 << 20, 24
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%02d.txt", i)] = &fstest.MapFile{Data: append(fmt.Appendf(nil, "Report %d.", i), bytes.Repeat([]byte(" word"), size/5)...)}
	}
	var onItsWay, most, located atomic.Int64
	s := slowStore{onItsWay: &onItsWay, begun: make(chan struct{})}
	o := ingest.Options{Paths: []string{"."}, FS: files, Store: s, Workers: 8, Locate: func(doc mentionmap.Document) mentionmap.Located {
		now := onItsWay.Add(int64(len(doc.Text)))
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		located.Add(1)
		return mentionmap.Located{Document: doc}
	}}
	go func() { // stores nothing until no more is located
		for before := int64(-1); located.Load() == 0 || located.Load() != before; time.Sleep(300 * time.Millisecond) {
			before = located.Load()
		}
		close(s.begun)
	}()
	sum, err := ingest.Run(t.Context(), o)
	if err != nil || sum.Documents != n {
		t.Fatalf("%+v, %v", sum, err)
	}
	if got := float64(most.Load()) / (1 << 20); got > 16 || got < 8 {
		t.Errorf("%.1f MiB were on their way, want at most 16", got)
	}
}

// TestALargerDocumentIsRefused in one line that says what to do; the others go in.
func TestALargerDocumentIsRefused(t *testing.T) {
	var skipped []string
	o := ingest.Options{Paths: []string{"-"}, Store: slowStore{onItsWay: new(atomic.Int64), begun: closed()}, Locate: func(d mentionmap.Document) mentionmap.Located { return mentionmap.Located{Document: d} },
		Skip: func(err error) { skipped = append(skipped, err.Error()) }}
	o.Input = strings.NewReader(`{"text":"small"}` + "\n" + `{"text":"` + strings.Repeat("x", reader.MaxBytes) + `"}` + "\n" + `{"text":"small, too"}` + "\n")
	sum, err := ingest.Run(t.Context(), o)
	if err != nil || sum.Documents != 2 || len(skipped) != 1 || !strings.HasPrefix(skipped[0], "standard input:2: is larger than 16 MiB, the most a document may have; split it") {
		t.Errorf("%+v, %v, skipped %.200q", sum, err, skipped)
	}
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}
