package main

import (
	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// cityNames chooses among a town's names.
func cityNames(c *city) []gazetteer.EntryName {
	p := name.Place{Main: c.name, Others: c.others, Country: c.country, Population: c.population}
	return p.Choose()
}

// demoteNamesakes makes alternates weak that are the main name of a place ten
// times as large elsewhere: "Moscow" may not mean a suburb of something.
func (w *world) demoteNamesakes() {
	largest := map[string]int64{}
	for _, e := range w.byID {
		if e.Kind == mentionmap.Settlement {
			f := gazetteer.Fold(e.Names[0].Text)
			largest[f] = max(largest[f], e.Population)
		}
	}
	for _, e := range w.byID {
		if e.Kind != mentionmap.Settlement || name.Near(e.Country) {
			continue
		}
		for i := range e.Names[1:] {
			n := &e.Names[i+1]
			if n.Flags&gazetteer.NameAlias == 0 && largest[gazetteer.Fold(n.Text)] > 10*(e.Population+1) {
				n.Flags |= gazetteer.NameWeak
			}
		}
	}
}
