package places

import (
	"math"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// Distances within which a row below is the same place, in km. They are those
// that the embedded gazetteer was made with.
const (
	sameNameKM  = 5   // settlements and facilities that bear a name in common
	sameSpotKM  = 0.3 // settlements of different names: the place was renamed
	handMadeKM  = 10  // rows of our own table, which lie only about right
	sameUnitKM  = 60  // districts
	sameWaterKM = 300 // rivers, seas, wide areas: any point of them may stand for them
)

// find looks for each draft's place in the layers below: by id, by code, by
// name and distance. complete says that the source has all of its countries'
// places, so that a row below with another GeoNames id may be one of them.
func (d *dump) find(complete bool) {
	x := newIndex(d.drafts)
	known := map[gazetteer.Row]bool{}
	for _, p := range d.drafts {
		if row, ok := d.sameID(p); ok && !known[row] {
			p.below, known[row] = row, true
		}
	}
	for row := range gazetteer.Row(d.below.Len()) {
		if at, ok := d.below.ByID(d.below.ID(row)); !ok || at != row || known[row] || !x.countries[d.below.Country(row)] && !x.countries[""] {
			continue
		}
		if _, geonames := d.below.ID(row).GeoNames(); geonames && !complete {
			continue
		}
		if p := x.same(d.below, row); p != nil {
			p.also = append(p.also, row)
			if p.below == gazetteer.None {
				p.below = row
			}
		}
	}
}

// sameID finds a draft's row by its id, a district's by the code that its id
// below is made of.
func (d *dump) sameID(p *draft) (gazetteer.Row, bool) {
	if row, ok := d.below.ByID(p.ID); ok {
		return row, true
	}
	if p.Kind == mentionmap.District && p.admin2 != "" && p.Feature == "ADM2" {
		return d.below.ByID(gazetteer.CodeID(p.Country + "." + p.admin1 + "." + p.admin2))
	}
	return gazetteer.None, false
}

// index finds drafts by name and by position.
type index struct {
	byName    map[string][]*draft
	byCell    map[[2]int][]*draft
	countries map[string]bool
}

func newIndex(drafts []*draft) *index {
	x := &index{byName: map[string][]*draft{}, byCell: map[[2]int][]*draft{}, countries: map[string]bool{}}
	for _, p := range drafts {
		seen := map[string]bool{}
		for _, n := range p.allNames() {
			if f := gazetteer.Fold(n); f != "" && !seen[f] {
				seen[f] = true
				x.byName[f] = append(x.byName[f], p)
			}
		}
		c := cell(p.Lon, p.Lat)
		x.byCell[c] = append(x.byCell[c], p)
		x.countries[p.Country] = true
	}
	return x
}

func (p *draft) allNames() []string {
	out := append([]string{p.names.Main}, p.names.Others...)
	for _, n := range p.Names {
		out = append(out, n.Text)
	}
	for _, n := range out {
		out = append(out, name.Spellings(p.Country, n)...)
	}
	return out
}

const cellDegrees = 0.1

func cell(lon, lat float64) [2]int {
	return [2]int{int(math.Floor(lon / cellDegrees)), int(math.Floor(lat / cellDegrees))}
}

// same finds the draft that a row below is: the nearest that shares a name,
// else one on the very spot.
func (x *index) same(g *gazetteer.Gazetteer, row gazetteer.Row) *draft {
	limit := within(g, row)
	var best *draft
	for _, n := range g.Names(row) {
		if n.Flags&(gazetteer.NameWeak|gazetteer.NameCode|gazetteer.NameLoose) != 0 {
			continue
		}
		for _, p := range x.byName[gazetteer.Fold(n.Text)] {
			if d := kilometres(p, g, row); alike(p, g, row) && d <= limit && (p.below == gazetteer.None || d <= 1) {
				best, limit = p, d
			}
		}
	}
	if best == nil && g.Kind(row) == mentionmap.Settlement {
		best = x.onSpot(g, row)
	}
	return best
}

// within is how far a row below may lie from the same place in a source, in km.
func within(g *gazetteer.Gazetteer, row gazetteer.Row) float64 {
	switch g.Kind(row) {
	case mentionmap.District:
		return sameUnitKM
	case mentionmap.Water, mentionmap.Area, mentionmap.Region:
		return sameWaterKM
	}
	if g.Names(row)[0].Flags&gazetteer.NameAlias != 0 {
		return handMadeKM
	}
	return sameNameKM
}

func alike(p *draft, g *gazetteer.Gazetteer, row gazetteer.Row) bool {
	wide := func(k mentionmap.Kind) bool { return k == mentionmap.Area || k == mentionmap.Facility }
	k := g.Kind(row)
	return (p.Kind == k || wide(p.Kind) && wide(k)) && (p.Country == "" || g.Country(row) == "" || p.Country == g.Country(row))
}

func (x *index) onSpot(g *gazetteer.Gazetteer, row gazetteer.Row) (best *draft) {
	limit := sameSpotKM
	c := cell(g.Lon(row), g.Lat(row))
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, p := range x.byCell[[2]int{c[0] + dx, c[1] + dy}] {
				if d := kilometres(p, g, row); d <= limit && p.below == gazetteer.None && p.Feature != "PPLX" && !p.own && alike(p, g, row) {
					best, limit = p, d
				}
			}
		}
	}
	return best
}

// kilometres is the distance on a sphere (haversine, mean radius 6371.0088 km).
func kilometres(p *draft, g *gazetteer.Gazetteer, row gazetteer.Row) float64 {
	const rad = math.Pi / 180
	lon, lat := g.Lon(row), g.Lat(row)
	s1, s2 := math.Sin((lat-p.Lat)*rad/2), math.Sin((lon-p.Lon)*rad/2)
	h := s1*s1 + math.Cos(p.Lat*rad)*math.Cos(lat*rad)*s2*s2
	return 2 * 6371.0088 * math.Asin(math.Min(1, math.Sqrt(h)))
}
