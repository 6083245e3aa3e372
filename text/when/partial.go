package when

import "mentionmap"

// calendarDays gives the days of year, month and day as far as they are said.
// A missing year is the one that brings the date nearest to the anchor on the
// side that the tense allows.
func (v *value) calendarDays(a *Anchor) mentionmap.Dates {
	w := *v
	if w.digits == eitherLead && a.Order == MonthFirst {
		w.month, w.day = w.day, w.month
	}
	if w.year != 0 {
		return w.inItsYear(a.Day)
	}
	if a.Day == mentionmap.NoDay {
		if a.Year == 0 {
			return mentionmap.NoDates
		}
		w.setYear(a.Year)
		return w.inItsYear(a.Day)
	}
	return w.nearest(a)
}

// setYear sets the year of the first end; a range over New Year ends in the next.
func (v *value) setYear(year int) {
	v.year, v.year2 = int16(year), int16(year)
	if v.month2 != 0 && v.month2 < v.month {
		v.year2++
	}
}

// Slack in days: a date up to so far ahead is believed of a clause in the
// past, one so far back of a clause in the future.
const tenseSlack = 1

func (v *value) nearest(a *Anchor) mentionmap.Dates {
	y, _, _ := a.Day.Date()
	best, bestFar := mentionmap.NoDates, int(^uint(0)>>1)
	reach := 3 // years; what lies farther is never the nearest
	if v.weekday != 0 || v.month == 2 && v.day == 29 || v.month2 == 2 && v.day2 == 29 {
		reach = 8 // not every year has it
	}
	for year := y - reach; year <= y+reach; year++ {
		w := *v
		w.setYear(year)
		d := w.inItsYear(a.Day)
		if !d.Known() || v.weekday != 0 && isoWeekday(d.From) != int(v.weekday) {
			continue
		}
		if far := farness(d, a); far < bestFar {
			best, bestFar = d, far
		}
	}
	if !best.Known() && v.weekday != 0 {
		w := *v
		w.weekday = 0
		return w.nearest(a)
	}
	return best
}

// farness is how far the days are from the anchor; of two equally far the past
// is nearer. Ahead of a clause in the past counts as a year more; behind one in
// the future as half a year, since "was to meet in November" is told later too.
func farness(d mentionmap.Dates, a *Anchor) int {
	const ahead, behind = 366, 180
	switch {
	case d.Overlaps(a.Day, a.Day):
		return 0
	case d.From > a.Day:
		far := 2*int(d.From-a.Day) + 1
		if a.Tense == Past && d.From-a.Day > tenseSlack {
			far += 2 * ahead
		}
		return far
	}
	far := 2 * int(a.Day-d.To)
	if a.Tense == Future && a.Day-d.To > tenseSlack {
		far += 2 * behind
	}
	return far
}

// inItsYear gives the days once the year is known.
func (v *value) inItsYear(anchor mentionmap.Day) mentionmap.Dates {
	from := v.firstEnd(anchor)
	if v.year2 == 0 && v.day2 == 0 && v.month2 == 0 || v.year2 == v.year && v.month2 == 0 && v.day2 == 0 {
		return from
	}
	second := value{year: v.year2, month: v.month2, day: v.day2}
	to := second.firstEnd(anchor)
	if !from.Known() || !to.Known() || to.To < from.From {
		return mentionmap.NoDates
	}
	p := coarser(int(to.To-from.From) + 1)
	if v.day == 0 {
		p = max(p, from.Precision)
	}
	return interval(from.From, to.To, p)
}

func (v *value) firstEnd(anchor mentionmap.Day) mentionmap.Dates {
	switch {
	case v.day != 0:
		d, ok := mentionmap.NewDay(int(v.year), int(v.month), int(v.day))
		if !ok {
			return mentionmap.NoDates
		}
		return oneDay(d)
	case v.month != 0:
		return v.partOf(monthOf(int(v.year), int(v.month)), anchor)
	case v.season != 0:
		return v.partOf(seasonOf(int(v.year), v.season), anchor)
	}
	return v.partOf(yearOf(int(v.year)), anchor)
}
