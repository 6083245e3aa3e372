package main

import (
	"encoding/binary"
	"strings"
	"testing"
)

func TestParseSegments(t *testing.T) {
	tests := []struct {
		name, in, wantErr string
		want              int
	}{
		{"two pieces", "# header\n> Bin 1\n30\t50\n30.5\t50.5\n> Bin 2\n350 1\n351 2\n352 3\n", "", 2},
		{"a lone vertex is no line", ">\n30 50\n>\n", "", 0},
		{"nothing", "", "", 0},
		{"words", ">\n30 fifty\n", "line 2", 0},
		{"one number", ">\n30\n", `line 2: "30" is no longitude`, 0},
	}
	for _, tt := range tests {
		got, err := parseSegments([]byte(tt.in))
		if tt.wantErr == "" && err != nil || tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.wantErr)
		}
		if len(got) != tt.want {
			t.Errorf("%s: got %d lines, want %d", tt.name, len(got), tt.want)
		}
	}
	west, _ := parseSegments([]byte(">\n350 1\n351 2\n"))
	if west[0][0] != (point{-10, 1}) {
		t.Errorf("longitude 350 becomes %v, want -10", west[0][0])
	}
}

func FuzzParseSegments(f *testing.F) {
	f.Add([]byte("> Bin\n30 50\n31 51\n"))
	f.Add([]byte("#\n\n>\n1e999 x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := parseSegments(data)
		if err != nil {
			return
		}
		for _, l := range lines {
			if len(l) < 2 {
				t.Fatalf("a line of %d vertices", len(l))
			}
		}
	})
}

func TestStitchJoinsAcrossTilesAndStopsAtForks(t *testing.T) {
	pieces := [][]point{
		{{2, 0}, {1, 0}},          // runs the other way
		{{0, 0}, {1, 0.00001}},    // meets it within the tolerance
		{{2, 0}, {3, 1}},          // a fork at 2, 0
		{{2, 0}, {3, -1}, {4, 0}}, // its other arm
	}
	got := stitch(pieces)
	if len(got) != 3 {
		t.Fatalf("got %d lines, want the stem and two arms: %v", len(got), got)
	}
	ring := stitch([][]point{{{0, 0}, {1, 0}, {1, 1}}, {{1, 1}, {0, 1}, {0, 0}}})
	if len(ring) != 1 || !isClosed(ring[0]) {
		t.Errorf("two halves of a shore: got %v", ring)
	}
}

func TestCutReservoir(t *testing.T) {
	// banks of a lake from above Kremenchuk to below the dam, right bank down, left bank up
	dnipro := []point{
		{32.5, 49.0}, {34.9, 48.4}, {35.0, 47.9}, {34.9, 47.6}, {33.6, 47.1}, {33.4, 46.8}, {33.2, 46.8}, {32.7, 46.6},
		{32.7, 46.5}, {33.3, 46.7}, {33.5, 46.8}, {34.2, 47.2}, {35.3, 47.6}, {35.2, 47.9}, {35.1, 48.5}, {33.5, 49.2}, {32.4, 49.6},
	}
	lakes, banks, ok := cutReservoir(dnipro)
	if !ok {
		t.Fatalf("got %d lakes and %d banks, want 2 and 2", len(lakes), len(banks))
	}
	for _, ring := range lakes {
		if inside(point{34.5, 47.4}, ring) {
			t.Error("the reservoir is still water")
		}
	}
	if _, _, ok := cutReservoir(square(20, 50, 1)); ok {
		t.Error("another lake was cut")
	}
}

func TestAreaKm2(t *testing.T) {
	// one degree square at the equator: (π/180)·6371² · (sin 1° − sin 0°)
	if got := areaKm2(square(0, 0, 1)); got < 12360 || got > 12365 {
		t.Errorf("got %.0f km², want about 12363", got)
	}
}

func TestEncode(t *testing.T) {
	c := chart{bits: 1, arcs: [][]point{{{-180, 0}, {0, 0}}}, layers: []layer{{name: "x", area: true, parts: [][]int{{0, ^0}}}}}
	want := append([]byte("MMBM"), version, 1, 1, 2)
	for _, v := range []int64{0, 1, 1, 0} {
		want = binary.AppendVarint(want, v)
	}
	want = append(want, 1, 1, 'x', 1, 1, 2, 0, 1)
	if got := c.encode(); string(got) != string(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
