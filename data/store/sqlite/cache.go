package sqlite

import "sync"

// cache holds what was read of one generation of the store; of another one it
// holds nothing.
type cache[K comparable, V any] struct {
	mu         sync.RWMutex
	generation int64
	values     map[K]V
}

func (c *cache[K, V]) get(generation int64, key K) (v V, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.generation == generation {
		v, ok = c.values[key]
	}
	return v, ok
}

func (c *cache[K, V]) put(generation int64, key K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation > generation {
		return
	}
	if c.generation < generation || c.values == nil {
		c.generation, c.values = generation, map[K]V{}
	}
	c.values[key] = v
}
