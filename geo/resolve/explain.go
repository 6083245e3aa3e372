package resolve

import (
	"math"
	"slices"

	"mentionmap"
)

// details are the cues' names in words for people.
var details = map[string]string{
	"name":                   "how well the name fits: main name, alternate or former",
	"kind":                   "the text says what kind of place it is",
	"population":             "inhabitants",
	"capital":                "seat of a region or state",
	"standing":               "a country or region goes before its namesakes",
	"expected country":       "a country these texts are about",
	"holder":                 "the place that holds it is named beside it",
	"holds the one before":   "the place named right before it lies in it",
	"region in the sentence": "its region or country stands in the same sentence",
	"country of the post":    "other places of the post lie in this country",
	"region of the post":     "other places of the post lie in this region",
	"speaks for a state":     "stands for a government, and is a capital",
	"home of the source":     "what the source reports of elsewhere lies around it",
	"seat of the world":      "what sits in the great cities of the world is named beside it",
	"meant so elsewhere":     "the text says elsewhere which one is meant",
	"neighbours":             "near a place that is sure",
	"distance said":          "lies as far and where the text says",
}

// Explain returns why the place of name k was chosen, weightiest first: each
// cue's part in the score, less its part in the runner-up's. Keep must have
// been set before Resolve.
func (r *Resolver) Explain(k int) []mentionmap.Cue {
	if k >= len(r.reasons) {
		return nil
	}
	return r.reasons[k]
}

// reason takes the decision for an entity apart.
func (r *Resolver) reason(e *entity) []mentionmap.Cue {
	places := r.finder.Places[e.lo:e.hi]
	var out []mentionmap.Cue
	for i := range cues {
		v := cues[i].weight * cues[i].value(r, e, &places[e.best])
		if e.second >= 0 {
			v -= cues[i].weight * cues[i].value(r, e, &places[e.second])
		}
		if math.Abs(v) >= 0.05 {
			out = append(out, mentionmap.Cue{Name: cues[i].name, Detail: details[cues[i].name], Words: r.wordsOf(cues[i].name, e, v), Weight: math.Round(v*100) / 100})
		}
	}
	slices.SortStableFunc(out, func(a, b mentionmap.Cue) int {
		if math.Abs(a.Weight) > math.Abs(b.Weight) {
			return -1
		} else if math.Abs(a.Weight) < math.Abs(b.Weight) {
			return 1
		}
		return 0
	})
	return out
}
