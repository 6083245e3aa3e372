package index

import (
	"container/list"
	"context"
	"sync"
)

// cache keeps answers that are expensive to make, at most so many bytes of
// them: those that were not asked for longest go first. Who asks for the same
// thing at the same time shares one computation (single flight).
type cache struct {
	mu      sync.Mutex
	most    int64
	bytes   int64
	entries map[string]*list.Element // of *cached
	order   list.List                // last used first
}

type cached struct {
	key   string
	busy  chan struct{} // holds one thing while the value is in use
	value any           // nil: not made yet
	bytes int64
}

func newCache(most int64) *cache { return &cache{most: most, entries: map[string]*list.Element{}} }

// use hands the value of a key, nil if there is none yet, to fn, and keeps what
// that returns with its size. One fn runs at a time for each key.
func (c *cache) use(ctx context.Context, key string, fn func(old any) (value any, bytes int64, err error)) (any, error) {
	e := c.entry(key)
	select {
	case e.busy <- struct{}{}:
		defer func() { <-e.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	value, bytes, err := fn(e.value)
	if err != nil {
		c.forget(e)
		return nil, err
	}
	e.value = value
	c.resize(e, bytes)
	return value, nil
}

// get gives the value of a key; nil if there is none, or it is being made.
func (c *cache) get(key string) (value any) {
	if !c.has(key) {
		return nil
	}
	e := c.entry(key)
	select {
	case e.busy <- struct{}{}:
		value = e.value
		<-e.busy
	default:
	}
	return value
}

func (c *cache) entry(key string) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.entries[key]; at != nil {
		c.order.MoveToFront(at)
		return at.Value.(*cached)
	}
	e := &cached{key: key, busy: make(chan struct{}, 1)}
	c.entries[key] = c.order.PushFront(e)
	return e
}

// resize says how large a value has become, and drops others if there are too many.
func (c *cache) resize(e *cached, bytes int64) {
	const overhead = 256
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.entries[e.key]; at == nil || at.Value != e {
		return // dropped meanwhile
	}
	bytes += int64(len(e.key)) + overhead
	c.bytes += bytes - e.bytes
	e.bytes = bytes
	for at := c.order.Back(); c.bytes > c.most && at != nil; {
		old := at.Value.(*cached)
		before := at.Prev()
		if old.bytes > 0 { // else it is being made
			c.remove(at)
		}
		at = before
	}
}

// has reports whether there is a value of a key.
func (c *cache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.entries[key]
	return at != nil && at.Value.(*cached).bytes > 0
}

// forget drops an entry of which nothing could be made.
func (c *cache) forget(e *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.entries[e.key]; at != nil && at.Value == e && e.bytes == 0 {
		c.remove(at)
	}
}

// clear drops all.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries, c.bytes = map[string]*list.Element{}, 0
	c.order.Init()
}

func (c *cache) remove(at *list.Element) {
	e := at.Value.(*cached)
	c.order.Remove(at)
	delete(c.entries, e.key)
	c.bytes -= e.bytes
}
