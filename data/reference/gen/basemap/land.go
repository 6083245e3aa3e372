package main

import "math"

// level says how much of the land one file keeps.
type level struct {
	file      string
	bits      int       // grid of 2^bits
	tol       tolerance // bends below this area are left out
	minIsland tolerance // islands below this area are left out
	oblasts   bool      // keep first-level borders of the states in divided
}

// divided are the states whose first-level borders are drawn.
var divided = map[string]bool{"UKR": true, "RUS": true, "BLR": true}

// crimea is kept apart at every level, for the dashed line along its border.
var crimea = map[string]bool{"UA-43": true, "UA-40": true}

// zone is a box of longitudes and latitudes.
type zone struct{ west, south, east, north float64 }

var (
	region = zone{18, 41, 62, 62}  // where the map is detailed
	europe = zone{-12, 34, 75, 72} // what a reader of the region pans to
)

func (z zone) has(p point) bool {
	return p[0] >= z.west && p[0] <= z.east && p[1] >= z.south && p[1] <= z.north
}

// within uses one value in the region, a coarser one in Europe, and another for the rest.
func within(near, middle, far float64) tolerance {
	return func(p point) float64 {
		switch {
		case region.has(p):
			return near
		case europe.has(p):
			return middle
		default:
			return far
		}
	}
}

// unitName says which provinces are one area at this level.
func (l *level) unitName(u unit) string {
	switch {
	case l.oblasts && divided[u.owner]:
		return u.name
	case crimea[u.name]:
		return "Crimea"
	default:
		return u.owner
	}
}

// landChart builds the chart of land, coast and borders.
func landChart(provinces []unit, l level) chart {
	t := buildTopology(dissolve(provinces, l.unitName))
	keep := make([]bool, len(t.arcs))
	for i := range t.arcs {
		a := &t.arcs[i]
		keep[i] = !tooSmall(a.pts, l)
		a.pts = simplify(a.pts, l.bits, l.tol)
	}
	b := newBuilder(l.bits)
	b.addArea("land", &t, keep, func(unit) bool { return true })
	b.addArea("ukraine", &t, keep, func(u unit) bool { return u.owner == "UKR" })
	lines := []string{"coast", "state", "disputed"}
	if l.oblasts {
		lines = append(lines, "oblast")
	}
	for _, kind := range lines {
		b.addLines(kind, &t, func(i int) bool { return keep[i] && t.kind(&t.arcs[i]) == kind })
	}
	return b.chart
}

func tooSmall(pts []point, l level) bool {
	return keyOf(pts[0]) == keyOf(pts[len(pts)-1]) && ringArea(pts, l.bits) < l.minIsland(pts[0])
}

// ringArea is the area in square grid units.
func ringArea(pts []point, bits int) float64 {
	sum := 0.0
	prev := project(pts[len(pts)-1], bits)
	for _, p := range pts {
		q := project(p, bits)
		sum += prev[0]*q[1] - q[0]*prev[1]
		prev = q
	}
	return math.Abs(sum) / 2
}

// kind names the line layer of an arc.
func (t *topology) kind(a *arc) string {
	if a.right < 0 {
		return "coast"
	}
	l, r := t.units[a.left], t.units[a.right]
	switch {
	case l.owner != r.owner:
		return "state"
	case isCrimea(l) != isCrimea(r):
		return "disputed"
	default:
		return "oblast"
	}
}

func isCrimea(u unit) bool { return crimea[u.name] || u.name == "Crimea" }
