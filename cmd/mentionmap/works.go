package main

import (
	"os"
	"path/filepath"
	"sort"
	"sync"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/text/post"
)

// works is what turns documents into mentions.
type works struct {
	gazetteer *gazetteer.Gazetteer
	locator   *locate.Locator
}

func openWorks(c *cobra.Command) (*works, error) {
	g, err := openGazetteer(c)
	if err != nil {
		return nil, err
	}
	return &works{gazetteer: g, locator: locate.New(g, locate.Options{})}, nil
}

// embedded opens the embedded gazetteer once, however many commands run.
var embedded = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Open(reference.Gazetteer()) })

// openGazetteer opens the embedded gazetteer with the files of the folder that
// --gazetteer names on top, in the order of their names.
func openGazetteer(c *cobra.Command) (*gazetteer.Gazetteer, error) {
	dir, given := settingGazetteer.of(c)
	if !given {
		return embedded()
	}
	layers, err := readLayers(dir)
	if err != nil {
		return nil, err
	}
	return gazetteer.Open(reference.Gazetteer(), layers...)
}

func readLayers(dir string) ([][]byte, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "--gazetteer %s is not a folder: leave it out to use the embedded gazetteer", dir)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.bin"))
	if err != nil || len(paths) == 0 {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no gazetteer (*.bin) in %s: leave --gazetteer out to use the embedded one", dir)
	}
	sort.Strings(paths)
	var layers [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "the gazetteer %s cannot be read: %w", path, err)
		}
		layers = append(layers, data)
	}
	return layers, nil
}

// locateDocument is the whole way from a document to its mentions.
func (w *works) locateDocument(doc mentionmap.Document, want locate.Want) mentionmap.Located {
	return w.locator.Locate(doc, post.Split(&doc), want)
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
