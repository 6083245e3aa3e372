package cube

import (
	"runtime"
	"sort"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// base is a large segment made ready for sums.
//
// A window counts what starts until its end, less what starts before its
// beginning and does not go on. That is kept as it is at a few marks: what started
// as vectors by group (see sums), what goes on, which is little, as a list. From
// the nearest mark on the rows are read that start there, and, of those that last
// longer than a day, the list by their last day.
type base struct {
	segment
	groups int // how many groups there were
	days   span
	from   []int32     // by month of days: the first block of it or later, and in the end that of the undated
	ends   []lastRow   // rows of more than a day, by month of their last
	endsAt []int32     // by month of days: the first of ends of it or later
	marks  []int       // months of days, before each of which sums are known; the first is 0, the last len(from)-1
	open   [][]lastRow // by mark: rows that start before it and end after
	dir    directory

	mu   sync.Mutex
	sums [placeday.Units]*sums
}

// lastRow is a row by its last day.
type lastRow struct {
	number uint32 // of its group
	day    int32
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
	b.listEnds()
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

// listEnds sorts the rows of more than a day by the month of their last: each
// worker takes those of its blocks aside, and then knows where to put them.
func (b *base) listEnds() {
	months, dated := b.days.months(), int(b.from[b.days.months()])
	workers := runtime.GOMAXPROCS(0)
	lists := make([]lasting, workers)
	inParallel(workers, workers, func(_, w int) {
		lists[w].collect(b, b.blocks[dated*w/workers:dated*(w+1)/workers])
	})
	b.open = make([][]lastRow, len(b.marks))
	for i := range b.open {
		for w := range lists {
			b.open[i] = append(b.open[i], lists[w].open[i]...)
		}
	}
	b.endsAt = make([]int32, months+1)
	at := int32(0)
	for m := range months {
		b.endsAt[m] = at
		for w := range lists {
			lists[w].months[m], at = at, at+lists[w].months[m]
		}
	}
	b.endsAt[months] = at
	b.ends = make([]lastRow, at)
	inParallel(workers, workers, func(_, w int) {
		for _, r := range lists[w].rows {
			spot := &lists[w].months[b.days.monthOf[r.day-b.days.first]]
			b.ends[*spot] = r
			*spot++
		}
	})
}

// lasting are rows of more than a day.
type lasting struct {
	rows   []lastRow
	months []int32 // how many have their last day in a month
	open   [][]lastRow
}

func (l *lasting) collect(b *base, blocks []*block) {
	days, n := &b.days, 0
	for _, block := range blocks {
		n += len(block.lasting)
	}
	l.rows, l.months, l.open = make([]lastRow, 0, n), make([]int32, days.months()), make([][]lastRow, len(b.marks))
	for _, block := range blocks {
		mark := b.markAfter(int(block.month - days.month))
		block.eachLasting(func(number uint32, c placeday.Compact) {
			r := lastRow{number, block.first + c.Day() + c.Span(), c}
			month := days.monthOf[r.day-days.first]
			l.rows = append(l.rows, r)
			l.months[month]++
			for i := mark; b.marks[i] <= int(month); i++ {
				l.open[i] = append(l.open[i], r)
			}
		})
	}
}

// markAfter is the first mark after a month.
func (b *base) markAfter(month int) int {
	return sort.Search(len(b.marks), func(i int) bool { return b.marks[i] > month })
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
