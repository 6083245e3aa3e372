package cube

import (
	"cmp"
	"context"
	"runtime"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// total is the sum of a group.
type total struct {
	group       group
	n           int64
	first, last int32 // days; noDay if nothing is dated
}

// add counts n units of the days.
func (t *total) add(n int64, from, to int32) {
	t.n += n
	if from == placeday.Undated {
		return
	}
	if t.first == noDay || from < t.first {
		t.first = from
	}
	t.last = max(t.last, to)
}

// totals gives the groups that have anything, in no order.
func (v *view) totals(f *filter) []total {
	workers := runtime.GOMAXPROCS(0)
	parts := make([][]total, workers)
	inParallel(workers, len(v.base.groups), func(w, from, to int) { parts[w] = v.totalsFrom(f, from, to) })
	return v.withTail(f, slices.Concat(parts...))
}

func (v *view) totalsFrom(f *filter, from, to int) []total {
	out := make([]total, 0, to-from)
	for i := from; i < to; i++ {
		t := total{group: v.base.groups[i], first: noDay, last: noDay}
		if f.takes(t.group) {
			v.base.total(&t, f, i)
		}
		if t.n != 0 {
			out = append(out, t)
		}
	}
	return out
}

// total sums up one group.
func (x *index) total(t *total, f *filter, i int) {
	switch {
	case !f.allWays || f.undated:
		for j := range x.at(i) {
			t.count(f, &x.rows[int(x.starts[i])+j])
		}
	case f.whole:
		t.n = int64(x.heads[x.starts[i+1]].before - x.heads[x.starts[i]].before)
		if t.last = x.lastDay[i]; t.last != noDay {
			t.first = x.heads[x.starts[i]].from
		}
	default:
		x.window(t, f, i)
	}
}

// window sums up the rows of a group that touch the window.
func (x *index) window(t *total, f *filter, i int) {
	lo, hi := x.startsBefore(i, f.from), x.startsBefore(i, f.to+1)
	if lo < hi {
		t.add(int64(x.heads[hi].before-x.heads[lo].before), x.heads[lo].from, x.heads[hi-1].from)
	}
	list := x.lasting[x.first[i]:x.first[i+1]]
	end, begin := startIn(list, f.to+1), startIn(list, f.from)
	if end > 0 && list[end-1].latest >= f.from {
		t.last = max(t.last, list[end-1].latest)
	}
	for j := begin - 1; j >= 0 && list[j].latest >= f.from; j-- {
		if r := &list[j]; r.To >= f.from {
			t.add(int64(r.N), r.From, r.To)
		}
	}
}

// startIn returns the first of a list that starts on the day or later.
func startIn(list []lastingRow, day int32) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := (lo + hi) / 2; list[mid].From < day {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (t *total) count(f *filter, r *row) {
	if f.way(r) != 0 {
		t.add(int64(r.N), r.From, r.To)
	}
}

// withTail adds what the tail holds; both lists are in the order of groups.
func (v *view) withTail(f *filter, totals []total) []total {
	if len(v.tail.groups) == 0 {
		return totals
	}
	out := make([]total, 0, len(totals)+16)
	for i, g := range v.tail.groups {
		if !f.takes(g) {
			continue
		}
		for len(totals) > 0 && totals[0].group < g {
			out, totals = append(out, totals[0]), totals[1:]
		}
		t := total{group: g, first: noDay, last: noDay}
		if len(totals) > 0 && totals[0].group == g {
			t, totals = totals[0], totals[1:]
		}
		for j := range v.tail.at(i) {
			t.count(f, &v.tail.rows[int(v.tail.starts[i])+j])
		}
		if t.n != 0 {
			out = append(out, t)
		}
	}
	return append(out, totals...)
}

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (sum int64, err error) {
	if !answers(&q) {
		return s.Source.Total(ctx, q)
	}
	v, err := s.current(ctx, q.By, mentionmap.CountMentions)
	if err != nil {
		return 0, err
	}
	for _, t := range v.totals(newFilter(&q, v.places)) {
		sum += t.n
	}
	return sum, nil
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	if !answers(&q) {
		return s.Source.Places(ctx, q, fn)
	}
	v, err := s.current(ctx, q.By, q.Count)
	if err != nil {
		return err
	}
	for _, t := range v.most(newFilter(&q, v.places), q.Limit) {
		c, err := s.placeCount(v.places.get(t.group.place()), &t)
		if err != nil {
			return err
		}
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// most gives the totals of places, most first; limit 0 is no limit.
func (v *view) most(f *filter, limit int) []total {
	list := slices.DeleteFunc(v.totals(f), func(t total) bool { return v.places.get(t.group.place()) == nil })
	slices.SortFunc(list, func(a, b total) int {
		if a.n != b.n {
			return cmp.Compare(b.n, a.n)
		}
		return v.places.compare(a.group, b.group)
	})
	if limit > 0 && limit < len(list) {
		return list[:limit]
	}
	return list
}

func (s *Store) placeCount(p *placeday.Place, t *total) (*store.PlaceCount, error) {
	names, err := s.namesOf(p)
	if err != nil {
		return nil, err
	}
	c := &store.PlaceCount{Place: p.Place, N: t.n, First: mentionmap.Day(t.first), Last: mentionmap.Day(t.last)}
	c.Names = names
	return c, nil
}
