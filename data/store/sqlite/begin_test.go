//go:build sqlite_fts5

package sqlite

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

// TestTwoProgramsWriteInTurns: one that writes without a pause, in large
// transactions, lets another one in.
func TestTwoProgramsWriteInTurns(t *testing.T) {
	path := t.TempDir() + "/x.db"
	busy, other := openAt(t, path, Options{}), openAt(t, path, Options{})
	const batch = 100
	corpus := synthetic.New(3, 10_000_000)
	var done sync.WaitGroup
	stop := make(chan struct{})
	done.Go(func() {
		for docs := range corpus.Batches(batch) {
			if _, err := busy.Put(t.Context(), 0, docs); err != nil {
				t.Error(err)
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	for n := range 8 {
		if _, err := other.Put(t.Context(), 0, []mentionmap.Located{corpus.Document(900_000 + n)}); err != nil {
			t.Errorf("number %d: %v", n, err)
		}
	}
	close(stop)
	done.Wait()
}

// TestAPutThatIsBrokenOffStoresNothing breaks off Put at all times: nothing of it
// may be stored, nor written by statements that run when it is over.
func TestAPutThatIsBrokenOffStoresNothing(t *testing.T) {
	d, corpus := openNew(t), synthetic.New(5, 10_000_000)
	batch := make([]mentionmap.Located, 60)
	broken := 0
	for n := range 120 {
		for i := range batch {
			batch[i] = corpus.Document(n*len(batch) + i)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n*137%12_000)*time.Microsecond)
		before, err := d.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Put(ctx, 0, batch)
		cancel()
		after, infoErr := d.Info(t.Context())
		if infoErr != nil {
			t.Fatal(infoErr)
		}
		if err == nil {
			continue
		}
		broken++
		if !errors.Is(err, context.DeadlineExceeded) || after.Documents != before.Documents {
			t.Fatalf("try %d: %v, %d documents after %d", n, err, after.Documents, before.Documents)
		}
	}
	if broken < 10 {
		t.Fatalf("%d were broken off: the test is too weak", broken)
	}
	if got := faults(t, d); len(got) > 0 {
		t.Error(got)
	}
}
