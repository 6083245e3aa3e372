package cube

import (
	"cmp"
	"slices"

	"mentionmap/data/store/placeday"
)

// block holds rows that start in one month, by group and then in order.
type block struct {
	month  placeday.Month
	first  int32 // day of the month; placeday.Undated of the undated
	latest int32 // last day of all rows
	groups []uint32
	starts []uint32 // of each group's rows, and where the last one ends
	rows   []placeday.Compact

	lasting []uint32 // which rows are of more than a day
}

// at returns the rows of a group by its index.
func (b *block) at(i int) []placeday.Compact { return b.rows[b.starts[i]:b.starts[i+1]] }

// eachOpen gives the rows that start before a day and go on to it.
func (b *block) eachOpen(day int32, fn func(openRow)) {
	i := 0
	for _, at := range b.lasting {
		c := b.rows[at]
		first := b.first + c.Day()
		last := first + c.Span()
		if first >= day || last < day {
			continue
		}
		for b.starts[i+1] <= at {
			i++
		}
		fn(openRow{b.groups[i], last, c})
	}
}

// segment is blocks in the order of their months; those of a month hold
// different rows, and do so in the order of their groups.
type segment struct {
	blocks []*block
	rows   int
}

func segmentOf(blocks []*block) *segment {
	s := &segment{blocks: blocks}
	for _, b := range blocks {
		s.rows += len(b.rows)
	}
	return s
}

// merge adds segments up, always neighbours, so that no row is moved often.
func merge(groups []placeday.Group, list ...*segment) *segment {
	switch len(list) {
	case 0:
		return &segment{}
	case 1:
		return list[0]
	}
	half := len(list) / 2
	return mergeTwo(groups, merge(groups, list[:half]...), merge(groups, list[half:]...))
}

// mergeTwo takes over the months that only one of them has.
func mergeTwo(groups []placeday.Group, s, o *segment) *segment {
	a, b := s.blocks, o.blocks
	var out []*block
	for len(a) > 0 || len(b) > 0 {
		c := 0
		switch {
		case len(a) == 0:
			c = 1
		case len(b) == 0:
			c = -1
		default:
			c = cmp.Compare(a[0].month, b[0].month)
		}
		switch {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			i, j := ofMonth(a), ofMonth(b)
			out = append(out, mergeMonth(groups, a[:i], b[:j])...)
			a, b = a[i:], b[j:]
		}
	}
	return segmentOf(out)
}

// ofMonth is how many blocks are of the month of the first.
func ofMonth(blocks []*block) int {
	n := 1
	for n < len(blocks) && blocks[n].month == blocks[0].month {
		n++
	}
	return n
}

// cursor goes through the groups of the blocks of a month.
type cursor struct {
	blocks []*block
	at     int
}

func (c *cursor) next() (number uint32, rows []placeday.Compact, ok bool) {
	for len(c.blocks) > 0 && c.at == len(c.blocks[0].groups) {
		c.blocks, c.at = c.blocks[1:], 0
	}
	if len(c.blocks) == 0 {
		return 0, nil, false
	}
	b := c.blocks[0]
	number, rows = b.groups[c.at], b.at(c.at)
	c.at++
	return number, rows, true
}

// blockRows is about the most rows of a block that is made by merging.
const blockRows = 1 << 15

// eachOf calls fn for every group of two lists of blocks of the same month, in
// the order of groups: with the rows of the one list or, where both have some,
// of both.
func eachOf(groups []placeday.Group, a, b []*block, fn func(number uint32, one, two []placeday.Compact)) {
	x, y := cursor{blocks: a}, cursor{blocks: b}
	i, one, okOne := x.next()
	j, two, okTwo := y.next()
	for okOne || okTwo {
		c := 0
		switch {
		case !okOne:
			c = 1
		case !okTwo:
			c = -1
		default:
			c = cmp.Compare(groups[i], groups[j])
		}
		switch {
		case c < 0:
			fn(i, one, nil)
		case c > 0:
			fn(j, two, nil)
		default:
			fn(i, one, two)
		}
		if c <= 0 {
			i, one, okOne = x.next()
		}
		if c >= 0 {
			j, two, okTwo = y.next()
		}
	}
}

// mergeMonth adds up two lists of blocks of the same month.
func mergeMonth(groups []placeday.Group, a, b []*block) []*block {
	m := merger{month: a[0].month, first: a[0].first, latest: max(latest(a), latest(b))}
	eachOf(groups, a, b, m.add)
	m.close()
	return m.out
}

func latest(blocks []*block) int32 {
	return slices.MaxFunc(blocks, func(a, b *block) int { return cmp.Compare(a.latest, b.latest) }).latest
}

// merger makes blocks of a month.
type merger struct {
	month         placeday.Month
	first, latest int32
	now           *block
	out           []*block
}

// add adds the sum of two sorted lists of rows of a group; what adds up to
// nothing is left out.
func (m *merger) add(number uint32, a, b []placeday.Compact) {
	if m.now != nil && len(m.now.rows) >= blockRows {
		m.close()
	}
	if m.now == nil {
		m.now = &block{month: m.month, first: m.first, latest: m.latest}
	}
	n := len(m.now.rows)
	if m.now.rows = mergeRows(m.now.rows, a, b); len(m.now.rows) > n {
		m.now.groups = append(m.now.groups, number)
		m.now.starts = append(m.now.starts, uint32(n))
	}
}

func (m *merger) close() {
	if b := m.now; b != nil && len(b.rows) > 0 {
		b.starts = append(b.starts, uint32(len(b.rows)))
		b.lasting = placeday.Lasting(b.rows)
		m.out = append(m.out, b)
	}
	m.now = nil
}

func mergeRows(dst, a, b []placeday.Compact) []placeday.Compact {
	for len(a) > 0 && len(b) > 0 {
		switch x, y := a[0].Key(), b[0].Key(); {
		case x < y:
			dst, a = append(dst, a[0]), a[1:]
		case x > y:
			dst, b = append(dst, b[0]), b[1:]
		default:
			i, j := sameKey(a), sameKey(b)
			dst = placeday.Add(dst, a[:i], b[:j])
			a, b = a[i:], b[j:]
		}
	}
	return append(append(dst, a...), b...)
}

// sameKey is how many compacts are of the row of the first.
func sameKey(list []placeday.Compact) int {
	n := 1
	for n < len(list) && list[n].Key() == list[0].Key() {
		n++
	}
	return n
}
