package cube

import (
	"cmp"
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// MonthStarts lists the first days of the months that have rows, whatever the
// filter, in order; NoDay is that of the undated rows, the last.
func (s *Snapshot) MonthStarts() []mentionmap.Day {
	var months []placeday.Month
	for _, list := range [][]*block{s.view.base.blocks, s.view.tail.blocks} {
		for _, b := range list {
			months = append(months, b.month)
		}
	}
	slices.Sort(months)
	var out []mentionmap.Day
	for _, m := range slices.Compact(months) {
		if m == placeday.UndatedMonth {
			out = append(out, mentionmap.NoDay)
		} else {
			out = append(out, mentionmap.Day(m.First()))
		}
	}
	return out
}

// MonthRows gives the rows that start in a month of MonthStarts, as Rows does.
// It reads what stands together, so it is the quicker way to all rows.
func (s *Snapshot) MonthRows(start mentionmap.Day, fn func(i int, rows []Row)) {
	asked := s.indexes()
	shift := placeday.Shift(s.filter.query.Count)
	var out []Row
	s.view.eachOfMonth(monthOf(start), func(number uint32, r run) {
		i := asked[number]
		if i < 0 || !s.filter.touches(r.first, r.latest) {
			return
		}
		if out = s.filter.appendRows(out[:0], r, shift); len(out) > 0 {
			fn(int(i), out)
		}
	})
}

// indexes gives the index of each group by its number, -1 for those that are
// not asked for.
func (s *Snapshot) indexes() []int32 {
	s.once.Do(func() {
		s.index = slices.Repeat([]int32{-1}, len(s.view.groups))
		for i, number := range s.groups {
			s.index[number] = int32(i)
		}
	})
	return s.index
}

// eachOfMonth gives the rows that start in a month, group by group: those of
// base and tail, which may cancel out, added up.
func (v *view) eachOfMonth(month placeday.Month, fn func(number uint32, r run)) {
	base, tail := blocksOf(v.base.blocks, month), blocksOf(v.tail.blocks, month)
	all := slices.Concat(base, tail)
	if len(all) == 0 {
		return
	}
	r := run{first: all[0].first, latest: latest(all)}
	var room []placeday.Compact
	eachOf(v.groups, base, tail, func(number uint32, one, two []placeday.Compact) {
		if r.rows = one; two != nil {
			room = mergeRows(room[:0], one, two)
			r.rows = room
		}
		fn(number, r)
	})
}

// blocksOf are those of a month.
func blocksOf(blocks []*block, month placeday.Month) []*block {
	byMonth := func(b *block, m placeday.Month) int { return cmp.Compare(b.month, m) }
	from, _ := slices.BinarySearchFunc(blocks, month, byMonth)
	to, _ := slices.BinarySearchFunc(blocks, month+1, byMonth)
	if month == placeday.UndatedMonth {
		to = len(blocks)
	}
	return blocks[from:to]
}
