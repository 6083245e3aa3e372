package cube

import (
	"runtime"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// classes is the number of classes: rows of one precision and the same uses.
const classes = 32

func classOf(f placeday.Facet) int { return int(f >> 2) }

// vector is numbers by group, modulo 2^32; nil: all are 0.
type vector []uint32

func (v vector) add(o vector) {
	for i, n := range o[:min(len(v), len(o))] {
		v[i] += n
	}
}

func (v vector) subtract(o vector) {
	for i, n := range o[:min(len(v), len(o))] {
		v[i] -= n
	}
}

// sums are the numbers of one unit at the marks of a base.
type sums struct {
	starts  []byClass // by mark: what started before it
	open    []byClass // by mark: what started before it and goes on
	undated byClass
}

// byClass are vectors by class, and the sum of all of them.
type byClass struct {
	of  [classes]vector
	all vector
}

// newSums counts between marks, and adds up.
func newSums(b *base, unit mentionmap.Unit) *sums {
	workers, marks := runtime.GOMAXPROCS(0), len(b.marks)
	s := &sums{starts: make([]byClass, marks), open: make([]byClass, marks)}
	inParallel(workers, marks, func(_, i int) {
		c := counter{shift: placeday.Shift(unit), size: b.groups}
		if i == 0 {
			c.starts(b.blocks[b.from[len(b.from)-1]:], &s.undated.of)
			return
		}
		from, to := b.marks[i-1], b.marks[i]
		c.starts(b.blocks[b.from[from]:b.from[to]], &s.starts[i].of)
		c.open(b.blocks[b.from[from]:b.from[to]], &s.open[i].of)
		c.over(b.ends[b.endsAt[from]:b.endsAt[to]], &s.open[i].of)
	})
	inParallel(workers, classes, func(_, class int) {
		for i := 1; i < marks; i++ {
			s.starts[i].of[class] = running(s.starts[i-1].of[class], s.starts[i].of[class])
			s.open[i].of[class] = running(s.open[i-1].of[class], s.open[i].of[class])
		}
	})
	s.undated.sumUp()
	inParallel(workers, marks, func(_, i int) {
		s.starts[i].sumUp()
		s.open[i].sumUp()
	})
	return s
}

// running adds to what came between what came before; the answer may be either.
func running(before, between vector) vector {
	if between == nil {
		return before
	}
	between.add(before)
	return between
}

func (b *byClass) sumUp() {
	for _, v := range b.of {
		if v != nil && b.all == nil {
			b.all = make(vector, len(v))
		}
		b.all.add(v)
	}
}

// counter counts by class.
type counter struct {
	shift uint
	size  int // of the vectors
}

func (c *counter) of(vectors *[classes]vector, class int) vector {
	if vectors[class] == nil {
		vectors[class] = make(vector, c.size)
	}
	return vectors[class]
}

// starts adds rows to what started.
func (c *counter) starts(blocks []*block, starts *[classes]vector) {
	for _, b := range blocks {
		at := 0
		for i, number := range b.groups {
			end := int(b.starts[i+1])
			for _, r := range b.rows[at:end] {
				c.of(starts, classOf(r.Facet()))[number] += uint32(r.Count(c.shift))
			}
			at = end
		}
	}
}

// open adds rows of more than a day to what is open.
func (c *counter) open(blocks []*block, open *[classes]vector) {
	for _, b := range blocks {
		b.eachLasting(func(number uint32, r placeday.Compact) {
			c.of(open, classOf(r.Facet()))[number] += uint32(r.Count(c.shift))
		})
	}
}

// over takes rows that end from what is open.
func (c *counter) over(ends []lastRow, open *[classes]vector) {
	for i := range ends {
		r := &ends[i]
		c.of(open, classOf(r.row.Facet()))[r.number] -= uint32(r.row.Count(c.shift))
	}
}
