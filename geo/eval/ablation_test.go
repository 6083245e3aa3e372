package eval

import (
	"fmt"
	"testing"

	"mentionmap/geo/locate"
	"mentionmap/geo/resolve"
)

// ablated measures what is right with one cue of resolution left out.
func (g *ground) ablated(t *testing.T, cue string) string {
	l := locate.New(g.Gazetteer, locate.Options{WithoutCue: cue})
	row := fmt.Sprintf("%-24s", cue)
	for _, name := range newsCorpora {
		var f Figures
		docs := corpus(t, name+".jsonl.gz")
		homes := learn(l, docs, all)
		for _, d := range docs {
			doc := d.Plain()
			got := l.Locate(doc, nil, locate.Want{Demonyms: true, Home: homes.Of(&doc)})
			f.Add(&d, Merge(&got), nil)
		}
		row += fmt.Sprintf("  %.3f", f.Accuracy161())
	}
	var w War
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		w.Add(&d, l.Locate(plain(d.Text), nil, locate.Want{}).Mentions)
	}
	right, placed := 0, 0
	for _, c := range hardCases(t) {
		got := l.Locate(plain(c.Text), nil, locate.Want{})
		var count Tally
		count.Add(&c.Annotated, got.Mentions, ignore)
		right, placed = right+count.Place, placed+count.Placed
	}
	return row + fmt.Sprintf("  %.3f  %.3f", ratio(w.Place, w.Found), ratio(right, placed))
}

// TestAblation writes, with -update, what each cue of resolution is worth:
// the share of places right without it.
func TestAblation(t *testing.T) {
	if !*update {
		t.Skip("measures each cue: go test ./geo/eval -run Ablation -update")
	}
	g := openEmbedded(t)
	lines := []string{fmt.Sprintf("%-24s  gwn    lgl    trnews seeds  hard", "without"), g.ablated(t, "")}
	for _, cue := range resolve.Cues() {
		lines = append(lines, g.ablated(t, cue))
	}
	writeFigures(t, "testdata/ablation.txt", lines)
}
