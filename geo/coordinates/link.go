package coordinates

import (
	"math"
	"net/url"
	"strings"
)

// mapSite is how a map writes positions into its links.
type mapSite struct {
	host     string   // part of the host's name
	path     string   // part of the path, "" if any will do
	keys     []string // of parameters that hold "lat,lon"
	lonFirst bool
}

var mapSites = [...]mapSite{
	{host: "yandex.", keys: []string{"pt", "whatshere[point]", "ll"}, lonFirst: true},
	{host: "google.", path: "/maps", keys: []string{"q", "query", "ll", "center", "destination"}},
	{host: "maps.google.", keys: []string{"q", "query", "ll", "center", "daddr"}},
	{host: "maps.apple.", keys: []string{"ll", "q", "coordinate"}},
	{host: "openstreetmap.org"}, {host: "osm.org"}, {host: "deepstatemap.live"}, {host: "wikimapia.org"},
}

// link reads a link to a map.
func link(text string, i int) (f Found, end int) {
	if !strings.HasPrefix(text[i:], "http") {
		return f, 0
	}
	end = i
	for end < len(text) && end < i+maxURLLength && text[end] > ' ' && strings.IndexByte("<>\"|\\^`{}", text[end]) < 0 {
		end++
	}
	end = i + len(strings.TrimRight(text[i:end], ".,;:!?)]'"))
	u, err := url.Parse(text[i:end])
	if err != nil || u.Host == "" {
		return f, 0
	}
	for s := range mapSites {
		site := &mapSites[s]
		if strings.Contains(u.Host, site.host) && strings.Contains(u.Path, site.path) {
			if site.read(u, &f) {
				return f, end
			}
			return f, 0
		}
	}
	return f, 0
}

// read takes the position out of a link: a marker before the middle of the map.
func (s *mapSite) read(u *url.URL, f *Found) bool {
	values := u.Query()
	if f.fill(values.Get("mlat"), values.Get("mlon")) || f.fill(values.Get("lat"), values.Get("lon")) {
		return true
	}
	for _, k := range s.keys {
		a, b, _ := strings.Cut(strings.TrimPrefix(values.Get(k), "loc:"), ",")
		if s.lonFirst {
			b, _, _ = strings.Cut(b, ",")
			a, b = b, a
		}
		if f.fill(a, b) {
			return true
		}
	}
	for _, part := range strings.Split(u.Path+"/"+u.Fragment, "/") {
		if place, ok := strings.CutPrefix(part, "@"); ok || strings.Count(part, ",") == 1 {
			a, rest, _ := strings.Cut(place, ",")
			b, _, _ := strings.Cut(rest, ",")
			if f.fill(a, b) {
				return true
			}
		}
	}
	return f.fragment(u.Fragment)
}

// fragment reads "#map=13/48.5956/37.9999" and "#13/48.5956/37.9999".
func (f *Found) fragment(s string) bool {
	s, _, _ = strings.Cut(s, "&")
	parts := strings.Split(strings.TrimPrefix(s, "map="), "/")
	return len(parts) >= 3 && f.fill(parts[1], parts[2])
}

// fill takes a latitude and a longitude in decimal degrees.
func (f *Found) fill(lat, lon string) bool {
	a, da, okA := signed(lat)
	b, db, okB := signed(lon)
	if !okA || !okB || !valid(b, a) || da == 0 && db == 0 {
		return false
	}
	f.Lat, f.Lon = a, b
	f.RadiusKM = max(leastRadius, kmPerDegree*math.Pow10(-min(da, db)))
	return true
}

// signed reads the whole of s as a number.
func signed(s string) (v float64, decimals int, ok bool) {
	s = strings.TrimSpace(s)
	rest := strings.TrimPrefix(s, "-")
	v, whole, decimals, end := number(rest, 0)
	if whole == 0 || whole > 3 || end != len(rest) {
		return 0, 0, false
	}
	if len(rest) < len(s) {
		v = -v
	}
	return v, decimals, true
}
