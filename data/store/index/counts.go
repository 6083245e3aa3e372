package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
)

// counted is the mentions that a filter finds, as counts take them.
type counted struct {
	*filter
	rows []uint32
	all  bool // of the view, and rows is nil
}

// Len implements counts.Source.
func (c counted) Len() int {
	if c.all {
		return c.view.rows
	}
	return len(c.rows)
}

// Find implements counts.Source.
func (c counted) Find(document uint32) int {
	row := c.view.firstRow(c.view.firstPost(c.view.from(int64(document))))
	if !c.all {
		at, _ := slices.BinarySearch(c.rows, row)
		return at
	}
	return int(row)
}

// Read implements counts.Source.
func (c counted) Read(dst []counts.Mention, from int) {
	v, published := c.view, c.query.By == mentionmap.ByPublished
	post := counts.Mention{Post: math.MaxUint32} // what mentions of a post have in common
	for i := range dst {
		row := uint32(from + i)
		if !c.all {
			row = c.rows[from+i]
		}
		chunk, at := v.rowChunks[row>>chunkBits], row&chunkMask
		if p := chunk.post[at]; p != post.Post {
			post = v.countedPost(p)
		}
		m, f := &dst[i], chunk.facts[at]
		*m = post
		m.Use, m.Firm, m.Precision = f.use(), f.firm(), f.precision()
		if place := chunk.place[at]; place != 0 {
			m.Group = counts.PlaceGroup(place)
		} else {
			m.Group = counts.KindGroup(f.kind())
		}
		switch m.Precision {
		case mentionmap.Undated:
			m.First, m.Last = mentionmap.NoDay, mentionmap.NoDay
		case oddDays:
			days := v.days(row)
			m.First, m.Last, m.Precision = days.From, days.To, days.Precision
		default:
			m.First, m.Last = f.from(), f.to()
		}
		if !published {
			m.From, m.To = m.First, m.Last
		} else if m.Precision = mentionmap.PrecisionDay; m.From == mentionmap.NoDay {
			m.Precision = mentionmap.Undated
		}
	}
}

// countedPost gives what all mentions of a post have in common, with the day of
// publication as From and To.
func (v *view) countedPost(post uint32) counts.Mention {
	d, day := v.document(post), v.published(post)
	return counts.Mention{Post: post, Document: uint32(v.number(d)), Story: v.story(d), From: day, To: day}
}

// counted gives all that a filter finds.
func (f *filter) counted() counted {
	if f.everything() && f.view.gone == 0 {
		return counted{f, nil, true}
	}
	return counted{f, f.rows(), false}
}

// countedIn gives what a filter finds in some documents, which are sorted.
func (f *filter) countedIn(documents []uint32) counted {
	var o output
	for _, d := range documents {
		first, last := f.view.firstPost(d), f.view.firstPost(d+1)
		if f.posts == nil {
			f.between(&o, int(f.view.firstRow(first)), int(f.view.firstRow(last)))
			continue
		}
		from, _ := slices.BinarySearch(f.posts, first)
		to, _ := slices.BinarySearch(f.posts, last)
		f.ofPosts(&o, f.posts[from:to], 0)
	}
	return counted{f, o.rows, false}
}

// core is a query without what a cube is asked for when it is there: window,
// kinds, uses, precisions, places, unit. Queries with the same core have a cube
// in common.
func core(q mentionmap.Query) mentionmap.Query {
	c := withoutWindow(q)
	c.BBox, c.Near, c.Polygon, c.Within, c.Places, c.Kinds, c.Uses, c.Precisions = nil, nil, nil, nil, nil, nil, nil, nil
	return c
}

func withoutWindow(q mentionmap.Query) mentionmap.Query {
	q.From, q.To, q.Count, q.Order, q.Limit, q.After = mentionmap.NoDay, mentionmap.NoDay, 0, 0, 0, ""
	return q
}

// key names what a query means in a view and those that follow it.
func (v *view) key(kind string, q *mentionmap.Query) string {
	return fmt.Sprint(kind, " ", v.epoch, " ", q.Embargo, " ", q.Values().Encode())
}

// cubeOf is a cube of a core, and of what it was made.
type cubeOf struct {
	filter *filter
	cube   *counts.Cube
}

