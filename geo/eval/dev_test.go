package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/geo/locate"
)

const shared = "../../../shared/"

var locator = sync.OnceValue(func() *locate.Locator {
	var layers [][]byte
	if p := os.Getenv("LAYER"); p != "" {
		b, err := os.ReadFile(p)
		if err != nil {
			panic(err)
		}
		layers = append(layers, b)
	}
	g, err := gazetteer.Open(reference.Gazetteer(), layers...)
	if err != nil {
		panic(err)
	}
	return locate.New(g, locate.Options{})
})

func corpus(t testing.TB, name string) []Document {
	docs, err := Read(shared + "eval/" + name)
	if err != nil {
		t.Skip("needs " + shared + "eval/" + name)
	}
	return docs
}

func stamp(day string) mentionmap.Stamp {
	s, err := mentionmap.ParseStamp(day)
	if err != nil {
		return mentionmap.NoStamp
	}
	return s
}

type goldPost struct {
	Doc        string
	Start, End int
	Filing     *string `json:"filing_date"`
}

func goldPosts(t testing.TB, d *Document) []mentionmap.Post {
	b, _ := os.ReadFile(shared + "eval/seeds-dev.posts.json")
	var all []goldPost
	json.Unmarshal(b, &all)
	var at []int
	for i := range d.Text {
		at = append(at, i)
	}
	at = append(at, len(d.Text))
	var out []mentionmap.Post
	for _, p := range all {
		if p.Doc == d.ID {
			day := mentionmap.NoDay
			if p.Filing != nil {
				day, _ = mentionmap.ParseDay(*p.Filing)
			}
			out = append(out, mentionmap.Post{Span: mentionmap.Span{Start: at[p.Start], End: at[p.End]}, Published: mentionmap.NoStamp, Date: day})
		}
	}
	return out
}

func TestDevSeeds(t *testing.T) {
	log, _ := os.Create("/tmp/seeds-errors.tsv")
	w := War{Log: log}
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		doc := mentionmap.Document{Key: d.ID, Text: d.Text, Published: mentionmap.NoStamp}
		l := locator().Locate(doc, goldPosts(t, &d), locate.Want{})
		w.Add(&d, l.Mentions)
	}
	fmt.Printf("seeds F1 %.4f place %.4f kind %.4f use %.4f date %.4f near %.4f traps %d false %d found %d/%d\n", w.F1(), ratio(w.Place, w.Found), ratio(w.Kind, w.Found),
		ratio(w.Use, w.UseJudged), ratio(w.Date, w.Found), ratio(w.DateNear, w.Found), w.Traps, w.False, w.Found, w.Gold)
}

func TestDevCorpora(t *testing.T) {
	for _, name := range []string{"geowebnews", "lgl-first", "trnews-first", "ukraine-en-dev"} {
		var f, lit Figures
		for _, d := range corpus(t, name+".jsonl.gz") {
			doc := mentionmap.Document{Key: d.ID, Text: d.Text, Published: stamp(d.Date)}
			l := locator().Locate(doc, nil, locate.Want{Demonyms: true})
			f.Add(&d, Merge(&l), nil)
			lit.Add(&d, Merge(&l), func(g *Gold) bool {
				return g.Class == "literal" && (g.Granularity == "settlement" || g.Granularity == "district" || g.Granularity == "poi")
			})
		}
		fmt.Printf("%-15s recog P %.3f R %.3f F1 %.4f  acc161 %.4f  e2e161 %.4f e2e25 %.4f  lit25 %d/%d\n", name, ratio(f.Found, f.Predicted), ratio(f.Found, f.Gold), f.RecognitionF1(), f.Accuracy161(), f.EndToEnd161(), f.EndToEnd25(), lit.Near25, lit.Gold)
	}
}
