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
	v, err := s.current(ctx, q.By)
	if err != nil {
		return err
	}
	list := v.most(newFilter(&q, v), q.Limit)
	for i := range list {
		c, err := s.placeCount(v.places.get(v.groups[list[i].number].Place()), &list[i])
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
		if n != 0 && v.places.get(v.groups[i].Place()) != nil && f.takes(uint32(i)) {
			list = append(list, total{number: uint32(i), n: int64(n)})
		}
	}
	slices.SortFunc(list, func(a, b total) int {
		if a.n != b.n {
			return cmp.Compare(b.n, a.n)
		}
		return v.places.compare(v.groups[a.number], v.groups[b.number])
	})
	if limit > 0 && limit < len(list) {
		list = list[:limit]
	}
	v.findRows()
	const some = 64
	rows := make([][]dated, runtime.GOMAXPROCS(0))
	inParallel(len(rows), (len(list)+some-1)/some, func(w, i int) {
		for j := i * some; j < min((i+1)*some, len(list)); j++ {
			rows[w] = v.setDays(&list[j], f, rows[w])
		}
	})
	return list
}

// setDays finds the first and the last day of what is counted.
func (v *view) setDays(t *total, f *filter, room []dated) []dated {
	t.first, t.last = noDay, noDay
	room = v.rowsOf(room[:0], t.number, f)
	f.eachRow(room, placeday.Shift(f.query.Count), func(r Row) error {
		if r.From == placeday.Undated {
			return nil
		}
		if t.first == noDay {
			t.first = r.From
		}
		t.last = max(t.last, r.To)
		return nil
	})
	return room
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
