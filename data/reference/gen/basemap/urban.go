package main

import (
	"fmt"

	"github.com/sams96/rgeo"
)

const (
	urbanBits = 18
	// urbanTol cuts the stairs of the source, whose cells are 1/120 degree wide: 6 by 9 grid units at 48° N.
	urbanTol = 60
	// urbanMin leaves out built-up areas of fewer square grid units (about 10 km² at 48° N).
	urbanMin = 900
)

// urbanChart builds the chart of built-up areas in the region.
func urbanChart() (chart, error) {
	features, err := readFeatures(rgeo.Cities10())
	if err != nil {
		return chart{}, fmt.Errorf("rgeo Cities10: %w", err)
	}
	b := newBuilder(urbanBits)
	l := layer{name: "urban", area: true}
	for i := range features {
		rings, err := features[i].rings()
		if err != nil {
			return chart{}, fmt.Errorf("rgeo Cities10, feature %d: %w", i, err)
		}
		for _, ring := range rings {
			if home.has(ring[0]) && ringArea(ring, urbanBits) >= urbanMin {
				line := append(append([]point{}, ring...), ring[0])
				l.parts = append(l.parts, b.add(round(simplify(line, urbanBits, within(urbanTol, urbanTol, urbanTol)))))
			}
		}
	}
	b.layers = append(b.layers, l)
	return b.chart, nil
}

// round cuts the corners of a closed line at a quarter of each side (Chaikin 1974).
func round(ring []point) []point {
	var out []point
	for i := 0; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		out = append(out,
			point{a[0]*0.75 + b[0]*0.25, a[1]*0.75 + b[1]*0.25},
			point{a[0]*0.25 + b[0]*0.75, a[1]*0.25 + b[1]*0.75})
	}
	return append(out, out[0])
}
