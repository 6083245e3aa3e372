package cube

import (
	"math"
	"sort"

	"mentionmap/data/store/placeday"
)

// plan is what has to be added and read for the sums that a filter asks for.
type plan struct {
	view        *view
	filter      *filter
	sums        *sums
	masks       [256]int64 // by facet: 0 is left out, else all bits
	plus, minus []vector
	jobs        []job
	size        int // rows of the jobs
}

// job is rows to be read.
type job struct {
	block    *block // nil: open
	open     []openRow
	what     reads
	from, to int32 // days, both included
	minus    bool
}

// reads says which rows of a block count.
type reads uint8

const (
	starting reads = iota // those that start on the days from..to
	touching              // those that have one of these days
	goingOn               // those that start before from and go on to it
)

func newPlan(v *view, f *filter) *plan {
	p := &plan{view: v, filter: f, sums: v.base.sumsOf(f.query.Count)}
	for i, way := range f.ways {
		if way != 0 {
			p.masks[i] = -1
		}
	}
	if f.whole {
		p.addUp(&p.sums.starts[len(p.sums.starts)-1], false)
	} else {
		p.window()
	}
	if f.whole || f.undated {
		p.addUp(&p.sums.undated, false)
	}
	for _, block := range v.tail.blocks {
		p.tail(block)
	}
	return p
}

func (p *plan) add(j job) {
	p.jobs = append(p.jobs, j)
	if p.size += len(j.open); j.block != nil {
		p.size += len(j.block.rows)
	}
}

// addUp adds the vectors of the classes that are asked for.
func (p *plan) addUp(c *byClass, minus bool) {
	to := &p.plus
	if minus {
		to = &p.minus
	}
	if p.filter.allWays {
		*to = append(*to, c.all)
		return
	}
	for class, v := range c.of {
		if v != nil && p.filter.classes[class] {
			*to = append(*to, v)
		}
	}
}

// window counts what starts in it, and what starts before and goes on.
func (p *plan) window() {
	b, f := p.view.base, p.filter
	last, from, to, minus := b.nearest(f.to)
	if f.from <= b.days.first {
		p.addUp(&p.sums.starts[last], false)
		p.starting(from, to, minus)
		return
	}
	p.goingOn()
	first, from2, to2, minus2 := b.nearest(f.from - 1)
	if within := b.between(f.from, min(f.to, b.days.last)); first == last || len(within) <= len(b.between(from, to))+len(b.between(from2, to2)) {
		p.starting(f.from, min(f.to, b.days.last), false)
		return
	}
	p.addUp(&p.sums.starts[last], false)
	p.starting(from, to, minus)
	p.addUp(&p.sums.starts[first], true)
	p.starting(from2, to2, !minus2)
}

// starting reads the rows of the base that start on the days from..to.
func (p *plan) starting(from, to int32, minus bool) {
	for _, block := range p.view.base.between(from, to) {
		p.add(job{block: block, what: starting, from: from, to: to, minus: minus})
	}
}

// goingOn counts what starts before the window and goes on: of what was open at
// the mark before, and of what starts from there on.
func (p *plan) goingOn() {
	b, from := p.view.base, p.filter.from
	if from > b.days.last {
		return
	}
	mark := b.markBefore(int(b.days.monthOf[from-b.days.first]))
	for _, list := range b.open[mark] {
		p.add(job{open: list, from: from})
	}
	for _, block := range b.between(b.markDay(mark), from) {
		p.add(job{block: block, what: goingOn, from: from})
	}
}

// tail reads what of a block of the tail touches the window.
func (p *plan) tail(b *block) {
	f := p.filter
	if b.month == placeday.UndatedMonth {
		if f.whole || f.undated {
			p.add(job{block: b, from: math.MinInt32, to: placeday.Undated})
		}
		return
	}
	if b.first <= f.to && b.latest >= f.from {
		p.add(job{block: b, what: touching, from: f.from, to: f.to})
	}
}

// nearest tells how to count what starts until a day: what starts before a
// mark, and with or without (minus) what starts on the days from..to.
func (b *base) nearest(day int32) (mark int, from, to int32, minus bool) {
	x := &b.days
	switch {
	case day < x.first:
		return 0, 0, -1, false
	case day >= x.last:
		return len(b.marks) - 1, 0, -1, false
	}
	month := int(x.monthOf[day-x.first])
	mark = b.markBefore(month)
	at, before, after := b.from[month], b.from[b.marks[mark]], b.from[b.marks[mark+1]]
	if at-before > after-at {
		return mark + 1, day + 1, b.markDay(mark+1) - 1, true
	}
	return mark, b.markDay(mark), day, false
}

// markBefore is the last mark before a month, or at its beginning.
func (b *base) markBefore(month int) int {
	return sort.Search(len(b.marks), func(i int) bool { return b.marks[i] > month }) - 1
}

// between gives the blocks of the months of the days from..to.
func (b *base) between(from, to int32) []*block {
	if from > to {
		return nil
	}
	x := &b.days
	return b.blocks[b.from[x.monthOf[from-x.first]]:b.from[x.monthOf[to-x.first]+1]]
}
