package toponym

import "testing"

func TestMisspellings(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ text, word, place string }{
		{"Two people died in Volchanks, Kharkiv region.", "Volchanks", "Vovchansk"},
		{"Russian forces shelled Kupyasnk, Kharkiv region.", "Kupyasnk", "Kupiansk"},
		{"A strike in Bakhmutt, Donetsk region.", "Bakhmutt", "Bakhmut"},
		{"The village of Robotynye in Zaporizhzhia region was hit.", "Robotynye", "Robotyne"},
		// without a container, after a name, of people, and of nothing near by
		{"Two people died in Volchanks.", "Volchanks", ""},
		{"Governor Smithson, Kursk region, spoke.", "Smithson", ""},
		{"He met Oleh Kupyasnk, Kharkiv region.", "Kupyasnk", ""},
		{"He works in Finance, Texas.", "Finance", ""},
		{"A strike in Kupyasnk, Kursk region.", "Kupyasnk", ""},
		{"A strike in Upyansk, Kharkiv region.", "Upyansk", ""},
	} {
		f.Find(c.text)
		got := ""
		for k := range f.Names {
			n := &f.Names[k]
			if f.Text.Span(n.From, n.To).Of(c.text) == c.word && n.Lo < n.Hi {
				got = f.Gazetteer.Name(f.Places[n.Lo].Row)
			}
		}
		if got != c.place {
			t.Errorf("%q: %s is %q, want %q", c.text, c.word, got, c.place)
		}
	}
}
