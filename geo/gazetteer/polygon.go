package gazetteer

import (
	"encoding/binary"
	"math"
	"sync"

	"mentionmap"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// polygonUnit is the unit of stored outlines, in degrees (11 m or less).
const polygonUnit = 1e-4

// encodePolygons writes each outline as differences, and where it begins.
func encodePolygons(entries []Entry, content map[string][]byte) {
	last := 0
	for i, e := range entries {
		if len(e.Polygon) == 0 {
			continue
		}
		content["POLY"] = appendPolygon(content["POLY"], e.Polygon)
		b := e.Polygon.Bound()
		pidx := binary.AppendUvarint(content["PIDX"], uint64(i))
		pidx = binary.AppendUvarint(pidx, uint64(len(content["POLY"])-last))
		for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			pidx = binary.AppendVarint(pidx, int64(math.Round(v/polygonUnit)))
		}
		content["PIDX"] = pidx
		last = len(content["POLY"])
	}
}

func appendPolygon(dst []byte, mp orb.MultiPolygon) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(mp)))
	for _, poly := range mp {
		dst = binary.AppendUvarint(dst, uint64(len(poly)))
		for _, ring := range poly {
			dst = binary.AppendUvarint(dst, uint64(len(ring)))
			var x, y int64
			for _, p := range ring {
				nx, ny := int64(math.Round(p[0]/polygonUnit)), int64(math.Round(p[1]/polygonUnit))
				dst = binary.AppendVarint(dst, nx-x)
				dst = binary.AppendVarint(dst, ny-y)
				x, y = nx, ny
			}
		}
	}
	return dst
}

// outline is where a row's polygon lies in its file.
type outline struct {
	row      Row
	source   int // of shapes.source
	from, to int
	bound    orb.Bound
}

type shapes struct {
	source   []section // of polygons, one of each layer
	outlines []outline
	byRow    map[Row]*lazyShape
}

type lazyShape struct {
	outline
	read func() orb.MultiPolygon
}

// polygons reads where the outlines lie; the outlines themselves wait.
func (d *decoding) polygons() error {
	at := 0
	for b := d.content["PIDX"]; len(b) > 0; {
		var v [6]int64
		for i := range v {
			var n int
			if i < 2 {
				var u uint64
				u, n = binary.Uvarint(b)
				v[i] = int64(u)
			} else {
				v[i], n = binary.Varint(b)
			}
			if n <= 0 || i < 2 && (v[i] < 0 || v[i] > maxSection) {
				return damaged("the list of outlines is cut off")
			}
			b = b[n:]
		}
		if v[0] >= int64(len(d.g.id)) || at+int(v[1]) > maxSection {
			return damaged("an outline belongs to no place")
		}
		o := outline{row: Row(v[0]), from: at, to: at + int(v[1])}
		o.bound = orb.Bound{Min: corner(v[2], v[3]), Max: corner(v[4], v[5])}
		at = o.to
		d.g.shapes.outlines = append(d.g.shapes.outlines, o)
	}
	return nil
}

func corner(x, y int64) orb.Point {
	return orb.Point{float64(x) * polygonUnit, float64(y) * polygonUnit}
}

// prepare makes the outlines readable, each at most once.
func (s *shapes) prepare() {
	unpacked := make([]func() []byte, len(s.source))
	for i, src := range s.source {
		unpacked[i] = sync.OnceValue(func() []byte {
			raw, err := src.unpack()
			if err != nil {
				return nil // checksummed at opening: only a file made wrong gets here, and then has no outlines
			}
			return raw
		})
	}
	s.byRow = make(map[Row]*lazyShape, len(s.outlines))
	for _, o := range s.outlines {
		content := unpacked[o.source]
		s.byRow[o.row] = &lazyShape{outline: o, read: sync.OnceValue(func() orb.MultiPolygon {
			raw := content()
			if o.to > len(raw) {
				return nil
			}
			return readPolygon(raw[o.from:o.to])
		})}
	}
}

// shapeReader reads an outline; past the end it reads zeros.
type shapeReader struct{ b []byte }

func (r *shapeReader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(len(r.b)) {
		r.b = nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *shapeReader) step() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.b = nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func readPolygon(b []byte) orb.MultiPolygon {
	r := &shapeReader{b}
	var mp orb.MultiPolygon
	for range r.count() {
		var poly orb.Polygon
		for range r.count() {
			if ring := r.ring(); len(ring) > 0 {
				poly = append(poly, ring)
			}
		}
		if len(poly) > 0 {
			mp = append(mp, poly)
		}
	}
	return mp
}

func (r *shapeReader) ring() orb.Ring {
	ring := make(orb.Ring, r.count())
	var x, y int64
	for i := range ring {
		x, y = x+r.step(), y+r.step()
		ring[i] = corner(x, y)
	}
	return ring
}

// Polygon returns the outline of a region or country, nil if it has none.
// It is decoded at the first call; the caller must not change it.
func (g *Gazetteer) Polygon(r Row) orb.MultiPolygon {
	if s := g.shapes.byRow[r]; s != nil {
		return s.read()
	}
	return nil
}

// Contains reports whether the row's outline holds the point.
func (g *Gazetteer) Contains(r Row, lon, lat float64) bool {
	s := g.shapes.byRow[r]
	p := orb.Point{lon, lat}
	return s != nil && s.bound.Contains(p) && planar.MultiPolygonContains(s.read(), p)
}

// RegionAt returns the region whose outline holds the point, else the country,
// else None.
func (g *Gazetteer) RegionAt(lon, lat float64) Row {
	best := None
	for _, o := range g.shapes.outlines {
		k := g.Kind(o.row)
		if k != mentionmap.Region && (k != mentionmap.Country || best != None) || !g.Contains(o.row, lon, lat) {
			continue
		}
		if best = o.row; k == mentionmap.Region {
			return best
		}
	}
	return best
}
