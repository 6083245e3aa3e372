package counts

import (
	"cmp"
	"context"
	"math"
	"slices"

	"mentionmap"
)

// Rows appends the rows of a group to dst, ordered by first day, undated ones
// last.
func (s *Selection) Rows(dst []Row, g Group) []Row {
	if s.takes != nil && !s.takes(g) {
		return dst
	}
	var room []cell
	for _, m := range s.cube.months {
		if s.touches(m.whole()) {
			dst = s.appendRows(dst, m.whole(), sum(&room, m.base.find(g), m.tail.find(g)))
		}
	}
	return dst
}

// appendRows adds up the cells of a group and a month that count: those of the
// same dates and precision stand together, and there their ways are told apart.
func (s *Selection) appendRows(dst []Row, b *block, cells []cell) []Row {
	const way = 4 // bits of a facet besides the precision
	shift := shiftOf(s.unit)
	for len(cells) > 0 {
		c, n := cells[0], 1
		sums := [8]int64{} // by way
		sums[s.ways[c.facet()]] = c.count(shift)
		for ; n < len(cells) && cells[n].key()>>way == c.key()>>way; n++ {
			sums[s.ways[cells[n].facet()]] += cells[n].count(shift)
		}
		cells = cells[n:]
		out := Row{From: b.first + c.day()}
		out.To = out.From + c.span()
		if out.From != Undated && (out.From > s.to || out.To < s.from) {
			continue
		}
		for way := uint8(2); way < uint8(len(sums)); way++ {
			if out.N = sums[way]; out.N != 0 {
				out.Flags = way>>1 | uint8(c.facet()>>4)<<2 | way&1<<5
				dst = append(dst, out)
			}
		}
	}
	return dst
}

// Months lists the first days of the months that have rows, whatever the query,
// in order; NoDay is that of the undated rows, the last.
func (s *Selection) Months() (out []mentionmap.Day) {
	for _, m := range s.cube.months {
		out = append(out, dayOf(m.whole().first))
	}
	return out
}

func dayOf(day int32) mentionmap.Day {
	if day == Undated {
		return mentionmap.NoDay
	}
	return mentionmap.Day(day)
}

// month gives that of a day of Months.
func (s *Selection) month(day mentionmap.Day) pair {
	if day == mentionmap.NoDay {
		day = mentionmap.Day(Undated)
	}
	i, ok := slices.BinarySearchFunc(s.cube.months, int32(day), func(m pair, day int32) int { return cmp.Compare(m.whole().first, day) })
	if !ok {
		return pair{none, none}
	}
	return s.cube.months[i]
}

// MonthRows gives the rows that start in a month, group after group by number.
// It is the quickest way to all rows. Rows are good until fn returns.
func (s *Selection) MonthRows(day mentionmap.Day, fn func(g Group, rows []Row)) {
	m := s.month(day)
	if !s.touches(m.whole()) {
		return
	}
	var out []Row
	var room []cell
	m.eachGroup(func(g Group, cells, tail []cell) {
		if s.takes != nil && !s.takes(g) {
			return
		}
		if out = s.appendRows(out[:0], m.whole(), sum(&room, cells, tail)); len(out) > 0 {
			fn(g, out)
		}
	})
}

// MonthStamp is the same only for months with the same rows. It can be compared.
type MonthStamp pair

// MonthStamp gives that of a month of Months; ok is false where the query leaves
// rows out.
func (s *Selection) MonthStamp(day mentionmap.Day) (stamp MonthStamp, ok bool) {
	return MonthStamp(s.month(day)), s.whole && s.allWays && s.takes == nil
}

// Most gives the groups that have units, most first, equal ones in the order of
// before; at most limit, 0 is no limit.
func (s *Selection) Most(limit int, before func(a, b Group) int) ([]GroupTotal, error) {
	totals, err := s.Totals()
	if err != nil {
		return nil, err
	}
	var list []GroupTotal
	least := int64(0) // of those that may be among the first
	cut := func() {
		slices.SortFunc(list, func(a, b GroupTotal) int {
			if a.N != b.N {
				return cmp.Compare(b.N, a.N)
			}
			return before(a.Group, b.Group)
		})
		if limit > 0 && limit < len(list) {
			list = list[:limit]
			least = list[limit-1].N
		}
	}
	for g, n := range totals {
		if n != 0 && n >= least {
			list = append(list, GroupTotal{Group(g), n, mentionmap.NoDay, mentionmap.NoDay})
		}
		if limit > 0 && len(list) == 4*limit {
			cut()
		}
	}
	cut()
	return list, s.setDays(list)
}

