package counts

import (
	"cmp"
	"context"
	"slices"

	"mentionmap"
)

// eachRun gives the cells of a group month by month, those of base and tail added
// up, of the months that the selection touches, forwards or backwards, until fn
// returns false. The cells are good until fn returns.
func (s *Selection) eachRun(g Group, backwards bool, fn func(b *block, cells []cell) bool) {
	c := s.cube
	c.base.dir.fill(c.base.starts, c.base.groups)
	c.dir.fill(c.tail, groupsIn(c.tail))
	base, tail := c.base.dir.of(g), c.dir.of(g)
	var room []cell
	for len(base) > 0 || len(tail) > 0 {
		var x, y *block // the next month is that of one of them or of both
		var at, tailAt uint32
		if len(base) > 0 {
			next := base[pick(len(base), backwards)]
			x, at = c.base.starts[next.block], next.at
		}
		if len(tail) > 0 {
			next := tail[pick(len(tail), backwards)]
			y, tailAt = c.tail[next.block], next.at
		}
		if x != nil && y != nil && x.month != y.month {
			if (x.month < y.month) != backwards {
				y = nil
			} else {
				x = nil
			}
		}
		var cells []cell
		month := x
		switch {
		case y == nil:
			cells = x.of(int(at))
		case x == nil:
			month, cells = y, y.of(int(tailAt))
		default:
			room = appendSum(room[:0], x.of(int(at)), y.of(int(tailAt)))
			cells = room
			if y.latest > x.latest {
				month = y
			}
		}
		if x != nil {
			base = without(base, backwards)
		}
		if y != nil {
			tail = without(tail, backwards)
		}
		if s.touches(month) && !fn(month, cells) {
			return
		}
	}
}

func pick(n int, last bool) int {
	if last {
		return n - 1
	}
	return 0
}

func without(list []spot, last bool) []spot {
	if last {
		return list[:len(list)-1]
	}
	return list[1:]
}

// Rows appends the rows of a group to dst, ordered by first day, undated ones
// last.
func (s *Selection) Rows(dst []Row, g Group) []Row {
	if s.takesGroup(g) {
		s.eachRun(g, false, func(b *block, cells []cell) bool {
			dst = s.appendRows(dst, b, cells)
			return true
		})
	}
	return dst
}

// appendRows adds up the cells of a group and a month that count: those of the
// same dates stand together, and there their ways are told apart.
func (s *Selection) appendRows(dst []Row, b *block, cells []cell) []Row {
	shift := shiftOf(s.unit)
	for len(cells) > 0 {
		c, n := cells[0], 1
		for n < len(cells) && cells[n].dates() == c.dates() {
			n++
		}
		same := cells[:n]
		cells = cells[n:]
		out := Row{From: b.first + c.day()}
		out.To = out.From + c.span()
		if out.From != Undated && (out.From > s.to || out.To < s.from) {
			continue
		}
		for len(same) > 0 { // one precision after the other
			var sums [8]int64 // by way
			precision := same[0].facet() >> 4
			for len(same) > 0 && same[0].facet()>>4 == precision {
				sums[s.ways[same[0].facet()]] += same[0].count(shift)
				same = same[1:]
			}
			for way := uint8(2); way < uint8(len(sums)); way++ {
				if out.N = sums[way]; out.N != 0 {
					out.Flags = way>>1 | uint8(precision)<<2 | way&1<<5
					dst = append(dst, out)
				}
			}
		}
	}
	return dst
}

// Months lists the first days of the months that have rows, whatever the query,
// in order; NoDay is that of the undated rows, the last.
func (s *Selection) Months() (out []mentionmap.Day) {
	eachMonth(s.cube.base.starts, s.cube.tail, func(a, b *block) {
		if a == nil {
			a = b
		}
		if a.month == undatedMonth {
			out = append(out, mentionmap.NoDay)
		} else {
			out = append(out, mentionmap.Day(a.first))
		}
	})
	return out
}

// blocksOf gives those of a month of Months, in the base and in the tail.
func (s *Selection) blocksOf(day mentionmap.Day) (base, tail *block) {
	m := undatedMonth
	if day != mentionmap.NoDay {
		m = monthOf(int32(day))
	}
	return find(s.cube.base.starts, m), find(s.cube.tail, m)
}

