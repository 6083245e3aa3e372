package locate

import (
	"slices"
	"testing"

	"mentionmap"
)

// TestKeptHomes: homes that were kept are those that were learned.
func TestKeptHomes(t *testing.T) {
	l := locator(t)
	docs := []mentionmap.Document{
		seen("http://www.lamarnews.example/1", "Council members in Paris met on Monday."),
		seen("http://www.lamarnews.example/2", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas."),
		seen("http://www.lamarnews.example/3", "School buses in Clarksville, Texas, and Sulphur Springs were late."),
		seen("http://www.lamarnews.example/4", "Nothing happened."),
	}
	source := SourceOf(&docs[0])
	kept := l.KeepHome(docs)
	homes, err := l.Homes(map[string][]byte{source: kept})
	if err != nil || source != "lamarnews.example" {
		t.Fatalf("%q, %v", source, err)
	}
	var learned Homes
	l.Learn(&learned, docs)
	other := seen("http://lamarnews.example/9", "Council members in Paris met on Friday.")
	for _, doc := range append(slices.Clone(docs), other) {
		rows, shares := learned.Of(&doc).Regions()
		keptRows, keptShares := homes.Of(&doc).Regions()
		if !slices.Equal(rows, keptRows) || len(rows) == 0 || shares[0]-keptShares[0] > 0.001 || keptShares[0]-shares[0] > 0.001 {
			t.Errorf("%s: %v %v, kept %v %v", doc.Text, rows, shares, keptRows, keptShares)
		}
		m := l.Locate(doc, nil, Want{Home: homes.Of(&doc)}).Mentions
		if want := l.Locate(doc, nil, Want{Home: learned.Of(&doc)}).Mentions; len(m) != len(want) || len(m) > 0 && m[0].Place.ID != want[0].Place.ID {
			t.Errorf("%s: located %v, want %v", doc.Text, m, want)
		}
	}
	if home := l.KeepHome(docs[3:]); home != nil {
		t.Errorf("a text without places tells %s", home)
	}
	if _, err := l.Homes(map[string][]byte{source: []byte("[{")}); err == nil {
		t.Error("half of it is read")
	}
}