// fewGroups: so small a part of the groups is looked up one by one.
const fewGroups = 16

// setDays finds the first and the last day of what counts in groups.
func (s *Selection) setDays(list []GroupTotal) error {
	at := make([]int32, s.cube.groups()) // by group: its place in the list, from 1
	for i, t := range list {
		at[t.Group] = int32(i) + 1
	}
	months, shift := s.cube.months, shiftOf(s.unit)
	few := len(list) < len(at)/fewGroups
	days := make([][][2]int32, processors()) // by worker and place in the list: first and last
	err := Parallel(context.Background(), len(days), len(months), func(w, i int) error {
		if i%2 == 0 { // both ends first: what is between them tells little
			i /= 2
		} else {
			i = len(months) - 1 - i/2
		}
		m, b := months[i], months[i].whole()
		if b.month == undatedMonth || !s.touches(b) {
			return nil
		}
		if days[w] == nil {
			days[w] = slices.Repeat([][2]int32{{math.MaxInt32, math.MinInt32}}, len(list))
		}
		var room []cell
		look := func(g Group, base, tail []cell) {
			if at[g] == 0 {
				return
			}
			d := &days[w][at[g]-1]
			if d[0] <= b.first && d[1] >= b.latest {
				return
			}
			for _, c := range sum(&room, base, tail) {
				from := b.first + c.day()
				to := from + c.span()
				if s.ways[c.facet()] != 0 && c.count(shift) != 0 && from <= s.to && to >= s.from {
					d[0], d[1] = min(d[0], from), max(d[1], to)
				}
			}
		}
		if !few {
			m.eachGroup(look)
		}
		for n := 0; few && n < len(list); n++ {
			look(list[n].Group, m.base.find(list[n].Group), m.tail.find(list[n].Group))
		}
		return nil
	})
	for _, part := range days {
		for i, d := range part {
			if t := &list[i]; d[0] <= d[1] {
				if t.First == mentionmap.NoDay {
					t.First = mentionmap.Day(d[0])
				}
				t.First, t.Last = min(t.First, mentionmap.Day(d[0])), max(t.Last, mentionmap.Day(d[1]))
			}
		}
	}
	return err
}

// Days counts by day.
func (s *Selection) Days() (Days, error) {
	first, last := int32(math.MaxInt32), int32(math.MinInt32)
	var months []pair
	size := 0
	for _, m := range s.cube.months {
		if b := m.whole(); b.month != undatedMonth && s.touches(b) {
			months, size = append(months, m), size+len(m.base.cells)
			first, last = min(first, b.first), max(last, b.latest)
		}
	}
	first, last = max(first, s.from), min(last, s.to)
	if first > last {
		return Days{First: mentionmap.NoDay}, nil
	}
	workers := processors()
	if size < smallJobs || last-first > 1<<20 {
		workers = 1
	}
	sums := make([]Days, workers)
	for w := range sums {
		sums[w] = Days{mentionmap.Day(first), make([]int64, last-first+1), make([]int64, last-first+1)}
	}
	err := Parallel(context.Background(), workers, len(months), func(w, i int) error {
		months[i].eachGroup(func(g Group, base, tail []cell) {
			if s.takes == nil || s.takes(g) {
				s.addDays(&sums[w], months[i].whole().first, base)
				s.addDays(&sums[w], months[i].whole().first, tail)
			}
		})
		return nil
	})
	all := sums[0]
	for _, o := range sums[1:] {
		for i := range o.Starts {
			all.Starts[i] += o.Starts[i]
			all.Ends[i] += o.Ends[i]
		}
	}
	return all.trimmed(), err
}

// addDays adds cells of a month.
func (s *Selection) addDays(d *Days, month int32, cells []cell) {
	shift, first := shiftOf(s.unit), int32(d.First)
	last := first + int32(len(d.Starts)) - 1
	for _, c := range cells {
		from := month + c.day()
		to := from + c.span()
		if s.ways[c.facet()] == 0 || from > last || to < first {
			continue
		}
		n := c.count(shift)
		d.Starts[max(from, first)-first] += n
		d.Ends[min(to, last)-first] += n
	}
}

// trimmed leaves out the days before the first start and after the last end.
func (d Days) trimmed() Days {
	from, to := 0, len(d.Ends)
	for from < to && d.Starts[from] == 0 {
		from++
	}
	for to > from && d.Ends[to-1] == 0 {
		to--
	}
	if from == to {
		return Days{First: mentionmap.NoDay}
	}
	return Days{d.First + mentionmap.Day(from), d.Starts[from:to], d.Ends[from:to]}
}