// MonthRows gives the rows that start in a month, group after group by number.
// It is the quickest way to all rows. Rows are good until fn returns.
func (s *Selection) MonthRows(day mentionmap.Day, fn func(g Group, rows []Row)) {
	base, tail := s.blocksOf(day)
	month := base
	if base == nil || tail != nil && tail.latest > base.latest {
		month = tail
	}
	if month == nil || !s.touches(month) {
		return
	}
	var out []Row
	eachGroup(base, tail, func(g Group, cells []cell) {
		if !s.takesGroup(g) {
			return
		}
		if out = s.appendRows(out[:0], month, cells); len(out) > 0 {
			fn(g, out)
		}
	})
}

// MonthStamp is the same only for months with the same rows. It can be compared.
type MonthStamp struct{ base, tail *block }

// MonthStamp gives that of a month of Months; ok is false where the query leaves
// rows out.
func (s *Selection) MonthStamp(day mentionmap.Day) (stamp MonthStamp, ok bool) {
	if !s.whole || !s.allWays || s.takes != nil {
		return stamp, false
	}
	stamp.base, stamp.tail = s.blocksOf(day)
	return stamp, true
}

// Most gives the groups that have units, most first, equal ones in the order of
// before; at most limit, 0 is no limit.
func (s *Selection) Most(limit int, before func(a, b Group) int) ([]GroupTotal, error) {
	sums, err := s.vector()
	if err != nil {
		return nil, err
	}
	var list []GroupTotal
	for g, n := range sums {
		if n != 0 && s.takesGroup(Group(g)) {
			list = append(list, GroupTotal{Group: Group(g), N: int64(n)})
		}
	}
	slices.SortFunc(list, func(a, b GroupTotal) int {
		if a.N != b.N {
			return cmp.Compare(b.N, a.N)
		}
		return before(a.Group, b.Group)
	})
	if limit > 0 && limit < len(list) {
		list = list[:limit]
	}
	const some = 64
	reach := s.reaches()
	return list, parallel(context.Background(), processors(), (len(list)+some-1)/some, func(_, i int) error {
		for j := i * some; j < min((i+1)*some, len(list)); j++ {
			list[j].First, list[j].Last = s.firstAndLast(list[j].Group, &reach)
		}
		return nil
	})
}

// firstAndLast gives the days of what counts in a group.
func (s *Selection) firstAndLast(g Group, r *reaches) (first, last mentionmap.Day) {
	first, last = mentionmap.NoDay, mentionmap.NoDay
	s.eachRun(g, false, func(b *block, cells []cell) bool {
		i := slices.IndexFunc(cells, func(c cell) bool { return s.has(b, c) })
		if i >= 0 && b.month != undatedMonth {
			first = mentionmap.Day(b.first + cells[i].day())
		}
		return i < 0
	})
	if first == mentionmap.NoDay {
		return first, last
	}
	s.eachRun(g, true, func(b *block, cells []cell) bool {
		if b.month == undatedMonth {
			return true
		}
		for _, c := range cells {
			if day := mentionmap.Day(b.first + c.day() + c.span()); day > last && s.has(b, c) {
				last = day
			}
		}
		return last == mentionmap.NoDay || r.before(b.month) > int32(last)
	})
	return first, last
}

// reaches tells how late days the blocks before each month have.
type reaches struct {
	months []month
	latest []int32 // of all earlier months
}

func (s *Selection) reaches() (r reaches) {
	latest := int32(minDay)
	eachMonth(s.cube.base.starts, s.cube.tail, func(a, b *block) {
		for _, x := range []*block{a, b} {
			if x == nil {
				continue
			}
			if n := len(r.months); n == 0 || r.months[n-1] != x.month {
				r.months, r.latest = append(r.months, x.month), append(r.latest, latest)
			}
		}
		for _, x := range []*block{a, b} {
			if x != nil {
				latest = max(latest, x.latest)
			}
		}
	})
	return r
}

func (r *reaches) before(m month) int32 {
	i, _ := slices.BinarySearch(r.months, m)
	return r.latest[i]
}
