package eval

import (
	"fmt"
	"math"
	"os"
	"testing"

	"mentionmap"
	"mentionmap/geo/locate"
	"mentionmap/geo/resolve"
)

// judged is a mention with a place, and whether it was right.
type judged struct {
	confidence float64
	kind       mentionmap.Kind
	right      bool
}

// judge tells of each placed mention of a document whether it names a place
// and stands within 161 km of it; mentions of gold without a position are left
// out.
func judge(d *Document, pred []mentionmap.Mention) (out []judged) {
	pairs := pairUp(d.Toponyms, pred)
	for p := range pred {
		m := &pred[p]
		g := pairs.ofPred[p]
		if m.Place == nil || g >= 0 && d.Toponyms[g].Lon == nil {
			continue
		}
		j := judged{confidence: float64(m.Confidence), kind: m.Kind}
		if g >= 0 {
			gold := &d.Toponyms[g]
			j.right = resolve.Distance(m.Place.Lon, m.Place.Lat, *gold.Lon, *gold.Lat) <= 161
		}
		out = append(out, j)
	}
	return out
}

// expectedError is the expected calibration error over ten bins.
func expectedError(list []judged) float64 {
	const bins = 10
	var n, right, sum [bins]float64
	for _, j := range list {
		b := min(bins-1, int(j.confidence*bins))
		n[b]++
		sum[b] += j.confidence
		if j.right {
			right[b]++
		}
	}
	e := 0.0
	for b := range n {
		e += math.Abs(sum[b] - right[b])
	}
	return e / max(1, float64(len(list)))
}

// warJudged judges the war-news gold by its own rules.
func warJudged(t *testing.T) (out []judged) {
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		l := theLocator().Locate(plain(d.Text), nil, locate.Want{})
		pairs := pairUp(d.Toponyms, l.Mentions)
		for p := range l.Mentions {
			m := &l.Mentions[p]
			if g := pairs.ofPred[p]; m.Place != nil && (g < 0 || !optional(&d.Toponyms[g])) {
				out = append(out, judged{confidence: float64(m.Confidence), kind: m.Kind, right: g >= 0 && PlaceRight(&d.Toponyms[g], m)})
			}
		}
	}
	return out
}

// writeJudged lists confidences and what came of them, for fitting.
func writeJudged(t *testing.T, list []judged) {
	out := errorsTo(t, "JUDGED")
	if out == nil {
		return
	}
	for _, j := range list {
		fmt.Fprintf(out, "%.6f\t%s\t%t\n", j.confidence, j.kind, j.right)
	}
}

// TestCalibration holds the confidence to what comes true on war news.
func TestCalibration(t *testing.T) {
	openWorld(t)
	list := warJudged(t)
	if e := expectedError(list); e > 0.05 {
		t.Errorf("expected calibration error on war news is %.3f, want at most 0.05", e)
	}
	if os.Getenv("JUDGED") != "" {
		writeJudged(t, list)
	}
}
