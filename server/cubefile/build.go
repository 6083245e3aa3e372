package cubefile

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store/cube"
	"mentionmap/data/store/placeday"
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
	Body  []byte
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
// wanted, by weeks too.
func Build(groups Groups, weeks bool) *Built {
	workers := make([]*worker, min(groups.Stretches(), runtime.GOMAXPROCS(0)))
	var next atomic.Int64
	var all sync.WaitGroup
	for i := range workers {
		w := newWorker(groups, weeks)
		workers[i] = w
		all.Go(func() {
			for n := int(next.Add(1)) - 1; n < groups.Stretches(); n = int(next.Add(1)) - 1 {
				groups.Rows(n, w.add)
			}
		})
	}
	all.Wait()
	return joined(workers, groups.Len(), weeks)
}

// worker writes stretches.
type worker struct {
	groups      Groups
	byWeek      bool
	fold        folder
	months      []*month // by first day
	at          int      // of months, where rows went
	used        []bool   // by group
	first, last int32
}

func newWorker(groups Groups, weeks bool) *worker {
	return &worker{groups: groups, byWeek: weeks, used: make([]bool, groups.Len()), first: placeday.Undated, last: -placeday.Undated}
}

// add files rows of one group.
func (w *worker) add(i int, rows []cube.Row) {
	ref := w.groups.Ref(i)
	w.used[i] = true
	for len(rows) > 0 {
		m := w.month(rows[0].From)
		n := 1
		for n < len(rows) && rows[n].From <= m.last {
			n++
		}
		m.days.add(ref, rows[:n])
		if w.byWeek {
			m.weeks.add(ref, w.fold.weeks(rows[:n]))
		}
		w.note(rows[:n])
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
		w.months = slices.Insert(w.months, i, newMonth(day))
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
func (w *worker) note(rows []cube.Row) {
	if rows[0].From == placeday.Undated {
		return
	}
	w.first = min(w.first, rows[0].From)
	for i := range rows {
		w.last = max(w.last, rows[i].To)
	}
}

func joined(workers []*worker, groups int, weeks bool) *Built {
	out := &Built{first: placeday.Undated, last: -placeday.Undated}
	var months []*month
	used := make([]bool, groups)
	for _, w := range workers {
		months = append(months, w.months...)
		out.first, out.last = min(out.first, w.first), max(out.last, w.last)
		for i, u := range w.used {
			used[i] = used[i] || u
		}
	}
	for i, u := range used {
		if u {
			out.Groups = append(out.Groups, i)
		}
	}
	slices.SortFunc(months, func(a, b *month) int { return cmp.Compare(a.first, b.first) })
	for _, m := range months {
		out.Days = append(out.Days, m.days.done(m.name()))
		if weeks {
			out.Weeks = append(out.Weeks, m.weeks.done(m.name()))
		}
	}
	return out
}
