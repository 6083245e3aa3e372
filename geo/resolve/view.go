package resolve

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// view is what the decisions so far say of the post as a whole.
type view struct {
	country   [1 << 8]float64 // mentions, by gazetteer.CountryNumber
	places    float64         // of all countries
	admin1    map[gazetteer.Row]float64
	inRegions float64
	prior     float64 // how far the prior counts, 0..1
	expected  float64 // of places, those in countries that the texts are about
	anchors   []anchor
}

// anchor is a place already sure.
type anchor struct {
	lon, lat float64
	row      gazetteer.Row
}

const (
	maxAnchors = 48
	sureMargin = 1.0 // from which on a decision is a cue for others
)

func (v *view) reset() {
	if v.admin1 == nil {
		v.admin1 = map[gazetteer.Row]float64{}
	}
	clear(v.admin1)
	clear(v.country[:])
	v.anchors, v.places, v.inRegions, v.expected = v.anchors[:0], 0, 0, 0
	v.prior = 1.0 / 3
}

// measure takes stock before a round: at first of names that only one place
// bears, then of decisions that are sure.
func (v *view) measure(r *Resolver, round int) {
	v.reset()
	v.demonyms(r)
	for i := range r.entities {
		e := &r.entities[i]
		e.noted = gazetteer.None
		first := r.finder.Places[e.lo].Row
		switch {
		case round > 0 && e.best >= 0 && e.margin >= sureMargin:
			v.note(r, e, e.row)
		case round == 0 && (e.hi-e.lo == 1 || r.Gazetteer.Kind(first) == mentionmap.Country):
			v.note(r, e, first)
		default:
			v.suspect(r, e)
		}
	}
	for _, c := range r.prior.war {
		if n := v.country[c]; n > 0 {
			v.prior = 1
			v.expected += n
		}
	}
}

// suspect counts, for a name not yet decided, each of its places a little:
// names that could all lie in one region speak for it together.
func (v *view) suspect(r *Resolver, e *entity) {
	const most = 16 // namesakes; of more there is one everywhere
	n := e.hi - e.lo
	if n > most || n == 0 {
		return
	}
	for _, c := range r.finder.Places[e.lo:e.hi] {
		if unit := unitOf(r.Gazetteer, c.Row); unit != gazetteer.None {
			v.admin1[unit] += 1 / float64(n)
			v.inRegions += 1 / float64(n)
			v.country[r.Gazetteer.CountryNumber(c.Row)] += 0.5 / float64(n)
			v.places += 0.5 / float64(n)
		}
	}
}

func (v *view) demonyms(r *Resolver) {
	const half = 0.5 // of what a place counts
	for i := r.demonymFrom; i < r.demonymTo; i++ {
		n := &r.finder.Demonyms[i]
		v.country[r.Gazetteer.CountryNumber(r.finder.Places[n.Lo].Row)] += half
		v.places += half
	}
}

func (v *view) note(r *Resolver, e *entity, row gazetteer.Row) {
	g := r.Gazetteer
	n := e.weight(g.Kind(row))
	e.noted, e.counted = row, n
	v.country[g.CountryNumber(row)] += n
	v.places += n
	unit := unitOf(g, row)
	if unit == gazetteer.None {
		return
	}
	v.admin1[unit] += n
	v.inRegions += n
	if unit != row && len(v.anchors) < maxAnchors {
		v.anchors = append(v.anchors, anchor{g.Lon(row), g.Lat(row), row})
	}
}
