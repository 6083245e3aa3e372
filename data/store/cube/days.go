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

// Days counts by day.
func (s *Snapshot) Days() Days {
	first, last := s.span()
	if first > last {
		return Days{First: mentionmap.NoDay}
	}
	var blocks []*block
	for _, b := range slices.Concat(s.view.base.blocks, s.view.tail.blocks) {
		if b.month != placeday.UndatedMonth && b.first <= last && b.latest >= first {
			blocks = append(blocks, b)
		}
	}
	workers := runtime.GOMAXPROCS(0)
	sums := make([]daySums, workers)
	takes := s.taken()
	inParallel(workers, len(blocks), func(w, i int) {
		if sums[w].starts == nil {
			sums[w] = daySums{first, last, make([]int64, last-first+1), make([]int64, last-first+1)}
		}
		sums[w].add(blocks[i], takes, s.filter)
	})
	all := daySums{first, last, make([]int64, last-first+1), make([]int64, last-first+1)}
	for _, o := range sums {
		for i := range o.starts {
			all.starts[i] += o.starts[i]
			all.ends[i] += o.ends[i]
		}
	}
	return all.trimmed()
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
