package counts

import (
	"math"

	"mentionmap"
)

const units = int(mentionmap.CountStories) + 1

// facet says in what way units name a group: the precision of the dates (bits
// 4–6), the uses of their mentions (bits 2–3, one for each use), and of which
// uses a mention is firm (bits 0–1).
type facet uint8

func (f facet) uses() uint8 { return uint8(f >> 2 & 3) }
func (f facet) firm() uint8 { return uint8(f & 3) }

// cell is how many units of a group have the same dates and facet: from the
// highest bit, 5 bits day of the month from 0, 22 bits days from the first to
// the last, 7 bits facet, a bit 0, one that is set in the last cell of its group
// in a block, and the numbers of the four units, 7 bits with a sign each. What is
// more stands in several cells. So cells of a group and a month are sorted by
// their dates, and many are read without a branch.
type cell uint64

const (
	countBits = 7
	endAt     = units * countBits
	facetAt   = endAt + 2
	spanAt    = facetAt + 7
	dayAt     = spanAt + 22
	maxSpan   = 1<<22 - 1
	maxCount  = 1<<(countBits-1) - 1
)

func (c cell) day() int32   { return int32(c >> dayAt) }
func (c cell) span() int32  { return int32(c >> spanAt & maxSpan) }
func (c cell) facet() facet { return facet(c >> facetAt & 127) }
func (c cell) key() cell    { return c >> facetAt }

// shiftOf makes the numbers of a unit the highest bits.
func shiftOf(u mentionmap.Unit) uint { return uint(64 - countBits*(1+int(u))) }

// count is the number of a unit, by its shift.
func (c cell) count(shift uint) int64 { return int64(c<<(shift&63)) >> (64 - countBits) }

// appendCells appends cells of a key that count so many; none where all are 0.
func appendCells(dst []cell, key cell, n [units]int32) []cell {
	for n != [units]int32{} {
		c := key
		for u := range n {
			part := max(-maxCount, min(n[u], maxCount))
			n[u] -= part
			c |= cell(part) & (1<<countBits - 1) << (countBits * u)
		}
		dst = append(dst, c)
	}
	return dst
}

// appendSum appends the sum of two sorted lists of cells of a group, which may
// hold a key more than once, without the bit of the last.
func appendSum(dst, a, b []cell) []cell {
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 && (len(a) == 1 || a[0].key() != a[1].key()) { // as a rule
			dst, a = append(dst, a[0]&^(1<<endAt)), a[1:]
			continue
		}
		next := cell(math.MaxUint64)
		for _, list := range [2][]cell{a, b} {
			if len(list) > 0 {
				next = min(next, list[0].key())
			}
		}
		var sums [units]int32
		for _, list := range [2]*[]cell{&a, &b} {
			for len(*list) > 0 && (*list)[0].key() == next {
				for u := range sums {
					sums[u] += int32((*list)[0].count(shiftOf(mentionmap.Unit(u))))
				}
				*list = (*list)[1:]
			}
		}
		dst = appendCells(dst, next<<facetAt, sums)
	}
	return dst
}

// month is a calendar month, as months since January 1970.
type month int32

// undatedMonth is that of cells without dates: it comes last.
const undatedMonth = month(math.MaxInt32)

// Days of the years 1 to 9999, which dates are kept within.
const (
	minDay = -719162
	maxDay = 2932896
)

// monthOf returns the month of a day since 1970-01-01, or of Undated.
func monthOf(day int32) month {
	if day == Undated {
		return undatedMonth
	}
	year, m, _ := mentionmap.Day(day).Date()
	return month((year-1970)*12 + m - 1)
}

// first is the first day of a month, Undated of the undated one; ok is false
// if it is no month of the years 1 to 9999.
func (m month) first() (day int32, ok bool) {
	months := int64(m) + 1970*12
	if m == undatedMonth || months < 12 || months >= 12*10000 {
		return Undated, m == undatedMonth
	}
	d, ok := mentionmap.NewDay(int(months/12), int(months%12)+1, 1)
	return int32(d), ok
}

// key is where units of a group count: its dates and their precision. rest
// holds days from the first to the last <<3 | precision.
type key struct {
	group Group
	from  int32 // Undated comes last
	rest  uint32
}

// days gives the days of a mention that has some, kept within what there is.
func (m *Mention) days() (from, to int32) {
	from = min(max(int32(m.From), minDay), maxDay)
	return from, min(max(int32(m.To), from), maxDay)
}

func keyOf(m *Mention) key {
	if m.From == mentionmap.NoDay {
		return key{m.Group, Undated, 0}
	}
	from, to := m.days()
	return key{m.Group, from, uint32(to-from)<<3 | uint32(m.Precision&7)}
}
