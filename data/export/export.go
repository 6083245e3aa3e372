// Package export writes what the store found: mentions and places as GeoJSON
// and CSV, located documents as JSON Lines. Everything is written by appending
// to a buffer: memory stays the same however much there is.
package export

import (
	"context"
	"io"
	"strings"
	"time"

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
	Demo       bool             // made from the demo corpus
	Time       time.Time        // when it was made; zero: not said
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
	MediaType string
	Extension string // without dot
	New       func(io.Writer, Meta) Writer
}

// Formats lists what can be written: one line adds one.
var Formats = []Format{
	{"geojson", "application/geo+json", "geojson", newGeoJSON},
	{"csv", "text/csv; charset=utf-8", "csv", newCSV},
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

// Mentions writes all mentions that match to w. The errors are those of the
// store, of w and of ctx; a file that they cut short is not well-formed.
func Mentions(ctx context.Context, w io.Writer, st store.Store, q mentionmap.Query, f Format) error {
	out, err := begin(ctx, w, st, Meta{Layer: LayerMentions, Query: q}, f)
	if err != nil {
		return err
	}
	if err := st.Mentions(ctx, q, out.Mention); err != nil {
		return err
	}
	return out.Close()
}

// Places writes the places that have a mention that matches, with their counts
// in the unit of the query, most first. The errors are those of Mentions.
func Places(ctx context.Context, w io.Writer, st store.Store, q mentionmap.Query, f Format) error {
	out, err := begin(ctx, w, st, Meta{Layer: LayerPlaces, Query: q}, f)
	if err != nil {
		return err
	}
	if err := st.Places(ctx, q, out.Place); err != nil {
		return err
	}
	return out.Close()
}

// begin asks the store what the file says of itself.
func begin(ctx context.Context, w io.Writer, st store.Store, m Meta, f Format) (Writer, error) {
	info, err := st.Info(ctx)
	if err != nil {
		return nil, err
	}
	m.Generation, m.Demo = info.Generation, info.Demo
	if m.Matched, err = st.Total(ctx, m.Query); err != nil {
		return nil, err
	}
	m.Time = time.Now()
	return f.New(w, m), nil
}
