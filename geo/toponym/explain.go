package toponym

import (
	"math"
	"slices"

	"mentionmap"
)

// Explain returns why name k was taken for a place, weightiest first. It is
// for a text just searched.
func (f *Finder) Explain(k int) []mentionmap.Cue {
	n := f.Names[k]
	f.prevTo = -1
	if k > 0 {
		f.prevTo = f.Names[k-1].To
	}
	f.score(&n, k)
	words := f.Text.Span(n.From, n.To)
	var out []mentionmap.Cue
	for i := range f.feats.each {
		if i != fBias {
			out = append(out, mentionmap.Cue{Name: "place name", Detail: weights[i].name, Words: words, Weight: float64(weights[i].weight)})
		}
	}
	slices.SortStableFunc(out, func(a, b mentionmap.Cue) int {
		switch x, y := math.Abs(a.Weight), math.Abs(b.Weight); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return out[:min(len(out), 4)]
}
