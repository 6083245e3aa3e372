package gazetteer

import (
	"encoding/binary"
	"math/bits"
)

// names reads the columns of names.
func (d *decoding) names() error {
	g := d.g
	counts, err := d.uvarints("NCNT", len(g.id), 1<<20)
	if err != nil {
		return err
	}
	n := len(d.content["NLEN"])
	if len(d.content["NFLG"]) != n || len(d.content["NLNG"]) != n {
		return damaged("its columns of names are of different lengths")
	}
	g.firstName = make([]uint32, len(counts)+1)
	total := 0
	for i, c := range counts {
		total += int(c)
		if c == 0 || total > n {
			return damaged("place %d has %d names", i, c)
		}
		g.firstName[i+1] = uint32(total)
	}
	if total != n {
		return damaged("%d names belong to no place", n-total)
	}
	g.text = string(d.content["TEXT"])
	g.nameLang = d.content["NLNG"]
	g.nameFlags = d.content["NFLG"]
	return d.nameColumns(counts, n)
}

func (d *decoding) nameColumns(counts []uint32, n int) error {
	g := d.g
	g.textAt, g.nameRow = make([]uint32, n+1), make([]Row, n)
	at, lens := uint32(0), d.content["NLEN"]
	for i, size := range lens {
		if int(g.nameLang[i]) >= len(g.tables.Langs) {
			return damaged("name %d points outside the tables", i)
		}
		at += uint32(size)
		g.textAt[i+1] = at
	}
	if int(at) != len(g.text) {
		return damaged("its names have %d bytes, want %d", len(g.text), at)
	}
	next := 0
	for row, c := range counts {
		for range c {
			g.nameRow[next] = Row(row)
			next++
		}
	}
	return nil
}

func (d *decoding) nodes() error {
	g, flags, hashes := d.g, d.content["NODE"], d.content["HASH"]
	if len(hashes) != 4*len(flags) {
		return damaged("section %q has %d bytes, want %d", "HASH", len(hashes), 4*len(flags))
	}
	g.nodeHash, g.nodeSet = make([]uint32, len(flags)), make([]uint32, len(flags))
	sets, last := uint32(0), uint32(0)
	for i, f := range flags {
		h := binary.LittleEndian.Uint32(hashes[4*i:])
		if h < last {
			return damaged("its trie is out of order at node %d", i)
		}
		last = h
		g.nodeHash[i] = h
		if f&nodeIsName != 0 {
			sets++
			g.nodeSet[i] = sets << 1
		}
		if f&nodeGoesOn != 0 {
			g.nodeSet[i] |= 1
		}
	}
	g.buildBuckets()
	return nil
}

// buildBuckets makes the table that finds a hash's nodes in one step.
func (g *Gazetteer) buildBuckets() {
	width := min(max(bits.Len(uint(len(g.nodeHash))), 1), 24)
	g.bucketShift = 32 - width
	g.bucket = make([]uint32, 1<<width+1)
	at := 0
	for i := range 1 << width {
		g.bucket[i] = uint32(at)
		for at < len(g.nodeHash) && g.nodeHash[at]>>g.bucketShift == uint32(i) {
			at++
		}
	}
	g.bucket[1<<width] = uint32(at)
}

func (d *decoding) sets() error {
	g := d.g
	sets := 0
	for _, s := range g.nodeSet {
		if s > 1 {
			sets++
		}
	}
	counts, err := d.uvarints("SCNT", sets, 1<<31)
	if err != nil {
		return err
	}
	g.setStart = make([]uint32, sets+1)
	total := uint64(0)
	for i, c := range counts {
		total += uint64(c)
		if c == 0 || total > 1<<31 {
			return damaged("name set %d has %d names", i, c)
		}
		g.setStart[i+1] = uint32(total)
	}
	g.refs, err = d.uvarints("REFS", int(total), uint64(len(g.nameRow)))
	return err
}
