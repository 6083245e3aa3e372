package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Outlines are put on a grid, fine where the map is detailed. Neighbours share
// vertices in the source, so they share them on the grid too, and no gap opens.
const (
	fineGrid   = 0.001 // degrees
	coarseGrid = 0.02
)

var fine = orb.Bound{Min: orb.Point{20, 43}, Max: orb.Point{50, 58}}

func snap(p orb.Point) orb.Point {
	g := coarseGrid
	if fine.Contains(p) {
		g = fineGrid
	}
	return orb.Point{math.Round(p[0]/g) * g, math.Round(p[1]/g) * g}
}

// snapped returns the outline on the grid, outer rings counter-clockwise,
// without what has no area there.
func snapped(mp orb.MultiPolygon) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, poly := range mp {
		var rings orb.Polygon
		for i, ring := range poly {
			if r := snapRing(ring, i == 0); r != nil {
				rings = append(rings, r)
			} else if i == 0 {
				break
			}
		}
		if len(rings) > 0 {
			out = append(out, rings)
		}
	}
	return out
}

func snapRing(ring orb.Ring, outer bool) orb.Ring {
	var out orb.Ring
	for _, p := range ring {
		if q := snap(p); len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) < 4 || planar.Area(out) == 0 {
		return nil
	}
	if (out.Orientation() == orb.CCW) != outer {
		out.Reverse()
	}
	return out
}

type edge struct{ from, to orb.Point }

// dissolve joins outlines: a border that runs both ways is inside and goes.
func dissolve(parts []orb.MultiPolygon) orb.MultiPolygon {
	edges := map[edge]bool{}
	var order []edge
	for _, mp := range parts {
		for _, poly := range mp {
			for _, ring := range poly {
				for i := 1; i < len(ring); i++ {
					e := edge{ring[i-1], ring[i]}
					edges[e] = true
					order = append(order, e)
				}
			}
		}
	}
	next := map[orb.Point][]orb.Point{}
	var left []edge
	for _, e := range order {
		if edges[e] && !edges[edge{e.to, e.from}] {
			next[e.from] = append(next[e.from], e.to)
			left = append(left, e)
			edges[e] = false
		}
	}
	return assemble(chain(left, next))
}

// chain follows edges until they close.
func chain(left []edge, next map[orb.Point][]orb.Point) []orb.Ring {
	var rings []orb.Ring
	for _, e := range left {
		ring := orb.Ring{e.from}
		for at := e.from; len(next[at]) > 0; {
			to := next[at][0]
			next[at] = next[at][1:]
			ring = append(ring, to)
			if at = to; at == e.from {
				break
			}
		}
		if len(ring) >= 4 && ring.Closed() {
			rings = append(rings, straightened(ring))
		}
	}
	return rings
}

// straightened drops vertices that lie on the line between their neighbours.
func straightened(ring orb.Ring) orb.Ring {
	out := orb.Ring{ring[0]}
	for i := 1; i < len(ring)-1; i++ {
		a, b, c := out[len(out)-1], ring[i], ring[i+1]
		if math.Abs((b[0]-a[0])*(c[1]-a[1])-(c[0]-a[0])*(b[1]-a[1])) > 1e-9 {
			out = append(out, b)
		}
	}
	return append(out, ring[len(ring)-1])
}

// assemble gives each hole (clockwise) to the smallest outer ring around it.
// Slivers that the grid left between neighbours are dropped.
func assemble(rings []orb.Ring) orb.MultiPolygon {
	const sliver = 1e-4 // square degrees: about 1 km²
	var outer, holes []orb.Ring
	for _, r := range rings {
		switch area := math.Abs(planar.Area(r)); {
		case r.Orientation() == orb.CCW && (area > sliver || len(rings) == 1):
			outer = append(outer, r)
		case r.Orientation() == orb.CW && area > 10*sliver:
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(outer, func(a, b orb.Ring) int {
		return cmp.Compare(math.Abs(planar.Area(a)), math.Abs(planar.Area(b)))
	})
	mp := make(orb.MultiPolygon, len(outer))
	for i, r := range outer {
		mp[i] = orb.Polygon{r}
	}
	for _, h := range holes {
		for i, r := range outer {
			if planar.RingContains(r, h[0]) && planar.RingContains(r, h[len(h)/2]) {
				mp[i] = append(mp[i], h)
				break
			}
		}
	}
	return mp
}
