package counts

import (
	"context"
	"math"
	"slices"

	"mentionmap"
)

// Days counts by day.
func (s *Selection) Days() (Days, error) {
	blocks := slices.DeleteFunc(slices.Concat(s.cube.base.starts, s.cube.tail), func(b *block) bool {
		return b.month == undatedMonth || !s.touches(b)
	})
	first, last := int32(math.MaxInt32), int32(math.MinInt32)
	for _, b := range blocks {
		first, last = min(first, b.first), max(last, b.latest)
	}
	first, last = max(first, s.from), min(last, s.to)
	if first > last {
		return Days{First: mentionmap.NoDay}, nil
	}
	workers := processors()
	if cellsIn(blocks) < smallJobs || last-first > 1<<20 {
		workers = 1
	}
	sums := make([]daySums, workers)
	err := parallel(context.Background(), workers, len(blocks), func(w, i int) error {
		if sums[w].starts == nil {
			sums[w] = daySums{s, first, last, make([]int64, last-first+1), make([]int64, last-first+1)}
		}
		sums[w].add(blocks[i])
		return nil
	})
	if err != nil {
		return Days{}, err
	}
	all := sums[0]
	for _, o := range sums[1:] {
		if all.starts == nil {
			all = o
			continue
		}
		for i := range o.starts {
			all.starts[i] += o.starts[i]
			all.ends[i] += o.ends[i]
		}
	}
	return all.trimmed(), nil
}

// daySums are counts by day from the first.
type daySums struct {
	*Selection
	first, last  int32
	starts, ends []int64
}

func (d *daySums) add(b *block) {
	shift := shiftOf(d.unit)
	for i, g := range b.groups {
		if !d.takesGroup(g) {
			continue
		}
		for _, c := range b.of(i) {
			from := b.first + c.day()
			to := from + c.span()
			if d.ways[c.facet()] == 0 || from > d.last || to < d.first {
				continue
			}
			n := c.count(shift)
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
