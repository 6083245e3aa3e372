package main

import (
	"fmt"

	"github.com/sams96/rgeo"
)

const (
	urbanBits = 18
	// urbanTol smooths the stairs of the source, whose cells are 1/120 degree wide (about 6 grid units).
	urbanTol = 24
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
				l.parts = append(l.parts, b.add(simplify(line, urbanBits, within(urbanTol, urbanTol, urbanTol))))
			}
		}
	}
	b.layers = append(b.layers, l)
	return b.chart, nil
}
