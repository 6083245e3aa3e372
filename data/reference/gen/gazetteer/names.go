package main

import (
	"slices"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// cityNames chooses among a town's names.
func cityNames(c *city) []gazetteer.EntryName {
	p := name.Place{Main: c.name, Others: c.others, Country: c.country, Population: c.population}
	return p.Choose()
}

// namesakeCity and namesakeKM say which namesake elsewhere is a city.
const (
	namesakeCity = 100_000
	namesakeKM   = 50
)

// demoteNamesakes makes alternates weak that are the main name of a place ten
// times as large elsewhere, or of a city: "Moscow" may not mean a suburb of
// something, nor "Novorossiysk" Dnipro, which was called so once.
func (w *world) demoteNamesakes() {
	largest, cities := map[string]int64{}, map[string][]*entry{}
	for _, e := range w.byID {
		if e.Kind != mentionmap.Settlement {
			continue
		}
		f := gazetteer.Fold(e.Names[0].Text)
		largest[f] = max(largest[f], e.Population)
		if e.Population >= namesakeCity {
			cities[f] = append(cities[f], e)
		}
	}
	for _, e := range w.byID {
		if e.Kind != mentionmap.Settlement {
			continue
		}
		for i := range e.Names[1:] {
			n := &e.Names[i+1]
			f := gazetteer.Fold(n.Text)
			far := func(c *entry) bool { return kilometres(c.Lon, c.Lat, e.Lon, e.Lat) > namesakeKM }
			if n.Flags&gazetteer.NameAlias == 0 && (!name.Near(e.Country) && largest[f] > 10*(e.Population+1) || slices.ContainsFunc(cities[f], far)) {
				n.Flags |= gazetteer.NameWeak
			}
		}
	}
}
