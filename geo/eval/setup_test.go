package eval

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym/sentences"
)

const shared = "../../../shared/"

var update = flag.Bool("update", false, "measure anew and write the files of figures in testdata")

// world opens the embedded gazetteer once, with the layers that the
// environment names on top.
var world = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	var layers [][]byte
	files, err := filepath.Glob(filepath.Join(os.Getenv("MENTIONMAP_GAZETTEER"), "*.bin"))
	if err == nil && os.Getenv("MENTIONMAP_GAZETTEER") != "" {
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				return nil, err
			}
			layers = append(layers, data)
		}
	}
	return gazetteer.Open(reference.Gazetteer(), layers...)
})

func openWorld(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := world()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var theLocator = sync.OnceValue(func() *locate.Locator {
	g, _ := world()
	return locate.New(g, locate.Options{})
})

func corpus(t testing.TB, name string) []Document {
	t.Helper()
	docs, err := Read(shared + "eval/" + name)
	if err != nil {
		t.Skip("needs ../shared/eval/" + name)
	}
	return docs
}

// plain makes a document of a text without a date.
func plain(text string) mentionmap.Document {
	return mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
}

// own reads our annotated sentences.
func own(t testing.TB) []Own {
	t.Helper()
	lists, err := ReadOwn(sentences.Files)
	if err != nil || len(lists) == 0 {
		t.Fatalf("no annotated sentences: %v", err)
	}
	return lists
}
