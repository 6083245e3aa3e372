package index

import (
	"cmp"
	"context"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
)

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	list, _, err := s.slowCounts(ctx, &q)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	list, v, err := s.slowCounts(ctx, &q)
	if err != nil {
		return err
	}
	var out []*store.PlaceCount
	for _, c := range list {
		if c.Place == 0 {
			continue
		}
		if len(out) == 0 || out[len(out)-1].ID != c.Place {
			out = append(out, &store.PlaceCount{Place: *v.places.list[v.places.byID[c.Place]], First: mentionmap.NoDay, Last: mentionmap.NoDay})
		}
		p := out[len(out)-1]
		p.N += c.N
		if c.From != mentionmap.NoDay {
			if p.First == mentionmap.NoDay {
				p.First = c.From
			}
			p.First, p.Last = min(p.First, c.From), max(p.Last, c.To)
		}
	}
	slices.SortFunc(out, func(a, b *store.PlaceCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	if q.Limit > 0 && len(out) > q.Limit {
		out = out[:q.Limit]
	}
	for _, p := range out {
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) slowCounts(ctx context.Context, q *mentionmap.Query) (out []store.Count, v *view, err error) {
	defer caught(&err)
	f, err := s.filter(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	type unit struct {
		store.Count
		unit uint32
	}
	v = f.view
	var all []unit
	for _, row := range f.rows() {
		fact, days, post := v.fact(row), v.filed(row, q.By), v.post(row)
		d := v.document(post)
		u := unit{store.Count{Place: v.places.id(v.place(row)), Kind: fact.kind(), From: days.From, To: days.To, Precision: days.Precision, Uses: 1 << fact.use(), Firm: fact.firm()},
			[...]uint32{mentionmap.CountReports: post, mentionmap.CountMentions: row, mentionmap.CountDocuments: d, mentionmap.CountStories: v.story(d)}[q.Count]}
		all = append(all, u)
	}
	last := func(d mentionmap.Day) int64 {
		if d == mentionmap.NoDay {
			return 1 << 40
		}
		return int64(d)
	}
	compare := func(a, b *store.Count) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Kind, b.Kind), cmp.Compare(last(a.From), last(b.From)), cmp.Compare(a.To, b.To), cmp.Compare(a.Precision, b.Precision))
	}
	slices.SortFunc(all, func(a, b unit) int { return cmp.Or(compare(&a.Count, &b.Count), cmp.Compare(a.unit, b.unit)) })
	var units []store.Count
	for i := range all {
		if n := len(units) - 1; i > 0 && all[i].unit == all[i-1].unit && compare(&all[i].Count, &units[n]) == 0 {
			units[n].Uses |= all[i].Uses
			units[n].Firm = units[n].Firm || all[i].Firm
		} else {
			units = append(units, all[i].Count)
		}
	}
	sums, order := map[store.Count]int64{}, []store.Count{}
	for _, u := range units {
		if sums[u]++; sums[u] == 1 {
			order = append(order, u)
		}
	}
	slices.SortStableFunc(order, func(a, b store.Count) int { return compare(&a, &b) })
	for _, c := range order {
		n := sums[c]
		c.N = n
		out = append(out, c)
	}
	return out, v, nil
}

// Place implements store.Store.
func (s *Store) Place(ctx context.Context, id mentionmap.PlaceID) (p *mentionmap.Place, err error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	n, ok := v.places.byID[id]
	if !ok || id == 0 {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no place %d that is mentioned", id)
	}
	found := *v.places.list[n]
	return &found, nil
}
