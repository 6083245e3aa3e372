package counts

import (
	"context"
	"sync"

	"mentionmap"
)

// Cube is counts of units per group and dates: a base, which is made ready for
// sums, and a small tail of what changed since, which adds to it.
type Cube struct {
	base   *base
	tail   []*block
	months []pair // of both
	next   uint32 // one above the highest number of a document

	stories *stories
	limits  limits
}

// limits are what tests make smaller.
type limits struct {
	fewCells  int // a tail of so many cells may stand beside any base
	markCells int // at least about so many cells lie between checkpoints
	stories   int // keys of stories that are remembered
}

func cubeOf(b *base, next uint32) *Cube {
	c := &Cube{stories: &stories{}, next: next, limits: limits{fewCells: 1 << 16, markCells: 1 << 18, stories: 1 << 17}}
	c.set(b, nil)
	return c
}

func (c *Cube) set(b *base, tail []*block) {
	c.base, c.tail, c.months = b, tail, pairs(b.starts, tail)
}

// groups is one more than the highest group.
func (c *Cube) groups() int { return max(groupsIn(c.base.starts), groupsIn(c.tail)) }

// Bytes is about how much memory the cube takes.
func (c *Cube) Bytes() int {
	return c.base.bytes() + blockBytes(c.tail)
}

// base is the cells of most mentions.
type base struct {
	starts []*block // by the month of the first day, the undated ones last
	ends   []*block // those of several days, by the month of the last day

	mu   sync.Mutex
	sums [units]*sums
}

func (b *base) bytes() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := blockBytes(b.starts) + blockBytes(b.ends)
	for _, s := range b.sums {
		if s != nil {
			n += s.starts.bytes() + s.ends.bytes()
		}
	}
	return n
}

// with makes a base of a base and a tail. Months without a change keep their block.
func (b *base) with(tail []*block) (*base, error) {
	if len(tail) == 0 {
		return b, nil
	}
	ends, err := byLastDay(context.Background(), tail)
	if err != nil {
		return nil, err
	}
	return &base{starts: merge(b.starts, tail), ends: merge(b.ends, ends)}, nil
}

// sums are the numbers of one unit at checkpoints.
type sums struct{ starts, ends checkpoints }

// sumsOf returns the sums of a unit; they are made when they are first asked for.
func (b *base) sumsOf(u mentionmap.Unit, markCells int) (*sums, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sums[u] != nil {
		return b.sums[u], nil
	}
	dated, groups := b.starts, groupsIn(b.starts)
	if n := len(dated) - 1; n >= 0 && dated[n].month == undatedMonth {
		dated = dated[:n]
	}
	starts, err := newCheckpoints(dated, groups, shiftOf(u), markCells)
	if err != nil {
		return nil, err
	}
	ends, err := newCheckpoints(b.ends, groups, shiftOf(u), markCells)
	if err == nil {
		b.sums[u] = &sums{starts, ends}
	}
	return b.sums[u], err
}
