package sqlite

import (
	"slices"

	"mentionmap"
)

// blocks prepares a batch block by block: the next one while one is written.
type blocks struct {
	ready chan block
	end   chan struct{}
}

type block struct {
	documents []*prepared
	err       error
}

// prepareBlocks begins to prepare a batch; stop must be called.
func prepareBlocks(batch []mentionmap.Located, size int) *blocks {
	b := &blocks{ready: make(chan block, 1), end: make(chan struct{})}
	go func() {
		defer close(b.ready)
		for part := range slices.Chunk(batch, size) {
			docs, err := prepareAll(part)
			select {
			case b.ready <- block{docs, err}:
			case <-b.end:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return b
}

// next gives the next block, nil after the last.
func (b *blocks) next() ([]*prepared, error) {
	ready := <-b.ready
	return ready.documents, ready.err
}

// stop ends the work; what runs is awaited.
func (b *blocks) stop() {
	close(b.end)
	for range b.ready {
	}
}
