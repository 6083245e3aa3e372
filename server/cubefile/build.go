package cubefile

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"mentionmap"
	"mentionmap/data/store/cube"
	"mentionmap/data/store/placeday"
)

// builder sorts the rows of groups into sections by period.
type builder struct {
	grain    Grain
	sections []*dated // by first slot
	last     int      // of sections, where rows went
}

// dated is a section and the slots that belong to it.
type dated struct {
	section
	period      period
	first, last int32
}

// compare tells whether a slot lies behind the section's, in them or before.
func (s *dated) compare(slot int32) int {
	switch {
	case s.last < slot:
		return -1
	case s.first > slot:
		return 1
	}
	return 0
}

// sectionOf returns the section of a slot, a new one if there is none.
func (b *builder) sectionOf(slot int32) *dated {
	for i := b.last; i < min(b.last+2, len(b.sections)); i++ { // as a rule that of the row before, or the next
		if b.sections[i].compare(slot) == 0 {
			b.last = i
			return b.sections[i]
		}
	}
	i, found := slices.BinarySearchFunc(b.sections, slot, (*dated).compare)
	if b.last = i; found {
		return b.sections[i]
	}
	s := &dated{}
	s.period, s.first, s.last = b.grain.periodOf(slot)
	s.base = s.first
	if slot == placeday.Undated {
		s.first, s.base = slot, 0
	}
	b.sections = slices.Insert(b.sections, i, s)
	return s
}

// add files the rows of one group, which come ordered by their first slot.
func (b *builder) add(ref int64, rows []cube.Row) {
	for len(rows) > 0 {
		s := b.sectionOf(rows[0].From)
		n := 1
		for n < len(rows) && rows[n].From <= s.last {
			n++
		}
		s.add(ref, rows[:n])
		rows = rows[n:]
	}
}

// Built is the counts of groups in sections, and what is known of all of them.
type Built struct {
	Days, Weeks []Section
	Groups      []int // those that have rows
	First, Last int32 // days; First > Last if nothing is dated
}

// Span is the first and last day, nil if nothing is dated.
func (b *Built) Span() (first, last *mentionmap.Day) {
	if b.First > b.Last {
		return nil, nil
	}
	from, to := mentionmap.Day(b.First), mentionmap.Day(b.Last)
	return &from, &to
}

// Rows is the number of rows of days.
func (b *Built) Rows() (n int) {
	for _, s := range b.Days {
		n += s.Rows
	}
	return n
}

// Section is the rows that begin in one period, as they stand in a file.
type Section struct {
	Period string
	Rows   int
	Body   []byte
}

// stretches is into how many parts the groups are cut, so that all processors
// have work to the end: the first groups have most rows.
const stretches = 64

// Build writes the rows of all groups on all processors, by days and, if
// wanted, by weeks too.
func Build(groups Groups, weeks bool) *Built {
	n := min(stretches, groups.Len())
	parts := make([]*stretch, n)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				parts[i] = write(groups, groups.Len()*i/n, groups.Len()*(i+1)/n, weeks)
			}
		})
	}
	all.Wait()
	return joined(parts)
}

// stretch is some groups, written.
type stretch struct {
	days, weeks builder
	groups      []int
	first, last int32
}

func write(groups Groups, from, to int, weeks bool) *stretch {
	s := &stretch{days: builder{grain: Days}, weeks: builder{grain: Weeks}, first: placeday.Undated, last: -placeday.Undated}
	var fold folder
	groups.Rows(from, to, func(i int, rows []cube.Row) {
		ref := groups.Ref(i)
		s.groups = append(s.groups, i)
		s.days.add(ref, rows)
		s.note(rows)
		if weeks {
			s.weeks.add(ref, fold.weeks(rows))
		}
	})
	return s
}

// note widens the span of days.
func (s *stretch) note(rows []cube.Row) {
	for i := range rows {
		if rows[i].From != placeday.Undated {
			s.first, s.last = min(s.first, rows[i].From), max(s.last, rows[i].To)
		}
	}
}

func joined(parts []*stretch) *Built {
	out := &Built{First: placeday.Undated, Last: -placeday.Undated}
	days, weeks := make([]*builder, len(parts)), make([]*builder, len(parts))
	for i, p := range parts {
		days[i], weeks[i] = &p.days, &p.weeks
		out.Groups = append(out.Groups, p.groups...)
		out.First, out.Last = min(out.First, p.first), max(out.Last, p.last)
	}
	out.Days, out.Weeks = sections(days), sections(weeks)
	return out
}

// sections puts those of the same period together.
func sections(parts []*builder) (out []Section) {
	byPeriod := map[period][]*dated{}
	var periods []period
	for _, b := range parts {
		for _, s := range b.sections {
			if byPeriod[s.period] == nil {
				periods = append(periods, s.period)
			}
			byPeriod[s.period] = append(byPeriod[s.period], s)
		}
	}
	slices.Sort(periods)
	for _, p := range periods {
		list := byPeriod[p]
		size := 0
		for _, s := range list {
			size += len(s.body) + 10
		}
		whole := section{base: list[0].base, body: make([]byte, 0, size)}
		for _, s := range list {
			whole.join(&s.section)
		}
		out = append(out, Section{Period: parts[0].grain.name(p), Rows: whole.rows, Body: whole.appendTo(make([]byte, 0, size+20))})
	}
	return out
}
