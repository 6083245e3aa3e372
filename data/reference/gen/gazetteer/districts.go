package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// unitWords are the words for a second-level unit, as the lists write them.
var unitWords = []string{" Raion", " Rayon", " raion", " rayon", " rajon", " urban raion", " District", " Urban Okrug", " Urban District",
	" Miskrada", " Mis’krada", " City Council", " County", " Parish", " Borough"}

// withDistricts are the countries whose districts are taken; elsewhere they
// mostly repeat the name of a town.
var withDistricts = map[string]bool{"UA": true, "RU": true, "BY": true, "US": true, "GB": true, "IE": true, "PL": true, "LT": true, "EE": true, "KZ": true, "GE": true}

// addDistricts makes the second-level units. GeoNames' list has names and
// codes; in Russia, Belarus and the city of Kyiv the code is the GeoNames id.
// A district is put where its towns are, else at the town it is named for.
func (w *world) addDistricts(src *sources) error {
	if err := w.addFineProvinces(); err != nil {
		return err
	}
	var list []coded
	if err := json.Unmarshal(src.admin2JSON, &list); err != nil {
		return err
	}
	byCode := map[string][]*city{}
	byAdmin1 := map[string][]*city{}
	for _, c := range w.cities {
		byCode[c.admin2Code()] = append(byCode[c.admin2Code()], c)
		byAdmin1[c.admin1Code()] = append(byAdmin1[c.admin1Code()], c)
	}
	for _, d := range list {
		if err := w.addDistrict(d, byCode[d.Code], byAdmin1[admin1Of(d.Code)]); err != nil {
			return err
		}
	}
	w.fillAdmin2()
	w.addUp()
	return nil
}

// addUp gives regions and districts the population of their towns.
func (w *world) addUp() {
	for _, c := range w.cities {
		e := w.byID[c.id]
		if e == nil || e.Feature == "PPLX" {
			continue
		}
		for _, id := range []mentionmap.PlaceID{e.Admin1, e.Admin2} {
			if unit := w.byID[id]; unit != nil {
				unit.Population += e.Population
			}
		}
	}
}

func admin1Of(code string) string {
	p := strings.SplitN(code, ".", 3)
	return p[0] + "." + p[1]
}

func (w *world) addDistrict(d coded, members, around []*city) error {
	region := w.admin1[admin1Of(d.Code)]
	if !withDistricts[d.Code[:2]] || region == nil || urban(d.Name) {
		return nil
	}
	base := trimUnit(d.Name)
	e := &entry{Kind: mentionmap.District, Feature: "ADM2", Country: d.Code[:2], Admin1: region.ID}
	name.Add(e, "", 0, d.Name)
	if base != d.Name && d.Code[:2] != "US" {
		name.Add(e, "", gazetteer.NameBare, base)
	}
	seat := seatOf(base, members)
	if seat == nil && len(members) == 0 {
		seat = seatOf(base, around)
	}
	switch {
	case seat != nil:
		e.Lon, e.Lat = seat.lon, seat.lat
		if d.Code[:2] != "US" {
			name.Add(e, "", gazetteer.NameBare, seat.name)
		}
	case len(members) > 0:
		e.Lon, e.Lat = meanOf(members)
	default:
		return nil
	}
	e.ID = districtID(d.Code)
	if e.ID > 0 && w.byID[e.ID] != nil {
		return nil
	}
	w.admin2[d.Code] = e
	_, err := w.add(e)
	return err
}

// districtID is the GeoNames id where the list's code is one.
func districtID(code string) mentionmap.PlaceID {
	last := code[strings.LastIndexByte(code, '.')+1:]
	if n, err := strconv.ParseInt(last, 10, 64); err == nil && len(last) >= 6 {
		return mentionmap.PlaceID(n)
	}
	return gazetteer.CodeID(code)
}

// urban reports a town that is a district of its own: the town itself stands
// for it.
func urban(name string) bool {
	return strings.HasPrefix(name, "Gorodskoy Okrug") || strings.HasSuffix(name, " Urban District") || strings.HasSuffix(name, "District and City")
}

func trimUnit(name string) string {
	for _, word := range unitWords {
		if s, ok := strings.CutSuffix(name, word); ok {
			return s
		}
	}
	return name
}

// adjectiveEnds are endings of adjectives made from a town's name.
var adjectiveEnds = []string{"skiy", "skyy", "skyi", "skii", "skij", "ski", "sky", "ska", "skoy", "tskiy"}

// seatOf finds the town a district is named for: "Yartsevskiy" for Yartsevo.
func seatOf(base string, towns []*city) *city {
	name := gazetteer.Fold(base)
	stem := name
	for _, end := range adjectiveEnds {
		if s, ok := strings.CutSuffix(name, end); ok && len(s) >= 3 {
			stem = s
			break
		}
	}
	var best *city
	bestCost := 100
	for _, t := range towns {
		cost := nameCost(stem, name, gazetteer.Fold(t.name))
		if cost < bestCost || cost == bestCost && best != nil && t.population > best.population {
			best, bestCost = t, cost
		}
	}
	return best
}

// nameCost says how far a town's name is from the stem of an adjective: 0
// the same, some letters more at the end, 100 no relation.
func nameCost(stem, whole, town string) int {
	short := strings.TrimRight(stem, "aeiouy")
	rest, ok := strings.CutPrefix(town, short)
	switch {
	case town == whole || town == stem:
		return 0
	case !ok || len(short) < 3 || len(rest) > 3 || strings.Contains(rest, " "):
		return 100
	}
	return 1 + len(rest)
}

func meanOf(cities []*city) (lon, lat float64) {
	for _, c := range cities {
		lon, lat = lon+c.lon, lat+c.lat
	}
	n := float64(len(cities))
	return round5(lon / n), round5(lat / n)
}

func (w *world) fillAdmin2() {
	for _, c := range w.cities {
		e, d := w.byID[c.id], w.admin2[c.admin2Code()]
		if e != nil && d != nil {
			e.Admin2 = d.ID
		}
	}
}
