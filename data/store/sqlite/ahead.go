package sqlite

import (
	"runtime"

	"mentionmap"
	"mentionmap/data/store/rows"
)

const (
	// firstBlock is how many documents are prepared before any is written; each
	// block after is twice as large, up to blockDocuments, or blockBytes of text.
	firstBlock     = 64
	blockDocuments = 512
	blockBytes     = 8 << 20
)

// ahead prepares the next block of documents while one is written. Two cores are
// kept busy so, one of them by SQLite.
type ahead struct {
	ready chan block
	end   chan struct{}
	done  chan struct{}
}

type block struct {
	documents []*rows.Document
	err       error
}

// prepareAhead begins to prepare a batch; stop must be called.
func prepareAhead(batch []mentionmap.Located) *ahead {
	a := &ahead{ready: make(chan block, 1), end: make(chan struct{}), done: make(chan struct{})}
	go a.work(batch)
	return a
}

func (a *ahead) work(batch []mentionmap.Located) {
	defer close(a.done)
	defer close(a.ready)
	for size, workers := firstBlock, runtime.GOMAXPROCS(0); len(batch) > 0; size, workers = min(2*size, blockDocuments), runtime.GOMAXPROCS(0)-1 {
		part := cutBlock(batch, size)
		batch = batch[len(part):]
		documents, err := rows.PrepareAll(part, workers)
		select {
		case a.ready <- block{documents, err}:
		case <-a.end:
			return
		}
		if err != nil {
			return
		}
	}
}

// cutBlock gives the first documents, at least one.
func cutBlock(batch []mentionmap.Located, size int) []mentionmap.Located {
	n, bytes := 0, 0
	for n < min(size, len(batch)) && (n == 0 || bytes+len(batch[n].Document.Text) <= blockBytes) {
		bytes += len(batch[n].Document.Text)
		n++
	}
	return batch[:n]
}

// next gives the next block, an empty one after the last.
func (a *ahead) next() ([]*rows.Document, error) {
	b := <-a.ready
	return b.documents, b.err
}

// stop ends the work; what runs is awaited.
func (a *ahead) stop() {
	close(a.end)
	<-a.done
}
