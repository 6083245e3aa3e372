// Package export writes what the store found: mentions and places in the
// formats of a table, located documents as JSON Lines. Everything is written by
// appending to a buffer or a temporary file: memory stays the same however much
// there is.
package export

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// Layer says what is written.
type Layer uint8

// The layers.
const (
	LayerMentions Layer = iota
	LayerPlaces         // with their counts
)

var layerNames = [...]string{"mentions", "places"}

func (l Layer) String() string { return layerNames[l] }

// ParseLayer is the inverse of String.
func ParseLayer(s string) (Layer, bool) {
	for i, n := range layerNames {
		if n == s {
			return Layer(i), true
		}
	}
	return 0, false
}

// Meta is said about a file inside of it, where the format has room.
type Meta struct {
	Layer      Layer
	Query      mentionmap.Query // the filters
	Generation int64            // of the store
	Matched    int64            // how many mentions matched when it began; -1: not known
	Stored     int64            // how many mentions there were in all
	Demo       bool             // made from the demo corpus
	Time       time.Time        // when it was made; zero: not said
	// Outline gives the outline of a region or country (lon, lat), or nil. It
	// may be nil itself: then there are no outlines.
	Outline func(mentionmap.PlaceID) orb.MultiPolygon
}

// Writer takes the rows of one layer, the one its Meta names. Close ends the
// file; it does not close what is written to. The first error stays.
type Writer interface {
	Mention(*store.Mention) error
	Place(*store.PlaceCount) error
	Close() error
}

// Format is a file format.
type Format struct {
	Name      string // as in f=geojson
	Title     string // for people
	MediaType string
	Extension string // without dot
	New       func(io.Writer, Meta) Writer
	Layers    bool // holds all layers at once: a file of mentions has their places, too
}

// Formats lists what can be written: one line adds one.
var Formats = []Format{
	{Name: "geojson", Title: "GeoJSON", MediaType: "application/geo+json", Extension: "geojson", New: newGeoJSON},
	{Name: "csv", Title: "CSV", MediaType: "text/csv; charset=utf-8", Extension: "csv", New: newCSV},
	{Name: "geojsonseq", Title: "GeoJSON text sequence", MediaType: "application/geo+json-seq", Extension: "geojsons", New: newSequence},
	{Name: "kml", Title: "KML", MediaType: "application/vnd.google-earth.kml+xml", Extension: "kml", New: newKML},
	{Name: "gpkg", Title: "GeoPackage", MediaType: "application/geopackage+sqlite3", Extension: "gpkg", New: newGeoPackage, Layers: true},
}

// ByName finds a format; the error is Invalid and lists what there is.
func ByName(name string) (Format, error) {
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, mentionmap.Errorf(mentionmap.Invalid, "there is no format %q: it is one of %s", name, strings.Join(Names(), ", "))
}

// Names lists the formats' names.
func Names() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// Describe asks the store what a file will say of itself. Errors: the store's.
func Describe(ctx context.Context, st store.Store, l Layer, q mentionmap.Query) (Meta, error) {
	m := Meta{Layer: l, Query: q, Time: time.Now()}
	info, err := st.Info(ctx)
	if err != nil {
		return m, err
	}
	m.Generation, m.Demo, m.Stored = info.Generation, info.Demo, info.Mentions
	m.Matched, err = st.Total(ctx, q)
	return m, err
}

// Write writes the file that m describes. The errors are those of the store, of
// w and of ctx; a file that they cut short is not well-formed.
func Write(ctx context.Context, w io.Writer, st store.Store, m Meta, f Format) error {
	out := f.New(w, m)
	if t, temporary := out.(interface{ abort() }); temporary {
		defer t.abort()
	}
	if m.Layer == LayerMentions {
		if err := st.Mentions(ctx, m.Query, out.Mention); err != nil {
			return err
		}
	}
	if m.Layer == LayerPlaces || f.Layers {
		q := m.Query
		if m.Layer != LayerPlaces { // a page of mentions is no page of places
			q.Limit, q.After = 0, ""
		}
		if err := st.Places(ctx, q, out.Place); err != nil {
			return err
		}
	}
	return out.Close()
}
