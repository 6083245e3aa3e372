package placeday

import (
	"math"

	"mentionmap"
)

// Month is a calendar month, as months since January 1970.
type Month int32

// UndatedMonth is that of the rows without a day: it comes last.
const UndatedMonth = Month(math.MaxInt32)

// near is the months of the first hundred years from 1970: rows are compared
// by them more often than a date can be worked out.
var near = func() (out [36525]int16) {
	month := Month(0)
	next := (month + 1).First()
	for day := range out {
		if int32(day) == next {
			month++
			next = (month + 1).First()
		}
		out[day] = int16(month)
	}
	return out
}()

// MonthOf returns the month of a day since 1970-01-01, or of Undated.
func MonthOf(day int32) Month {
	if day >= 0 && int(day) < len(near) {
		return Month(near[day])
	}
	if day == Undated {
		return UndatedMonth
	}
	year, month, _ := mentionmap.Day(day).Date()
	return Month((year-1970)*12 + month - 1)
}

// First returns the first day of the month; Undated of UndatedMonth.
func (m Month) First() int32 {
	if m == UndatedMonth {
		return Undated
	}
	year, month := 1970+int(m)/12, int(m)%12
	if month < 0 {
		year, month = year-1, month+12
	}
	day, ok := mentionmap.NewDay(year, month+1, 1)
	if !ok {
		return Undated
	}
	return int32(day)
}

// Last returns the last day of the month; Undated of UndatedMonth.
func (m Month) Last() int32 {
	if m == UndatedMonth {
		return Undated
	}
	return int32(mentionmap.Day(m.First()).MonthEnd())
}
