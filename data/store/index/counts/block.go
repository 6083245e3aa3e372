package counts

import (
	"cmp"
	"context"
	"slices"
)

// block is the cells of a month, group after group; the cells of a group are
// sorted. It never changes.
type block struct {
	month  month
	first  int32   // day of the month; Undated
	latest int32   // last day of any cell; Undated
	groups []Group // ascending
	starts []uint32
	cells  []cell // of groups[i]: starts[i]..starts[i+1]-1
}

func newBlock(m month) *block {
	first, _ := m.first()
	return &block{month: m, first: first, latest: first}
}

// of gives the cells of the i-th group.
func (b *block) of(i int) []cell { return b.cells[b.starts[i]:b.starts[i+1]] }

// close ends a group after its cells were appended; one without is left out.
func (b *block) close(g Group, start int) {
	if len(b.cells) == start {
		return
	}
	b.cells[len(b.cells)-1] |= 1 << endAt
	b.groups, b.starts = append(b.groups, g), append(b.starts, uint32(start))
	if b.month != undatedMonth {
		for _, c := range b.cells[start:] {
			b.latest = max(b.latest, b.first+c.day()+c.span())
		}
	}
}

// done ends a block; it returns nil if it is empty.
func (b *block) done() *block {
	if len(b.cells) == 0 {
		return nil
	}
	b.starts = append(b.starts, uint32(len(b.cells)))
	b.groups, b.starts, b.cells = slices.Clip(b.groups), slices.Clip(b.starts), slices.Clip(b.cells)
	return b
}

// eachGroup gives the cells of each group of a month, those of base and tail
// added up; either may be nil. The cells are good until the next group, and b
// tells their month.
func eachGroup(base, tail *block, fn func(g Group, cells []cell)) {
	none := &block{}
	if base == nil {
		base = none
	}
	if tail == nil {
		tail = none
	}
	var room []cell
	for i, j := 0, 0; i < len(base.groups) || j < len(tail.groups); {
		switch {
		case j == len(tail.groups) || i < len(base.groups) && base.groups[i] < tail.groups[j]:
			fn(base.groups[i], base.of(i))
			i++
		case i == len(base.groups) || tail.groups[j] < base.groups[i]:
			fn(tail.groups[j], tail.of(j))
			j++
		default:
			room = appendSum(room[:0], base.of(i), tail.of(j))
			fn(base.groups[i], room)
			i, j = i+1, j+1
		}
	}
}

// eachMonth gives the blocks of two lists month by month; the one or the other
// may be nil.
func eachMonth(a, b []*block, fn func(a, b *block)) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].month < b[0].month:
			fn(a[0], nil)
			a = a[1:]
		case len(a) == 0 || b[0].month < a[0].month:
			fn(nil, b[0])
			b = b[1:]
		default:
			fn(a[0], b[0])
			a, b = a[1:], b[1:]
		}
	}
}

// merge adds up two lists of blocks. Months of one of them keep their block.
func merge(a, b []*block) []*block {
	var out []*block
	eachMonth(a, b, func(x, y *block) {
		switch {
		case y == nil:
			out = append(out, x)
		case x == nil:
			out = append(out, y)
		default:
			sum := newBlock(x.month)
			sum.cells = make([]cell, 0, len(x.cells)+len(y.cells))
			eachGroup(x, y, func(g Group, cells []cell) {
				start := len(sum.cells)
				sum.cells = append(sum.cells, cells...)
				sum.close(g, start)
			})
			if sum = sum.done(); sum != nil {
				out = append(out, sum)
			}
		}
	})
	return out
}

func cellsIn(list []*block) (n int) {
	for _, b := range list {
		n += len(b.cells)
	}
	return n
}

// bucket collects cells of a month in any order.
type bucket struct {
	month  month
	first  int32
	groups []Group
	cells  []cell
}

// buckets are those of all months. recent finds them quickly.
type buckets struct {
	all    map[month]*bucket
	recent [64]*bucket
}

