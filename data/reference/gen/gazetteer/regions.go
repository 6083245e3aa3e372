package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

type shape = orb.MultiPolygon

// coded is a row of admin1.json and admin2.json.
type coded struct{ Code, Name string }

// addRegions makes the regions: the list is GeoNames', outlines and names in
// uk and ru are Natural Earth's. Where Natural Earth is finer, its units are
// joined, and become districts themselves.
func (w *world) addRegions(src *sources) error {
	var list []coded
	if err := json.Unmarshal(src.admin1JSON, &list); err != nil {
		return err
	}
	for _, a := range list {
		if w.country[a.Code[:2]] != nil {
			w.admin1[a.Code] = &entry{Kind: mentionmap.Region, Feature: "ADM1", Country: a.Code[:2]}
			name.Add(w.admin1[a.Code], "", 0, a.Name)
		}
	}
	if err := w.readCities(src); err != nil {
		return err
	}
	w.placeProvinces()
	for _, code := range slices.Sorted(mapKeys(w.admin1)) {
		if err := w.finishRegion(code); err != nil {
			return err
		}
	}
	return nil
}

// placeProvinces says for every province which region it is or lies in: by
// its GeoNames code, else by where most of its towns belong.
func (w *world) placeProvinces() {
	byCountry := map[string][]*city{}
	for _, c := range w.cities {
		byCountry[c.country] = append(byCountry[c.country], c)
	}
	for i := range w.provinces {
		p := &w.provinces[i]
		if p.Level == 1 && w.admin1[p.Admin1] != nil {
			p.code = p.Admin1
			continue
		}
		votes := map[string]int{}
		for _, c := range byCountry[p.ISO2] {
			at := orb.Point{c.lon, c.lat}
			if p.bound.Contains(at) && planar.MultiPolygonContains(p.shape, at) {
				votes[c.admin1Code()]++
			}
		}
		for _, code := range slices.Sorted(mapKeys(votes)) {
			if votes[code] > votes[p.code] && w.admin1[code] != nil {
				p.code = code
			}
		}
	}
}

func (w *world) finishRegion(code string) error {
	e := w.admin1[code]
	var parts []shape
	var is *province
	for i := range w.provinces {
		if p := &w.provinces[i]; p.code == code {
			parts = append(parts, p.shape)
			if p.Level == 1 && p.Admin1 == code && is == nil {
				is = p
			}
		}
	}
	if len(parts) == 1 {
		e.Polygon = parts[0]
	} else if len(parts) > 1 {
		e.Polygon = dissolve(parts)
	}
	switch {
	case is != nil:
		w.describeRegion(e, is)
	default:
		e.Lon, e.Lat = w.middle(func(c *city) bool { return c.admin1Code() == code })
		e.ID = gazetteer.CodeID(code)
	}
	if e.Lon == 0 && e.Lat == 0 {
		delete(w.admin1, code)
		return nil
	}
	_, err := w.add(e)
	return err
}

func (w *world) describeRegion(e *entry, p *province) {
	e.Lon, e.Lat, e.Code = p.Lon, p.Lat, p.ISO
	e.ID = mentionmap.PlaceID(p.GeoName)
	if e.ID <= 0 || w.byID[e.ID] != nil {
		e.ID = gazetteer.CodeID(p.ISO)
	}
	if e.Code != "" {
		w.iso[e.Code] = e
	}
	if !composed[e.Country] {
		name.Add(e, "en", 0, p.English)
		name.Add(e, "uk", 0, p.Ukrain)
		name.Add(e, "ru", 0, p.Russian)
		return
	}
	given := e.Names
	e.Names = nil
	w.composeNames(e, p, given)
	if cityRegions[p.ISO] {
		nameCityRegion(e)
	}
}

// cityRegions are cities that are regions too. Their names mean the city.
var cityRegions = map[string]bool{"UA-30": true, "UA-40": true, "RU-MOS": true, "RU-SPE": true, "BY-HM": true}

// nameCityRegion calls the region "Kyiv City" and keeps "Kyiv" for the city.
func nameCityRegion(e *entry) {
	city := strings.TrimSuffix(e.Names[0].Text, " City")
	for i := range e.Names {
		e.Names[i].Flags |= gazetteer.NameWeak
	}
	e.Names = append([]gazetteer.EntryName{{Text: city + " City", Lang: "en", Flags: gazetteer.NameMain}}, e.Names...)
}

// composed are the countries whose regions are known by a bare name and a
// word for the unit.
var composed = map[string]bool{"UA": true, "RU": true, "BY": true}

// composeNames gives "Kursk Oblast" for "Kursk", marks the bare name, and
// takes the first word of the names in uk and ru as bare names too.
func (w *world) composeNames(e *entry, p *province, given []gazetteer.EntryName) {
	if !strings.HasSuffix(p.Russian, " область") {
		name.Add(e, "en", 0, given[0].Text, p.English)
		name.Add(e, "uk", 0, p.Ukrain)
		name.Add(e, "ru", 0, p.Russian)
		return
	}
	bare := strings.TrimSuffix(given[0].Text, " Oblast")
	name.Add(e, "en", 0, bare+" Oblast")
	name.Add(e, "en", gazetteer.NameBare, bare)
	if english := strings.TrimSuffix(p.English, " Oblast"); english != bare {
		name.Add(e, "en", gazetteer.NameBare, english)
	}
	name.Add(e, "uk", 0, p.Ukrain)
	name.Add(e, "ru", 0, p.Russian)
	name.Add(e, "uk", gazetteer.NameBare, strings.TrimSuffix(p.Ukrain, " область"))
	name.Add(e, "ru", gazetteer.NameBare, strings.TrimSuffix(p.Russian, " область"))
}

// middle is the mean position of some towns, weighted by population.
func (w *world) middle(of func(*city) bool) (lon, lat float64) {
	var sum float64
	for _, c := range w.cities {
		if of(c) {
			weight := 1000 + float64(c.population)
			lon, lat, sum = lon+c.lon*weight, lat+c.lat*weight, sum+weight
		}
	}
	if sum == 0 {
		return 0, 0
	}
	return round5(lon / sum), round5(lat / sum)
}

// addFineProvinces makes districts of provinces that are finer than GeoNames'
// first level.
func (w *world) addFineProvinces() error {
	for i := range w.provinces {
		p := &w.provinces[i]
		id := mentionmap.PlaceID(p.GeoName)
		if p.Level != 2 || p.code == "" || id <= 0 || w.byID[id] != nil || p.English == "" {
			continue
		}
		e := &entry{ID: id, Kind: mentionmap.District, Feature: "ADM2", Country: p.ISO2, Code: p.ISO,
			Admin1: w.admin1[p.code].ID, Lon: p.Lon, Lat: p.Lat, Polygon: p.shape}
		name.Add(e, "en", 0, p.English)
		name.Add(e, "uk", 0, p.Ukrain)
		name.Add(e, "ru", 0, p.Russian)
		if _, err := w.add(e); err != nil {
			return fmt.Errorf("%s: %w", p.ISO, err)
		}
	}
	return nil
}
