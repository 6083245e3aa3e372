package cube

import (
	"cmp"
	"context"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// view is what the store held at a generation. It never changes.
type view struct {
	generation int64
	groups     []placeday.Group // by number
	base       *base
	tail       *segment // adds to the base
	tailDir    directory
	orders     *orders
}

// orders are those of the groups; views of the same groups share them.
type orders struct {
	numberOnce, publicOnce sync.Once
	number, public         []uint32
}

// byNumber gives the groups in the order of the store's numbers of places.
func (v *view) byNumber() []uint32 {
	o := v.orders
	o.numberOnce.Do(func() { o.number = sorted(v.groups, cmp.Compare[placeday.Group]) })
	return o.number
}

// byPublic gives the groups in the order of Counts.
func (v *view) byPublic(places *placeTable) []uint32 {
	o := v.orders
	o.publicOnce.Do(func() { o.public = sorted(v.groups, places.compare) })
	return o.public
}

// findRows makes ready for runsOf.
func (v *view) findRows() {
	v.base.dir.fill(&v.base.segment, v.base.groups)
	v.tailDir.fill(v.tail, len(v.groups))
}

// keeper keeps the newest view, by event or by publication.
type keeper struct {
	mu      sync.Mutex
	view    *view
	numbers numbers
	growing *growing // nil: the base is not being made larger
}

// growing is a base that is being made of a base and its tail, and what came
// since.
type growing struct{ since *segment }

// tailPart: a tail of more than a few rows is at most so small a part of the
// base; a larger one is added to it.
const tailPart = 16

// tooLarge reports whether a tail should be added to its base.
func (z sizes) tooLarge(tail *segment, base int) bool {
	return tail.rows > max(z.fewRows, base/tailPart)
}

// current returns the view of now.
func (s *Store) current(ctx context.Context, by mentionmap.By) (*view, error) {
	generation, err := s.Generation(ctx)
	if err != nil {
		return nil, err
	}
	k := &s.views[by]
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.view != nil && k.view.generation >= generation {
		return k.view, nil
	}
	after := int64(-1)
	if k.view != nil {
		after = k.view.generation
	}
	parts, chunks, err := unpackAll(func(fn func(int, []byte)) (placeday.Parts, error) {
		return s.PlaceDays(ctx, by, after, fn)
	})
	if err != nil {
		return nil, err
	}
	if parts.Whole {
		k.replace(parts.Generation, chunks, s.sizes)
	} else {
		k.add(parts.Generation, chunks, s.sizes)
	}
	return k.view, nil
}

// replace begins anew.
func (k *keeper) replace(generation int64, chunks []*chunk, z sizes) {
	k.numbers, k.growing = numbers{}, nil
	large, tail := k.numbers.divide(chunks)
	groups := k.numbers.groups
	if z.tooLarge(tail, large.rows) {
		large, tail = merge(groups, large, tail), &segment{}
	}
	k.view = &view{generation: generation, groups: groups, base: newBase(large, len(groups), z.markRows), tail: tail, orders: &orders{}}
}

// add puts what is new to the tail. A tail that is too large becomes part of the
// base while others go on reading.
func (k *keeper) add(generation int64, chunks []*chunk, z sizes) {
	old := k.view
	added := merge(k.numbers.groups, k.numbers.segments(chunks)...)
	v := &view{generation: generation, groups: k.numbers.groups, base: old.base, orders: old.orders}
	v.tail = merge(v.groups, old.tail, added)
	if len(v.groups) > len(old.groups) {
		v.orders = &orders{}
	}
	k.view = v
	switch {
	case k.growing != nil:
		k.growing.since = merge(v.groups, k.growing.since, added)
	case z.tooLarge(v.tail, v.base.rows):
		k.growing = &growing{since: &segment{}}
		go k.grow(k.growing, v, z)
	}
}

// grow makes a base of the base and the tail of a view, and puts it in their place.
func (k *keeper) grow(g *growing, v *view, z sizes) {
	b := newBase(merge(v.groups, &v.base.segment, v.tail), len(v.groups), z.markRows)
	v.base.prepare(b)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.growing != g { // begun anew meanwhile
		return
	}
	now := k.view
	k.growing = nil
	k.view = &view{generation: now.generation, groups: now.groups, base: b, tail: g.since, orders: now.orders}
}
