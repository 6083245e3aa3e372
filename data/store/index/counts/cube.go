package counts

import (
	"context"
	"sort"
	"sync"

	"mentionmap"
)

// Cube is counts of units per group and dates: a base, which is made ready for
// sums, and a small tail of what changed since, which adds to it.
type Cube struct {
	base *base
	tail []*block
	dir  *directory // of the tail

	growing *growing // nil: the base is not being made anew
	since   []*block // what changed since that began
	stories *stories
	limits  limits
}

// limits are what tests make smaller.
type limits struct {
	fewCells  int // a tail of so many cells may stand beside any base
	markCells int // at least about so many cells lie between checkpoints
	stories   int // keys of stories that are remembered
}

func newCube(ctx context.Context, starts []*block) (*Cube, error) {
	ends, err := byLastDay(ctx, starts)
	if err != nil {
		return nil, err
	}
	return cubeOf(newBase(starts, ends)), nil
}

func cubeOf(b *base) *Cube {
	return &Cube{base: b, dir: &directory{}, stories: &stories{}, limits: limits{fewCells: 1 << 16, markCells: 1 << 18, stories: 1 << 17}}
}

// groups is how many there are.
func (c *Cube) groups() int { return max(c.base.groups, groupsIn(c.tail)) }

func groupsIn(list []*block) (n int) {
	for _, b := range list {
		n = max(n, int(b.groups[len(b.groups)-1])+1)
	}
	return n
}

// Bytes is about how much memory the cube takes.
func (c *Cube) Bytes() int {
	n := c.base.bytes()
	for _, list := range [][]*block{c.tail, c.since} {
		n += blockBytes(list)
	}
	return n
}

func blockBytes(list []*block) (n int) {
	for _, b := range list {
		n += 128 + 8*len(b.cells) + 8*len(b.groups)
	}
	return n
}

// base is the cells of most mentions.
type base struct {
	starts []*block // by the month of the first day, the undated ones last
	ends   []*block // those of several days, by the month of the last day
	groups int
	dir    directory // of starts

	mu   sync.Mutex
	sums [units]*sums
}

func newBase(starts, ends []*block) *base {
	return &base{starts: starts, ends: ends, groups: groupsIn(starts)}
}

func (b *base) bytes() int {
	n := blockBytes(b.starts) + blockBytes(b.ends) + b.dir.bytes()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sums {
		if s != nil {
			n += s.starts.bytes() + s.ends.bytes()
		}
	}
	return n
}

// undatedOf splits off the block of the undated, if there is one.
func undatedOf(list []*block) (dated []*block, undated *block) {
	if n := len(list) - 1; n >= 0 && list[n].month == undatedMonth {
		return list[:n], list[n]
	}
	return list, nil
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
	s := &sums{}
	for list, to := range map[*[]*block]*checkpoints{&b.starts: &s.starts, &b.ends: &s.ends} {
		dated, _ := undatedOf(*list)
		var err error
		if *to, err = newCheckpoints(dated, b.groups, shiftOf(u), markCells); err != nil {
			return nil, err
		}
	}
	b.sums[u] = s
	return s, nil
}

// prepare makes what another base was asked for already.
func (b *base) prepare(old *base, markCells int) error {
	old.mu.Lock()
	asked := old.sums
	old.mu.Unlock()
	for u, s := range asked {
		if s == nil {
			continue
		}
		if _, err := b.sumsOf(mentionmap.Unit(u), markCells); err != nil {
			return err
		}
	}
	b.dir.fill(b.starts, b.groups)
	return nil
}

// directory says in which blocks of a list a group stands.
type directory struct {
	once   sync.Once
	starts []uint32 // by group: its first spot
	spots  []spot
}

// spot is a group in a block.
type spot struct{ block, at uint32 }

func (d *directory) bytes() int { return 4*len(d.starts) + 8*len(d.spots) }

// fill finds the spots of the groups with numbers below n.
func (d *directory) fill(list []*block, n int) {
	d.once.Do(func() {
		d.starts = make([]uint32, n+2)
		for _, b := range list {
			for _, g := range b.groups {
				d.starts[g+2]++
			}
		}
		for i := 2; i < len(d.starts); i++ {
			d.starts[i] += d.starts[i-1]
		}
		d.spots = make([]spot, d.starts[n+1])
		for i, b := range list {
			for at, g := range b.groups {
				d.spots[d.starts[g+1]] = spot{uint32(i), uint32(at)}
				d.starts[g+1]++
			}
		}
	})
}

// of gives the spots of a group, in the order of their months.
func (d *directory) of(g Group) []spot {
	if int(g)+2 > len(d.starts) {
		return nil
	}
	return d.spots[d.starts[g]:d.starts[g+1]]
}

// find gives the block of a month; nil: there is none.
func find(list []*block, m month) *block {
	i := sort.Search(len(list), func(i int) bool { return list[i].month >= m })
	if i < len(list) && list[i].month == m {
		return list[i]
	}
	return nil
}
