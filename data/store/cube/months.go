package cube

import (
	"mentionmap"
	"mentionmap/data/store/placeday"
)

// MonthStamp is the same only for months with the same rows, as long as the
// store is open. It can be compared; the zero value is no stamp.
type MonthStamp struct{ base, tail *block }

// MonthStamp gives that of a month of MonthStarts; ok is false where a filter
// leaves rows out. Blocks never change, and those of a month are made together.
func (s *Snapshot) MonthStamp(start mentionmap.Day) (stamp MonthStamp, ok bool) {
	if !s.filter.takesAll() {
		return stamp, false
	}
	first := func(blocks []*block) *block {
		if blocks = blocksOf(blocks, monthOf(start)); len(blocks) > 0 {
			return blocks[0]
		}
		return nil
	}
	return MonthStamp{first(s.view.base.blocks), first(s.view.tail.blocks)}, true
}

// monthOf is the month that begins on a day; NoDay is that of the undated.
func monthOf(start mentionmap.Day) placeday.Month {
	if start == mentionmap.NoDay {
		return placeday.UndatedMonth
	}
	return placeday.MonthOf(int32(start))
}
