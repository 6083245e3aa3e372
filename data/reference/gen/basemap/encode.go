package main

import (
	"encoding/binary"
	"math"
)

// layer is a named list of parts; each part is a run of signed arc numbers (~i means reversed).
// The parts of an area layer are closed rings, filled by the even-odd rule.
type layer struct {
	name  string
	area  bool
	parts [][]int
}

// chart is the content of one file: arcs on a grid of 2^bits, and the layers that use them.
type chart struct {
	bits   int
	arcs   [][]point
	layers []layer
}

const (
	magic   = "MMBM"
	version = 1
)

// encode writes the format described in docs/formats.md, section Basemap.
func (c *chart) encode() []byte {
	b := append([]byte(magic), version, byte(c.bits))
	b = binary.AppendUvarint(b, uint64(len(c.arcs)))
	var x, y int64
	for _, pts := range c.arcs {
		grid := onGrid(pts, c.bits)
		b = binary.AppendUvarint(b, uint64(len(grid)))
		for _, p := range grid {
			b = binary.AppendVarint(b, p[0]-x)
			b = binary.AppendVarint(b, p[1]-y)
			x, y = p[0], p[1]
		}
	}
	b = binary.AppendUvarint(b, uint64(len(c.layers)))
	for _, l := range c.layers {
		b = appendLayer(b, l)
	}
	return b
}

func appendLayer(b []byte, l layer) []byte {
	b = binary.AppendUvarint(b, uint64(len(l.name)))
	b = append(b, l.name...)
	shape := byte(0)
	if l.area {
		shape = 1
	}
	b = append(b, shape)
	b = binary.AppendUvarint(b, uint64(len(l.parts)))
	for _, part := range l.parts {
		b = binary.AppendUvarint(b, uint64(len(part)))
		last := 0
		for _, ref := range part {
			b = binary.AppendVarint(b, int64(ref-last))
			last = ref
		}
	}
	return b
}

// onGrid rounds to the grid and drops vertices that fall together; at least two stay.
func onGrid(pts []point, bits int) [][2]int64 {
	var out [][2]int64
	for i, p := range pts {
		g := project(p, bits)
		q := [2]int64{int64(math.Round(g[0])), int64(math.Round(g[1]))}
		if len(out) > 0 && out[len(out)-1] == q && !(i == len(pts)-1 && len(out) == 1) {
			continue
		}
		out = append(out, q)
	}
	return out
}
