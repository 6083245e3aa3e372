package train

import (
	"testing"

	"mentionmap"
)

func TestParse(t *testing.T) {
	list, err := Parse("{Kyiv|a} and {Kursk region|r=538555}.\n\nThe {Russians|m} left {Izium}.\n")
	if err != nil || len(list) != 2 {
		t.Fatalf("got %v, %v", list, err)
	}
	if list[0].Text != "Kyiv and Kursk region." || list[1].Text != "The Russians left Izium." {
		t.Errorf("texts are %q and %q", list[0].Text, list[1].Text)
	}
	kyiv, kursk := list[0].Places[0], list[0].Places[1]
	if kyiv.Use != mentionmap.Associative || kyiv.Kind != mentionmap.Settlement || kyiv.ID != 0 {
		t.Errorf("Kyiv is %+v", kyiv)
	}
	if kursk.Kind != mentionmap.Region || kursk.ID != 538555 || kursk.Span.Of(list[0].Text) != "Kursk region" {
		t.Errorf("Kursk region is %+v", kursk)
	}
	if d := list[1].Demonyms; len(d) != 1 || d[0].Of(list[1].Text) != "Russians" {
		t.Errorf("demonyms are %v", d)
	}
	if _, err := Parse("{Kyiv"); err == nil {
		t.Error("an open bracket is no error")
	}
}

// TestFit separates names by one feature each, and leaves rare ones out.
func TestFit(t *testing.T) {
	var examples []Example
	for i := range 200 {
		examples = append(examples, Example{Hashed: []uint32{1, uint32(2 + i%2)}, Place: i%2 == 0})
	}
	examples = append(examples, Example{Hashed: []uint32{9}, Place: true})
	w := Fit(examples, Defaults())
	if !(w[2] > 0.5 && w[3] < -0.5) {
		t.Errorf("weights are %.2f and %.2f", w[2], w[3])
	}
	if w[9] != 0 {
		t.Errorf("a feature seen once weighs %.2f", w[9])
	}
}

func FuzzParse(f *testing.F) {
	f.Add("{Kyiv|a} and {Kursk region|r=538555}.\n\n{")
	f.Fuzz(func(t *testing.T, data string) {
		list, err := Parse(data)
		if err != nil {
			return
		}
		for _, a := range list {
			for _, p := range a.Places {
				if p.Start < 0 || p.End > len(a.Text) || p.End < p.Start {
					t.Fatalf("span %v of a text of %d bytes", p.Span, len(a.Text))
				}
			}
		}
	})
}
