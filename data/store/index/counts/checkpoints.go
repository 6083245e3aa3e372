package counts

import (
	"context"
	"sort"
)

// maxMarks is about how many checkpoints a list of blocks has at most.
const maxMarks = 8

// classes are the cells of one precision and the same uses, those of several
// days and those of a single one apart.
const (
	classes = 64
	single  = 32 // bit of a class, and of the cells of a single day
)

func classOf(c cell) int {
	class := int(c.facet() >> 2)
	if c.span() == 0 {
		class |= single
	}
	return class
}

// vector is numbers by group; nil: all are 0.
type vector []int32

func (v vector) add(o vector, sign int32) {
	for i, n := range o[:min(len(v), len(o))] {
		v[i] += sign * n
	}
}

// mark is a checkpoint: what the blocks before it count, as vectors by class,
// and the sums of those of several days and of those of single ones.
type mark struct {
	at    int // blocks before it
	cells int // in these
	of    [classes]vector
	all   [2]vector
}

// checkpoints are a list of blocks in the order of months, with sums of what
// stands before some of them; the first mark is before all, the last after all.
type checkpoints struct {
	blocks []*block
	before []int // by block, and in the end: cells before it
	marks  []mark
}

func newCheckpoints(list []*block, groups int, shift uint, markCells int) (checkpoints, error) {
	c := checkpoints{blocks: list, marks: []mark{{}}, before: make([]int, len(list)+1)}
	step := max(markCells, cellsIn(list)/maxMarks)
	for i, b := range list {
		c.before[i+1] = c.before[i] + len(b.cells)
		if c.before[i+1] >= c.marks[len(c.marks)-1].cells+step || i+1 == len(list) {
			c.marks = append(c.marks, mark{at: i + 1, cells: c.before[i+1]})
		}
	}
	err := Parallel(context.Background(), processors(), len(c.marks)-1, func(_, i int) error {
		m := &c.marks[i+1]
		for _, b := range list[c.marks[i].at:m.at] {
			m.count(b, groups, shift)
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	return c, Parallel(context.Background(), processors(), 2, func(_, half int) error {
		for i := 1; i < len(c.marks); i++ {
			m := &c.marks[i]
			m.all[half] = make(vector, groups)
			for class := half * single; class < (half+1)*single; class++ {
				if before := c.marks[i-1].of[class]; m.of[class] == nil {
					m.of[class] = before
				} else {
					m.of[class].add(before, 1)
				}
				m.all[half].add(m.of[class], 1)
			}
		}
		return nil
	})
}

// count counts the cells of a block.
func (m *mark) count(b *block, groups int, shift uint) {
	for i, g := range b.groups {
		for _, c := range b.of(i) {
			v := &m.of[classOf(c)]
			if *v == nil {
				*v = make(vector, groups)
			}
			(*v)[g] += int32(c.count(shift))
		}
	}
}

func (c *checkpoints) bytes() (n int) {
	for i := range c.marks {
		for _, v := range c.marks[i].of {
			n += 4 * len(v)
		}
		n += 4 * (len(c.marks[i].all[0]) + len(c.marks[i].all[1]))
	}
	return n
}

// nearest tells how to count what stands on the days until one: what stands
// before a mark, and with that or without (sign -1) what the blocks hold of the
// days from..to.
func (c *checkpoints) nearest(day int32) (m *mark, blocks []*block, from, to, sign int32) {
	until := sort.Search(len(c.blocks), func(i int) bool { return c.blocks[i].first > day })
	whole := until // blocks of months that end until the day
	if until > 0 && monthOf(day) == c.blocks[until-1].month {
		whole--
	}
	i := sort.Search(len(c.marks), func(i int) bool { return c.marks[i].at > whole }) - 1
	m = &c.marks[i]
	if i+1 < len(c.marks) && c.marks[i+1].cells-c.before[whole] < c.before[until]-m.cells {
		m = &c.marks[i+1]
		return m, c.blocks[whole:m.at], day + 1, maxDay + 1, -1
	}
	return m, c.blocks[m.at:until], minDay, day, 1
}
