package cube

import (
	"context"
	"maps"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// Snapshot is all that the cube holds for a query, of one generation. It never
// changes; any number of goroutines may read it at the same time.
type Snapshot struct {
	store  *Store
	view   *view
	filter *filter
	groups []merged
}

// Group is a place, or the mentions of a kind that were not placed.
type Group struct {
	Number int64             // the store's own number of the place, the same for good; 0: not placed
	Kind   mentionmap.Kind   // of the place, or of the mentions that were not placed
	Place  *mentionmap.Place // without Names; nil: not placed
}

// Row is a number of units of one group under the same dates.
type Row struct {
	From, To int32 // days since 1970-01-01; both placeday.Undated where there are none
	Flags    uint8 // bits 0–1 Uses, bits 2–4 Precision, bit 5 Firm, as in store.Count
	N        int64
}

// Month is the rows that start in a calendar month.
type Month struct {
	First mentionmap.Day // of the month; NoDay: the undated rows, which come last
	Hash  uint64         // of all rows of that month, whatever the filter: equal if nothing was added or changed
}

// merged is a group's place in base and tail, -1 where it has none.
type merged struct {
	group      group
	base, tail int32
}

// Snapshot returns the rows that Counts would give; ok is false where it takes
// more than the cube to answer.
func (s *Store) Snapshot(ctx context.Context, q mentionmap.Query) (snap *Snapshot, ok bool, err error) {
	if !answers(&q) {
		return nil, false, nil
	}
	v, err := s.current(ctx, q.By, q.Count)
	if err != nil {
		return nil, false, err
	}
	snap = &Snapshot{store: s, view: v, filter: newFilter(&q, v.places)}
	snap.collect()
	return snap, true, nil
}

// collect lists the groups that are asked for.
func (s *Snapshot) collect() {
	a, b := s.view.base.groups, s.view.tail.groups
	for i, j := 0, 0; i < len(a) || j < len(b); {
		m := merged{base: -1, tail: -1}
		if j == len(b) || i < len(a) && a[i] <= b[j] {
			m.group, m.base = a[i], int32(i)
		} else {
			m.group = b[j]
		}
		if m.base >= 0 {
			i++
		}
		if j < len(b) && b[j] == m.group {
			m.tail = int32(j)
			j++
		}
		if s.filter.takes(m.group) {
			s.groups = append(s.groups, m)
		}
	}
}

// Generation is the store's generation that this is of.
func (s *Snapshot) Generation() int64 { return s.view.generation }

// Len is the number of groups. They stand in the order of their numbers, those
// not placed first; some of them may have no rows.
func (s *Snapshot) Len() int { return len(s.groups) }

// Group gives a group by its index.
func (s *Snapshot) Group(i int) Group {
	g := s.groups[i].group
	out := Group{Number: g.place(), Kind: g.kind()}
	if p := s.view.places.get(out.Number); p != nil {
		out.Place = &p.Place
	}
	return out
}

// Names gives the names of a group's place besides its main one.
func (s *Snapshot) Names(i int) ([]mentionmap.Name, error) {
	p := s.view.places.get(s.groups[i].group.place())
	if p == nil {
		return nil, nil
	}
	return s.store.namesOf(p)
}

// Rows gives the rows of the groups from..to-1 that have any, group after group,
// ordered by first day, undated ones last. The rows are good until fn returns.
func (s *Snapshot) Rows(from, to int, fn func(i int, rows []Row)) {
	s.rows(from, to, func(r Row) bool { return true }, fn)
}

// Months gives the months that have rows, whatever the filter, in order.
func (s *Snapshot) Months() []Month {
	s.view.once.Do(func() { s.view.months = monthsOf(s.view.base.segment, s.view.tail) })
	return s.view.months
}

// monthsOf hashes what starts in each month. Hashes are sums, so that they do
// not depend on how the rows are divided among segments.
func monthsOf(segments ...*segment) []Month {
	sums := map[int32]uint64{}
	for _, s := range segments {
		for i, g := range s.groups {
			for _, r := range s.at(i) {
				sums[r.From] += mix(mix(uint64(g))^uint64(uint32(r.From))<<32^uint64(uint32(r.To))<<8^uint64(r.Facet)) * uint64(r.N)
			}
		}
	}
	byMonth := map[mentionmap.Day]uint64{}
	undated, hasUndated := sums[placeday.Undated]
	delete(sums, placeday.Undated)
	for day, sum := range sums {
		byMonth[mentionmap.Day(day).MonthStart()] += sum
	}
	var out []Month
	for _, first := range slices.Sorted(maps.Keys(byMonth)) {
		out = append(out, Month{first, byMonth[first]})
	}
	if hasUndated {
		out = append(out, Month{mentionmap.NoDay, undated})
	}
	return out
}

// mix spreads the bits of x (the finisher of MurmurHash3, by A. Appleby).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// MonthRows gives the rows that start in a month of Months, by its index, as Rows does.
func (s *Snapshot) MonthRows(month, from, to int, fn func(i int, rows []Row)) {
	first := s.Months()[month].First
	s.rows(from, to, func(r Row) bool {
		if r.From == placeday.Undated {
			return first == mentionmap.NoDay
		}
		return first != mentionmap.NoDay && r.From >= int32(first) && r.From <= int32(first.MonthEnd())
	}, fn)
}

func (s *Snapshot) rows(from, to int, keep func(Row) bool, fn func(i int, rows []Row)) {
	var out []Row
	for i := from; i < to; i++ {
		m, out := s.groups[i], out[:0]
		var a, b []row
		if m.base >= 0 {
			a = s.view.base.at(int(m.base))
		}
		if m.tail >= 0 {
			b = s.view.tail.at(int(m.tail))
		}
		s.filter.counts(store.Count{}, a, b, func(c store.Count) error {
			r := Row{From: placeday.Undated, To: placeday.Undated, Flags: c.Uses | uint8(c.Precision)<<2, N: c.N}
			if c.From != mentionmap.NoDay {
				r.From, r.To = int32(c.From), int32(c.To)
			}
			if c.Firm {
				r.Flags |= 1 << 5
			}
			if keep(r) {
				out = append(out, r)
			}
			return nil
		})
		if len(out) > 0 {
			fn(i, out)
		}
	}
}
