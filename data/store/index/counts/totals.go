package counts

import (
	"context"
	"slices"
)

// plan is what has to be added up and read for the sums of a selection.
type plan struct {
	*Selection
	masks       [128]int64 // by facet: 0 is left out, else all bits
	plus, minus []vector
	jobs        []job
	size        int // cells of the jobs
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
	p := &plan{Selection: s}
	for f, way := range s.ways {
		if way != 0 {
			p.masks[f] = -1
		}
	}
	sums, err := s.cube.base.sumsOf(s.unit, s.cube.limits.markCells)
	if err != nil {
		return nil, err
	}
	p.until(&sums.starts, s.to, 1, false)
	if s.from > minDay {
		p.until(&sums.starts, s.from-1, -1, true)
		p.until(&sums.ends, s.from-1, -1, false)
	}
	if _, b := undatedOf(s.cube.base.starts); b != nil && s.undated {
		p.add(job{block: b, sign: 1})
	}
	for _, b := range s.cube.tail {
		if s.touches(b) {
			p.add(job{block: b, from: minDay, to: s.to, last: s.from, sign: 1})
		}
	}
	return p.sum()
}

// until counts the cells that stand on the days until one: all of them, or
// only those of one day.
func (p *plan) until(c *checkpoints, day, sign int32, singles bool) {
	m, blocks, from, to, turn := c.nearest(day)
	p.addUp(&m.byClass, sign, singles)
	for _, b := range blocks {
		p.add(job{b, from, to, minDay, singles, sign * turn})
	}
}

func (p *plan) add(j job) {
	p.jobs = append(p.jobs, j)
	p.size += len(j.block.cells)
}

// addUp adds the vectors of the classes that are asked for.
func (p *plan) addUp(x *byClass, sign int32, singles bool) {
	to := &p.plus
	if sign < 0 {
		to = &p.minus
	}
	if p.allWays {
		*to = append(*to, x.all[1])
		if !singles {
			*to = append(*to, x.all[0])
		}
		return
	}
	for class, v := range x.of {
		if v != nil && p.classes[class%single] && (!singles || class >= single) {
			*to = append(*to, v)
		}
	}
}

func (p *plan) sum() (vector, error) {
	workers := processors()
	if p.size < smallJobs {
		workers = 1
	}
	sums, rooms := make([]vector, workers), make([][]int64, workers)
	err := parallel(context.Background(), workers, len(p.jobs)+1, func(w, i int) error {
		if sums[w] == nil {
			sums[w] = make(vector, p.cube.groups())
		}
		if i == 0 {
			p.vectors(sums[w])
		} else {
			rooms[w] = p.read(sums[w], rooms[w], &p.jobs[i-1])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out vector
	for _, sum := range sums {
		if out == nil {
			out = sum
		} else {
			out.add(sum, 1)
		}
	}
	return out, nil
}

// vectors adds the vectors up, piece by piece, so that the sum stays near.
func (p *plan) vectors(sum vector) {
	const piece = 4096
	for at := 0; at < len(sum); at += piece {
		part := sum[at:min(at+piece, len(sum))]
		for _, v := range p.plus {
			part.add(v[min(at, len(v)):], 1)
		}
		for _, v := range p.minus {
			part.add(v[min(at, len(v)):], -1)
		}
	}
}

// read does a job. room is for the sums, and is returned.
func (p *plan) read(sum vector, room []int64, j *job) []int64 {
	b, shift := j.block, shiftOf(p.unit)
	room = slices.Grow(room[:0], len(b.groups))[:len(b.groups)]
	from, to := uint32(j.from-b.first), uint32(j.to-b.first)
	switch {
	case b.month == undatedMonth:
		between(room, b.cells, &p.masks, shift, 0, 0)
	case j.singles:
		singles(room, b.cells, &p.masks, shift, from, to-from)
	case j.last > b.first:
		touching(room, b.cells, &p.masks, shift, from, to-from, j.last-b.first)
	default:
		between(room, b.cells, &p.masks, shift, from, to-from)
	}
	before := int64(0)
	for i, g := range b.groups {
		sum[g] += j.sign * int32(room[i]-before)
		before = room[i]
	}
	return room
}

// between adds up cells without looking where a group ends, and notes the sum at
// each end: branches would be guessed wrong. Those on the days from..from+more count.
// As a function of its own it has all that it counts with in registers.
//
//go:noinline
func between(ends []int64, cells []cell, masks *[128]int64, shift uint, from, more uint32) {
	at, sum := 0, int64(0)
	for _, c := range cells {
		x := int64(c<<(shift&63)) >> (64 - countBits) & masks[c.facet()]
		if uint32(c>>dayAt)-from > more {
			x = 0
		}
		sum += x
		ends[at] = sum
		at += int(c >> endAt & 1)
	}
}

// singles does the same with those of one day.
//
//go:noinline
func singles(ends []int64, cells []cell, masks *[128]int64, shift uint, from, more uint32) {
	at, sum := 0, int64(0)
	for _, c := range cells {
		x := int64(c<<(shift&63)) >> (64 - countBits) & masks[c.facet()]
		if uint32(c>>dayAt)-from > more {
			x = 0
		}
		if c&(maxSpan<<spanAt) != 0 {
			x = 0
		}
		sum += x
		ends[at] = sum
		at += int(c >> endAt & 1)
	}
}

// touching does the same with those that go on to the day last or later.
//
//go:noinline
func touching(ends []int64, cells []cell, masks *[128]int64, shift uint, from, more uint32, last int32) {
	at, sum := 0, int64(0)
	for _, c := range cells {
		x := int64(c<<(shift&63)) >> (64 - countBits) & masks[c.facet()]
		if uint32(c>>dayAt)-from > more {
			x = 0
		}
		if c.day()+c.span() < last {
			x = 0
		}
		sum += x
		ends[at] = sum
		at += int(c >> endAt & 1)
	}
}
