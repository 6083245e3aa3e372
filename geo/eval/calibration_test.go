package eval

import (
	"fmt"
	"os"
	"testing"

	"mentionmap/geo/locate"
)

// warJudged judges the war-news gold by its own rules.
func warJudged(t *testing.T) (out []Judged) {
	for _, d := range corpus(t, "seeds-dev.gold.jsonl") {
		l := theLocator().Locate(plain(d.Text), nil, locate.Want{})
		pairs := pairUp(d.Toponyms, l.Mentions)
		for p := range l.Mentions {
			m := &l.Mentions[p]
			if g := pairs.ofPred[p]; m.Place != nil && (g < 0 || !optional(&d.Toponyms[g])) {
				out = append(out, Judged{Confidence: float64(m.Confidence), Kind: m.Kind, Right: g >= 0 && PlaceRight(&d.Toponyms[g], m)})
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
	openWorld(t)
	list := warJudged(t)
	if e := ExpectedError(list); e > 0.05 {
		t.Errorf("expected calibration error on war news is %.3f, want at most 0.05", e)
	}
	if os.Getenv("JUDGED") != "" {
		writeJudged(t, list)
	}
}
