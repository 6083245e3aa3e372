package cube

import (
	"context"
	"runtime"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// totals gives the sum of each group, by number; those of groups that are not
// asked for, too.
func (v *view) totals(f *filter) vector {
	p := newPlan(v, f)
	workers := runtime.GOMAXPROCS(0)
	if p.size < smallRows {
		workers = 1
	}
	sums := make([]vector, workers)
	inParallel(workers, len(p.jobs)+1, func(w, i int) {
		if sums[w] == nil {
			sums[w] = make(vector, len(v.groups))
		}
		if i == 0 {
			p.vectors(sums[w])
		} else {
			p.read(sums[w], &p.jobs[i-1])
		}
	})
	var out vector
	for _, sum := range sums {
		if out == nil {
			out = sum
		} else {
			out.add(sum)
		}
	}
	return out
}

// smallRows is how many rows are read sooner than another processor is woken.
const smallRows = 1 << 15

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

// read does a job.
func (p *plan) read(sum vector, j *job) {
	r := reading{sum, &p.masks, placeday.Shift(p.filter.query.Count), j.from, j.to, 1}
	if j.minus {
		r.sign = -1
	}
	switch b := j.block; {
	case b == nil:
		r.open(j.open)
	case j.what == goingOn:
		r.goingOn(b)
	case j.from <= b.first && j.to >= b.month.Last():
		r.all(b)
	case j.what == touching:
		r.touching(b)
	default:
		r.starting(b)
	}
}

// reading adds rows to a sum.
type reading struct {
	sum      vector
	masks    *[256]int64 // by facet: 0 is left out, else all bits
	shift    uint
	from, to int32
	sign     int64
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

// goingOn adds the rows that start before the day from and go on to it.
func (r reading) goingOn(b *block) {
	b.eachOpen(r.from, func(o openRow) {
		r.sum[o.number] += uint32(o.row.Count(r.shift) & r.masks[o.row.Facet()])
	})
}

// open adds the rows of a list that go on to the day from.
func (r reading) open(list []openRow) {
	for i := range list {
		if o := &list[i]; o.last >= r.from {
			r.sum[o.number] += uint32(o.row.Count(r.shift) & r.masks[o.row.Facet()])
		}
	}
}

// fewCounter is a source that counts itself what few mentions need be looked at
// for; ok is false for other queries.
type fewCounter interface {
	TotalOfFew(ctx context.Context, q mentionmap.Query) (n int64, ok bool, err error)
}

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (sum int64, err error) {
	if !answers(&q) {
		return s.Source.Total(ctx, q)
	}
	if few, can := s.Source.(fewCounter); can {
		if n, ok, err := few.TotalOfFew(ctx, q); ok || err != nil {
			return n, err
		}
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
