package export

import (
	"database/sql"
	"io"
	"os"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// geoPackage writes OGC GeoPackage 1.3 (OGC 12-128r18): an SQLite file, which
// is made in a temporary file and copied out at the end. It holds the layers
// mentions, places and regions, the last with outlines.
type geoPackage struct {
	w    io.Writer
	meta Meta
	dir  string
	db   *sql.DB
	tx   *sql.Tx
	err  error

	mentions, places, regions *gpkgLayer
}

// gpkgLayer is one table of features.
type gpkgLayer struct {
	name, geometry string
	columns        []string // declarations
	insert, index  *sql.Stmt
	rows           int64
	bound          orb.Bound
}

func newGeoPackage(w io.Writer, m Meta) Writer {
	g := &geoPackage{w: w, meta: m}
	g.mentions = &gpkgLayer{name: "mentions", geometry: "POINT", columns: declarations(mentionColumns)}
	g.places = &gpkgLayer{name: "places", geometry: "POINT", columns: declarations(placeColumns)}
	g.regions = &gpkgLayer{name: "regions", geometry: "MULTIPOLYGON", columns: declarations(placeColumns)}
	if g.err = g.create(); g.err != nil {
		g.abort()
	}
	return g
}

func declarations[T any](columns []column[T]) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = `"` + c.name + `" ` + c.sql
	}
	return out
}

// layers lists those the file has.
func (g *geoPackage) layers() []*gpkgLayer {
	if g.meta.Layer == LayerPlaces {
		return []*gpkgLayer{g.places, g.regions}
	}
	return []*gpkgLayer{g.mentions, g.places, g.regions}
}

func (g *geoPackage) create() (err error) {
	if g.dir, err = os.MkdirTemp("", "mentionmap-gpkg-"); err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "no temporary file for the GeoPackage: %w", err)
	}
	// Nobody else sees the file before it is whole: a journal would be for nothing.
	g.db, err = sql.Open("sqlite3", "file:"+g.path()+"?_journal_mode=OFF&_synchronous=OFF&_cache_size=-16384&_locking_mode=EXCLUSIVE")
	if err != nil {
		return err
	}
	g.db.SetMaxOpenConns(1)
	if _, err = g.db.Exec(gpkgPragmas); err != nil {
		return err
	}
	if g.tx, err = g.db.Begin(); err != nil {
		return err
	}
	if _, err = g.tx.Exec(gpkgTables); err != nil {
		return err
	}
	for _, l := range g.layers() {
		if err = l.create(g.tx); err != nil {
			return err
		}
	}
	return nil
}

func (g *geoPackage) path() string { return g.dir + "/mentionmap.gpkg" }

func (g *geoPackage) Mention(m *store.Mention) error {
	if g.err == nil {
		g.err = g.mentions.add(valuesOf(mentionColumns, m), pointOf(m.Place))
	}
	return g.err
}

// Place writes a place as a point, and its outline, if there is one, as a region.
func (g *geoPackage) Place(p *store.PlaceCount) error {
	if g.err != nil {
		return g.err
	}
	values := valuesOf(placeColumns, p)
	if g.err = g.places.add(values, orb.Point{p.Lon, p.Lat}); g.err != nil || g.meta.Outline == nil {
		return g.err
	}
	if outline := g.meta.Outline(p.ID); len(outline) > 0 {
		g.err = g.regions.add(values, outline)
	}
	return g.err
}

// pointOf is nil for no place: an interface that holds nothing.
func pointOf(p *mentionmap.Place) orb.Geometry {
	if p == nil {
		return nil
	}
	return orb.Point{p.Lon, p.Lat}
}

func valuesOf[T any](columns []column[T], row *T) []any {
	out := make([]any, len(columns), len(columns)+1)
	for i, c := range columns {
		out[i] = c.value(row)
	}
	return out
}

// Close finishes the file and copies it out.
func (g *geoPackage) Close() error {
	defer g.abort()
	if g.err != nil {
		return g.err
	}
	if g.err = g.finish(); g.err != nil {
		return g.err
	}
	f, err := os.Open(g.path())
	if err != nil {
		return err
	}
	defer f.Close()
	_, g.err = io.Copy(g.w, f)
	return g.err
}

func (g *geoPackage) finish() error {
	for _, l := range g.layers() {
		if err := l.finish(g.tx, g.meta.Time); err != nil {
			return err
		}
	}
	if _, err := g.tx.Exec(gpkgMetadata, string(appendMeta(nil, &g.meta)), timestamp(g.meta.Time)); err != nil {
		return err
	}
	if err := g.tx.Commit(); err != nil {
		return err
	}
	return g.db.Close()
}

// abort takes away the temporary file; it may be called again.
func (g *geoPackage) abort() {
	if g.db != nil {
		g.db.Close()
	}
	if g.dir != "" {
		os.RemoveAll(g.dir)
	}
}
