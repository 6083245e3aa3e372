package main

import (
	"fmt"
	"math"
)

// waterLevel says how much of the rivers and lakes one file keeps.
type waterLevel struct {
	file    string
	bits    int
	tol     tolerance
	minLake tolerance // km², by place
	ranks   int       // river ranks kept: 1 is the widest
}

// waters holds what one run of gmt gives, stitched.
type waters struct {
	lakes   [][]point
	drained [][]point    // the former banks of the Kakhovka reservoir
	rivers  [5][][]point // by rank 1..4
}

// home is where the smaller rivers are drawn too.
var home = zone{21, 44, 43, 54}

// caspian is an area (km²) that only the Caspian Sea exceeds among GSHHG's lakes; Natural Earth's land already leaves it out.
const caspian = 300000

func readWaters() (*waters, error) {
	w := &waters{}
	if err := w.readLakes(); err != nil {
		return nil, err
	}
	for rank := 1; rank <= 4; rank++ {
		if err := w.readRivers(rank); err != nil {
			return nil, err
		}
	}
	w.rivers[1] = append(w.rivers[1], dniproBed)
	return w, nil
}

func (w *waters) readLakes() error {
	pieces, err := gmtCoast("-W2", "-R-180/180/-60/80", "-A10/2/2")
	if err != nil {
		return err
	}
	for _, ring := range stitch(pieces) {
		if !isClosed(ring) || areaKm2(ring) > caspian {
			continue
		}
		if lakes, banks, ok := cutReservoir(ring); ok {
			w.lakes, w.drained = append(w.lakes, lakes...), append(w.drained, banks...)
			continue
		}
		w.lakes = append(w.lakes, ring)
	}
	if len(w.drained) != 2 {
		return fmt.Errorf("no lake around %v has two banks between latitude %g and longitude %g: look at kakhovka.go",
			dniproAt, reservoirHead, kakhovkaDam)
	}
	return nil
}

func (w *waters) readRivers(rank int) error {
	z := europe
	if rank > 2 {
		z = region
	}
	if rank > 3 {
		z = home
	}
	pieces, err := gmtCoast(fmt.Sprintf("-I%d", rank), fmt.Sprintf("-R%g/%g/%g/%g", z.west, z.east, z.south, z.north))
	w.rivers[rank] = stitch(pieces)
	return err
}

func waterChart(w *waters, l waterLevel) chart {
	b := newBuilder(l.bits)
	lakes := layer{name: "lake", area: true}
	for _, ring := range w.lakes {
		if areaKm2(ring) >= l.minLake(ring[0]) {
			lakes.parts = append(lakes.parts, b.add(simplify(closed(ring), l.bits, l.tol)))
		}
	}
	b.layers = append(b.layers, lakes)
	b.addPlain("drained", w.drained, l.tol)
	for rank := 1; rank <= l.ranks; rank++ {
		b.addPlain(fmt.Sprintf("river%d", rank), w.rivers[rank], l.tol)
	}
	return b.chart
}

// addPlain adds lines that share nothing with others.
func (b *builder) addPlain(name string, lines [][]point, tol tolerance) {
	l := layer{name: name}
	for _, pts := range lines {
		l.parts = append(l.parts, b.add(simplify(pts, b.bits, tol)))
	}
	b.layers = append(b.layers, l)
}

// closed makes the last vertex equal the first to the last digit.
func closed(ring []point) []point {
	out := append([]point{}, ring...)
	out[len(out)-1] = out[0]
	return out
}

// areaKm2 is the area of a ring on a sphere of 6371 km, by an equal-area cylinder.
func areaKm2(ring []point) float64 {
	const radius, rad = 6371.0, math.Pi / 180
	sum := 0.0
	prev := ring[len(ring)-1]
	for _, p := range ring {
		sum += (p[0] - prev[0]) * rad * (math.Sin(p[1]*rad) + math.Sin(prev[1]*rad)) / 2
		prev = p
	}
	return math.Abs(sum) * radius * radius
}
