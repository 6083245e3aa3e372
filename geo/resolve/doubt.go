package resolve

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/toponym"
)

// Doubts, in the units of confidence's logit.
const (
	strangerDoubt = 1.8 // the only namesake lies in a country of which the post does not speak
	denied        = 2.5 // the text says that it lies elsewhere
	openDoubt     = 1.8 // one of several villages of the name, and nothing says which
)

// doubt is how much less sure a choice is for what the post says of its
// country and of what holds it; off is true where it is too improbable for the map.
func (r *Resolver) doubt(k int, e *entity, row gazetteer.Row) (d float64, off bool) {
	if r.contradicted(k, row) {
		return denied, true
	}
	if !r.stranger(e, row) {
		if r.groundless(e, row) {
			return openDoubt, false
		}
		return 0, false
	}
	return strangerDoubt, r.faint(k, e, row)
}

// stranger reports a place that is neither a state nor well known, in a
// country of which a post about the war does not speak otherwise.
func (r *Resolver) stranger(e *entity, row gazetteer.Row) bool {
	const wellKnown = 100_000 // inhabitants
	g := r.Gazetteer
	country := g.CountryNumber(row)
	others, total := r.view.country[country], r.view.places
	if e.noted != gazetteer.None && g.CountryNumber(e.noted) == country {
		others, total = others-e.counted, total-e.counted
	}
	if r.view.expected*2 <= total || g.Country(row) == "" || r.prior.country[country] >= warPrior || e.holder != gazetteer.None {
		return false
	}
	switch g.Kind(row) {
	case mentionmap.Country, mentionmap.Area, mentionmap.Water:
		return false
	case mentionmap.Settlement:
		if g.CapitalRank(row) == gazetteer.SeatOfState || !e.part(r) && g.Population(row) >= wellKnown && r.ownName(e, row) {
			return false
		}
	}
	const little = 0.3 // below what a people or an acting state counts
	return others < little
}

// groundless reports one of several small towns of the name of which nothing
// in the post speaks: it is only the largest, or the one the texts are about.
func (r *Resolver) groundless(e *entity, row gazetteer.Row) bool {
	const (
		wellKnown = 50_000 // inhabitants
		ground    = 0.15   // value of a cue from which on it says something
	)
	if e.hi-e.lo < 2 || r.toldRegion(e) || r.Gazetteer.Kind(row) != mentionmap.Settlement || r.Gazetteer.Population(row) >= wellKnown {
		return false
	}
	c := &r.finder.Places[e.lo+e.best]
	for _, value := range [...]func(*Resolver, *entity, *gazetteer.Candidate) float64{sentenceRegion, regionFocus, neighbours, distanceSaid, meantElsewhere, atHome} {
		if value(r, e, c) >= ground {
			return false
		}
	}
	return true
}

// toldRegion reports that the text says which region or district holds it.
func (r *Resolver) toldRegion(e *entity) bool {
	return e.holder != gazetteer.None && r.Gazetteer.Kind(e.holder) != mentionmap.Country
}

// part reports that the text makes the name one of a district, a facility or
// the like.
func (e *entity) part(r *Resolver) bool {
	n := &r.finder.Names[e.first]
	return n.To > n.CoreTo && n.Head&^toponym.TownHead != 0
}

// faint reports that nothing but the name speaks for a stranger: it is the
// district, market or street of some town, a lesser spelling, or a word of another name.
func (r *Resolver) faint(k int, e *entity, row gazetteer.Row) bool {
	t, n := &r.finder.Text, &r.finder.Names[k]
	if e.part(r) || r.Gazetteer.Kind(row) == mentionmap.Facility || r.Gazetteer.Kind(row) == mentionmap.District {
		return true
	}
	if n.To-n.From == 2 && t.At(int(n.From))&(toponym.PartWord|toponym.Direction) != 0 && t.At(int(n.To)-1)&(toponym.DistrictHead|toponym.FacilityHead) != 0 {
		return true // "Central District": every town has one
	}
	if i := int(n.From) - 1; i >= 0 && t.Follows(i+1) && t.Capital(i) && t.At(i)&(toponym.Stop|toponym.Direction|toponym.Role) == 0 {
		return true
	}
	return !r.ownName(e, row)
}

// ownName reports that the name is the place's main one or an alias that
// people looked at.
func (r *Resolver) ownName(e *entity, row gazetteer.Row) bool {
	const known = gazetteer.NameMain | gazetteer.NameAlias
	for _, c := range r.finder.Places[e.lo:e.hi] {
		if c.Row == row && c.Flags&known != 0 {
			return true
		}
	}
	return false
}

// contradicted reports that the text says that the place is in a country or
// near a town where it is not: "Larga in northern Moldova".
func (r *Resolver) contradicted(k int, row gazetteer.Row) bool {
	const wellKnown = 50_000
	names, g := r.finder.Names, r.Gazetteer
	if r.farFromAnchor(k, row) {
		return true
	}
	if k+1 >= len(names) || names[k+1].Join != toponym.Within || g.Kind(row) != mentionmap.Settlement || g.Population(row) >= wellKnown ||
		names[k].Use != mentionmap.Literal || !r.finder.Beside(k+1) {
		return false
	}
	id := r.members[k+1]
	if id < 0 || r.entities[id].best < 0 {
		return false
	}
	outer := r.entities[id].row
	return g.Kind(outer) == mentionmap.Country && g.Country(row) != g.Country(outer)
}

// farFromAnchor reports a town said to be near another that is far from it.
func (r *Resolver) farFromAnchor(k int, row gazetteer.Row) bool {
	const (
		far       = 60 // km
		wellKnown = 100_000
	)
	h, g := r.hintOf[k], r.Gazetteer
	if h < 0 || r.hints[h].Says != SaysNear || g.Kind(row) != mentionmap.Settlement || g.Population(row) >= wellKnown {
		return false
	}
	id := r.members[r.hints[h].Anchor]
	if id < 0 || r.entities[id].best < 0 || g.Kind(r.entities[id].row) != mentionmap.Settlement {
		return false
	}
	anchor := r.entities[id].row
	const lesser = 10 // times smaller: no landmark for the town
	if g.Population(anchor)*lesser < g.Population(row) {
		return false
	}
	return Distance(g.Lon(row), g.Lat(row), g.Lon(anchor), g.Lat(anchor)) > far
}
