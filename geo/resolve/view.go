package resolve

import (
	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// view is what the decisions so far say of the post as a whole.
type view struct {
	country map[string]float64        // share of the weight by country
	admin1  map[gazetteer.Row]float64 // by region, of what lies in one
	prior   float64                   // how far the prior counts, 0..1
	anchors []anchor
}

// anchor is a place already sure.
type anchor struct {
	lon, lat float64
	row      gazetteer.Row
	sentence int32
}

const (
	maxAnchors = 48
	sureMargin = 1.0 // from which on a decision is a cue for others
)

func (v *view) reset() {
	if v.country == nil {
		v.country, v.admin1 = map[string]float64{}, map[gazetteer.Row]float64{}
	}
	clear(v.country)
	clear(v.admin1)
	v.anchors = v.anchors[:0]
	v.prior = 1.0 / 3
}

// measure takes stock before a round.
func (v *view) measure(r *Resolver, round int) {
	v.reset()
	v.demonyms(r)
	if round == 0 {
		v.unambiguous(r)
		return
	}
	for i := range r.entities {
		e := &r.entities[i]
		if e.best >= 0 && e.margin >= sureMargin {
			v.note(r, e, e.row)
		}
	}
	v.finish(r)
}

// unambiguous takes stock of names that only one place bears.
func (v *view) unambiguous(r *Resolver) {
	for i := range r.entities {
		e := &r.entities[i]
		if e.hi-e.lo == 1 || r.Gazetteer.Kind(r.finder.Places[e.lo].Row) == mentionmap.Country {
			v.note(r, e, r.finder.Places[e.lo].Row)
		}
	}
	v.finish(r)
}

func (v *view) demonyms(r *Resolver) {
	for i := range r.finder.Demonyms {
		n := &r.finder.Demonyms[i]
		v.country[r.Gazetteer.Country(r.finder.Places[n.Lo].Row)] += 0.5
	}
}

func (v *view) note(r *Resolver, e *entity, row gazetteer.Row) {
	g := r.Gazetteer
	if c := g.Country(row); c != "" {
		v.country[c] += float64(e.count)
	}
	kind := g.Kind(row)
	if kind == mentionmap.Country || kind == mentionmap.Area {
		return
	}
	if kind == mentionmap.Region {
		v.admin1[row] += float64(e.count)
	} else if a := g.Admin1(row); a != gazetteer.None {
		v.admin1[a] += float64(e.count)
	}
	if kind != mentionmap.Region && len(v.anchors) < maxAnchors {
		v.anchors = append(v.anchors, anchor{g.Lon(row), g.Lat(row), row, r.finder.Names[e.first].Sentence})
	}
}

// finish turns counts into shares.
func (v *view) finish(r *Resolver) {
	total, home := 0.0, 0.0
	for c, n := range v.country {
		total += n
		if r.Options.Prior[c] > 0 {
			home += n
		}
	}
	for c, n := range v.country {
		v.country[c] = n / (total + 1)
	}
	if home > 0 {
		v.prior = 1
	}
	regions := 0.0
	for _, n := range v.admin1 {
		regions += n
	}
	for a, n := range v.admin1 {
		v.admin1[a] = n / (regions + 1)
	}
}
