package cube

import (
	"math"
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// answers reports whether counts by place and days are enough to answer a
// query: it must not ask for words, sources, documents, relations, confidence or an embargo.
func answers(q *mentionmap.Query) bool {
	return strings.TrimSpace(q.Text) == "" && len(q.Sources)+len(q.Documents)+len(q.Relations)+len(q.Within) == 0 && q.Near == nil && q.Polygon == nil && !(q.MinConfidence > 0) && q.Embargo == 0 &&
		int(q.By) < 2 && int(q.Count) < placeday.Units && (q.From == mentionmap.NoDay || q.To == mentionmap.NoDay || q.From <= q.To)
}

// choosesPlaces reports whether a query asks for certain places.
func choosesPlaces(q *mentionmap.Query) bool { return q.BBox != nil || len(q.Places) > 0 }

// filter is a query made ready.
type filter struct {
	query    *mentionmap.Query
	places   *placeTable // nil if they do not matter
	groups   []placeday.Group
	asked    map[mentionmap.PlaceID]bool // nil: all
	from, to int32                       // the window
	whole    bool                        // no window
	undated  bool                        // undated ones are in, whatever the window
	ways     [256]uint8                  // by facet: 0 is out; else uses<<1 | firm
	flags    [256]uint8                  // by facet: as Row.Flags has its way; 0 is out
	classes  [classes]bool               // those of which any facet is in
	allWays  bool
	anywhere bool // every group is asked for
}

func newFilter(q *mentionmap.Query, groups []placeday.Group) *filter {
	f := &filter{query: q, groups: groups, from: math.MinInt32, to: placeday.Undated, whole: !q.Windowed()}
	if !f.whole {
		f.to = placeday.Undated - 1
	}
	if q.From != mentionmap.NoDay {
		f.from = int32(q.From)
	}
	if q.To != mentionmap.NoDay {
		f.to = int32(q.To)
	}
	f.undated = !f.whole && slices.Contains(q.Precisions, mentionmap.Undated)
	if len(q.Places) > 0 {
		f.asked = map[mentionmap.PlaceID]bool{}
		for _, id := range q.Places {
			f.asked[id] = true
		}
	}
	f.anywhere = f.asked == nil && len(q.Kinds) == 0 && q.BBox == nil
	f.setWays(q)
	return f
}

func (f *filter) setWays(q *mentionmap.Query) {
	uses := uint8(0)
	for _, u := range q.Uses {
		uses |= 1 << u
	}
	if len(q.Uses) == 0 {
		uses = 1<<mentionmap.Literal | 1<<mentionmap.Associative
	}
	f.allWays = uses == 3 && len(q.Precisions) == 0
	for i := range 128 {
		facet := placeday.Facet(i)
		if len(q.Precisions) > 0 && !slices.Contains(q.Precisions, facet.Precision()) {
			continue
		}
		if has := facet.Uses() & uses; has != 0 {
			f.ways[i] = has << 1
			f.classes[classOf(facet)] = true
			if facet.Firm()&uses != 0 {
				f.ways[i] |= 1
			}
			f.flags[i] = flagsOf(facet, f.ways[i])
		}
	}
}

// takesAll reports whether nothing is left out.
func (f *filter) takesAll() bool { return f.whole && f.anywhere && f.allWays }

// touches reports whether rows of these days may count.
func (f *filter) touches(from, to int32) bool {
	return from <= f.to && to >= f.from || f.undated && from == placeday.Undated
}

// takes reports whether the rows of a group, by its number, are asked for.
func (f *filter) takes(number uint32) bool {
	if f.anywhere {
		return true
	}
	g := f.groups[number]
	if len(f.query.Kinds) > 0 && !slices.Contains(f.query.Kinds, g.Kind()) {
		return false
	}
	p := f.places.get(g.Place())
	if f.asked != nil && !f.asked[f.places.id(g.Place())] {
		return false
	}
	b := f.query.BBox
	switch {
	case b == nil:
		return true
	case p == nil || p.Lat < b.Min.Lat() || p.Lat > b.Max.Lat():
		return false
	case b.Min.Lon() > b.Max.Lon():
		return p.Lon >= b.Min.Lon() || p.Lon <= b.Max.Lon()
	}
	return b.Min.Lon() <= p.Lon && p.Lon <= b.Max.Lon()
}
