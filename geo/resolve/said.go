package resolve

import (
	"math"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// distanceSaid: "32 km south of Pokrovsk" fits, and so do "north of Sumy", "in the
// Kupiansk direction" and "the road from Marinka to Vuhledar".
func distanceSaid(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	for k := e.first; e.hinted && k <= e.last; k++ {
		if r.members[k] < 0 || &r.entities[r.members[k]] != e || r.hintOf[k] < 0 {
			continue
		}
		h := &r.hints[r.hintOf[k]]
		if anchor := r.decided(h.Anchor); anchor != gazetteer.None {
			return r.agrees(h, anchor, c.Row)
		}
	}
	return 0
}

// decided returns the place of name k as it was last decided.
func (r *Resolver) decided(k int) gazetteer.Row {
	if id := r.members[k]; id >= 0 && r.entities[id].best >= 0 {
		return r.entities[id].row
	}
	return gazetteer.None
}

// agrees is how well a place lies where a hint says: 1 down to -0.5.
func (r *Resolver) agrees(h *Hint, anchor, row gazetteer.Row) float64 {
	switch h.Says {
	case SaysNear:
		return r.besides(h, anchor, row)
	case SaysFront:
		return r.onFront(anchor, row)
	case SaysRoad:
		return r.onRoad(anchor, r.decided(h.Other), row)
	}
	return r.fits(h, anchor, row)
}

// besides: 1 for a place right at the other, falling to -0.5 far from it, or on
// another side than is said.
func (r *Resolver) besides(h *Hint, anchor, row gazetteer.Row) float64 {
	const scale, slack, worst = 40, 45, 120 // km, degrees, degrees
	km := r.apart(anchor, row)
	v := falling(km, scale)
	if !math.IsNaN(h.Bearing) && km > 3 {
		v -= max(0, r.turn(anchor, row, h.Bearing)-slack) / worst
	}
	return max(-0.5, v)
}

// onFront: a part of the front reaches some tens of kilometres beyond the town that
// it is called after, and no farther; one called after a region is mostly in it.
func (r *Resolver) onFront(anchor, row gazetteer.Row) float64 {
	const scale, farthest = 80, 90 // km
	if r.Gazetteer.Kind(row) != mentionmap.Settlement {
		return 0
	}
	switch r.Gazetteer.Kind(anchor) {
	case mentionmap.Settlement:
	case mentionmap.Region:
		if toponym.Holds(r.Gazetteer, anchor, row) {
			return 0.6
		}
		return -0.3
	default:
		return 0
	}
	km := r.apart(anchor, row)
	if km > farthest {
		return -0.5
	}
	return falling(km, scale)
}

// onRoad: hardly a detour on the way from one place to the other.
func (r *Resolver) onRoad(from, to, row gazetteer.Row) float64 {
	const scale = 15 // km
	if to == gazetteer.None || r.Gazetteer.Kind(row) != mentionmap.Settlement {
		return 0
	}
	return falling(r.apart(from, row)+r.apart(row, to)-r.apart(from, to), scale)
}

// falling is 1 at no distance, and -0.5 beyond a few times the scale.
func falling(km, scale float64) float64 { return 1.5*math.Exp(-km/scale) - 0.5 }

// apart is the distance of two places in km.
func (r *Resolver) apart(a, b gazetteer.Row) float64 {
	g := r.Gazetteer
	return Distance(g.Lon(a), g.Lat(a), g.Lon(b), g.Lat(b))
}

// turn is how far a place lies off a bearing from another, in degrees.
func (r *Resolver) turn(from, to gazetteer.Row, bearing float64) float64 {
	g := r.Gazetteer
	turn := math.Abs(Bearing(g.Lon(from), g.Lat(from), g.Lon(to), g.Lat(to)) - bearing)
	return min(turn, 360-turn)
}

// fits: 1 if the place lies as far and where the hint says, down to -0.5.
func (r *Resolver) fits(h *Hint, anchor, row gazetteer.Row) float64 {
	km := r.apart(anchor, row)
	off := math.Abs(km-h.KM) / (3 + 0.4*h.KM)
	if !math.IsNaN(h.Bearing) && km > 3 {
		off += max(0, r.turn(anchor, row, h.Bearing)-30) / 60
	}
	return max(-0.5, 1-off)
}