// cube gives the cube of a query's core, of a view or a later one: what is kept
// follows what is stored.
func (s *Store) cube(ctx context.Context, v *view, q mentionmap.Query) (*cubeOf, error) {
	c := core(q)
	value, err := s.answers.use(ctx, v.key("cube", &c), func(old any) (any, int64, error) {
		had, _ := old.(*cubeOf)
		if had != nil && had.filter.view.generation >= v.generation {
			return had, int64(had.cube.Bytes()), nil
		}
		f, err := s.filterOn(ctx, v, &c)
		if err != nil {
			return nil, 0, err
		}
		next := &cubeOf{filter: f}
		if change, few := had.changeTo(f); few {
			next.cube, err = had.cube.With(ctx, change)
		} else {
			next.cube, err = counts.Build(ctx, f.counted())
		}
		if err != nil {
			return nil, 0, err
		}
		return next, int64(next.cube.Bytes()), nil
	})
	if err != nil {
		return nil, err
	}
	return value.(*cubeOf), nil
}

// changeTo tells what changed since a cube was made, as a later filter finds
// it; false if that is so much that it should be made anew.
func (c *cubeOf) changeTo(f *filter) (change counts.Change, few bool) {
	if c == nil {
		return change, false
	}
	was, now := c.filter.view, f.view
	var added, removed []uint32
	change.Renamed = map[uint32]uint32{}
	for n, chunk := range was.documentChunks {
		after := now.documentChunks[n]
		if chunk == after {
			continue // but for what was added
		}
		for d := uint32(n << chunkBits); d < uint32(min(was.documents, (n+1)<<chunkBits)); d++ {
			i := d & chunkMask
			switch story, storyNow := chunk.story[i], after.story[i]; {
			case story == 0:
			case storyNow == 0:
				removed = append(removed, d)
			case story != storyNow:
				change.Renamed[story] = storyNow
				fallthrough
			default:
				if len(f.query.Sources) > 0 && chunk.sources[i] != after.sources[i] {
					removed, added = append(removed, d), append(added, d)
				}
			}
		}
	}
	for d := uint32(was.documents); d < uint32(now.documents); d++ {
		if now.story(d) != 0 {
			added = append(added, d)
		}
	}
	if 4*(len(added)+len(removed)) > was.documents {
		return change, false
	}
	change.Added, change.Removed = f.countedIn(added), c.filter.countedIn(removed)
	change.Story = func(story uint32) counts.Source { return f.countedIn(now.ofStory(story)) }
	return change, true
}

// copies are the documents of each story but the one that began it.
type copies struct {
	once    sync.Once
	byStory map[uint32][]uint32
}

// ofStory lists the documents of a story, by its number.
func (v *view) ofStory(story uint32) (documents []uint32) {
	v.copies.once.Do(func() {
		v.copies.byStory = map[uint32][]uint32{}
		for d := range uint32(v.documents) {
			if s := v.story(d); s != 0 && int64(s) != v.number(d) {
				v.copies.byStory[s] = append(v.copies.byStory[s], d)
			}
		}
	})
	if d, ok := v.find(int64(story)); ok {
		documents = append(documents, d)
	}
	return append(documents, v.copies.byStory[story]...)
}

// Snapshot is the counts of a query, of one generation. It never changes; any
// number of goroutines may read it at the same time. Its groups, which are
// places, or the kinds of mentions that were not placed, are known by their
// index. Some may have no rows.
type Snapshot struct {
	*counts.Selection
	view   *view
	groups []counts.Group

	once  sync.Once // guards index
	index []int32   // by group; -1: not asked for
}

// Group is a place, or the mentions of a kind that were not placed.
type Group struct {
	Number int64             // the store's own number of the place, the same for good; 0: not placed
	Kind   mentionmap.Kind   // of the place, or of the mentions that were not placed
	Place  *mentionmap.Place // nil: not placed
}

// Snapshot returns the counts that a query means.
func (s *Store) Snapshot(ctx context.Context, q mentionmap.Query) (snap *Snapshot, err error) {
	defer mentionmap.RecoverTo(&err, "")
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.cube(ctx, v, q)
	if err != nil {
		return nil, err
	}
	snap = &Snapshot{view: c.filter.view}
	snap.Selection = c.cube.Select(&q, snap.view.groupsOf(&q))
	snap.groups = snap.Selection.Groups()
	return snap, nil
}

