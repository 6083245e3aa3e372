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
	if d.takes == nil {
		d.addCells(b.first, b.cells)
		return
	}
	for i, g := range b.groups {
		if d.takesGroup(g) {
			d.addCells(b.first, b.of(i))
		}
	}
}

func (d *daySums) addCells(month int32, cells []cell) {
	shift, first, last := shiftOf(d.unit), d.first, d.last
	for _, c := range cells {
		from := month + c.day()
		to := from + c.span()
		if d.ways[c.facet()] == 0 || from > last || to < first {
			continue
		}
		n := c.count(shift)
		d.starts[max(from, first)-first] += n
		d.ends[min(to, last)-first] += n
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
