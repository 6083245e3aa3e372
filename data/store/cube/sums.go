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

// sums are the numbers of one unit in a base.
type sums struct {
	starts  []byClass // by mark: what starts before it
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
	s, shift := &sums{starts: make([]byClass, marks)}, placeday.Shift(unit)
	inParallel(workers, marks, func(_, i int) {
		if i == 0 {
			s.undated.count(b.blocks[b.from[len(b.from)-1]:], shift, b.groups)
		} else {
			s.starts[i].count(b.blocks[b.from[b.marks[i-1]]:b.from[b.marks[i]]], shift, b.groups)
		}
	})
	inParallel(workers, classes+1, func(_, class int) {
		for i := 1; i < marks; i++ {
			now, before := s.starts[i].vector(class), s.starts[i-1].vector(class)
			*now = running(*before, *now)
		}
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

// vector is that of a class, and after the last class the sum of all.
func (c *byClass) vector(class int) *vector {
	if class == classes {
		return &c.all
	}
	return &c.of[class]
}

// count counts the rows of blocks.
func (c *byClass) count(blocks []*block, shift uint, groups int) {
	c.all = make(vector, groups)
	for _, b := range blocks {
		at := 0
		for i, number := range b.groups {
			end, sum := int(b.starts[i+1]), uint32(0)
			for _, r := range b.rows[at:end] {
				class, n := classOf(r.Facet()), uint32(r.Count(shift))
				if c.of[class] == nil {
					c.of[class] = make(vector, groups)
				}
				c.of[class][number] += n
				sum += n
			}
			c.all[number] += sum
			at = end
		}
	}
}
