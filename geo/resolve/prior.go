package resolve

import "mentionmap/geo/gazetteer"

// prior is Options.Prior in the terms of the gazetteer.
type prior struct {
	country []float64                 // by gazetteer.CountryNumber
	region  map[gazetteer.Row]float64 // of the few regions that have one
	war     []gazetteer.CountryNumber // the countries that the texts are about
}

// warPrior is from which on a country is one that the texts are about.
const warPrior = 0.35

func newPrior(g *gazetteer.Gazetteer, of map[string]float64) *prior {
	p := &prior{region: map[gazetteer.Row]float64{}}
	for i, code := range g.Countries() {
		p.country = append(p.country, of[code])
		if of[code] >= warPrior {
			p.war = append(p.war, gazetteer.CountryNumber(i))
		}
	}
	for code, v := range of {
		if row, ok := g.ByCode(code); ok {
			p.region[row] = v
		}
	}
	return p
}
