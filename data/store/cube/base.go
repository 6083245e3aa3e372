package cube

import (
	"runtime"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// base is a large segment made ready for sums.
//
// A window counts what starts in it, and what starts before it and goes on.
// What started before a few marks in time is known as vectors by group (see
// sums), what goes on over a mark, which is little, as a list. From the nearest
// mark on the rows are read.
type base struct {
	segment
	groups int // how many groups there were
	days   span
	from   []int32       // by month of days: the first block of it or later, and in the end that of the undated
	marks  []int         // months of days, before each of which sums are known; the first is 0, the last len(from)-1
	open   [][][]openRow // by mark: lists of rows that start before it and go on to it
	dir    directory

	mu    sync.Mutex
	sums  [placeday.Units]*sums
	byDay [placeday.Units]*daySums
}

// openRow is a row of a group with its last day.
type openRow struct {
	number uint32
	last   int32
	row    placeday.Compact
}

// span is the days that rows lie on, in whole months.
type span struct {
	first, last int32          // days; no rows: last < first
	month       placeday.Month // of the first
	monthOf     []int32        // by day from the first: its month from the first
}

func spanOf(s *segment) span {
	x := span{last: -1}
	for _, b := range s.blocks {
		if b.month == placeday.UndatedMonth {
			break
		}
		if len(x.monthOf) == 0 && x.last < x.first {
			x.first, x.last, x.month = b.first, b.latest, b.month
		}
		x.last = max(x.last, b.latest)
	}
	if x.last < x.first {
		return x
	}
	x.monthOf = make([]int32, x.last-x.first+1)
	for m, day := int32(0), x.first; day <= x.last; m++ {
		for next := (x.month + placeday.Month(m) + 1).First(); day < next && day <= x.last; day++ {
			x.monthOf[day-x.first] = m
		}
	}
	return x
}

// months is how many there are.
func (x *span) months() int {
	if len(x.monthOf) == 0 {
		return 0
	}
	return int(x.monthOf[len(x.monthOf)-1]) + 1
}

// maxMarks is about how many marks a base has at most, however many its rows.
const maxMarks = 16

func newBase(s *segment, groups, markRows int) *base {
	b := &base{segment: *s, groups: groups, days: spanOf(s)}
	months := b.days.months()
	b.from = make([]int32, months+1)
	at := 0
	for m := range b.from {
		for at < len(b.blocks) && b.blocks[at].month != placeday.UndatedMonth && int(b.blocks[at].month-b.days.month) < m {
			at++
		}
		b.from[m] = int32(at)
	}
	b.setMarks(max(markRows, s.rows/maxMarks))
	b.listOpen()
	return b
}

// setMarks puts one before each month that so many rows lie before.
func (b *base) setMarks(step int) {
	months, rows := b.days.months(), 0
	b.marks = []int{0}
	for m := range months {
		for _, block := range b.blocks[b.from[m]:b.from[m+1]] {
			rows += len(block.rows)
		}
		if rows >= step && m+1 < months {
			b.marks, rows = append(b.marks, m+1), 0
		}
	}
	if months > 0 {
		b.marks = append(b.marks, months)
	}
}

// markDay is the day before which a mark is known.
func (b *base) markDay(mark int) int32 {
	if mark == len(b.marks)-1 {
		return b.days.last + 1
	}
	return (b.days.month + placeday.Month(b.marks[mark])).First()
}

// listOpen finds the rows that go on to marks.
func (b *base) listOpen() {
	b.open = make([][][]openRow, len(b.marks))
	days := make([]int32, len(b.marks))
	for i := range days {
		days[i] = b.markDay(i)
	}
	lists := make([][][]openRow, len(b.marks)) // by the mark before the first day
	inParallel(runtime.GOMAXPROCS(0), len(b.marks)-1, func(_, mark int) {
		open := make([][]openRow, len(b.marks))
		for _, block := range b.blocks[b.from[b.marks[mark]]:b.from[b.marks[mark+1]]] {
			block.eachOpen(days[mark+1], func(r openRow) {
				for i := mark + 1; i < len(days) && r.last >= days[i]; i++ {
					open[i] = append(open[i], r)
				}
			})
		}
		lists[mark] = open
	})
	for _, open := range lists {
		for i, list := range open {
			if len(list) > 0 {
				b.open[i] = append(b.open[i], list)
			}
		}
	}
}

// sumsOf returns the sums of a unit; they are made when they are first asked for.
func (b *base) sumsOf(unit mentionmap.Unit) *sums {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sums[unit] == nil {
		b.sums[unit] = newSums(b, unit)
	}
	return b.sums[unit]
}

// prepare makes what another base was asked for already.
func (b *base) prepare(other *base) {
	b.mu.Lock()
	units := b.sums
	b.mu.Unlock()
	for unit, sums := range units {
		if sums != nil {
			other.sumsOf(mentionmap.Unit(unit))
		}
	}
	other.dir.fill(&other.segment, other.groups)
}
