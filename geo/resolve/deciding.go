package resolve

import (
	"math"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// deciding finds the name beside an entity on which a cue rests for a
// candidate, -1 if it rests on none. A cue that is not here rests on no single
// name.
var deciding = map[string]func(r *Resolver, e *entity, c *gazetteer.Candidate) int32{
	"holder":                 nameOfHolder,
	"holds the one before":   func(_ *Resolver, e *entity, _ *gazetteer.Candidate) int32 { return e.first - 1 },
	"region in the sentence": nameOfRegion,
	"neighbours":             nameOfNeighbour,
	"distance said":          nameOfAnchor,
}

// wordsOf returns the words that a cue of this weight rests on: those that
// speak for the choice, or for the runner-up.
func (r *Resolver) wordsOf(cue string, e *entity, weight float64) mentionmap.Span {
	find, at := deciding[cue], e.best
	if weight < 0 {
		at = e.second
	}
	if find == nil || at < 0 {
		return mentionmap.Span{}
	}
	k := find(r, e, &r.finder.Places[e.lo+at])
	if k < 0 {
		return mentionmap.Span{}
	}
	return r.finder.Text.Span(r.finder.Names[k].From, r.finder.Names[k].To)
}

func nameOfHolder(r *Resolver, e *entity, _ *gazetteer.Candidate) int32 {
	names := r.finder.Names
	bears := func(k int32) bool {
		for _, p := range r.finder.Places[names[k].Lo:names[k].Hi] {
			if p.Row == e.holder {
				return true
			}
		}
		return false
	}
	for k := e.first + 1; int(k) < len(names) && names[k].Sentence == names[e.first].Sentence; k++ {
		if bears(k) {
			return k
		}
	}
	if k := e.first - 1; k >= 0 && bears(k) {
		return k
	}
	return -1
}

func nameOfRegion(r *Resolver, e *entity, c *gazetteer.Candidate) int32 {
	names := r.finder.Names
	at, best := int32(-1), 0.0
	look := func(k, step int32) {
		for ; k >= 0 && int(k) < len(names) && names[k].Sentence == names[e.first].Sentence; k += step {
			if v := r.heldBy(k, e, c); v > best {
				at, best = k, v
			}
		}
	}
	look(e.first+1, 1)
	look(e.first-1, -1)
	return at
}

func nameOfNeighbour(r *Resolver, e *entity, c *gazetteer.Candidate) int32 {
	g, at, nearest := r.Gazetteer, int32(-1), math.Inf(1)
	for k := range r.members {
		id := r.members[k]
		if id < 0 || &r.entities[id] == e || r.entities[id].best < 0 || r.entities[id].margin < sureMargin {
			continue
		}
		row := r.entities[id].row
		if row == c.Row || toponym.Holds(g, row, c.Row) {
			continue
		}
		if km := Distance(g.Lon(c.Row), g.Lat(c.Row), g.Lon(row), g.Lat(row)); km < nearest {
			at, nearest = int32(k), km
		}
	}
	return at
}

func nameOfAnchor(r *Resolver, e *entity, _ *gazetteer.Candidate) int32 {
	for k := e.first; k <= e.last; k++ {
		if r.members[k] >= 0 && &r.entities[r.members[k]] == e && r.hintOf[k] >= 0 {
			return int32(r.hints[r.hintOf[k]].Anchor)
		}
	}
	return -1
}
