package when

import (
	"testing"

	"mentionmap"
)

// TestEvents holds what is counted from the dated events, read with and
// without a day of the post.
func TestEvents(t *testing.T) {
	for _, c := range []struct{ text, words, from, to string }{
		{"Nearly three years after the invasion began, the front is quiet.", "three years after the invasion began", "2024-08-26", "2025-02-24"},
		{"Two days after the dam was destroyed", "Two days after the dam was destroyed", "2023-06-08", "2023-06-08"},
		{"Nearly a year after the dam was destroyed, fish are back.", "year after the dam was destroyed", "2023-12-07", "2024-06-06"},
		{"a week after Kherson was liberated by the army", "week after Kherson was liberated", "2022-11-18", "2022-11-24"},
		{"a day after Wagner's mutiny", "day after Wagner's mutiny", "2023-06-24", "2023-06-24"},
		{"the first anniversary of the liberation of Kherson", "first anniversary of the liberation of Kherson", "2023-11-11", "2023-11-11"},
		{"on the tenth anniversary of the annexation of Crimea", "tenth anniversary of the annexation of Crimea", "2024-03-18", "2024-03-18"},
		{"three months since Ukraine's incursion into Kursk region", "three months since Ukraine's incursion into Kursk", "2024-11-04", "2024-12-05"},
		{"a day after Kyiv said so", "day after", "", ""},
		{"a day after Russia and Ukraine swapped prisoners of war", "day after", "", ""},
		{"two days after troops liberated a village near Kherson", "two days after", "", ""},
		{"a year after the flood, near the dam", "year after", "", ""},
	} {
		got := Scan(nil, c.text)
		if len(got) == 0 || got[0].Of(c.text) != c.words {
			t.Errorf("%q: %+v", c.text, got)
			continue
		}
		if d := got[0].Resolve(At(mentionmap.NoDay)); d.From.String() != c.from || d.To.String() != c.to {
			t.Errorf("%q: %s..%s, want %s..%s", c.text, d.From, d.To, c.from, c.to)
		}
	}
	on := "on the anniversary of the dam's destruction"
	if d := Scan(nil, on)[0].Resolve(At(day(t, "2025-06-07"))); d.From.String() != "2025-06-06" {
		t.Errorf("%q: %s", on, d.From)
	}
}

// TestEventsAreDays: every event of the table is a day, and its words are in
// small letters.
func TestEventsAreDays(t *testing.T) {
	for _, h := range events {
		if _, ok := mentionmap.NewDay(h.year, h.month, h.day); !ok || len(h.words) == 0 {
			t.Errorf("%+v", h)
		}
		for _, list := range append(h.words, h.but) {
			for _, b := range []byte(list) {
				if b != fold[b] {
					t.Errorf("%q is not in small letters", list)
				}
			}
		}
	}
}
