package cube

import (
	"context"
	"math"
	"runtime"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// totals gives the sum of each group, by number; those of groups that are not
// asked for, too.
func (v *view) totals(f *filter) vector {
	p := plan{view: v, filter: f, sums: v.base.sumsOf(f.query.Count), shift: placeday.Shift(f.query.Count)}
	p.make()
	return p.run()
}

// plan is what has to be added and read for a sum.
type plan struct {
	view   *view
	filter *filter
	sums   *sums
	shift  uint
	masks  [256]int64 // by facet: 0 is left out, else all bits
	plus   []vector
	minus  []vector
	jobs   []job
	size   int // rows of the jobs
}

// job is rows to be read.
type job struct {
	block    *block // nil: ends
	ends     []lastRow
	from, to int32 // first days, or last days of ends, both included
	ending   bool  // of a block: only rows of a single day, which end as they start
	touching bool  // of a block: the days of rows need only touch from..to
	minus    bool
}

func (p *plan) make() {
	f, b := p.filter, p.view.base
	for i, way := range f.ways {
		if way != 0 {
			p.masks[i] = -1
		}
	}
	last := len(b.marks) - 1
	switch {
	case f.whole:
		p.addUp(&p.sums.starts[last], false)
		p.addUp(&p.sums.undated, false)
	default:
		p.window()
		if f.undated {
			p.addUp(&p.sums.undated, false)
		}
	}
	for _, block := range p.view.tail.blocks {
		p.tail(block)
	}
}

func (p *plan) add(j job) {
	p.jobs = append(p.jobs, j)
	if p.size += len(j.ends); j.block != nil {
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
		if c.all != nil {
			*to = append(*to, c.all)
		}
		return
	}
	for class, v := range c.of {
		if v != nil && p.filter.classes[class] {
			*to = append(*to, v)
		}
	}
}

// window counts what starts until its end, less what starts before it and
// does not go on.
func (p *plan) window() {
	b := p.view.base
	last, from, to, minus := b.nearest(p.filter.to)
	p.blocks(from, to, false, minus)
	if p.filter.from <= b.days.first {
		p.addUp(&p.sums.starts[last], false)
		return
	}
	first, from, to, minus := b.nearest(p.filter.from - 1)
	if first != last {
		p.addUp(&p.sums.starts[last], false)
		p.addUp(&p.sums.starts[first], true)
	}
	p.rows(b.open[first], math.MinInt32, math.MaxInt32, false)
	p.blocks(from, to, true, !minus)
	if from <= to {
		p.rows(b.ends[b.endsAt[b.days.monthOf[from-b.days.first]]:b.endsAt[b.days.monthOf[to-b.days.first]+1]], from, to, !minus)
	}
}

// rows reads those of a list that end on the days from..to.
func (p *plan) rows(list []lastRow, from, to int32, minus bool) {
	for len(list) > 0 {
		n := min(blockRows, len(list))
		p.add(job{ends: list[:n], from: from, to: to, minus: minus})
		list = list[n:]
	}
}

// nearest tells how to count until a day: what is before a mark, and with or
// without (minus) the days from..to.
func (b *base) nearest(day int32) (mark int, from, to int32, minus bool) {
	x := &b.days
	last := len(b.marks) - 1
	switch {
	case day < x.first:
		return 0, 0, -1, false
	case day >= x.last:
		return last, 0, -1, false
	}
	month := int(x.monthOf[day-x.first])
	for mark < last && b.marks[mark+1] <= month {
		mark++
	}
	before, after := b.from[b.marks[mark]], b.from[b.marks[mark+1]]
	if at := b.from[month]; at-before > after-at {
		return mark + 1, day + 1, b.markDay(mark+1) - 1, true
	}
	return mark, b.markDay(mark), day, false
}

// markDay is the day before which a mark is known.
func (b *base) markDay(mark int) int32 {
	if mark == len(b.marks)-1 {
		return b.days.last + 1
	}
	return (b.days.month + placeday.Month(b.marks[mark])).First()
}

// blocks reads the rows of the base that start on the days from..to.
func (p *plan) blocks(from, to int32, ending, minus bool) {
	if from > to {
		return
	}
	b := p.view.base
	for _, block := range b.blocks[b.from[b.days.monthOf[from-b.days.first]]:b.from[b.days.monthOf[to-b.days.first]+1]] {
		p.add(job{block: block, from: from, to: to, ending: ending, minus: minus})
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
		p.add(job{block: b, from: f.from, to: f.to, touching: true})
	}
}

// smallRows is how many rows are read sooner than another processor is woken.
const smallRows = 1 << 15

// run does the jobs and adds everything up.
func (p *plan) run() vector {
	size := len(p.view.groups)
	workers := runtime.GOMAXPROCS(0)
	if p.size < smallRows {
		workers = 1
	}
	sums := make([]vector, workers)
	inParallel(workers, len(p.jobs)+1, func(w, i int) {
		if sums[w] == nil {
			sums[w] = make(vector, size)
		}
		if i == 0 {
			p.vectors(sums[w])
		} else {
			p.read(sums[w], &p.jobs[i-1])
		}
	})
	out := sums[0]
	for _, v := range sums[1:] {
		if out == nil {
			out = v
		} else {
			out.add(v)
		}
	}
	return out
}

// vectors adds the vectors up, piece by piece, so that the sum stays near.
func (p *plan) vectors(sum vector) {
	const piece = 4096
	for at := 0; at < len(sum); at += piece {
		part := sum[at:min(at+piece, len(sum))]
		for _, v := range p.plus {
			part.add(v[min(at, len(v)):])
		}
		for _, v := range p.minus {
			part.subtract(v[min(at, len(v)):])
		}
	}
}

func (p *plan) read(sum vector, j *job) {
	r := reading{sum, &p.masks, p.shift, j.from, j.to, 1}
	if j.minus {
		r.sign = -1
	}
	switch b := j.block; {
	case b == nil:
		r.ends(j.ends)
	case j.touching && (b.first < j.from || b.month.Last() > j.to):
		r.touching(b)
	case j.from <= b.first && j.to >= b.month.Last():
		r.all(b)
	default:
		r.starting(b)
	}
	if j.ending {
		r.lasting(j.block)
	}
}

// reading adds rows to a sum.
type reading struct {
	sum      vector
	masks    *[256]int64
	shift    uint
	from, to int32
	sign     int64
}

// ends adds the rows that end on the days from..to.
func (r reading) ends(list []lastRow) {
	for i := range list {
		if e := &list[i]; e.day >= r.from && e.day <= r.to {
			r.sum[e.number] += uint32(r.sign * (e.row.Count(r.shift) & r.masks[e.row.Facet()]))
		}
	}
}

// all adds all rows.
func (r reading) all(b *block) {
	at := 0
	for i, number := range b.groups {
		n, end := int64(0), int(b.starts[i+1])
		for _, c := range b.rows[at:end] {
			n += c.Count(r.shift) & r.masks[c.Facet()]
		}
		r.sum[number] += uint32(r.sign * n)
		at = end
	}
}

// starting adds the rows that start on the days from..to.
func (r reading) starting(b *block) {
	lo, width := r.from-b.first, uint32(r.to-r.from)
	at := 0
	for i, number := range b.groups {
		n, end := int64(0), int(b.starts[i+1])
		for _, c := range b.rows[at:end] {
			x := c.Count(r.shift) & r.masks[c.Facet()]
			if uint32(c.Day()-lo) > width {
				x = 0
			}
			n += x
		}
		r.sum[number] += uint32(r.sign * n)
		at = end
	}
}

// lasting takes away the rows of more than a day that start on the days from..to.
func (r reading) lasting(b *block) {
	b.eachLasting(func(number uint32, c placeday.Compact) {
		if day := b.first + c.Day(); day >= r.from && day <= r.to {
			r.sum[number] -= uint32(r.sign * (c.Count(r.shift) & r.masks[c.Facet()]))
		}
	})
}

// touching adds the rows that have a day of from..to.
func (r reading) touching(b *block) {
	at := 0
	for i, number := range b.groups {
		n, end := int64(0), int(b.starts[i+1])
		for _, c := range b.rows[at:end] {
			if day := b.first + c.Day(); day <= r.to && day+c.Span() >= r.from {
				n += c.Count(r.shift) & r.masks[c.Facet()]
			}
		}
		r.sum[number] += uint32(r.sign * n)
		at = end
	}
}

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (sum int64, err error) {
	if !answers(&q) {
		return s.Source.Total(ctx, q)
	}
	q.Count = mentionmap.CountMentions
	v, f, err := s.ask(ctx, &q, false)
	if err != nil {
		return 0, err
	}
	for i, n := range v.totals(f) {
		if n != 0 && f.takes(uint32(i)) {
			sum += int64(n)
		}
	}
	return sum, nil
}
