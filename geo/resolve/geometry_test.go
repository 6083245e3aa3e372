package resolve

import (
	"math"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		lon1, lat1, lon2, lat2, km, within float64
	}{
		{30.5238, 50.4547, 36.2527, 49.9808, 411, 3},   // Kyiv – Kharkiv
		{37.1758, 48.2820, 37.2807, 47.9847, 34, 1},    // Pokrovsk – Kurakhove
		{-77.0365, 38.8977, 37.6178, 55.752, 7822, 25}, // Washington – Moscow
		{179.9, 0, -179.9, 0, 22.2, 0.2},               // over the date line
		{10, 20, 10, 20, 0, 0},
	} {
		if got := Distance(c.lon1, c.lat1, c.lon2, c.lat2); math.Abs(got-c.km) > c.within {
			t.Errorf("%v: %.1f km", c, got)
		}
	}
}

func TestOffset(t *testing.T) {
	for _, bearing := range []float64{0, 45, 90, 180, 270, 333} {
		lon, lat := Offset(35.2726, 51.1976, 12, bearing)
		if d := Distance(35.2726, 51.1976, lon, lat); math.Abs(d-12) > 0.1 {
			t.Errorf("bearing %v: %.2f km away, want 12", bearing, d)
		}
		if b := Bearing(35.2726, 51.1976, lon, lat); math.Abs(math.Mod(b-bearing+540, 360)-180) > 1 {
			t.Errorf("bearing %v reads back as %.1f", bearing, b)
		}
	}
}

func TestEveryCueIsExplained(t *testing.T) {
	for _, c := range cues {
		if details[c.name] == "" {
			t.Errorf("cue %q has no words for people", c.name)
		}
	}
	if len(details) != len(cues) {
		t.Errorf("%d explanations for %d cues", len(details), len(cues))
	}
}
