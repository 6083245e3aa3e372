package main

import (
	"math"
	"reflect"
	"testing"
)

// square returns a closed-by-meaning ring, counter-clockwise.
func square(west, south, side float64) []point {
	return []point{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}}
}

func neighbours() []unit {
	return []unit{
		{name: "UA-65", owner: "UKR", rings: [][]point{square(0, 1, 1)}},
		{name: "UA-43", owner: "UKR", rings: [][]point{square(0, 0, 1)}},
		{name: "RUS-1", owner: "RUS", rings: [][]point{square(1, 1, 1)}},
		{name: "island", owner: "RUS", rings: [][]point{square(5, 5, 1)}},
	}
}

func TestTopologyStoresEachBorderOnce(t *testing.T) {
	topo := buildTopology(neighbours())
	got := map[string]int{}
	for i := range topo.arcs {
		got[topo.kind(&topo.arcs[i])]++
	}
	want := map[string]int{"disputed": 1, "state": 1, "coast": 4}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("arcs by kind: got %v, want %v", got, want)
	}
}

func TestDissolveRemovesInnerBorders(t *testing.T) {
	out := dissolve(neighbours(), func(u unit) string { return u.owner })
	if len(out) != 2 || len(out[0].rings) != 1 || len(out[1].rings) != 2 {
		t.Fatalf("got %d units with %v", len(out), out)
	}
	if area := shoelace(out[0].rings[0]); math.Abs(area-2) > 1e-9 {
		t.Errorf("area of the two squares of Ukraine: got %g, want 2", area)
	}
}

func shoelace(ring []point) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(sum) / 2
}

func TestSharedRingIsOneArc(t *testing.T) {
	hole := square(2, 2, 1)
	turned := []point{hole[2], hole[1], hole[0], hole[3]} // the same ring from elsewhere, backwards
	topo := buildTopology([]unit{
		{name: "around", owner: "A", rings: [][]point{square(0, 0, 9), turned}},
		{name: "within", owner: "B", rings: [][]point{hole}},
	})
	if len(topo.arcs) != 2 {
		t.Errorf("got %d arcs, want the outer ring and one shared ring", len(topo.arcs))
	}
}

func TestLevelsKeepCrimeaApart(t *testing.T) {
	coarse, fine := level{}, level{oblasts: true}
	tests := []struct {
		unit         unit
		coarse, fine string
	}{
		{unit{name: "UA-43", owner: "UKR"}, "Crimea", "UA-43"},
		{unit{name: "UA-40", owner: "UKR"}, "Crimea", "UA-40"},
		{unit{name: "UA-65", owner: "UKR"}, "UKR", "UA-65"},
		{unit{name: "POL-1", owner: "POL"}, "POL", "POL"},
	}
	for _, tt := range tests {
		if got := coarse.unitName(tt.unit); got != tt.coarse {
			t.Errorf("%s, coarse: got %q, want %q", tt.unit.name, got, tt.coarse)
		}
		if got := fine.unitName(tt.unit); got != tt.fine {
			t.Errorf("%s, fine: got %q, want %q", tt.unit.name, got, tt.fine)
		}
	}
}

func TestSimplifyKeepsEndsAndLargeBends(t *testing.T) {
	line := []point{{0, 0}, {1, 0.001}, {2, 0}, {3, 20}, {4, 0}, {5, 0.001}, {6, 0}}
	got := simplify(line, 10, within(1, 1, 1))
	want := []point{{0, 0}, {2, 0}, {3, 20}, {4, 0}, {6, 0}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	ring := closed(append(square(0, 0, 0.01), point{}))
	if got := simplify(ring, 10, within(1e9, 1e9, 1e9)); len(got) != 4 {
		t.Errorf("a closed line keeps four vertices, got %v", got)
	}
}

func TestCutLongDropsTheMapsEdge(t *testing.T) {
	line := []point{{170, 60}, {180, 60}, {180, 65}, {180, 70}, {170, 70}}
	var edges, others int
	for _, piece := range cutLong(line) {
		if alongEdge(piece) {
			edges++
		} else {
			others++
		}
	}
	if edges != 1 || others != 2 {
		t.Errorf("got %d pieces on the edge and %d off it, want 1 and 2", edges, others)
	}
	long := make([]point, 3*maxArc)
	for i := range long {
		long[i] = point{float64(i) / 10, 0}
	}
	for _, piece := range cutLong(long) {
		if len(piece) > maxArc+1 {
			t.Errorf("a piece of %d vertices", len(piece))
		}
	}
}
