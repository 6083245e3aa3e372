package locate

import (
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
)

// embedded opens the default gazetteer once for all tests.
var embedded = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Open(reference.Gazetteer()) })

func locator(tb testing.TB) *Locator {
	tb.Helper()
	g, err := embedded()
	if err != nil {
		tb.Fatal(err)
	}
	return New(g, Options{})
}

func TestLocate(t *testing.T) {
	l := locator(t)
	text := "Shelling was reported in Bakhmut, Donetsk region, on Monday."
	out := l.Locate(mentionmap.Document{Text: text, Published: mentionmap.NoStamp}, nil, Want{Explain: true})
	for _, m := range out.Mentions {
		t.Log(m.Surface, m.Kind, m.Use, m.Place, m.Confidence, m.Why)
	}
	if len(out.Mentions) != 2 {
		t.Fatalf("got %d mentions, want 2", len(out.Mentions))
	}
}
