package eval

import (
	"math"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// Judged is a mention with a place, and whether it was right.
type Judged struct {
	Confidence float64
	Kind       mentionmap.Kind
	Right      bool
}

// Judge tells of each placed mention of a document whether it names a place
// and stands within 161 km of it; mentions of gold without a position are left
// out.
func Judge(d *Document, pred []mentionmap.Mention) (out []Judged) {
	pairs := pairUp(d.Toponyms, pred)
	for p := range pred {
		m := &pred[p]
		g := pairs.ofPred[p]
		if m.Place == nil || g >= 0 && d.Toponyms[g].Lon == nil {
			continue
		}
		j := Judged{Confidence: float64(m.Confidence), Kind: m.Kind}
		if g >= 0 {
			gold := &d.Toponyms[g]
			j.Right = resolve.Distance(m.Place.Lon, m.Place.Lat, *gold.Lon, *gold.Lat) <= 161
		}
		out = append(out, j)
	}
	return out
}

// ExpectedError is the expected calibration error over ten bins.
func ExpectedError(list []Judged) float64 {
	const bins = 10
	var n, right, sum [bins]float64
	for _, j := range list {
		b := min(bins-1, int(j.Confidence*bins))
		n[b]++
		sum[b] += j.Confidence
		if j.Right {
			right[b]++
		}
	}
	e := 0.0
	for b := range n {
		e += math.Abs(sum[b] - right[b])
	}
	return e / max(1, float64(len(list)))
}
