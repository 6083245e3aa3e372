package main

import (
	"os"
	"path/filepath"
	"sync"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/places"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// works is what turns documents into mentions.
type works struct {
	gazetteer *gazetteer.Gazetteer
	locator   *locate.Locator
	homes     *locate.Homes // where sources are at home; nil if nothing is learned
}

func openWorks(c *cobra.Command) (*works, error) {
	g, err := openGazetteer(c)
	if err != nil {
		return nil, err
	}
	prior, err := openPrior(c)
	if err != nil {
		return nil, err
	}
	return &works{gazetteer: g, locator: locate.New(g, locate.Options{Prior: prior})}, nil
}

// openPrior reads the file that --prior names; nil without one.
func openPrior(c *cobra.Command) ([]locate.Expectation, error) {
	path, given := settingPrior.of(c)
	if !given || path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "the prior %s cannot be read: %w", path, err)
	}
	defer f.Close()
	return locate.ReadPrior(f, path)
}

// embedded opens the embedded gazetteer once, however many commands run.
var embedded = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Open(reference.Gazetteer()) })

// openGazetteer opens the embedded gazetteer with what was imported on top.
func openGazetteer(c *cobra.Command) (*gazetteer.Gazetteer, error) {
	f, given := gazetteerFolder(c)
	switch none := f.Empty(); {
	case none && !given:
		return embedded()
	case none:
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no gazetteer in %s: leave --gazetteer out to use the embedded one, or import one with `mentionmap gazetteer import`", f.Dir)
	}
	return f.Open()
}

// gazetteerFolder is the folder that --gazetteer names, else the user's own,
// which need not be there.
func gazetteerFolder(c *cobra.Command) (f *places.Folder, given bool) {
	dir, given := settingGazetteer.of(c)
	if !given {
		if config, err := os.UserConfigDir(); err == nil {
			dir = filepath.Join(config, "mentionmap", "gazetteer")
		}
	}
	return &places.Folder{Dir: dir, Base: reference.Gazetteer()}, given
}

// scanned keeps the room for the time expressions of a document.
var scanned = sync.Pool{New: func() any { return new([]when.Expression) }}

// locateDocument is the whole way from a document to its mentions.
func (w *works) locateDocument(doc mentionmap.Document, want locate.Want) mentionmap.Located {
	times := scanned.Get().(*[]when.Expression)
	defer scanned.Put(times)
	*times = when.Scan((*times)[:0], doc.Text)
	want.Times = *times
	if w.homes != nil {
		want.Home = w.homes.Of(&doc)
	}
	return w.locator.Locate(doc, post.Split(&doc, *times), want)
}

// learn learns from documents where their sources are at home. Call it before
// documents are located.
func (w *works) learn(docs []mentionmap.Document) {
	w.homes = &locate.Homes{}
	w.locator.Learn(w.homes, docs)
}

func (w *works) locateText(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located {
	return w.locateDocument(doc, locate.Want{Explain: explain, Demonyms: demonyms})
}

// polygon gives the outline of a region or country, lon, lat; nil if there is none.
func (w *works) polygon(id mentionmap.PlaceID) orb.MultiPolygon {
	row, ok := w.gazetteer.ByID(id)
	if !ok {
		return nil
	}
	return w.gazetteer.Polygon(row)
}
