package resolve

import (
	"strconv"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Prior is what is expected of the texts, in the terms of a gazetteer. It
// never changes.
type Prior struct {
	country []float64                 // by gazetteer.CountryNumber
	unit    map[gazetteer.Row]float64 // of the few regions and districts that have one
	war     []gazetteer.CountryNumber // the countries that the texts are about
}

// warPrior is from which on a country is one that the texts are about.
const warPrior = 0.35

// NewPrior makes a prior of weights by country (ISO 3166-1 alpha-2), region
// (ISO 3166-2) or district (GeoNames id). Codes that the gazetteer does not
// know are left out.
func NewPrior(g *gazetteer.Gazetteer, of map[string]float64) *Prior {
	p := &Prior{unit: map[gazetteer.Row]float64{}}
	for i, code := range g.Countries() {
		p.country = append(p.country, of[code])
		if of[code] >= warPrior {
			p.war = append(p.war, gazetteer.CountryNumber(i))
		}
	}
	for code, v := range of {
		row, ok := g.ByCode(code)
		if id, err := strconv.ParseInt(code, 10, 64); err == nil {
			row, ok = g.ByID(mentionmap.PlaceID(id))
		}
		if ok && g.Kind(row) != mentionmap.Country {
			p.unit[row] = v
		}
	}
	return p
}

// of is how much a place is expected: as its country, its region and its
// district are.
func (p *Prior) of(g *gazetteer.Gazetteer, row gazetteer.Row) float64 {
	v := p.country[g.CountryNumber(row)]
	for _, unit := range [...]gazetteer.Row{g.Admin1(row), g.Admin2(row)} {
		if unit != gazetteer.None {
			v += p.unit[unit]
		}
	}
	return v
}
