package counts

import (
	"context"
	"maps"
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

func newBlock(m month, room int) *block {
	first, _ := m.first()
	return &block{month: m, first: first, latest: first, cells: make([]cell, 0, room)}
}

// of gives the cells of the i-th group.
func (b *block) of(i int) []cell { return b.cells[b.starts[i]:b.starts[i+1]] }

// find gives the cells of a group; nil: there are none.
func (b *block) find(g Group) []cell {
	if i, ok := slices.BinarySearch(b.groups, g); ok {
		return b.of(i)
	}
	return nil
}

// sum adds up what base and tail have of a group; room is for that.
func sum(room *[]cell, base, tail []cell) []cell {
	if tail == nil {
		return base
	}
	*room = appendSum((*room)[:0], base, tail)
	return *room
}

// add appends the sum of two lists of cells of a group.
func (b *block) add(g Group, x, y []cell) {
	start := len(b.cells)
	if b.cells = appendSum(b.cells, x, y); len(b.cells) == start {
		return
	}
	b.cells[len(b.cells)-1] |= 1 << endAt
	b.groups, b.starts = append(b.groups, g), append(b.starts, uint32(start))
	for _, c := range b.cells[start:] {
		b.latest = max(b.latest, b.first+c.day()+c.span())
	}
}

// done ends a block.
func (b *block) done() *block {
	b.starts = append(b.starts, uint32(len(b.cells)))
	b.groups, b.starts = slices.Clip(b.groups), slices.Clip(b.starts)
	if n := len(b.cells); cap(b.cells) > n+n/8 {
		b.cells = append(make([]cell, 0, n), b.cells...)
	}
	return b
}

// pair is the blocks of a month in two lists; one of them may be empty.
type pair struct{ base, tail *block }

// none is the block that is empty.
var none = &block{starts: []uint32{0}}

// whole gives that of the two which has the last day.
func (p pair) whole() *block {
	if p.base == none || p.tail != none && p.tail.latest > p.base.latest {
		return p.tail
	}
	return p.base
}

// pairs gives the blocks of two lists month by month.
func pairs(a, b []*block) (out []pair) {
	for len(a) > 0 || len(b) > 0 {
		p := pair{none, none}
		if len(a) > 0 && (len(b) == 0 || a[0].month <= b[0].month) {
			p.base = a[0]
		}
		if len(b) > 0 && (len(a) == 0 || b[0].month <= a[0].month) {
			p.tail, b = b[0], b[1:]
		}
		if p.base != none {
			a = a[1:]
		}
		out = append(out, p)
	}
	return out
}

// eachGroup gives the cells of each group of a month in both blocks.
func (p pair) eachGroup(fn func(g Group, base, tail []cell)) {
	for i, j := 0, 0; i < len(p.base.groups) || j < len(p.tail.groups); {
		var g Group
		var x, y []cell
		if i < len(p.base.groups) && (j == len(p.tail.groups) || p.base.groups[i] <= p.tail.groups[j]) {
			g, x = p.base.groups[i], p.base.of(i)
		}
		if j < len(p.tail.groups) && (x == nil || p.tail.groups[j] == g) {
			g, y = p.tail.groups[j], p.tail.of(j)
			j++
		}
		if x != nil {
			i++
		}
		fn(g, x, y)
	}
}

// merge adds up two lists of blocks. Months of one of them keep their block.
func merge(a, b []*block) (out []*block) {
	for _, p := range pairs(a, b) {
		sum := p.whole()
		if p.base != none && p.tail != none {
			sum = newBlock(p.base.month, len(p.base.cells)+len(p.tail.cells))
			p.eachGroup(sum.add)
			sum.done()
		}
		if len(sum.cells) > 0 {
			out = append(out, sum)
		}
	}
	return out
}

func cellsIn(list []*block) (n int) {
	for _, b := range list {
		n += len(b.cells)
	}
	return n
}

// groupsIn is one more than the highest group.
func groupsIn(list []*block) (n int) {
	for _, b := range list {
		n = max(n, int(b.groups[len(b.groups)-1])+1)
	}
	return n
}

func blockBytes(list []*block) (n int) {
	for _, b := range list {
		n += 128 + 8*len(b.cells) + 8*len(b.groups)
	}
	return n
}

// bucket collects cells of a month in any order.
type bucket struct {
	first, end int32     // days
	parts      [][]filed // of which the last has room
}

// filed is a cell of a group.
type filed struct {
	group Group
	cell  cell
}

// bucketPart is how many cells a bucket gets room for at most at a time.
const bucketPart = 2048

// buckets are those of all months. recent finds them quickly.
type buckets struct {
	all    map[month]*bucket
	recent [64]*bucket // by day
}

// add files a cell that begins on a day, but for that day.
func (x *buckets) add(g Group, day int32, c cell) {
	slot := &x.recent[day>>5&63]
	if *slot == nil || day < (*slot).first || day >= (*slot).end {
		*slot = x.of(monthOf(day))
	}
	b := *slot
	last := len(b.parts) - 1
	if len(b.parts[last]) == cap(b.parts[last]) {
		b.parts = append(b.parts, make([]filed, 0, min(4*cap(b.parts[last]), bucketPart)))
		last++
	}
	b.parts[last] = append(b.parts[last], filed{g, c | cell(day-b.first)<<dayAt})
}

// of gives the bucket of a month.
func (x *buckets) of(m month) *bucket {
	b := x.all[m]
	if b == nil {
		b = &bucket{parts: [][]filed{make([]filed, 0, 16)}}
		b.first, _ = m.first()
		if b.end = b.first + 28; m == undatedMonth {
			b.end = b.first // the last number: none is below an end
		} else if next, ok := (m + 1).first(); ok {
			b.end = next
		}
		if x.all == nil {
			x.all = map[month]*bucket{}
		}
		x.all[m] = b
	}
	return b
}

// assemble makes blocks of what workers collected, on all processors.
func assemble(ctx context.Context, collected []buckets) ([]*block, error) {
	byMonth := map[month][][]filed{}
	for i := range collected {
		for m, b := range collected[i].all {
			byMonth[m] = append(byMonth[m], b.parts...)
		}
		collected[i] = buckets{}
	}
	months := slices.Sorted(maps.Keys(byMonth))
	out := make([]*block, len(months))
	err := Parallel(ctx, processors(), len(months), func(_, i int) error {
		out[i] = blockOf(months[i], byMonth[months[i]])
		return nil
	})
	return slices.DeleteFunc(out, func(b *block) bool { return b == nil || len(b.cells) == 0 }), err
}

// blockOf sorts the cells of a month by group, by counting, and those of each
// group; it adds up those of a key.
func blockOf(m month, parts [][]filed) *block {
	most := Group(0)
	for _, part := range parts {
		for _, f := range part {
			most = max(most, f.group)
		}
	}
	ends := make([]uint32, most+1) // by group: where its next cell goes in sorted
	for _, part := range parts {
		for _, f := range part {
			ends[f.group]++
		}
	}
	total, groups := uint32(0), 0
	for g, n := range ends {
		ends[g] = total
		total += n
		groups += int(min(n, 1))
	}
	sorted := make([]cell, total)
	for _, part := range parts {
		for _, f := range part {
			sorted[ends[f.group]] = f.cell
			ends[f.group]++
		}
	}
	out, from := newBlock(m, 0), uint32(0)
	out.cells = sorted[:0] // sums are never more than what they are of
	out.groups, out.starts = make([]Group, 0, groups), make([]uint32, 0, groups+1)
	for g, end := range ends {
		if end > from {
			slices.Sort(sorted[from:end])
			out.add(Group(g), sorted[from:end], nil)
		}
		from = end
	}
	return out.done()
}

// byLastDay files the cells of several days under the months of their last day.
func byLastDay(ctx context.Context, list []*block) ([]*block, error) {
	collected := make([]buckets, processors())
	err := Parallel(ctx, len(collected), len(list), func(w, i int) error {
		b := list[i]
		for at, g := range b.groups {
			for _, c := range b.of(at) {
				if c.span() > 0 {
					collected[w].add(g, b.first+c.day()+c.span(), c&(1<<dayAt-1))
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
