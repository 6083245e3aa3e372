package when

import (
	"time"

	"mentionmap"
)

// Resolve turns what e says into days. Days it cannot know are NoDay; Words is
// e's span; Basis is left to whoever binds the expression. The days are inside
// the years 1 to 9999.
func (e *Expression) Resolve(a Anchor) mentionmap.Dates {
	d := e.days(&a)
	if !d.Known() || d.To < d.From || !inCalendar(d.From) || !inCalendar(d.To) {
		return mentionmap.NoDates
	}
	d.Words = e.Span
	d.Planned = a.Day != mentionmap.NoDay && d.From > a.Day
	return d
}

// The ends of the calendar that Day can print.
var firstDay, lastDay = mustDay(1, 1, 1), mustDay(9999, 12, 31)

func mustDay(y, m, d int) mentionmap.Day {
	day, _ := mentionmap.NewDay(y, m, d)
	return day
}

func inCalendar(d mentionmap.Day) bool { return d >= firstDay && d <= lastDay }

func (e *Expression) days(a *Anchor) mentionmap.Dates {
	v := e.v
	if a.Tense == Unknown {
		a.Tense = e.Tense
	}
	switch v.op {
	case opCalendar:
		return v.calendarDays(a)
	case opEvent:
		return v.eventDays()
	case opPrevious, opPair:
		return v.previousDays(a, e.Follows)
	case opNone:
		return mentionmap.NoDates
	}
	if a.Day == mentionmap.NoDay {
		return mentionmap.NoDates
	}
	switch v.op {
	case opWeekday:
		return oneDay(v.weekdayFrom(a))
	case opDay:
		return oneDay(a.Day + mentionmap.Day(v.n))
	case opNamed:
		return v.namedDays(a)
	}
	return v.unitDays(a.Day)
}

func oneDay(d mentionmap.Day) mentionmap.Dates { return interval(d, d, mentionmap.PrecisionDay) }

func interval(from, to mentionmap.Day, p mentionmap.Precision) mentionmap.Dates {
	return mentionmap.Dates{From: from, To: to, Precision: p}
}

// weekdayFrom is the day meant by a weekday: by default the last one up to the
// post's own day; in a clause of the future the next one after it.
func (v *value) weekdayFrom(a *Anchor) mentionmap.Day {
	back := (isoWeekday(a.Day) - int(v.weekday) + 7) % 7
	switch {
	case v.n > 0 || v.n == 0 && a.Tense == Future && back != 0:
		return a.Day + mentionmap.Day(7-back)
	case v.n < 0 && back == 0:
		back = 7
	}
	return a.Day - mentionmap.Day(back)
}

// isoWeekday is 1 for Monday … 7 for Sunday.
func isoWeekday(d mentionmap.Day) int { return (int(d.Weekday())+6)%7 + 1 }

// unitDays is the week, month or year n units from the day, or a part of it.
func (v *value) unitDays(day mentionmap.Day) mentionmap.Dates {
	y, m, _ := day.Date()
	switch v.unit {
	case unitDay:
		return oneDay(day + mentionmap.Day(v.n))
	case unitWeek, unitWeekend:
		return v.weekDays(day)
	case unitMonth:
		return v.partOf(monthOf(y, m+int(v.n)), day)
	case unitYear:
		if v.month != 0 {
			return v.partOf(monthOf(y+int(v.n), int(v.month)), day)
		}
		return v.partOf(yearOf(y+int(v.n)), day)
	case unitDecade:
		y = y / 10 * 10
		return interval(mustDayOr(y+10*int(v.n), 1, 1), mustDayOr(y+10*int(v.n)+9, 12, 31), mentionmap.PrecisionYear)
	}
	return mentionmap.NoDates
}

func (v *value) weekDays(day mentionmap.Day) mentionmap.Dates {
	monday := day - mentionmap.Day(isoWeekday(day)-1) + 7*mentionmap.Day(v.n)
	switch {
	case v.weekday != 0:
		return oneDay(monday + mentionmap.Day(v.weekday-1))
	case v.unit == unitWeekend:
		return interval(monday+5, monday+6, mentionmap.PrecisionDays)
	case v.part == early:
		return interval(monday, monday+1, mentionmap.PrecisionDays)
	case v.part == mid:
		return interval(monday+2, monday+3, mentionmap.PrecisionDays)
	case v.part == late:
		return interval(monday+4, monday+6, mentionmap.PrecisionDays)
	}
	return interval(monday, monday+6, mentionmap.PrecisionWeek)
}

// partOf cuts the early, middle or late part out of a month or year. Late is
// from the 21st of a month and from October of a year.
func (v *value) partOf(d mentionmap.Dates, anchor mentionmap.Day) mentionmap.Dates {
	if !d.Known() {
		return d
	}
	y, m, _ := d.From.Date()
	month := d.Precision == mentionmap.PrecisionMonth
	switch {
	case v.part == soFar && anchor != mentionmap.NoDay && d.Overlaps(anchor, anchor):
		d.To = anchor
	case v.part == toCome && anchor != mentionmap.NoDay && anchor < d.To && anchor >= d.From:
		d.From = anchor + 1
	case v.part == early && month:
		d.To = d.From + 9
	case v.part == mid && month:
		d.From, d.To = d.From+10, d.From+19
	case v.part == late && month:
		d.From += 20
	case v.part == early && d.Precision == mentionmap.PrecisionYear:
		d.To = mustDayOr(y, 3, 31)
	case v.part == mid && d.Precision == mentionmap.PrecisionYear:
		d.From, d.To = mustDayOr(y, 5, 1), mustDayOr(y, 8, 31)
	case v.part == late && d.Precision == mentionmap.PrecisionYear:
		d.From = mustDayOr(y, 10, 1)
	case d.Precision == mentionmap.PrecisionSeason:
		d = v.partOfSeason(d, y, m)
	}
	return d
}

