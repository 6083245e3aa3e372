package eval

import (
	"fmt"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/geo/resolve"
)

// TestNewsErrors lists what is wrong of the news corpora, for people: to the
// file that NEWS_ERRORS names.
func TestNewsErrors(t *testing.T) {
	out := errorsTo(t, "NEWS_ERRORS")
	if out == nil {
		t.Skip("lists errors: NEWS_ERRORS=FILE go test ./geo/eval -run NewsErrors")
	}
	l := openWorld(t).locator
	for _, name := range newsCorpora {
		docs := corpus(t, name+".jsonl.gz")
		homes := learn(l, docs, all)
		for _, d := range docs {
			doc := d.Plain()
			got := l.Locate(doc, nil, locate.Want{Demonyms: true, Home: homes.Of(&doc)})
			pred := Merge(&got)
			pairs := pairUp(d.Toponyms, pred)
			for i, g := range d.Toponyms {
				switch p := pairs.ofGold[i]; {
				case p < 0:
					fmt.Fprintf(out, "missed\t%s\t%s\t%s\n", d.ID, g.Surface, around(d.Text, g.Span()))
				case g.Lon == nil:
				case pred[p].Place == nil:
					fmt.Fprintf(out, "noplace\t%s\t%s\t%s\n", d.ID, g.Surface, around(d.Text, g.Span()))
				case resolve.Distance(pred[p].Place.Lon, pred[p].Place.Lat, *g.Lon, *g.Lat) > 161:
					fmt.Fprintf(out, "place\t%s\t%s\t%.2f,%.2f got %s\t%s\n", d.ID, g.Surface, *g.Lat, *g.Lon, placeName(&pred[p]), around(d.Text, g.Span()))
				}
			}
			for p := range pred {
				if pairs.ofPred[p] < 0 {
					fmt.Fprintf(out, "false\t%s\t%s\t%s\t%s\n", d.ID, pred[p].Surface, placeName(&pred[p]), around(d.Text, pred[p].Span))
				}
			}
		}
	}
}

// all keeps every document.
func all(int) bool { return true }

func around(text string, s mentionmap.Span) string {
	from, to := max(0, s.Start-50), min(len(text), s.End+40)
	return strings.ReplaceAll(strings.ToValidUTF8(text[from:s.Start]+"["+s.Of(text)+"]"+text[s.End:to], ""), "\n", " / ")
}
