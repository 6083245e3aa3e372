package eval

import (
	"fmt"
	"os"
	"testing"
)

// warJudged judges the war-news gold by its own rules.
func (g *ground) warJudged(t *testing.T) (out []Judged) {
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		mentions := g.locate(d.Text)
		pairs := pairUp(d.Toponyms, mentions)
		for p := range mentions {
			m := &mentions[p]
			if i := pairs.ofPred[p]; m.Place != nil && (i < 0 || !optional(&d.Toponyms[i])) {
				out = append(out, Judged{Confidence: float64(m.Confidence), Kind: m.Kind, Right: i >= 0 && PlaceRight(&d.Toponyms[i], m)})
			}
		}
	}
	return out
}

// writeJudged lists confidences and what came of them, for fitting.
func writeJudged(t *testing.T, list []Judged) {
	out := errorsTo(t, "JUDGED")
	if out == nil {
		return
	}
	for _, j := range list {
		fmt.Fprintf(out, "%.6f\t%s\t%t\n", j.Confidence, j.Kind, j.Right)
	}
}

// TestCalibration holds the confidence to what comes true on war news.
func TestCalibration(t *testing.T) {
	list := openWorld(t).warJudged(t)
	if e := ExpectedError(list); e > 0.05 {
		t.Errorf("expected calibration error on war news is %.3f, want at most 0.05", e)
	}
	if os.Getenv("JUDGED") != "" {
		writeJudged(t, list)
	}
}