// groupsOf tells which groups a query asks for; nil: all.
func (v *view) groupsOf(q *mentionmap.Query) func(counts.Group) bool {
	if q.BBox == nil && len(q.Places)+len(q.Kinds) == 0 {
		return nil
	}
	kinds, anywhere := maskOf(q.Kinds), q.BBox == nil && len(q.Places) == 0
	var wanted bits
	if !anywhere {
		wanted = v.places.bits(v.places.in(q.BBox, q.Places))
	}
	return func(g counts.Group) bool {
		return kinds>>v.kindOf(g)&1 == 1 && (anywhere || wanted.has(g.Place()))
	}
}

func (v *view) kindOf(g counts.Group) mentionmap.Kind {
	if p := v.places.get(g.Place()); p != nil {
		return p.Kind
	}
	return g.Kind()
}

// Generation is the store's generation that this is of.
func (s *Snapshot) Generation() int64 { return s.view.generation }

// Len is the number of groups. They stand in the order of their numbers, those
// not placed first.
func (s *Snapshot) Len() int { return len(s.groups) }

// NumberOf is a small number of a group, by its index, that it keeps for good.
func (s *Snapshot) NumberOf(i int) int { return int(s.groups[i]) }

// Group gives a group by its index.
func (s *Snapshot) Group(i int) Group {
	g := s.groups[i]
	return Group{Number: int64(g.Place()), Kind: s.view.kindOf(g), Place: s.view.places.get(g.Place())}
}

// MonthStarts lists the first days of the months that have rows, whatever the
// filter, in order; NoDay is that of the undated rows, the last.
func (s *Snapshot) MonthStarts() []mentionmap.Day { return s.Months() }

// MonthRows gives the rows that start in a month of MonthStarts.
// Rows are good until fn returns.
func (s *Snapshot) MonthRows(start mentionmap.Day, fn func(i int, rows []counts.Row)) {
	s.once.Do(func() {
		for i, g := range s.groups {
			for int(g) > len(s.index) {
				s.index = append(s.index, -1)
			}
			s.index = append(s.index, int32(i))
		}
	})
	s.Selection.MonthRows(start, func(g counts.Group, rows []counts.Row) { fn(int(s.index[g]), rows) })
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	snap, err := s.Snapshot(ctx, q)
	if err != nil {
		return err
	}
	order := make([]int, snap.Len())
	for i := range order {
		order[i] = i
	}
	places := snap.view.places
	slices.SortFunc(order, func(a, b int) int {
		x, y := snap.groups[a], snap.groups[b]
		return cmp.Or(cmp.Compare(places.id(x.Place()), places.id(y.Place())), cmp.Compare(x.Kind(), y.Kind()))
	})
	var rows []counts.Row
	for _, i := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		g := snap.groups[i]
		rows = snap.Selection.Rows(rows[:0], g)
		for _, r := range rows {
			c := r.Count()
			c.Place, c.Kind = places.id(g.Place()), snap.view.kindOf(g)
			if err := fn(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	list, v, err := s.mostPlaces(ctx, &q)
	if err != nil {
		return err
	}
	for _, t := range list {
		if err := fn(&store.PlaceCount{Place: *v.places.get(t.Group.Place()), N: t.N, First: t.First, Last: t.Last}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) mostPlaces(ctx context.Context, q *mentionmap.Query) (list []counts.GroupTotal, v *view, err error) {
	defer mentionmap.RecoverTo(&err, "")
	if v, err = s.view(ctx); err != nil {
		return nil, nil, err
	}
	c, err := s.cube(ctx, v, *q)
	if err != nil {
		return nil, nil, err
	}
	v = c.filter.view
	takes := v.groupsOf(q)
	placed := func(g counts.Group) bool { return v.places.get(g.Place()) != nil && (takes == nil || takes(g)) }
	list, err = c.cube.Select(q, placed).Most(q.Limit, func(a, b counts.Group) int {
		return cmp.Compare(v.places.id(a.Place()), v.places.id(b.Place()))
	})
	return list, v, err
}

// Place implements store.Store.
func (s *Store) Place(ctx context.Context, id mentionmap.PlaceID) (p *mentionmap.Place, err error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	n, ok := v.places.byID[id]
	if !ok {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no place %d that is mentioned", id)
	}
	found := *v.places.get(n)
	return &found, nil
}
