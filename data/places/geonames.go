package places

import (
	"fmt"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/places/name"
	"mentionmap/geo/gazetteer"
)

// draft is a place as a source gives it, on its way to an entry.
type draft struct {
	gazetteer.Entry
	names          name.Place
	admin1, admin2 string          // GeoNames' codes, within the country
	below          gazetteer.Row   // the same place in the layers below, else None
	also           []gazetteer.Row // other rows below that are this place too
	own            bool            // the user's: every name stands as it is
}

// geonamesColumns is the number of columns of GeoNames' tables of places
// (download.geonames.org/export/dump/readme.txt).
const geonamesColumns = 19

func isGeoNames(head string) bool {
	f := strings.Split(head, "\t")
	if len(f) < 9 {
		return false
	}
	_, err := strconv.ParseInt(f[0], 10, 64)
	return err == nil && len(f[6]) <= 1
}

func readGeoNames(in *input, d *dump) error {
	return in.columns(geonamesColumns, geonamesColumns, func(f []string) error {
		d.rows++
		kind := kindOf(f[6], f[7])
		p, err := parseGeoNames(f)
		if err != nil {
			return in.wrong("%v", err)
		}
		if p.Kind = kind; kind == mentionmap.KindUnknown {
			return nil
		}
		d.drafts = append(d.drafts, p)
		return nil
	})
}

func parseGeoNames(f []string) (*draft, error) {
	id, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil || id <= 0 {
		return nil, fmt.Errorf("the id %.20q is no number", f[0])
	}
	lat, lon, err := position(f[4], f[5])
	if err != nil {
		return nil, err
	}
	population, err := strconv.ParseInt(orZero(f[14]), 10, 64)
	if err != nil || population < 0 {
		return nil, fmt.Errorf("the population %.20q is no number", f[14])
	}
	if f[8] != "" && len(f[8]) != 2 {
		return nil, fmt.Errorf("the country %.20q has not two letters", f[8])
	}
	p := &draft{admin1: f[10], admin2: f[11], below: gazetteer.None}
	p.Entry = gazetteer.Entry{ID: mentionmap.PlaceID(id), Feature: f[7], Country: f[8], Population: population, Lon: lon, Lat: lat}
	p.names = name.Place{Main: f[1], Others: strings.Split(f[3], ","), Country: f[8], Population: population}
	if f[2] != f[1] && f[2] != "" {
		p.names.Others = append(p.names.Others, f[2])
	}
	return p, nil
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

// position reads degrees; NaN and what is off the globe are none.
func position(latitude, longitude string) (lat, lon float64, err error) {
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return 0, 0, fmt.Errorf("latitude %.20q, longitude %.20q: no position on the globe", latitude, longitude)
	}
	return lat, lon, nil
}
