package eval

import (
	"flag"
	"os"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/places"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
	"mentionmap/geo/toponym/sentences"
)

const shared = "../../../shared/"

var update = flag.Bool("update", false, "measure anew and write the files of figures in testdata")

// ground is a gazetteer that is measured with, and a locator over it.
type ground struct {
	*gazetteer.Gazetteer
	locator *locate.Locator
}

func newGround(g *gazetteer.Gazetteer) *ground {
	return &ground{g, locate.New(g, locate.Options{})}
}

// embedded opens the gazetteer that comes with the program, once.
var embedded = sync.OnceValues(func() (*ground, error) {
	g, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		return nil, err
	}
	return newGround(g), nil
})

// imported opens it with the lists over it that stand in the folder that
// MENTIONMAP_GAZETTEER names; nil if it names none.
var imported = sync.OnceValues(func() (*ground, error) {
	f := places.Folder{Dir: os.Getenv("MENTIONMAP_GAZETTEER"), Base: reference.Gazetteer()}
	if f.Dir == "" || f.Empty() {
		return nil, nil
	}
	g, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newGround(g), nil
})

func openEmbedded(t testing.TB) *ground {
	t.Helper()
	g, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// openImported returns nil where nothing is imported.
func openImported(t testing.TB) *ground {
	t.Helper()
	g, err := imported()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// openWorld opens the imported gazetteer if there is one, else the embedded.
func openWorld(t testing.TB) *ground {
	t.Helper()
	if g := openImported(t); g != nil {
		return g
	}
	return openEmbedded(t)
}

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

// locate finds the mentions of a text without a date.
func (g *ground) locate(text string) []mentionmap.Mention {
	return g.locator.Locate(plain(text), nil, locate.Want{}).Mentions
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
