package cubefile

import (
	"cmp"
	"slices"

	"mentionmap/data/store/index/counts"
)

// folder makes rows of weeks out of rows of days.
type folder struct{ out []counts.Row }

// weeks adds up the rows of a group that begin and end in the same weeks. What
// it returns is good until the next call.
func (f *folder) weeks(rows []counts.Row) []counts.Row {
	f.out = f.out[:0]
	for len(rows) > 0 {
		if rows[0].From == counts.Undated {
			return append(f.out, rows...)
		}
		week := weekOf(rows[0].From)
		end := week*int32(Weeks) + monday + int32(Weeks)
		n := 1
		for n < len(rows) && rows[n].From < end {
			n++
		}
		f.week(week, rows[:n])
		rows = rows[n:]
	}
	return f.out
}

// week appends the sums of the rows that begin in one week.
func (f *folder) week(week int32, rows []counts.Row) {
	at := len(f.out)
	for i := range rows {
		to, flags := weekOf(rows[i].To), flagsOf(&rows[i])
		j := at
		for j < len(f.out) && (f.out[j].To != to || f.out[j].Flags != flags) {
			j++
		}
		if j == len(f.out) {
			f.out = append(f.out, counts.Row{From: week, To: to, Flags: flags})
		}
		f.out[j].N += rows[i].N
	}
	if len(f.out)-at > 1 {
		slices.SortFunc(f.out[at:], compareWeeks)
	}
}

func compareWeeks(a, b counts.Row) int {
	return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Flags, b.Flags))
}
