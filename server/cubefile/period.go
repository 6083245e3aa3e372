package cubefile

import (
	"fmt"

	"mentionmap"
	"mentionmap/data/store/index/counts"
)

// monday is the first day of week 0, 1969-12-29.
const monday = -3

// weekOf is the number of the week of a day; weeks begin on Monday.
func weekOf(day int32) int32 {
	n := day - monday
	if n < 0 {
		n -= int32(Weeks) - 1
	}
	return n / int32(Weeks)
}

// month is the rows that begin in a calendar month, or those without a date.
type month struct {
	first, last int32 // days; counts.Undated both where there is no date
	days, weeks section
}

// newMonth returns that of a day.
func newMonth(day int32) *month {
	if day == counts.Undated {
		return &month{first: day, last: day}
	}
	d := mentionmap.Day(day)
	m := &month{first: int32(d.MonthStart()), last: int32(d.MonthEnd())}
	m.days.base, m.weeks.base = m.first, weekOf(m.first)
	return m
}

// name is what a month is called in the names of parts.
func (m *month) name() string {
	if m.first == counts.Undated {
		return undated
	}
	year, n, _ := mentionmap.Day(m.first).Date()
	return fmt.Sprintf("%04d-%02d", year, n)
}

// undated is the name of the rows without a date.
const undated = "undated"
