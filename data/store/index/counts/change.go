package counts

import (
	"context"
	"sync/atomic"

	"mentionmap"
)

// tailPart: a tail of more than a few cells is at most so small a part of the
// base; a larger one becomes part of it.
const tailPart = 16

// tooLarge reports whether a tail should be added to its base.
func (c *Cube) tooLarge(tail []*block) bool {
	return cellsIn(tail) > max(c.limits.fewCells, cellsIn(c.base.starts)/tailPart)
}

// growing is a base that is being made of a base and a tail.
type growing struct {
	done atomic.Bool
	base *base // once done; nil: it failed, and will be tried again
}

// with makes a base of a base and a tail. Months without a change keep their block.
func (b *base) with(tail []*block) (out *base, err error) {
	if len(tail) == 0 {
		return b, nil
	}
	ends, err := byLastDay(context.Background(), tail)
	if err != nil {
		return nil, err
	}
	err = caught(func() error {
		out = newBase(merge(b.starts, tail), merge(b.ends, ends))
		return nil
	})
	return out, err
}

// grow makes a new base in the background.
func (c *Cube) grow() *growing {
	g, old, tail, markCells := &growing{}, c.base, c.tail, c.limits.markCells
	go func() {
		_ = caught(func() error {
			b, err := old.with(tail)
			if err == nil {
				err = b.prepare(old, markCells)
			}
			if err == nil {
				g.base = b
			}
			return err
		})
		g.done.Store(true)
	}()
	return g
}

// With returns the counts after a change. Small changes stand beside the base,
// which is made anew in the background when they have become many, and then
// taken by the next With, be it one without a change. A chain of changes is
// quickest when each is put to the cube that the one before returned.
func (c *Cube) With(ctx context.Context, change Change) (*Cube, error) {
	c.stories.mu.Lock()
	defer c.stories.mu.Unlock()
	if c.stories.of != c {
		c.stories.forget()
	}
	next := &Cube{base: c.base, dir: &directory{}, growing: c.growing, stories: c.stories, limits: c.limits}
	err := caught(func() error {
		changed, err := c.changed(ctx, &change)
		if err == nil {
			next.tail = merge(c.tail, changed)
			next.settle(merge(c.since, changed))
		}
		return err
	})
	if err != nil {
		c.stories.forget() // what is remembered may be of neither state
		return nil, err
	}
	c.stories.of = next
	return next, nil
}

// settle takes a base that is done, and begins to make one where that is due.
// since is what changed after the one that is being made was begun.
func (c *Cube) settle(since []*block) {
	if g := c.growing; g != nil && g.done.Load() {
		if g.base != nil {
			c.base, c.tail = g.base, since
		}
		c.growing = nil
	}
	switch {
	case c.growing != nil:
		c.since = since
	case c.tooLarge(c.tail):
		c.growing = c.grow()
	}
}

// changed gives the cells that a change adds.
func (c *Cube) changed(ctx context.Context, change *Change) ([]*block, error) {
	edits := map[uint32]*edit{} // by story of now
	t := &tally{}
	count := func(s Source, sign int32, storyOf func(uint32) uint32) error {
		if s == nil {
			return nil
		}
		t.sign = sign
		t.story = func(document *Mention, k key, uses facet) bool {
			number := storyOf(document.Story)
			e := edits[number]
			if e == nil {
				e = &edit{keys: members{}}
				edits[number] = e
			}
			e.note(document.Document, document.Document == number, sign)
			e.keys.add(k, uses, sign)
			return false
		}
		var room []Mention
		for n := range ranges(s) {
			if err := ctx.Err(); err != nil {
				return err
			}
			room = eachDocument(s, n, room, t.document)
		}
		return nil
	}
	c.stories.rename(change.Renamed)
	err := count(change.Removed, -1, func(story uint32) uint32 {
		if heir, ok := change.Renamed[story]; ok {
			return heir
		}
		return story
	})
	if err == nil {
		err = count(change.Added, 1, func(story uint32) uint32 { return story })
	}
	if err != nil {
		return nil, err
	}
	for _, heir := range change.Renamed {
		if e := edits[heir]; e != nil {
			e.had = true
		}
	}
	for number, e := range edits {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.editStory(t, number, e, change.Story)
	}
	return assemble(ctx, []buckets{t.buckets})
}

// editStory counts what an edit changes of a story.
func (c *Cube) editStory(t *tally, number uint32, e *edit, mentions func(uint32) Source) {
	m, known := c.stories.get(number)
	switch {
	case known:
		m.addAll(e.keys)
	case e.begins():
		m = e.keys
	default:
		m = membersOf(mentions(number))
	}
	for k, n := range e.keys {
		after := m[k]
		before := after.minus(n)
		if was, is := before.uses(), after.uses(); was != is {
			t.add(k, was, [units]int32{mentionmap.CountStories: -1 * sign(was)})
			t.add(k, is, [units]int32{mentionmap.CountStories: sign(is)})
		}
	}
	if !e.begins() || e.documents > 1 {
		c.stories.put(number, m, c.limits.stories)
	}
}

// sign is 1 where there are any uses.
func sign(uses facet) int32 { return int32(min(uses, 1)) }
