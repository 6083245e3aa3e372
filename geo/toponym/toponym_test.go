package toponym

import (
	"strings"
	"sync"
	"testing"

	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
)

var embedded = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Open(reference.Gazetteer()) })

func finder(t testing.TB) *Finder {
	t.Helper()
	g, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return &Finder{
		Gazetteer: g, Home: func(country string) bool { return country == "UA" || country == "RU" }, Model: Trained(),
		Peoples: NewDemonyms(g), Short: NewAbbreviations(g),
	}
}

// surfaces returns the spans of names as text, parted by bars.
func surfaces(f *Finder, names []Name) string {
	var out []string
	for i := range names {
		out = append(out, f.Text.Span(names[i].From, names[i].To).Of(f.Text.Body))
	}
	return strings.Join(out, "|")
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"He left. She stayed.", []string{"He left.", "She stayed."}},
		{"Gen. Staff said so on Dec. 17 near Kyiv.", []string{"Gen. Staff said so on Dec. 17 near Kyiv."}},
		{"Lt. Gen. Budanov spoke. The U.S. Army waits.", []string{"Lt. Gen. Budanov spoke.", "The U.S. Army waits."}},
		{"It was made in the U.S. The price fell.", []string{"It was made in the U.S.", "The price fell."}},
		{"It lies 12 km. north of Sudzha.", []string{"It lies 12 km. north of Sudzha."}},
		{"HEADLINE ONE\nThe text begins.", []string{"HEADLINE ONE", "The text begins."}},
		{"- first item\n- second item", []string{"- first item", "- second item"}},
		{"“We hold,” he said. “They run.”", []string{"“We hold,” he said.", "“They run.”"}},
		{"Losses rose 2.5 percent! Really?", []string{"Losses rose 2.5 percent!", "Really?"}},
	} {
		var text Text
		text.Reset(c.text)
		var got []string
		for _, s := range text.Sentences {
			got = append(got, s.Of(c.text))
		}
		if strings.Join(got, "¦") != strings.Join(c.want, "¦") {
			t.Errorf("%q is cut into %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWrappedLinesDoNotEndSentences(t *testing.T) {
	text := "The shelling of the town went on until\nlate in the evening, and those who had\nstayed in their cellars did not come\nout before the next day, when it was\nquiet at last.\n"
	var x Text
	x.Reset(text)
	if len(x.Sentences) != 1 {
		t.Errorf("cut into %d sentences, want 1", len(x.Sentences))
	}
}

func TestWholeKeepsTheSpeaker(t *testing.T) {
	text := "“We hold the town. They failed again,” said a sergeant in Siversk. He left."
	var x Text
	x.Reset(text)
	want := "“We hold the town. They failed again,” said a sergeant in Siversk."
	for s := range 2 {
		if got := x.Whole(s).Of(text); got != want {
			t.Errorf("sentence %d reads %q, want %q", s, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ text, names, demonyms string }{
		{"Troops left Kursk region for Sudzha.", "Kursk region|Sudzha", ""},
		{"Russian and North Korean soldiers met in Kursk.", "Kursk", "Russian|North Korean"},
		{"She moved from Louisville, Ky., to Fargo, N.D.", "Louisville|Ky|Fargo|N.D.", ""},
		{"US-made and pro-Kremlin", "US|Kremlin", ""},
		{"Agence France-Presse reported it.", "", ""},
		{"Lavrov, a diplomat, and Sergei Lavrov are one.", "", ""},
		{"They flew to Washington, DC, and Kyiv, Ukraine.", "Washington, DC|Kyiv|Ukraine", ""},
		{"The Hague lies by the sea. The Kremlin does not.", "The Hague|Kremlin", ""},
		{"us and it and them, of the and a", "", ""},
		{"", "", ""},
	} {
		f.Find(c.text)
		if got := surfaces(f, f.Names); got != c.names {
			t.Errorf("%q: names %q, want %q", c.text, got, c.names)
		}
		if got := surfaces(f, f.Demonyms); got != c.demonyms {
			t.Errorf("%q: demonyms %q, want %q", c.text, got, c.demonyms)
		}
	}
}

func TestDatelines(t *testing.T) {
	f := finder(t)
	for text, want := range map[string]bool{
		"KYIV, Jan 5 (Reuters) - Drones hit a depot.":   true,
		"MOSCOW (AP) — The minister left the hall.":     true,
		"Paris 01 January, 2025, 01:00":                 true,
		"Kyiv was quiet on 5 January.":                  false,
		"Kyiv — the capital — was quiet, he wrote.":     true,
		"In Kyiv, on Jan. 5, drones hit a depot there.": false,
	} {
		f.Find(text)
		if len(f.Names) == 0 {
			t.Errorf("%q: no name found", text)
			continue
		}
		if got := f.Names[0].Signs.Has(Dateline); got != want {
			t.Errorf("%q: dateline %v, want %v", text, got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	f := finder(t)
	f.Find("Shells fell on Kherson.")
	cues := f.Explain(0)
	if len(cues) == 0 || cues[0].Words.Of(f.Text.Body) != "Kherson" {
		t.Errorf("explained by %v", cues)
	}
}

func TestModelBytes(t *testing.T) {
	weights := make([]float64, ModelSize)
	weights[1], weights[2], weights[3] = 2, -1, 0.5
	data := NewModel(weights).Bytes()
	got, err := ReadModel(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range weights[:5] {
		if d := float64(got.weights[i]) - want; d > 0.01 || d < -0.01 {
			t.Errorf("weight %d is %v, want %v", i, got.weights[i], want)
		}
	}
	for name, bad := range map[string][]byte{"empty": nil, "short": data[:100], "magic": append([]byte("XXXX"), data[4:]...), "nan": append([]byte("MMTW\xff\xff\xff\xff"), data[8:]...)} {
		if _, err := ReadModel(bad); err == nil {
			t.Errorf("%s: read without an error", name)
		}
	}
	if Trained() == nil {
		t.Error("the weights that come with the program cannot be read")
	}
}

func BenchmarkFind(b *testing.B) {
	f := finder(b)
	text := strings.Repeat("Russian forces shelled Nikopol and Marhanets in Dnipropetrovsk region on Monday, its governor said. ", 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		f.Find(text)
	}
}
