package sqlite

import (
	"runtime"

	"mentionmap"
)

const (
	// firstBlock is how many documents are prepared before any is written; each
	// block after is twice as large, up to blockDocuments.
	firstBlock     = 64
	blockDocuments = 512
)

// blocks works beside the one that writes a batch: it prepares the next block
// of documents while one is written, and counts those that are written. Two
// cores are kept busy so, one of them by SQLite.
type blocks struct {
	ready   chan block
	written chan []*prepared
	counted chan *counting
	end     chan struct{}
	done    chan struct{}
}

type block struct {
	documents []*prepared
	err       error
}

// newBlocks begins to prepare a batch; stop must be called.
func newBlocks(batch []mentionmap.Located) *blocks {
	b := &blocks{ready: make(chan block, 1), written: make(chan []*prepared, 1), counted: make(chan *counting, 1), end: make(chan struct{}), done: make(chan struct{})}
	go b.work(batch)
	return b
}

func (b *blocks) work(batch []mentionmap.Located) {
	defer close(b.done)
	size, ready, c := firstBlock, b.ready, &counting{}
	part := batch[:min(size, len(batch))]
	documents, err := prepareAll(part, runtime.GOMAXPROCS(0))
	for {
		select {
		case ready <- block{documents, err}: // after the last, none
			if len(part) == 0 || err != nil {
				ready = nil
				continue
			}
			size = min(2*size, blockDocuments)
			batch = batch[len(part):]
			part = batch[:min(size, len(batch))]
			documents, err = prepareAll(part, runtime.GOMAXPROCS(0)-1)
		case documents, more := <-b.written:
			if !more {
				c.sort()
				b.counted <- c
				return
			}
			for _, d := range documents {
				c.document(d)
			}
		case <-b.end:
			return
		}
	}
}

// next gives the next block, an empty one after the last.
func (b *blocks) next() ([]*prepared, error) {
	ready := <-b.ready
	return ready.documents, ready.err
}

// count takes documents that were written, to be counted.
func (b *blocks) count(documents []*prepared) { b.written <- documents }

// sum gives what was counted, once all was handed to count.
func (b *blocks) sum() *counting {
	close(b.written)
	return <-b.counted
}

// stop ends the work; what runs is awaited.
func (b *blocks) stop() {
	close(b.end)
	<-b.done
}
