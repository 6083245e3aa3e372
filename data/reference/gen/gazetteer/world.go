package main

import (
	"fmt"
	"math"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

type entry = gazetteer.Entry

// world is what has been gathered so far.
type world struct {
	byID      map[mentionmap.PlaceID]*entry
	country   map[string]*entry // by ISO 3166-1 alpha-2
	admin1    map[string]*entry // by GeoNames code: "UA.05"
	iso       map[string]*entry // regions by ISO 3166-2: "UA-14"
	admin2    map[string]*entry // by GeoNames code: "UA.05.1402"
	provinces []province
	cities    []*city
	grouped   map[string][]*entry // see byCountry
	renamed   map[*entry]bool     // by our own table
}

func newWorld() *world {
	return &world{
		byID: map[mentionmap.PlaceID]*entry{}, country: map[string]*entry{},
		admin1: map[string]*entry{}, iso: map[string]*entry{}, admin2: map[string]*entry{}, renamed: map[*entry]bool{},
	}
}

// add files an entry; one without an id gets one of our own.
func (w *world) add(e *entry) (*entry, error) {
	if e.ID == 0 {
		e.ID = gazetteer.OwnID(e)
	}
	if old := w.byID[e.ID]; old != nil {
		return nil, fmt.Errorf("id %d is taken twice: %s and %s", e.ID, old.Names[0].Text, e.Names[0].Text)
	}
	w.byID[e.ID] = e
	return e, nil
}

func (w *world) build() ([]byte, error) {
	w.demoteNamesakes()
	b := gazetteer.Builder{Info: info}
	for _, e := range w.byID {
		name.Romanise(e)
		if e.Kind == mentionmap.Settlement {
			name.Loosen(e)
		}
		name.MarkWords(e)
		if err := b.Add(*e); err != nil {
			return nil, fmt.Errorf("%w: %+v", err, e)
		}
	}
	return b.Bytes()
}

// kilometres is the distance between two places on a sphere (haversine, mean
// radius 6371.0088 km).
func kilometres(lon1, lat1, lon2, lat2 float64) float64 {
	const rad = math.Pi / 180
	s1, s2 := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := s1*s1 + math.Cos(lat1*rad)*math.Cos(lat2*rad)*s2*s2
	return 2 * 6371.0088 * math.Asin(math.Min(1, math.Sqrt(h)))
}
