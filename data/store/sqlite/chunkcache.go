package sqlite

import "sync"

// chunkCache holds chunks of runs by their ids, which are never used again. Only
// readers use it: what a writer writes may be taken back.
type chunkCache struct {
	mu     sync.RWMutex
	chunks map[int64][]byte
	bytes  int
}

// mostChunkBytes is how much is held before any half of it is dropped.
const mostChunkBytes = 32 << 20

func (c *chunkCache) get(id int64) []byte {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.chunks[id]
}

func (c *chunkCache) put(id int64, chunk []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.chunks == nil {
		c.chunks = map[int64][]byte{}
	}
	if _, had := c.chunks[id]; !had {
		c.chunks[id] = chunk
		c.bytes += len(chunk)
	}
	if c.bytes <= mostChunkBytes {
		return
	}
	for id, chunk := range c.chunks {
		if c.bytes <= mostChunkBytes/2 {
			return
		}
		delete(c.chunks, id)
		c.bytes -= len(chunk)
	}
}
