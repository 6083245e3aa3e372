package counts

import (
	"context"
	"slices"
	"sync"

	"mentionmap"
)

// Selection is the answer of a cube to a query.
type Selection struct {
	cube     *Cube
	unit     mentionmap.Unit
	from, to int32 // the window; no day: from is above to
	whole    bool  // there is no window
	undated  bool  // undated ones are in
	takes    func(Group) bool
	ways     [128]uint8 // by facet: 0 is out; else uses<<1 | firm
	allWays  bool       // none is out

	once sync.Once
	sums vector
	err  error
}

// Select returns the counts that a query means: of q its window, uses,
// precisions and unit. takes says which groups are asked for (kinds, places, a
// box); nil: all.
func (c *Cube) Select(q *mentionmap.Query, takes func(Group) bool) *Selection {
	s := &Selection{cube: c, unit: q.Count % mentionmap.Unit(units), from: minDay, to: maxDay, whole: !q.Windowed(), takes: takes}
	if q.From != mentionmap.NoDay {
		s.from = max(int32(q.From), minDay)
	}
	if q.To != mentionmap.NoDay {
		s.to = min(int32(q.To), maxDay)
	}
	if s.from > s.to {
		s.from, s.to = maxDay+1, maxDay
	}
	s.undated = s.whole || slices.Contains(q.Precisions, mentionmap.Undated)
	uses := uint8(0)
	for _, u := range q.Uses {
		uses |= 1 << (u & 1)
	}
	if len(q.Uses) == 0 {
		uses = 3
	}
	s.allWays = uses == 3 && len(q.Precisions) == 0
	for i := range s.ways {
		f := facet(i)
		has := f.uses() & uses
		if has == 0 || len(q.Precisions) > 0 && !slices.Contains(q.Precisions, mentionmap.Precision(f>>4)) {
			continue
		}
		if s.ways[i] = has << 1; f.firm()&uses != 0 {
			s.ways[i] |= 1
		}
	}
	return s
}

// touches reports whether cells of a block may count.
func (s *Selection) touches(b *block) bool {
	if b.month == undatedMonth {
		return s.undated
	}
	return b.first <= s.to && b.latest >= s.from
}

// Totals gives the sum of each group, by its number; 0 of those not asked for.
func (s *Selection) Totals() ([]int64, error) {
	s.once.Do(func() { s.sums, s.err = s.totals() })
	out := make([]int64, len(s.sums))
	for g, n := range s.sums {
		if n != 0 && (s.takes == nil || s.takes(Group(g))) {
			out[g] = int64(n)
		}
	}
	return out, s.err
}

// Total gives the sum of all groups.
func (s *Selection) Total() (n int64, err error) {
	totals, err := s.Totals()
	for _, part := range totals {
		n += part
	}
	return n, err
}

// Groups lists the groups that are asked for, by number. Some may have no rows.
func (s *Selection) Groups() (out []Group) {
	for g := range Group(s.cube.groups()) {
		if s.takes == nil || s.takes(g) {
			out = append(out, g)
		}
	}
	return out
}

// plan is what has to be added up and read for the sums of a selection.
type plan struct {
	*Selection
	sum  vector
	jobs []job
	size int // cells of the jobs
}

// job is the cells of a block that are read: those on the days from..to that go on
// to the day last or later; all others count nothing.
type job struct {
	block          *block
	from, to, last int32
	singles        bool // only those of one day count
	sign           int32
}

// smallJobs is how many cells are read sooner than another processor is woken.
const smallJobs = 1 << 15

// totals gives the sum of each group, by number; those of groups that are not
// asked for, too.
func (s *Selection) totals() (vector, error) {
	sums, err := s.cube.base.sumsOf(s.unit, s.cube.limits.markCells)
	if err != nil {
		return nil, err
	}
	p := &plan{Selection: s, sum: make(vector, s.cube.groups())}
	p.until(&sums.starts, s.to, 1, false)
	if s.from > minDay {
		p.until(&sums.starts, s.from-1, -1, true)
		p.until(&sums.ends, s.from-1, -1, false)
	}
	for _, m := range s.cube.months {
		for _, b := range [2]*block{m.base, m.tail} {
			if (b == m.tail || b.month == undatedMonth) && b != none && s.touches(b) {
				p.add(job{block: b, from: minDay, to: s.to, last: s.from, sign: 1})
			}
		}
	}
	return p.sum, p.read()
}

// until counts the cells that stand on the days until one: all of them, or
// only those of one day.
func (p *plan) until(c *checkpoints, day, sign int32, singles bool) {
	m, blocks, from, to, turn := c.nearest(day)
	for half, v := range m.all {
		if p.allWays && (!singles || half == 1) {
			p.sum.add(v, sign)
		}
	}
	for class, v := range m.of {
		// whether a mention is firm does not matter: the facet of a class has none
		if !p.allWays && v != nil && p.ways[class%single<<2] != 0 && (!singles || class >= single) {
			p.sum.add(v, sign)
		}
	}
	for _, b := range blocks {
		p.add(job{b, from, to, minDay, singles, sign * turn})
	}
}

func (p *plan) add(j job) {
	p.jobs, p.size = append(p.jobs, j), p.size+len(j.block.cells)
}

// read does the jobs.
func (p *plan) read() error {
	workers := processors()
	if p.size < smallJobs {
		workers = 1
	}
	masks := [256]int64{} // by facet, and then by that of one day: 0 is left out, else all bits
	for f, way := range p.ways {
		if way != 0 {
			masks[f], masks[128+f] = -1, -1
		}
	}
	singles := masks
	clear(singles[:128])
	sums, rooms := make([]vector, workers), make([][]int64, workers)
	sums[0] = p.sum
	err := Parallel(context.Background(), workers, len(p.jobs), func(w, i int) error {
		j := &p.jobs[i]
		b, of := j.block, &masks
		if j.singles {
			of = &singles
		}
		if sums[w] == nil {
			sums[w] = make(vector, len(p.sum))
		}
		rooms[w] = slices.Grow(rooms[w][:0], len(b.groups))[:len(b.groups)]
		if ends := rooms[w]; b.month == undatedMonth {
			addUp(ends, b.cells, of, shiftOf(p.unit), 0, 0, 0)
		} else {
			addUp(ends, b.cells, of, shiftOf(p.unit), j.from-b.first, uint32(j.to-j.from), j.last-b.first)
		}
		before := int64(0)
		for i, g := range b.groups {
			sums[w][g] += j.sign * int32(rooms[w][i]-before)
			before = rooms[w][i]
		}
		return nil
	})
	for _, o := range sums[1:] {
		p.sum.add(o, 1)
	}
	return err
}

// addUp adds up cells without looking where a group ends, and notes the sum at
// each end: branches would be guessed wrong. Those on the days from..from+more
// that go on to the day last count. As a function of its own it has all that it
// counts with in registers.
//
//go:noinline
func addUp(ends []int64, cells []cell, masks *[256]int64, shift uint, from int32, more uint32, last int32) {
	at, sum := 0, int64(0)
	for _, c := range cells {
		span := uint32(c >> spanAt & maxSpan)
		x := int64(c<<(shift&63)) >> (64 - countBits) & masks[uint8(c>>facetAt)&127|uint8((span-1)>>24)&128]
		day := int32(c >> dayAt)
		if uint32(day-from) > more {
			x = 0
		}
		if day+int32(span) < last {
			x = 0
		}
		sum += x
		ends[at] = sum
		at += int(c >> endAt & 1)
	}
}
