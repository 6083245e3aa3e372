package counts

import (
	"cmp"
	"context"
	"slices"

	"mentionmap"
)

// Build counts mentions, on all processors.
func Build(ctx context.Context, s Source) (c *Cube, err error) {
	defer mentionmap.RecoverTo(&err, "")
	starts, err := cubeOf(&base{}, 0).changed(ctx, &Change{Added: s})
	if err != nil {
		return nil, err
	}
	ends, err := byLastDay(ctx, starts)
	if err != nil {
		return nil, err
	}
	return cubeOf(&base{starts: starts, ends: ends}, nextAfter(s)), nil
}

// nextAfter is one above the highest number of a document.
func nextAfter(s Source) uint32 {
	if s == nil || s.Len() == 0 {
		return 0
	}
	return mentionAt(s, s.Len()-1).Document + 1
}

// With returns the counts after a change. Small changes stand beside the base,
// until they have become many and are made part of it. A chain of changes is
// quickest when each is put to the cube that the one before returned.
func (c *Cube) With(ctx context.Context, change Change) (next *Cube, err error) {
	defer mentionmap.RecoverTo(&err, "")
	c.stories.changing.Lock()
	defer c.stories.changing.Unlock()
	if c.stories.of != c {
		c.stories.forget()
	}
	c.stories.of = nil // what is remembered is of neither state until all is done
	next = &Cube{stories: c.stories, limits: c.limits, next: max(c.next, nextAfter(change.Added))}
	changed, err := c.changed(ctx, &change)
	if err != nil {
		return nil, err
	}
	if err := next.put(c, changed); err != nil {
		return nil, err
	}
	c.stories.of = next
	return next, nil
}

// tailPart: a tail of more than a few cells is at most so small a part of the
// base; a larger one becomes part of it.
const tailPart = 16

// put sets what the cube before had and what changed.
func (c *Cube) put(before *Cube, changed []*block) error {
	c.set(before.base, merge(before.tail, changed))
	if cellsIn(c.tail) <= max(c.limits.fewCells, cellsIn(c.base.starts)/tailPart) {
		return nil
	}
	b, err := c.base.with(c.tail)
	if err == nil {
		c.set(b, nil)
	}
	return err
}

// changed gives the cells that a change adds.
func (c *Cube) changed(ctx context.Context, change *Change) ([]*block, error) {
	tallies := make([]*tally, processors())
	for w := range tallies {
		tallies[w] = &tally{next: c.next, renamed: change.Renamed}
	}
	c.stories.rename(change.Renamed)
	for sign, s := range map[int32]Source{-1: change.Removed, 1: change.Added} {
		err := Parallel(ctx, len(tallies), ranges(s), func(w, n int) error {
			t := tallies[w]
			t.sign = sign
			t.room = eachDocument(s, n, t.room, t.document)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var list []*[storyParts][]told
	for _, t := range tallies {
		list = append(list, &t.stories)
	}
	err := eachStory(ctx, list, func(a, b told) int { return cmp.Compare(a.story, b.story) }, func(w int, of []told) {
		slices.SortFunc(of, func(a, b told) int { return a.key.compare(&b.key) })
		c.editStory(tallies[w], of, change)
	})
	if err != nil {
		return nil, err
	}
	collected := make([]buckets, len(tallies))
	for w, t := range tallies {
		collected[w] = t.buckets
	}
	return assemble(ctx, collected)
}

// editStory counts what changes in a story, ordered by key: in each cell it has
// the uses that any of its documents has.
func (c *Cube) editStory(t *tally, changed []told, change *Change) {
	number := changed[0].story
	m, remembered := c.stories.get(number)
	switch {
	case number >= c.next: // only what begins the story, and has been counted
		m, remembered = membersOf(documentOf(change.Added, number)), true
	case !remembered:
		m = membersOf(change.Story(number))
	}
	for i := 0; i < len(changed); {
		k, more := changed[i].key, naming{}
		for ; i < len(changed) && changed[i].key == k; i++ {
			more = more.plus(changed[i].uses, changed[i].sign)
			if remembered {
				m.add(k, changed[i].uses, changed[i].sign)
			}
		}
		after := m[k]
		was, is := after.minus(more).uses(), after.uses()
		if was == is {
			continue
		}
		if was != 0 {
			t.add(k, was, [units]int32{mentionmap.CountStories: -1})
		}
		if is != 0 {
			t.add(k, is, [units]int32{mentionmap.CountStories: 1})
		}
	}
	if len(m) > 0 {
		c.stories.put(number, m, c.limits.stories)
	}
}
