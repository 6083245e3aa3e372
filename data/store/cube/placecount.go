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

const noDay = int32(mentionmap.NoDay)

// total is the sum of a group.
type total struct {
	number      uint32
	n           int64
	first, last int32 // days; noDay if nothing is dated
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	if !answers(&q) {
		return s.Source.Places(ctx, q, fn)
	}
	v, f, err := s.ask(ctx, &q, true)
	if err != nil {
		return err
	}
	list := v.most(f, q.Limit)
	for i := range list {
		c, err := s.placeCount(f.places.get(v.groups[list[i].number].Place()), &list[i])
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
	var list []total
	for i, n := range v.totals(f) {
		if n != 0 && f.places.get(v.groups[i].Place()) != nil && f.takes(uint32(i)) {
			list = append(list, total{number: uint32(i), n: int64(n)})
		}
	}
	slices.SortFunc(list, func(a, b total) int {
		if a.n != b.n {
			return cmp.Compare(b.n, a.n)
		}
		return f.places.compare(v.groups[a.number], v.groups[b.number])
	})
	if limit > 0 && limit < len(list) {
		list = list[:limit]
	}
	v.findRows()
	const some = 64
	runs := make([][]run, runtime.GOMAXPROCS(0))
	inParallel(len(runs), (len(list)+some-1)/some, func(w, i int) {
		for j := i * some; j < min((i+1)*some, len(list)); j++ {
			runs[w] = v.runsOf(runs[w][:0], list[j].number, f)
			list[j].first, list[j].last = f.firstDay(runs[w]), f.lastDay(runs[w])
		}
	})
	return list
}

// firstDay is the first day of what the filter takes; noDay if nothing is dated.
func (f *filter) firstDay(runs []run) int32 {
	shift := placeday.Shift(f.query.Count)
	for _, r := range runs {
		for _, c := range r.rows {
			if day := r.first + c.Day(); day != placeday.Undated && f.touches(day, day+c.Span()) && f.ways[c.Facet()] != 0 && c.Count(shift) != 0 {
				return day
			}
		}
	}
	return noDay
}

// lastDay is the last.
func (f *filter) lastDay(runs []run) int32 {
	shift, last := placeday.Shift(f.query.Count), noDay
	for i := len(runs) - 1; i >= 0; i-- {
		r := runs[i]
		for j := len(r.rows) - 1; j >= 0 && r.first != placeday.Undated && r.latest > last; j-- {
			c := r.rows[j]
			if day := r.first + c.Day(); day+c.Span() > last && f.touches(day, day+c.Span()) && f.ways[c.Facet()] != 0 && c.Count(shift) != 0 {
				last = day + c.Span()
			}
		}
	}
	return last
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
