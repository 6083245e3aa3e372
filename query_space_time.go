package mentionmap

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// parseBBox reads four numbers, or six with heights, which are ignored.
func parseBBox(q *Query, v []string) error {
	bad := Errorf(Invalid, "%q is not minlon,minlat,maxlon,maxlat in degrees", clip(v[0]))
	f, ok := numbers(v[0])
	if ok && len(f) == 6 {
		f = []float64{f[0], f[1], f[3], f[4]}
	}
	if !ok || len(f) != 4 {
		return bad
	}
	if !onEarth(f[0], f[1]) || !onEarth(f[2], f[3]) || f[1] > f[3] {
		return bad
	}
	q.BBox = &orb.Bound{Min: orb.Point{f[0], f[1]}, Max: orb.Point{f[2], f[3]}}
	return nil
}

// mostKM is half way around the earth: every place lies nearer.
const mostKM = 20038

func parseNear(q *Query, v []string) error {
	f, ok := numbers(v[0])
	if !ok || len(f) != 3 || !onEarth(f[0], f[1]) || f[2] <= 0 || f[2] > mostKM {
		return Errorf(Invalid, "%q is not lon,lat,km in degrees and kilometres, such as 38,48.6,25", clip(v[0]))
	}
	q.Near = &Circle{Center: orb.Point{f[0], f[1]}, KM: f[2]}
	return nil
}

// A polygon has so many corners; the bound keeps a search among all places short.
const leastCorners, mostCorners = 3, 200

// parsePolygon reads corners in either direction; the first may stand again at
// the end.
func parsePolygon(q *Query, v []string) error {
	bad := Errorf(Invalid, "%q is not lon,lat,lon,lat,… in degrees, %d to %d corners", clip(v[0]), leastCorners, mostCorners)
	if strings.Count(v[0], ",") > 2*mostCorners+1 {
		return bad
	}
	f, ok := numbers(v[0])
	if !ok || len(f)%2 != 0 {
		return bad
	}
	var ring orb.Ring
	for i := 0; i < len(f); i += 2 {
		if !onEarth(f[i], f[i+1]) {
			return bad
		}
		ring = append(ring, orb.Point{f[i], f[i+1]})
	}
	if len(ring) > 0 && ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	if len(ring) < leastCorners || len(ring) > mostCorners {
		return bad
	}
	q.Polygon = ring
	return nil
}

func onEarth(lon, lat float64) bool { return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 }

// numbers reads finite numbers, comma separated.
func numbers(s string) ([]float64, bool) {
	parts := strings.Split(s, ",")
	out := make([]float64, len(parts))
	for i, p := range parts {
		v, ok := number(strings.TrimSpace(p))
		if !ok {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}

// number reads a decimal number as everyone writes it, perhaps with an exponent:
// not 1_0, 0x1p3, inf or nan, which Go would read too.
func number(s string) (float64, bool) {
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

func parseDatetime(q *Query, v []string) (err error) {
	q.From, q.To, err = ParseWindow(v[0])
	return err
}

// ParseWindow reads a day, an instant (its day counts), or an interval of two
// of them with ".." or nothing for an open end. GDAL 3.6 writes days as
// "2022-03-01T"; that is taken too.
func ParseWindow(s string) (from, to Day, err error) {
	left, right, interval := strings.Cut(s, "/")
	if from, err = parseEnd(left, interval); err != nil {
		return NoDay, NoDay, err
	}
	if !interval {
		return from, from, nil
	}
	if to, err = parseEnd(right, true); err != nil {
		return NoDay, NoDay, err
	}
	if from != NoDay && to != NoDay && from > to {
		return NoDay, NoDay, Errorf(Invalid, "%q ends before it starts", clip(s))
	}
	if from == NoDay && to == NoDay && left == "" && right == "" {
		return NoDay, NoDay, Errorf(Invalid, "%q has no ends: write from/to, ../to or from/..", clip(s))
	}
	return from, to, nil
}

// instant is a day, or an instant of RFC 3339, perhaps cut short. A plus that was
// not escaped in an address arrives as a blank.
var instant = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)([Tt ](\d\d:\d\d(:([0-5]\d|60)([.,]\d+)?)?([Zz]|[-+ ]\d\d:?\d\d)?)?)?$`)

// parseEnd gives the civil day of one end of a window. The day is the one that is
// written, whatever its offset: the days that texts tell of have no zone either.
func parseEnd(s string, mayBeOpen bool) (Day, error) {
	if mayBeOpen && (s == "" || s == "..") {
		return NoDay, nil
	}
	bad := Errorf(Invalid, "%q is not a day: write YYYY-MM-DD, from/to, ../to or from/..", clip(s))
	parts := instant.FindStringSubmatch(s)
	if parts == nil {
		return NoDay, bad
	}
	stamp := parts[1]
	if parts[3] != "" {
		stamp += "T" + parts[3]
	}
	at, err := ParseStamp(stamp)
	if err != nil {
		return NoDay, bad
	}
	return at.Day, nil
}
