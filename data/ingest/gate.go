package ingest

import (
	"context"
	"sync"
)

// gate lets so many bytes in at one time; one who is larger goes in alone.
type gate struct {
	mu     sync.Mutex
	room   int
	inside int
	left   chan struct{} // closed when somebody leaves
}

func newGate(room int) *gate { return &gate{room: room, left: make(chan struct{})} }

func (g *gate) enter(ctx context.Context, n int) error {
	for {
		wait, ok := g.try(n)
		if ok {
			return nil
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (g *gate) try(n int) (wait chan struct{}, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inside > 0 && g.inside+n > g.room {
		return g.left, false
	}
	g.inside += n
	return nil, true
}

func (g *gate) leave(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside -= n
	close(g.left)
	g.left = make(chan struct{})
}
