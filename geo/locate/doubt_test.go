package locate

import (
	"testing"

	"mentionmap"
)

// TestStrangersStayOpen holds names whose only namesake lies far off, or
// elsewhere than the text says: they are found, but not put on the map there.
func TestStrangersStayOpen(t *testing.T) {
	for _, c := range []struct {
		text, surface string
		kind          mentionmap.Kind
		far           string // the country in which it must not be
	}{
		{"Shells fell on the Left Bank district of Mariupol.", "Left Bank district", mentionmap.District, "IN"},
		{"Fighting goes on in the Kanal district of Chasiv Yar, the brigade said.", "Kanal district", mentionmap.District, "SI"},
		{"The Central District of Kherson was shelled.", "Central District", mentionmap.District, "IL"},
		{"Moldova's police said fragments fell at Larga in northern Moldova.", "Larga", mentionmap.Settlement, "RO"},
		{"Drones hit the airfields Khalino at Kursk and Baltimor at Voronezh.", "Baltimor", mentionmap.Settlement, "US"},
	} {
		found := false
		for _, m := range locator(t).Locate(document(c.text, ""), nil, Want{}).Mentions {
			if m.Surface != c.surface {
				continue
			}
			found = true
			if m.Kind != c.kind || m.Place != nil && m.Place.Country == c.far || m.Confidence > mentionmap.LikelyFrom {
				t.Errorf("%s: %s, %v at %v, in %q", c.surface, m.Kind, m.Confidence, m.Place, c.text)
			}
		}
		if !found {
			t.Errorf("%s is not found in %q", c.surface, c.text)
		}
	}
}

// TestStrangerIsDoubtful holds a town of a country of which the text does not
// speak: it is placed, and less sure than where the text speaks of it.
func TestStrangerIsDoubtful(t *testing.T) {
	confidence := func(text string) float32 {
		for _, m := range locator(t).Locate(document(text, ""), nil, Want{}).Mentions {
			if m.Surface == "Davos" && m.Place != nil {
				return m.Confidence
			}
		}
		t.Fatalf("Davos is not placed in %q", text)
		return 0
	}
	alone := confidence("The delegation met at Davos. Shells fell on Kharkiv, Izium and Kupiansk.")
	named := confidence("The delegation met at Davos in Switzerland. Shells fell on Kharkiv, Izium and Kupiansk.")
	if alone >= named || alone >= 0.6 {
		t.Errorf("Davos has %.2f alone and %.2f with its country", alone, named)
	}
}

// TestOffsetInList holds offsets of a place without a name, behind a name of
// a list.
func TestOffsetInList(t *testing.T) {
	for _, text := range []string{
		"Drones hit Sudzha, Rylsk, a village 12 km north of Korenevo, and Lgov.",
		"The staff named Sudzha and a hamlet 9 km west of Korenevo.",
	} {
		derived := 0
		for _, m := range locator(t).Locate(document(text, ""), nil, Want{}).Mentions {
			derived += len(m.Derived)
		}
		if derived != 1 {
			t.Errorf("%d derived points in %q, want 1", derived, text)
		}
	}
}