func (x *buckets) of(m month) *bucket {
	slot := &x.recent[m&63]
	if *slot != nil && (*slot).month == m {
		return *slot
	}
	if x.all[m] == nil {
		if x.all == nil {
			x.all = map[month]*bucket{}
		}
		first, _ := m.first()
		x.all[m] = &bucket{month: m, first: first}
	}
	*slot = x.all[m]
	return *slot
}

func (b *bucket) add(g Group, c cell) {
	b.groups, b.cells = append(b.groups, g), append(b.cells, c)
}

// assemble makes blocks of what workers collected, on all processors.
func assemble(ctx context.Context, collected []buckets) ([]*block, error) {
	byMonth := map[month][]*bucket{}
	for i := range collected {
		for m, b := range collected[i].all {
			byMonth[m] = append(byMonth[m], b)
		}
	}
	lists := make([][]*bucket, 0, len(byMonth))
	for _, list := range byMonth {
		lists = append(lists, list)
	}
	slices.SortFunc(lists, func(a, b []*bucket) int { return cmp.Compare(a[0].month, b[0].month) })
	out := make([]*block, len(lists))
	err := parallel(ctx, processors(), len(lists), func(_, i int) error {
		out[i] = blockOf(lists[i])
		for _, b := range lists[i] {
			b.groups, b.cells = nil, nil
		}
		return nil
	})
	return slices.DeleteFunc(out, func(b *block) bool { return b == nil }), err
}

// blockOf sorts the cells of a month by group, and those of each group; it adds
// up those of a key.
func blockOf(list []*bucket) *block {
	total, groups := 0, Group(0)
	for _, b := range list {
		total += len(b.cells)
		groups = max(groups, slices.Max(b.groups)+1)
	}
	out := newBlock(list[0].month)
	out.cells = make([]cell, 0, total)
	add := func(g Group, cells []cell) {
		slices.Sort(cells)
		start := len(out.cells)
		out.cells = appendSum(out.cells, cells, nil)
		out.close(g, start)
	}
	if total < int(groups)/8 {
		eachFew(list, total, add)
	} else {
		eachCounted(list, total, int(groups), add)
	}
	return out.done()
}

// eachCounted gives the cells of each group, sorted by counting.
func eachCounted(list []*bucket, total, groups int, fn func(Group, []cell)) {
	ends := make([]uint32, groups+1) // by group: where its next cell goes in sorted
	for _, b := range list {
		for _, g := range b.groups {
			ends[g+1]++
		}
	}
	for g := 1; g < len(ends); g++ {
		ends[g] += ends[g-1]
	}
	sorted := make([]cell, total)
	for _, b := range list {
		for i, g := range b.groups {
			sorted[ends[g]] = b.cells[i]
			ends[g]++
		}
	}
	from := uint32(0)
	for g, end := range ends[:groups] {
		if end > from {
			fn(Group(g), sorted[from:end])
		}
		from = end
	}
}

// eachFew does the same where there are many more groups than cells.
func eachFew(list []*bucket, total int, fn func(Group, []cell)) {
	type filed struct {
		group Group
		cell  cell
	}
	all := make([]filed, 0, total)
	for _, b := range list {
		for i, g := range b.groups {
			all = append(all, filed{g, b.cells[i]})
		}
	}
	slices.SortFunc(all, func(a, b filed) int { return cmp.Compare(a.group, b.group) })
	var cells []cell
	for i, f := range all {
		if cells = append(cells, f.cell); i+1 == len(all) || all[i+1].group != f.group {
			fn(f.group, cells)
			cells = cells[:0]
		}
	}
}

// byLastDay files the cells of several days under the months of their last day.
func byLastDay(ctx context.Context, list []*block) ([]*block, error) {
	collected := make([]buckets, processors())
	err := parallel(ctx, len(collected), len(list), func(w, i int) error {
		b := list[i]
		if b.month == undatedMonth {
			return nil
		}
		for at, g := range b.groups {
			for _, c := range b.of(at) {
				if c.span() > 0 {
					last := b.first + c.day() + c.span()
					to := collected[w].of(monthOf(last))
					to.add(g, c&(1<<dayAt-1)&^(1<<endAt)|cell(last-to.first)<<dayAt)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return assemble(ctx, collected)
}
