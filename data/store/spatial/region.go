package spatial

import (
	"math"

	"github.com/paulmach/orb"

	"mentionmap"
)

// boundSlack, in degrees, forgives that outlines of regions and of countries
// are drawn with different care.
const boundSlack = 0.1

// bandDegrees is the height of the bands into which edges are sorted.
const bandDegrees = 0.1

// region is an outline whose edges are sorted into bands of latitude, so that
// a point is held against few of them.
type region struct {
	id    mentionmap.PlaceID
	bound orb.Bound
	bands [][][2]orb.Point
}

func newRegion(id mentionmap.PlaceID, outline orb.MultiPolygon) *region {
	r := &region{id: id, bound: outline.Bound()}
	r.bands = make([][][2]orb.Point, r.band(r.bound.Max.Lat())+1)
	for _, polygon := range outline {
		for _, ring := range polygon {
			for i := range ring {
				r.add(ring[i], ring[(i+1)%len(ring)])
			}
		}
	}
	return r
}

func (r *region) band(lat float64) int {
	return int(math.Floor((lat - r.bound.Min.Lat()) / bandDegrees))
}

func (r *region) add(a, b orb.Point) {
	for i := r.band(min(a[1], b[1])); i <= r.band(max(a[1], b[1])); i++ {
		r.bands[i] = append(r.bands[i], [2]orb.Point{a, b})
	}
}

// contains counts the edges that a line from the point to the east crosses: an
// odd number of them means inside (even-odd rule, holes included).
func (r *region) contains(p orb.Point) bool {
	if !r.bound.Contains(p) {
		return false
	}
	inside := false
	for _, e := range r.bands[r.band(p[1])] {
		a, b := e[0], e[1]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	}
	return inside
}

// earthKM is the mean radius of the earth (IUGG).
const earthKM = 6371.0088

// distanceKM is the length of the great circle between two points (haversine).
func distanceKM(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (b[1]-a[1])*rad/2, (b[0]-a[0])*rad/2
	h := math.Sin(dLat)*math.Sin(dLat) + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*math.Sin(dLon)*math.Sin(dLon)
	return 2 * earthKM * math.Asin(math.Sqrt(min(1, h)))
}
