package eval

import (
	"cmp"
	"slices"

	"mentionmap"
)

// pairing matches gold mentions with predictions one to one, the same span
// first, then the largest overlap.
type pairing struct {
	ofGold []int // index of the prediction, -1 if none
	ofPred []int
}

type candidatePair struct {
	differs, overlap, shift, g, p int
}

func pairUp(gold []Gold, pred []mentionmap.Mention) pairing {
	var list []candidatePair
	for g := range gold {
		for p := range pred {
			a, b := gold[g].Span(), pred[p].Span
			if o := overlap(a, b); o > 0 {
				c := candidatePair{differs: 1, overlap: o, shift: abs(a.Start-b.Start) + abs(a.End-b.End), g: g, p: p}
				if a == b {
					c.differs = 0
				}
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidatePair) int {
		return cmp.Or(cmp.Compare(a.differs, b.differs), cmp.Compare(b.overlap, a.overlap), cmp.Compare(a.shift, b.shift))
	})
	out := pairing{ofGold: fill(len(gold)), ofPred: fill(len(pred))}
	for _, c := range list {
		if out.ofGold[c.g] < 0 && out.ofPred[c.p] < 0 {
			out.ofGold[c.g], out.ofPred[c.p] = c.p, c.g
		}
	}
	return out
}

func fill(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

func abs(n int) int { return max(n, -n) }

// touches reports whether any of the gold spans overlaps the span.
func touches(list []Gold, s mentionmap.Span) bool {
	return slices.ContainsFunc(list, func(g Gold) bool { return overlap(g.Span(), s) > 0 })
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func f1(tp, predicted, gold int) float64 {
	if predicted+gold == 0 {
		return 0
	}
	return 2 * float64(tp) / float64(predicted+gold)
}
