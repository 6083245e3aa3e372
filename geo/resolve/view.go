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
	spoken    float64 // of places and peoples, those sure to be of countries that the texts are about
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
	v.anchors, v.places, v.inRegions, v.expected, v.spoken = v.anchors[:0], 0, 0, 0, 0
}

// aboutWar is how far the prior counts for an entity: in full where the post
// speaks otherwise of the countries that the texts are about, else by a third.
func (r *Resolver) aboutWar(e *entity) float64 {
	spoken := r.view.spoken
	if e.noted != gazetteer.None && r.ofWar(e.noted) {
		spoken -= e.counted
	}
	if spoken > 0 {
		return 1
	}
	return 1.0 / 3
}

// ofWar reports a place in a country that the texts are about.
func (r *Resolver) ofWar(row gazetteer.Row) bool {
	return r.prior.country[r.Gazetteer.CountryNumber(row)] >= warPrior
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
		row := r.finder.Places[n.Lo].Row
		v.country[r.Gazetteer.CountryNumber(row)] += half
		v.places += half
		if r.ofWar(row) {
			v.spoken += half
		}
	}
}

func (v *view) note(r *Resolver, e *entity, row gazetteer.Row) {
	g := r.Gazetteer
	n := e.weight(g.Kind(row))
	e.noted, e.counted = row, n
	v.country[g.CountryNumber(row)] += n
	v.places += n
	if r.ofWar(row) {
		v.spoken += n
	}
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
