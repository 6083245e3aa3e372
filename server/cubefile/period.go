package cubefile

import (
	"fmt"
	"math"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// A period is what sections are made of: a calendar month of days, or 52 weeks.
type period int32

// undated is the period of the rows without a date.
const undated = period(math.MaxInt32)

const (
	weeksOfPeriod = 52
	// mondays is the day of the Monday of week 0, 1969-12-29.
	mondays = -3
)

// weekOf is the number of the week of a day; weeks begin on Monday.
func weekOf(day int32) int32 { return floorDiv(day-mondays, int32(Weeks)) }

// periodOf returns the period of a slot, and its first and last slot.
func (g Grain) periodOf(slot int32) (p period, first, last int32) {
	switch {
	case slot == placeday.Undated:
		return undated, 0, placeday.Undated
	case g == Weeks:
		p = period(floorDiv(slot, weeksOfPeriod))
		return p, int32(p) * weeksOfPeriod, int32(p)*weeksOfPeriod + weeksOfPeriod - 1
	}
	d := mentionmap.Day(slot)
	y, m, _ := d.Date()
	return period(y*12 + m - 1), int32(d.MonthStart()), int32(d.MonthEnd())
}

// name is how a period is called in the name of a part.
func (g Grain) name(p period) string {
	switch {
	case p == undated:
		return "undated"
	case g == Weeks:
		return mentionmap.Day(int32(p)*weeksOfPeriod*int32(Weeks) + mondays).String()
	}
	return fmt.Sprintf("%04d-%02d", p/12, p%12+1)
}

func floorDiv(a, b int32) int32 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
