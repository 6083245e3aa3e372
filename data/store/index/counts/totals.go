package counts

import (
	"context"
	"math"
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
	spans          int32 // a cell counts if its span has none of these bits
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
	p.until(&sums.starts, s.to, 1, 0)
	if s.from > minDay {
		p.until(&sums.starts, s.from-1, -1, math.MaxInt32)
		p.until(&sums.ends, s.from-1, -1, 0)
	}
	if _, b := undatedOf(s.cube.base.starts); b != nil && s.undated {
		p.add(job{block: b, to: math.MaxInt32, from: minDay, last: minDay, sign: 1})
	}
	for _, b := range s.cube.tail {
		if s.touches(b) {
			p.add(job{block: b, from: minDay, to: s.to, last: s.from, sign: 1})
		}
	}
	return p.sum()
}

// until counts the cells that stand on the days until one: all of them, or
// only those whose span has none of some bits.
func (p *plan) until(c *checkpoints, day, sign, spans int32) {
	m, blocks, from, to, turn := c.nearest(day)
	p.addUp(&m.byClass, sign, spans != 0)
	for _, b := range blocks {
		p.add(job{b, from, to, minDay, spans, sign * turn})
	}
}

func (p *plan) add(j job) {
	if j.block.month == undatedMonth {
		j.from, j.to, j.last = minDay, Undated, minDay
	}
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
	sums := make([]vector, workers)
	err := parallel(context.Background(), workers, len(p.jobs)+1, func(w, i int) error {
		if sums[w] == nil {
			sums[w] = make(vector, p.cube.groups())
		}
		if i == 0 {
			p.vectors(sums[w])
		} else {
			p.read(sums[w], &p.jobs[i-1])
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

// read does a job.
func (p *plan) read(sum vector, j *job) {
	b, shift, masks := j.block, shiftOf(p.unit), &p.masks
	from, width, last := j.from-b.first, uint32(j.to)-uint32(j.from), j.last-b.first
	if b.month == undatedMonth {
		from, width, last = 0, 0, 0
	}
	spans := j.spans
	for i, g := range b.groups {
		n := int64(0)
		for _, c := range b.of(i) {
			x := c.count(shift) & masks[c.facet()]
			if uint32(c.day()-from) > width || c.day()+c.span() < last || c.span()&spans != 0 {
				x = 0
			}
			n += x
		}
		sum[g] += j.sign * int32(n)
	}
}
