package cube

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// Month is the rows that start in a calendar month.
type Month struct {
	First mentionmap.Day // of the month; NoDay: the undated rows, which come last
	Hash  uint64         // of all rows of that month, whatever the filter: equal if nothing was added or changed
}

// monthList is the months of a view, with the hashes of all units.
type monthList struct {
	once   sync.Once
	months [placeday.Units][]Month
}

// months lists the months with the hashes of a unit.
func (v *view) months(unit mentionmap.Unit) []Month {
	v.monthList.once.Do(v.listMonths)
	return v.monthList.months[unit]
}

// listMonths hashes what starts in each month. Hashes are sums, so that they
// do not depend on how the rows are divided among blocks.
func (v *view) listMonths() {
	blocks := slices.Concat(v.base.blocks, v.tail.blocks)
	inParallel(runtime.GOMAXPROCS(0), len(blocks), func(_, i int) { blocks[i].hash(v.groups) })
	slices.SortStableFunc(blocks, func(a, b *block) int { return cmp.Compare(a.month, b.month) })
	for len(blocks) > 0 {
		n := ofMonth(blocks)
		var sum [placeday.Units]uint64
		for _, b := range blocks[:n] {
			for unit, h := range b.hashes {
				sum[unit] += h
			}
		}
		first := mentionmap.NoDay
		if blocks[0].month != placeday.UndatedMonth {
			first = mentionmap.Day(blocks[0].first)
		}
		for unit, h := range sum {
			v.monthList.months[unit] = append(v.monthList.months[unit], Month{first, h})
		}
		blocks = blocks[n:]
	}
}

// hash sets the hashes of a block, by unit.
func (b *block) hash(groups []placeday.Group) {
	b.once.Do(func() {
		for i, number := range b.groups {
			g := mix(uint64(groups[number]))
			for _, c := range b.at(i) {
				h := mix(g + c.Key())
				for unit := range b.hashes {
					b.hashes[unit] += h * uint64(c.Count(placeday.Shift(mentionmap.Unit(unit))))
				}
			}
		}
	})
}

// mix spreads the bits of x (the finisher of MurmurHash3, by A. Appleby).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
