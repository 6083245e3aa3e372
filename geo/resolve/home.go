package resolve

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Votes is what texts of one source say of where it is at home: each name
// has one vote, and spreads it over the places that bear it by how likely
// each is.
type Votes struct {
	units map[gazetteer.Row]float64
	cells map[cell]float64
	total float64
}

// cell is a field of half a degree by half a degree.
type cell struct{ x, y int16 }

const cellsPerDegree = 2

func cellAt(lon, lat float64) cell {
	return cell{int16(math.Floor(lon * cellsPerDegree)), int16(math.Floor(lat * cellsPerDegree))}
}

// middle is the cell's middle, in degrees.
func (c cell) middle() (lon, lat float64) {
	return (float64(c.x) + 0.5) / cellsPerDegree, (float64(c.y) + 0.5) / cellsPerDegree
}

// add counts a part of a vote.
func (v *Votes) add(g *gazetteer.Gazetteer, row gazetteer.Row, weight float64) {
	unit := unitOf(g, row)
	if unit == gazetteer.None {
		return
	}
	if v.units == nil {
		v.units, v.cells = map[gazetteer.Row]float64{}, map[cell]float64{}
	}
	v.total += weight
	v.units[unit] += weight
	if unit != row {
		v.cells[cellAt(g.Lon(row), g.Lat(row))] += weight
	}
}

// Add adds what other texts say.
func (v *Votes) Add(o *Votes) { v.addTimes(o, 1) }

// Less takes away what other texts said.
func (v *Votes) Less(o *Votes) { v.addTimes(o, -1) }

func (v *Votes) addTimes(o *Votes, times float64) {
	if v.units == nil {
		v.units, v.cells = map[gazetteer.Row]float64{}, map[cell]float64{}
	}
	v.total += times * o.total
	for u, w := range o.units {
		v.units[u] += times * w
	}
	for c, w := range o.cells {
		v.cells[c] += times * w
	}
}

// vote adds what the names just decided say.
func (r *Resolver) vote(v *Votes) {
	for i := range r.entities {
		e := &r.entities[i]
		if e.best < 0 {
			continue
		}
		const least = 0.02 // of a vote
		scores := r.scores[e.at : e.at+e.hi-e.lo]
		top, sum := scores[e.best], 0.0
		for _, s := range scores {
			sum += math.Exp(s - top)
		}
		for k, s := range scores {
			if w := math.Exp(s-top) / sum; w >= least {
				v.add(r.Gazetteer, r.finder.Places[e.lo+int32(k)].Row, w)
			}
		}
	}
}

// Home is where a source is at home: what its names without a region are
// near to. It never changes.
type Home struct {
	units map[gazetteer.Row]float64 // shares
	cells []homeCell                // heaviest first
}

type homeCell struct {
	lon, lat, share float64
}

// Home sums the votes up; nil if there are too few.
func (v *Votes) Home() *Home {
	const (
		least = 1.0 // votes
		most  = 32  // cells
		doubt = 1.0 // votes for elsewhere
	)
	if v.total < least {
		return nil
	}
	h := &Home{units: make(map[gazetteer.Row]float64, len(v.units))}
	for u, w := range v.units {
		h.units[u] = w / (v.total + doubt)
	}
	for c, w := range v.cells {
		lon, lat := c.middle()
		h.cells = append(h.cells, homeCell{lon, lat, w / (v.total + doubt)})
	}
	slices.SortFunc(h.cells, func(a, b homeCell) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.lon, b.lon), cmp.Compare(a.lat, b.lat))
	})
	h.cells = h.cells[:min(most, len(h.cells))]
	return h
}

// Regions lists the regions of the home, the likeliest first, with their
// shares.
func (h *Home) Regions() (rows []gazetteer.Row, shares []float64) {
	rows = slices.SortedFunc(maps.Keys(h.units), func(a, b gazetteer.Row) int {
		return cmp.Or(cmp.Compare(h.units[b], h.units[a]), cmp.Compare(a, b))
	})
	for _, u := range rows {
		shares = append(shares, h.units[u])
	}
	return rows, shares
}

// around is how much of the home lies around a point, 0 to 1.
func (h *Home) around(lon, lat float64) float64 {
	const scale = 100 // km
	sum := 0.0
	for i := range h.cells {
		c := &h.cells[i]
		if math.Abs(c.lat-lat) < farLat && math.Abs(c.lon-lon) < farLon {
			sum += c.share * math.Exp(-Distance(lon, lat, c.lon, c.lat)/scale)
		}
	}
	return sum
}

// atHome: it lies where the source's other texts are at home; 0 to 2.
func atHome(r *Resolver, e *entity, c *gazetteer.Candidate) float64 {
	if r.Home == nil || e.holder != gazetteer.None {
		return 0
	}
	g := r.Gazetteer
	unit := unitOf(g, c.Row)
	if unit == gazetteer.None {
		return 0
	}
	share := r.Home.units[unit]
	if g.Kind(c.Row) == mentionmap.Region {
		return 2 * share
	}
	return share + r.Home.around(g.Lon(c.Row), g.Lat(c.Row))
}
