//go:build sqlite_fts5

package sqlite

import (
	"sync"
	"testing"

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