func (v *value) partOfSeason(d mentionmap.Dates, y, m int) mentionmap.Dates {
	switch v.part {
	case early:
		d.To = monthOf(y, m).To
	case mid:
		d.From, d.To = monthOf(y, m+1).From, monthOf(y, m+1).To
	case late:
		d.From = monthOf(y, m+2).From
	}
	return d
}

// monthOf takes any month number: 0 is December of the year before.
func monthOf(y, m int) mentionmap.Dates {
	y, m = y+floorDiv(m-1, 12), (m-1)-12*floorDiv(m-1, 12)+1
	first, ok := mentionmap.NewDay(y, m, 1)
	if !ok {
		return mentionmap.NoDates
	}
	return interval(first, first.MonthEnd(), mentionmap.PrecisionMonth)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func yearOf(y int) mentionmap.Dates {
	return interval(mustDayOr(y, 1, 1), mustDayOr(y, 12, 31), mentionmap.PrecisionYear)
}

// seasonOf gives the three months; the winter of a year is the one that ends in it
// if it is the season under way or past, and is named by the year it began in otherwise.
func seasonOf(y int, season int8) mentionmap.Dates {
	first := monthOf(y, int(season)*3)
	last := monthOf(y, int(season)*3+2)
	if !first.Known() || !last.Known() {
		return mentionmap.NoDates
	}
	return interval(first.From, last.To, mentionmap.PrecisionSeason)
}

func mustDayOr(y, m, d int) mentionmap.Day {
	day, ok := mentionmap.NewDay(y, m, d)
	if !ok {
		return mentionmap.NoDay
	}
	return day
}

// namedDays is the month or season before, after or nearest to the anchor.
func (v *value) namedDays(a *Anchor) mentionmap.Dates {
	y, _, _ := a.Day.Date()
	best := mentionmap.NoDates
	for year := y - 1; year <= y+1; year++ {
		d := v.inYear(year)
		switch {
		case !d.Known():
		case v.n < 0 && d.To < a.Day:
			best = d
		case v.n > 0 && d.From > a.Day && !best.Known():
			best = d
		case v.n == 0 && year == y:
			best = d
		}
	}
	return best
}

func (v *value) inYear(y int) mentionmap.Dates {
	if v.season != 0 {
		return seasonOf(y, v.season)
	}
	return monthOf(y, int(v.month))
}

// eventDays counts from an event: days exactly, longer units as the stretch in
// which a text says "n months of war".
func (v *value) eventDays() mentionmap.Dates {
	start := mustDay(int(v.year), int(v.month), int(v.day))
	n := int(v.n)
	if v.unit == unitDay && v.part == whole {
		return oneDay(start + mentionmap.Day(n))
	}
	from, to := after(start, v.unit, n), after(start, v.unit, n+1)-1
	slack := (to - from) / 4
	switch v.part {
	case early: // nearly n: the last part of the unit before
		from, to = from-2*slack, from
	case whole: // said from a twelfth of the unit before it is full
		from -= slack / 3
	}
	return interval(from, to, coarser(int(to-from)+1))
}

// after adds n units to a day; a month's end stays its end.
func after(d mentionmap.Day, u unit, n int) mentionmap.Day {
	switch u {
	case unitWeek:
		return d + mentionmap.Day(7*n)
	case unitMonth, unitYear:
		if u == unitYear {
			n *= 12
		}
		y, m, day := d.Date()
		first := monthOf(y, m+n)
		if !first.Known() {
			return mentionmap.NoDay
		}
		return min(first.From+mentionmap.Day(day-1), first.To)
	}
	return d + mentionmap.Day(n)
}

// coarser is the precision of an interval of so many days.
func coarser(days int) mentionmap.Precision {
	switch {
	case days <= 1:
		return mentionmap.PrecisionDay
	case days <= 6:
		return mentionmap.PrecisionDays
	case days <= 10:
		return mentionmap.PrecisionWeek
	case days <= 45:
		return mentionmap.PrecisionMonth
	case days <= 120:
		return mentionmap.PrecisionSeason
	}
	return mentionmap.PrecisionYear
}

// previousDays counts from what was told before, else from the post's day;
// "a day after …" counts only from what was told.
func (v *value) previousDays(a *Anchor, follows bool) mentionmap.Dates {
	from := a.Previous
	if !from.Known() {
		if a.Day == mentionmap.NoDay || follows {
			return mentionmap.NoDates
		}
		from = oneDay(a.Day)
	}
	if v.op == opPair {
		if v.n < 0 {
			return interval(from.From-1, from.To, mentionmap.PrecisionDays)
		}
		return interval(from.From, from.To+1, mentionmap.PrecisionDays)
	}
	switch v.unit {
	case unitDay:
		return oneDay(from.From + mentionmap.Day(v.n))
	case unitWeek:
		if v.n != 0 {
			return oneDay(from.From + 7*mentionmap.Day(v.n))
		}
	}
	return v.unitDays(from.From)
}

// Weekday returns the day of the week that e names, alone or with its date.
func (e *Expression) Weekday() (time.Weekday, bool) {
	return time.Weekday(e.v.weekday % 7), e.v.weekday != 0
}
