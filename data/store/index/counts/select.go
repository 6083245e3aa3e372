package counts

import (
	"slices"
	"sync"

	"mentionmap"
)

// Selection is the answer of a cube to a query.
type Selection struct {
	cube     *Cube
	unit     mentionmap.Unit
	from, to int32      // the window
	undated  bool       // undated ones are in
	whole    bool       // there is no window
	ways     [128]uint8 // by facet: 0 is out; else uses<<1 | firm
	classes  [single]bool
	allWays  bool   // nothing is out
	takes    []bool // by group; nil: all

	once sync.Once
	sums vector
	err  error
}

// Select returns the counts that a query means: of q its window, uses,
// precisions and unit. takes says which groups are asked for (kinds, places, a
// box); nil: all.
func (c *Cube) Select(q *mentionmap.Query, takes func(Group) bool) *Selection {
	s := &Selection{cube: c, unit: q.Count % mentionmap.Unit(units), from: minDay, to: maxDay, whole: !q.Windowed()}
	if q.From != mentionmap.NoDay {
		s.from = min(max(int32(q.From), minDay), maxDay+1)
	}
	if q.To != mentionmap.NoDay {
		s.to = min(max(int32(q.To), minDay-1), maxDay)
	}
	if s.from > s.to { // no day
		s.from, s.to = maxDay+1, maxDay
	}
	s.undated = s.whole || slices.Contains(q.Precisions, mentionmap.Undated)
	s.setWays(q)
	if takes != nil {
		s.takes = make([]bool, c.groups())
		for g := range s.takes {
			s.takes[g] = takes(Group(g))
		}
	}
	return s
}

func (s *Selection) setWays(q *mentionmap.Query) {
	uses := uint8(0)
	for _, u := range q.Uses {
		uses |= 1 << (u & 1)
	}
	if len(q.Uses) == 0 {
		uses = 3
	}
	s.allWays = uses == 3 && len(q.Precisions) == 0
	for i := range s.ways {
		f := facet(i)
		if len(q.Precisions) > 0 && !slices.Contains(q.Precisions, mentionmap.Precision(f>>4)) {
			continue
		}
		if has := f.uses() & uses; has != 0 {
			s.ways[i] = has << 1
			if f.firm()&uses != 0 {
				s.ways[i] |= 1
			}
			s.classes[f>>2] = true
		}
	}
}

// takesGroup reports whether a group is asked for.
func (s *Selection) takesGroup(g Group) bool {
	return s.takes == nil || int(g) < len(s.takes) && s.takes[g]
}

// touches reports whether cells of a block may count.
func (s *Selection) touches(b *block) bool {
	if b.month == undatedMonth {
		return s.undated
	}
	return b.first <= s.to && b.latest >= s.from
}

// has reports whether a cell counts.
func (s *Selection) has(b *block, c cell) bool {
	if s.ways[c.facet()] == 0 || c.count(shiftOf(s.unit)) == 0 {
		return false
	}
	day := b.first + c.day()
	return b.month == undatedMonth || day <= s.to && day+c.span() >= s.from
}

// vector gives the sum of each group, worked out once.
func (s *Selection) vector() (vector, error) {
	s.once.Do(func() { s.sums, s.err = s.totals() })
	return s.sums, s.err
}

// Totals gives the sum of each group, by its number; 0 of those not asked for.
func (s *Selection) Totals() ([]int64, error) {
	sums, err := s.vector()
	out := make([]int64, len(sums))
	for g, n := range sums {
		if n != 0 && s.takesGroup(Group(g)) {
			out[g] = int64(n)
		}
	}
	return out, err
}

// Total gives the sum of all groups.
func (s *Selection) Total() (n int64, err error) {
	sums, err := s.vector()
	for g, part := range sums {
		if part != 0 && s.takesGroup(Group(g)) {
			n += int64(part)
		}
	}
	return n, err
}

// Groups lists the groups that are asked for, by number. Some may have no rows.
func (s *Selection) Groups() []Group {
	var out []Group
	for g := range Group(s.cube.groups()) {
		if s.takesGroup(g) {
			out = append(out, g)
		}
	}
	return out
}
