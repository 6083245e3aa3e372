package sqlite

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"mentionmap"
)

const wgs84 = 4326

// What comes first in a geometry as GeoPackage keeps it (OGC 12-128r18, 2.1.3):
// magic, version, flags (little-endian; with a box or without). Well-known
// binary follows.
const (
	gpkgPlain = 1
	gpkgBox   = 1 | 1<<1

	wkbPoint        = 1
	wkbPolygon      = 3
	wkbMultiPolygon = 6
)

func appendHeader(dst []byte, flags byte) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, 'G', 'P', 0, flags), wgs84)
}

// appendWKB appends the begin of a geometry.
func appendWKB(dst []byte, kind uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, 1), kind)
}

// appendPoint appends a point; degrees.
func appendPoint(dst []byte, lon, lat float64) []byte {
	return appendFloats(appendWKB(appendHeader(dst, gpkgPlain), wkbPoint), lon, lat)
}

// appendOutline appends a multipolygon with its box.
func appendOutline(dst []byte, m orb.MultiPolygon) []byte {
	b := m.Bound()
	dst = appendFloats(appendHeader(dst, gpkgBox), b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	dst = appendCount(appendWKB(dst, wkbMultiPolygon), len(m))
	for _, polygon := range m {
		dst = appendCount(appendWKB(dst, wkbPolygon), len(polygon))
		for _, ring := range polygon {
			dst = appendCount(dst, len(ring))
			for _, p := range ring {
				dst = appendFloats(dst, p[0], p[1])
			}
		}
	}
	return dst
}

func appendCount(dst []byte, n int) []byte { return binary.LittleEndian.AppendUint32(dst, uint32(n)) }

func appendFloats(dst []byte, values ...float64) []byte {
	for _, v := range values {
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
	}
	return dst
}

// putOutline stores the outline of a new place, if it has one.
func (w *writer) putOutline(id mentionmap.PlaceID, place int64) error {
	if w.options.Outline == nil {
		return nil
	}
	outline := w.options.Outline(id)
	if len(outline) == 0 {
		return nil
	}
	_, err := w.exec("INSERT INTO outline VALUES (?, ?)", place, appendOutline(nil, outline))
	if b := outline.Bound(); err == nil {
		w.outlines.add(b.Min[0], b.Min[1])
		w.outlines.add(b.Max[0], b.Max[1])
	}
	return err
}

// box is a rectangle that grows.
type box struct {
	orb.Bound
	some bool
}

func (b *box) add(lon, lat float64) {
	p := orb.Point{lon, lat}
	if !b.some {
		b.Bound, b.some = orb.Bound{Min: p, Max: p}, true
	}
	b.Bound = b.Extend(p)
}

// featureCounts is how many features a layer holds; layers that users added tell
// their own number.
const featureCounts = `(CASE table_name WHEN 'mentions' THEN (SELECT mentions FROM state) WHEN 'documents' THEN (SELECT documents FROM state)
	WHEN 'posts' THEN (SELECT posts FROM state) WHEN 'places' THEN (SELECT count(*) FROM place_count WHERE mentions > 0)
	WHEN 'regions' THEN (SELECT count(*) FROM outline JOIN place_count USING (place) WHERE mentions > 0)
	ELSE feature_count END)`

// ourLayers are the names of the tables that GDAL and QGIS show; users add others.
const ourLayers = "('mentions', 'places', 'regions', 'reports', 'documents', 'posts', 'sentences')"

// finishLayers tells GDAL and QGIS how much our layers hold now, and where.
func (w *writer) finishLayers() error {
	_, err := w.exec("UPDATE gpkg_ogr_contents SET feature_count = " + featureCounts + " WHERE table_name IN " + ourLayers)
	if err != nil {
		return err
	}
	if _, err := w.exec("UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name IN " + ourLayers); err != nil {
		return err
	}
	for _, layer := range [...]struct {
		name string
		box  *box
	}{{"mentions", &w.places}, {"places", &w.places}, {"regions", &w.outlines}} {
		if b := layer.box; b.some {
			_, err := w.exec(`UPDATE gpkg_contents SET min_x = coalesce(min(min_x, ?1), ?1), min_y = coalesce(min(min_y, ?2), ?2),
				max_x = coalesce(max(max_x, ?3), ?3), max_y = coalesce(max(max_y, ?4), ?4) WHERE table_name = ?5`, b.Min[0], b.Min[1], b.Max[0], b.Max[1], layer.name)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
