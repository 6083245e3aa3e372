package cube

import (
	"math"
	"runtime"
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// Days is how many units start and end on each day, in the places and the
// window of a query: what starts before the window starts on its first day, what
// ends after it ends on its last. So the units that have one of the days a..b are
// those that start until b, less those that end before a.
type Days struct {
	First        mentionmap.Day // NoDay if nothing is dated
	Starts, Ends []int64        // by day from First
}

// Days counts by day. Without a filter the base is counted once.
func (s *Snapshot) Days() Days {
	first, last := s.span()
	if first > last {
		return Days{First: mentionmap.NoDay}
	}
	v, f := s.view, s.filter
	all := newDaySums(first, last)
	if f.takesAll() {
		all.addAll(v.base.byDayOf(f))
		all.addBlocks(v.tail.blocks, nil, f)
	} else {
		all.addBlocks(slices.Concat(v.base.blocks, v.tail.blocks), s.taken(), f)
	}
	return all.trimmed()
}

// byDayOf returns the sums of all rows in the unit of a filter that takes all;
// they are made when they are first asked for, and must not be changed.
func (b *base) byDayOf(f *filter) *daySums {
	b.mu.Lock()
	defer b.mu.Unlock()
	unit := f.query.Count
	if b.byDay[unit] == nil {
		b.byDay[unit] = newDaySums(b.days.first, b.days.last)
		b.byDay[unit].addBlocks(b.blocks, nil, f)
	}
	return b.byDay[unit]
}

// span is the days that rows may have in the window; none: last before first.
func (s *Snapshot) span() (first, last int32) {
	first, last = math.MaxInt32, math.MinInt32
	for _, list := range [][]*block{s.view.base.blocks, s.view.tail.blocks} {
		for _, b := range list {
			if b.month != placeday.UndatedMonth {
				first, last = min(first, b.first), max(last, b.latest)
			}
		}
	}
	return max(first, s.filter.from), min(last, s.filter.to)
}

// taken tells which groups are asked for, by number; nil: all.
func (s *Snapshot) taken() []bool {
	if s.filter.anywhere {
		return nil
	}
	out := make([]bool, len(s.view.groups))
	for _, number := range s.groups {
		out[number] = true
	}
	return out
}

// daySums are counts by day from the first.
type daySums struct {
	first, last  int32
	starts, ends []int64
}

// newDaySums has no days if last is before first.
func newDaySums(first, last int32) *daySums {
	n := max(0, last-first+1)
	return &daySums{first, last, make([]int64, n), make([]int64, n)}
}

// addBlocks adds what a filter takes of blocks, on all processors where they are many.
func (d *daySums) addBlocks(blocks []*block, takes []bool, f *filter) {
	rows := 0
	blocks = slices.DeleteFunc(slices.Clone(blocks), func(b *block) bool {
		out := b.month == placeday.UndatedMonth || b.first > d.last || b.latest < d.first
		if !out {
			rows += len(b.rows)
		}
		return out
	})
	workers := runtime.GOMAXPROCS(0)
	if rows < smallRows {
		workers = 1
	}
	sums := make([]*daySums, workers)
	inParallel(workers, len(blocks), func(w, i int) {
		if sums[w] == nil {
			sums[w] = newDaySums(d.first, d.last)
		}
		sums[w].add(blocks[i], takes, f)
	})
	for _, o := range sums {
		if o != nil {
			d.addAll(o)
		}
	}
}

// addAll adds sums of days that are among those of d.
func (d *daySums) addAll(o *daySums) {
	for i := range o.starts {
		d.starts[o.first-d.first+int32(i)] += o.starts[i]
		d.ends[o.first-d.first+int32(i)] += o.ends[i]
	}
}

func (d *daySums) add(b *block, takes []bool, f *filter) {
	shift := placeday.Shift(f.query.Count)
	for i, number := range b.groups {
		if takes != nil && !takes[number] {
			continue
		}
		for _, c := range b.at(i) {
			from := b.first + c.Day()
			to := from + c.Span()
			if f.ways[c.Facet()] == 0 || from > d.last || to < d.first {
				continue
			}
			n := c.Count(shift)
			d.starts[max(from, d.first)-d.first] += n
			d.ends[min(to, d.last)-d.first] += n
		}
	}
}

// trimmed leaves out the days before the first start and after the last end.
func (d *daySums) trimmed() Days {
	from, to := 0, len(d.ends)
	for from < to && d.starts[from] == 0 {
		from++
	}
	for to > from && d.ends[to-1] == 0 {
		to--
	}
	if from == to {
		return Days{First: mentionmap.NoDay}
	}
	return Days{mentionmap.Day(d.first) + mentionmap.Day(from), d.starts[from:to], d.ends[from:to]}
}
