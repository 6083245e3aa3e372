package cubefile

import (
	"cmp"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store/index/counts"
)

// Built is the counts of groups in sections, and what is known of all of them.
type Built struct {
	Days, Weeks []Section
	Groups      []int // those that have rows
	first, last int32 // days; first > last if nothing is dated
}

// Section is the rows that begin in one month, as they stand in a file.
type Section struct {
	Month string // 2022-03, or undated
	Rows  int
	Piece
}

// Span is the first and last day, nil if nothing is dated.
func (b *Built) Span() (first, last *mentionmap.Day) {
	if b.first > b.last {
		return nil, nil
	}
	from, to := mentionmap.Day(b.first), mentionmap.Day(b.last)
	return &from, &to
}

// Rows is the number of rows of days.
func (b *Built) Rows() (n int) {
	for _, s := range b.Days {
		n += s.Rows
	}
	return n
}

// Build writes the rows of all groups on all processors, by days and, if
// wanted, by weeks too. What memory, which may be nil, knows is not written again.
// The only errors are panics, of groups for instance.
func Build(groups Groups, weeks bool, memory *Memory) (*Built, error) {
	list, stamps := make([]*written, groups.Stretches()), make([]any, groups.Stretches())
	errs := make([]error, min(len(list), runtime.GOMAXPROCS(0)))
	var next atomic.Int64
	var all sync.WaitGroup
	for i := range errs {
		w := worker{groups: groups, byWeek: weeks}
		all.Go(func() {
			defer mentionmap.RecoverTo(&errs[i], "")
			for n := int(next.Add(1)) - 1; n < len(list); n = int(next.Add(1)) - 1 {
				stamps[n] = groups.Stamp(n)
				if list[n] = memory.of(stamps[n], weeks); list[n] == nil {
					list[n] = w.write(n, stamps[n] != nil)
				}
			}
		})
	}
	all.Wait()
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	memory.keep(stamps, list)
	return joined(list, groups), nil
}

// written is what stands in a file of the rows of a stretch.
type written struct {
	days, weeks []Section // in the order of months; weeks nil: not made
	start       int32     // of the first month
	used        numbers   // of groups
	first, last int32     // days
}

// worker writes stretches.
type worker struct {
	groups Groups
	byWeek bool
	fold   folder
	spare  [2][]byte // room that sections of days and weeks are written in
	months []*month  // by first day
	at     int       // of months, where rows went
	out    *written
}

// write writes a stretch; again tells that it may be asked for again.
func (w *worker) write(stretch int, again bool) *written {
	w.months, w.at = nil, 0
	w.out = &written{first: counts.Undated, last: -counts.Undated, start: counts.Undated}
	w.groups.Rows(stretch, w.add)
	if w.byWeek {
		w.out.weeks = []Section{}
	}
	for i, m := range w.months {
		if i == 0 {
			w.out.start = m.first
		}
		w.out.days = append(w.out.days, m.days.done(m.name(), again))
		if w.byWeek {
			w.out.weeks = append(w.out.weeks, m.weeks.done(m.name(), again))
		}
	}
	if len(w.months) == 1 {
		w.spare = [2][]byte{w.months[0].days.body[:0], w.months[0].weeks.body[:0]}
	}
	return w.out
}

// add files rows of one group.
func (w *worker) add(i int, rows []counts.Row) {
	ref := w.groups.Ref(i)
	w.out.used.add(w.groups.Number(i))
	for len(rows) > 0 {
		m := w.month(rows[0].From)
		n := len(rows)
		if rows[n-1].From > m.last { // as a rule all are of one month
			n = sort.Search(n, func(i int) bool { return rows[i].From > m.last })
		}
		last := m.days.add(ref, rows[:n])
		if w.byWeek {
			m.weeks.add(ref, w.fold.weeks(rows[:n]))
		}
		w.note(rows[0].From, last)
		rows = rows[n:]
	}
}

// month returns that of a day, a new one if there is none.
func (w *worker) month(day int32) *month {
	for i := w.at; i < min(w.at+2, len(w.months)); i++ { // as a rule that of the row before, or the next
		if w.months[i].compare(day) == 0 {
			w.at = i
			return w.months[i]
		}
	}
	i, found := slices.BinarySearchFunc(w.months, day, (*month).compare)
	if w.at = i; !found {
		m := newMonth(day)
		m.days.body, m.weeks.body, w.spare = w.spare[0], w.spare[1], [2][]byte{}
		w.months = slices.Insert(w.months, i, m)
	}
	return w.months[i]
}

// compare tells whether a month lies before a day, around it, or behind.
func (m *month) compare(day int32) int {
	switch {
	case m.last < day:
		return -1
	case m.first > day:
		return 1
	}
	return 0
}

// note widens the span of days.
func (w *worker) note(first, last int32) {
	if first != counts.Undated {
		w.out.first, w.out.last = min(w.out.first, first), max(w.out.last, last)
	}
}

func joined(list []*written, groups Groups) *Built {
	out := &Built{first: counts.Undated, last: -counts.Undated}
	var used numbers
	list = slices.SortedStableFunc(slices.Values(list), func(a, b *written) int { return cmp.Compare(a.start, b.start) })
	for _, w := range list {
		out.Days, out.Weeks = append(out.Days, w.days...), append(out.Weeks, w.weeks...)
		out.first, out.last = min(out.first, w.first), max(out.last, w.last)
		used.addAll(w.used)
	}
	for i := range groups.Len() {
		if used.has(groups.Number(i)) {
			out.Groups = append(out.Groups, i)
		}
	}
	return out
}
