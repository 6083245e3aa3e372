package locate

import (
	"testing"

	"mentionmap"
)

// Where several villages of a region bear the name, or the one meant is not
// known, the region stands for it, with its radius and a reason.
func TestRegionStandsForVillage(t *testing.T) {
	l := locator(t)
	for _, c := range []struct{ text, word, place string }{
		{"Novoselivka in Donetsk region was hit.", "Novoselivka", "Donetsk Oblast"},
		{"Shelling hit Dachne in Sumy region, officials said.", "Dachne", "Sumy Oblast"},
		{"Shelling hit Robotyne in Zaporizhzhia region.", "Robotyne", "Robotyne"},
		{"Lyman in Kharkiv region was hit.", "Lyman", "Lyman"},
		{"They met in Kyiv in Kyiv region.", "Kyiv", "Kyiv"},
	} {
		list := l.Locate(mentionmap.Document{Text: c.text, Published: mentionmap.NoStamp}, nil, Want{Explain: true}).Mentions
		for i := range list {
			m := &list[i]
			if m.Surface != c.word {
				continue
			}
			wide := m.Place != nil && m.Place.Kind == mentionmap.Region
			if m.Place == nil || m.Place.Name != c.place || m.Kind != mentionmap.Settlement || wide && m.RadiusKM < radii[mentionmap.Region] || wide != hasCue(m, "namesakes") {
				t.Errorf("%q: %s, %s, %.0f km, want %s", c.text, m.Kind, placeOf(m), m.RadiusKM, c.place)
			}
		}
	}
}

func placeOf(m *mentionmap.Mention) string {
	if m.Place == nil {
		return "no place"
	}
	return m.Place.Name
}

func hasCue(m *mentionmap.Mention, name string) bool {
	for _, c := range m.Why.Cues {
		if c.Name == name {
			return true
		}
	}
	return false
}
