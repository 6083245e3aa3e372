package main

import "math"

// maxArc is the most vertices an arc holds in a file: short arcs let the reader skip what is out of view.
const maxArc = 256

// builder collects arcs and layers of a chart, and stores each stretch of line once.
type builder struct {
	chart
	known map[int][]int // topology arc -> arcs of the chart that it was cut into
}

func newBuilder(bits int) *builder {
	return &builder{chart: chart{bits: bits}, known: map[int][]int{}}
}

// addArea adds the outline of the chosen units; rings of arcs that are not kept are left out.
func (b *builder) addArea(name string, t *topology, keep []bool, in func(unit) bool) {
	l := layer{name: name, area: true}
	for _, ring := range t.outline(in) {
		if len(ring) == 1 && !keep[plain(ring[0])] {
			continue
		}
		var refs []int
		for _, ref := range ring {
			refs = append(refs, b.pieces(t, ref)...)
		}
		l.parts = append(l.parts, refs)
	}
	b.layers = append(b.layers, l)
}

// addLines adds the chosen arcs without the stretches that run along the map's edge.
func (b *builder) addLines(name string, t *topology, in func(int) bool) {
	l := layer{name: name}
	for i := range t.arcs {
		if !in(i) {
			continue
		}
		for _, ref := range b.pieces(t, i) {
			if !alongEdge(b.arcs[ref]) {
				l.parts = append(l.parts, []int{ref})
			}
		}
	}
	b.layers = append(b.layers, l)
}

// add stores a line of its own and returns its numbers.
func (b *builder) add(pts []point) []int {
	var refs []int
	for _, piece := range cutLong(pts) {
		refs = append(refs, len(b.arcs))
		b.arcs = append(b.arcs, piece)
	}
	return refs
}

// pieces returns the chart's signed arcs for a signed arc of the topology.
func (b *builder) pieces(t *topology, ref int) []int {
	i := plain(ref)
	if _, ok := b.known[i]; !ok {
		b.known[i] = b.add(t.arcs[i].pts)
	}
	refs := b.known[i]
	if ref >= 0 {
		return refs
	}
	back := make([]int, len(refs))
	for j, r := range refs {
		back[len(refs)-1-j] = ^r
	}
	return back
}

func plain(ref int) int {
	if ref < 0 {
		return ^ref
	}
	return ref
}

// cutLong cuts where a line enters or leaves the map's edge, and after maxArc vertices.
func cutLong(pts []point) [][]point {
	var out [][]point
	from := 0
	for i := 1; i < len(pts); i++ {
		last := i == len(pts)-1
		turn := !last && onEdge(pts[i-1], pts[i]) != onEdge(pts[i], pts[i+1])
		if last || turn || i-from == maxArc {
			out = append(out, pts[from:i+1])
			from = i
		}
	}
	return out
}

// onEdge tells whether a segment runs along the 180th meridian or beyond the square map's last latitude.
func onEdge(a, b point) bool {
	const edge = 179.999
	return math.Abs(a[0]) > edge && math.Abs(b[0]) > edge ||
		math.Abs(a[1]) > maxLatitude && math.Abs(b[1]) > maxLatitude
}

func alongEdge(pts []point) bool { return onEdge(pts[0], pts[1]) }
