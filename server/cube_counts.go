package server

import (
	"context"
	"slices"
	"sort"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/index/counts"
	"mentionmap/data/store/spatial"
	"mentionmap/server/cubefile"
)

// Store is what a server answers from: a store that holds its counts in memory.
type Store interface {
	store.Store
	Snapshot(ctx context.Context, q mentionmap.Query) (*index.Snapshot, error)
}

// placedStore is a Store that knows Near, Polygon and Within.
type placedStore struct {
	*spatial.Store
	before Store
}

// Snapshot implements Store.
func (s placedStore) Snapshot(ctx context.Context, q mentionmap.Query) (*index.Snapshot, error) {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.before.Snapshot(ctx, q)
}

// counted is the counts of a query, ready to be written: one snapshot, or one
// for each source that is told apart.
type counted struct {
	generation int64
	snapshots  []*index.Snapshot
	starts     []int    // of each snapshot: its first group
	sources    []string // of each snapshot; nil: they are not told apart
	months     []mentionmap.Day
	refs       []int64 // of groups
	own        bool    // the references are of these counts alone
}

// counted asks for counts.
func (h *handlers) counted(ctx context.Context, q mentionmap.Query, bySource bool) (c *counted, err error) {
	c = &counted{own: bySource || h.Delay > 0}
	if c.generation, err = h.generation(ctx); err != nil {
		return nil, err
	}
	queries := []mentionmap.Query{q}
	if bySource {
		if queries, c.sources, err = h.bySource(ctx, q); err != nil {
			return nil, err
		}
	}
	for _, q := range queries {
		s, err := h.Store.Snapshot(ctx, q)
		if err == nil {
			err = c.add(s)
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(c.months)
	c.months = slices.Compact(c.months)
	return c, nil
}

// kindRefs are the references below those of places: the mentions of a kind
// that were not placed are known by the number of the kind.
const kindRefs = 16

// add adds a snapshot. A reference follows from the number of a place in the
// store and stays the same, unless the numbers tell what must not be known, or
// there is a group for each source: then those with rows are numbered.
func (c *counted) add(s *index.Snapshot) error {
	c.snapshots, c.starts, c.months = append(c.snapshots, s), append(c.starts, len(c.refs)), append(c.months, s.MonthStarts()...)
	if !c.own {
		for i := range s.Len() {
			if g := s.Group(i); g.Place == nil {
				c.refs = append(c.refs, int64(g.Kind))
			} else {
				c.refs = append(c.refs, kindRefs+g.Number)
			}
		}
		return nil
	}
	totals, err := s.Totals()
	next := int64(0)
	if n := len(c.refs); n > 0 {
		next = c.refs[n-1] + 1
	}
	for i := range s.Len() {
		c.refs = append(c.refs, next)
		if totals[s.NumberOf(i)] != 0 {
			next++
		}
	}
	return err
}

// of gives the snapshot of a group by its number, and the group's index in that.
func (c *counted) of(i int) (snapshot, group int) {
	n := sort.SearchInts(c.starts, i+1) - 1
	return n, i - c.starts[n]
}

// Len implements cubefile.Groups.
func (c *counted) Len() int { return len(c.refs) }

// Ref implements cubefile.Groups.
func (c *counted) Ref(i int) int64 { return c.refs[i] }

// Number implements cubefile.Groups.
func (c *counted) Number(i int) int {
	if c.own {
		return i
	}
	return c.snapshots[0].NumberOf(i)
}

// Stretches implements cubefile.Groups: a stretch is a month.
func (c *counted) Stretches() int { return len(c.months) }

// Rows implements cubefile.Groups.
func (c *counted) Rows(stretch int, fn func(i int, rows []counts.Row)) {
	for n, s := range c.snapshots {
		s.MonthRows(c.months[stretch], func(i int, rows []counts.Row) { fn(c.starts[n]+i, rows) })
	}
}

// Stamp implements cubefile.Groups.
func (c *counted) Stamp(stretch int) any {
	if !c.own {
		if stamp, ok := c.snapshots[0].MonthStamp(c.months[stretch]); ok {
			return stamp
		}
	}
	return nil
}

// place gives that of a group; nil for mentions that were not placed, which are
// of a kind.
func (c *counted) place(i int) (*mentionmap.Place, mentionmap.Kind) {
	n, i := c.of(i)
	g := c.snapshots[n].Group(i)
	return g.Place, g.Kind
}

// describeGroups lists what is known of groups.
func (h *handlers) describeGroups(counts *counted, groups []int) (*cubefile.Places, error) {
	out := cubefile.NewPlaces(len(groups))
	places := make([]*mentionmap.Place, len(groups))
	kinds := make([]mentionmap.Kind, len(groups))
	for i, g := range groups {
		places[i], kinds[i] = counts.place(g)
	}
	called, err := h.labels.of(places)
	if err != nil {
		return nil, err
	}
	for i, g := range groups {
		p := places[i]
		if p == nil {
			p = &mentionmap.Place{Kind: kinds[i]}
		}
		out.Add(counts.Ref(g), p, called[i].uk, called[i].ru)
		if counts.sources != nil {
			source, _ := counts.of(g)
			out.Source = append(out.Source, source)
		}
	}
	return out, nil
}
