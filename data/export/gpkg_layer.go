package export

import (
	"database/sql"
	"encoding/binary"
	"math"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

const wgs84 = 4326

func (l *gpkgLayer) create(tx *sql.Tx) (err error) {
	statements := "CREATE TABLE " + l.name + " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom " + l.geometry + ", " + strings.Join(l.columns, ", ") + ");" +
		"CREATE VIRTUAL TABLE rtree_" + l.name + "_geom USING rtree (id, minx, maxx, miny, maxy);"
	if _, err = tx.Exec(statements); err != nil {
		return err
	}
	marks := strings.Repeat("?, ", len(l.columns)) + "?"
	if l.insert, err = tx.Prepare("INSERT INTO " + l.name + " (" + l.names() + ", geom) VALUES (" + marks + ")"); err != nil {
		return err
	}
	l.index, err = tx.Prepare("INSERT INTO rtree_" + l.name + "_geom VALUES (?, ?, ?, ?, ?)")
	return err
}

func (l *gpkgLayer) names() string {
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i], _, _ = strings.Cut(c, " ")
	}
	return strings.Join(names, ", ")
}

// add writes one feature; geometry may be nil.
func (l *gpkgLayer) add(values []any, geometry orb.Geometry) error {
	l.rows++
	if geometry == nil {
		_, err := l.insert.Exec(append(values, nil)...)
		return err
	}
	b := geometry.Bound()
	if l.bound.IsZero() {
		l.bound = b
	}
	l.bound = l.bound.Union(b)
	if _, err := l.insert.Exec(append(values, appendGPKG(nil, geometry))...); err != nil {
		return err
	}
	_, err := l.index.Exec(l.rows, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	return err
}

// finish enters the layer into the tables of contents. The triggers that keep
// the index come last: nothing has to run them here.
func (l *gpkgLayer) finish(tx *sql.Tx, at time.Time) error {
	var box [4]any
	if !l.bound.IsZero() {
		box = [4]any{l.bound.Min[0], l.bound.Min[1], l.bound.Max[0], l.bound.Max[1]}
	}
	if _, err := tx.Exec("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
		l.name, l.name, Licence, timestamp(at), box[0], box[1], box[2], box[3], wgs84); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", l.name, l.geometry, wgs84); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", l.name); err != nil {
		return err
	}
	_, err := tx.Exec(strings.ReplaceAll(gpkgTriggers, "$t", l.name))
	return err
}

// timestamp is how GeoPackage writes times.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// appendGPKG appends a point or multipolygon as GeoPackageBinary (OGC
// 12-128r18, 2.1.3): a header, for areas with their box, then little-endian WKB.
func appendGPKG(dst []byte, g orb.Geometry) []byte {
	dst = append(dst, 'G', 'P', 0)
	switch g := g.(type) {
	case orb.Point:
		dst = binary.LittleEndian.AppendUint32(append(dst, 1), wgs84)
		return appendPoint(binary.LittleEndian.AppendUint32(append(dst, 1), wkbPoint), g)
	case orb.MultiPolygon:
		dst = binary.LittleEndian.AppendUint32(append(dst, 1|1<<1), wgs84)
		b := g.Bound()
		dst = appendFloats(dst, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
		return appendMultiPolygon(dst, g)
	}
	return dst
}

const (
	wkbPoint        = 1
	wkbPolygon      = 3
	wkbMultiPolygon = 6
)

func appendMultiPolygon(dst []byte, m orb.MultiPolygon) []byte {
	dst = binary.LittleEndian.AppendUint32(append(dst, 1), wkbMultiPolygon)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(m)))
	for _, polygon := range m {
		dst = binary.LittleEndian.AppendUint32(append(dst, 1), wkbPolygon)
		dst = binary.LittleEndian.AppendUint32(dst, uint32(len(polygon)))
		for _, ring := range polygon {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(len(ring)))
			for _, p := range ring {
				dst = appendPoint(dst, p)
			}
		}
	}
	return dst
}

func appendPoint(dst []byte, p orb.Point) []byte { return appendFloats(dst, p[0], p[1]) }

func appendFloats(dst []byte, values ...float64) []byte {
	for _, v := range values {
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
	}
	return dst
}
