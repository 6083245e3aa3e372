package cubefile

import (
	"crypto/sha256"
	"sync"
)

// Memory keeps what was written of stretches, so that the next time only those
// that changed are written. It keeps what the newest counts are made of, and is
// for those of one unit. The zero value is empty; nil keeps nothing.
type Memory struct {
	mu    sync.Mutex
	known map[any]*written
}

// of gives what is known of a stretch; nil: nothing, or no weeks though they are wanted.
func (m *Memory) of(stamp any, weeks bool) *written {
	if m == nil || stamp == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if w := m.known[stamp]; w != nil && (w.weeks != nil || !weeks) {
		return w
	}
	return nil
}

// keep forgets all but these, if any of them can be known again.
func (m *Memory) keep(stamps []any, list []*written) {
	known := map[any]*written{}
	for i, w := range list {
		if stamps[i] != nil {
			known[stamps[i]] = w
		}
	}
	if m == nil || len(known) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = known
}

// Piece is bytes of a file.
type Piece struct {
	Bytes []byte
	// Packed keeps them compressed, too; nil where they will not be asked for again.
	Packed *Packed
}

// sum is a hash of the bytes.
func (p Piece) sum() [sha256.Size]byte {
	if p.Packed == nil {
		return sha256.Sum256(p.Bytes)
	}
	p.Packed.once.Do(func() { p.Packed.sum = sha256.Sum256(p.Bytes) })
	return p.Packed.sum
}

// Packed is what bytes were compressed to, in different ways, and their hash.
type Packed struct {
	once sync.Once
	sum  [sha256.Size]byte

	mu sync.Mutex
	by map[int][]byte
}

// As returns the bytes compressed in a way, by pack if that was not done before.
func (p *Packed) As(way int, pack func() ([]byte, error)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if done, ok := p.by[way]; ok {
		return done, nil
	}
	done, err := pack()
	if err == nil {
		if p.by == nil {
			p.by = map[int][]byte{}
		}
		p.by[way] = done
	}
	return done, err
}

// numbers is a set of small numbers.
type numbers []uint64

func (s *numbers) add(n int) {
	for n>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[n>>6] |= 1 << (n & 63)
}

func (s *numbers) addAll(o numbers) {
	for len(*s) < len(o) {
		*s = append(*s, 0)
	}
	for i, bits := range o {
		(*s)[i] |= bits
	}
}

func (s numbers) has(n int) bool { return n>>6 < len(s) && s[n>>6]>>(n&63)&1 == 1 }
