package locate

import (
	"testing"

	"mentionmap"
)

// seen is a document of a source.
func seen(url, text string) mentionmap.Document {
	return mentionmap.Document{Text: text, Published: mentionmap.NoStamp, Seen: []mentionmap.Seen{{URL: url}}}
}

// TestHomeOfTheSource: a name without a region means the place near to what
// the source's other texts tell of.
func TestHomeOfTheSource(t *testing.T) {
	l := locator(t)
	texan := []mentionmap.Document{
		seen("http://www.lamarnews.example/1", "Council members in Paris met on Monday."),
		seen("http://www.lamarnews.example/2", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas."),
		seen("http://www.lamarnews.example/3", "School buses in Clarksville, Texas, and Sulphur Springs were late."),
		seen("http://world.example/1", "Council members in Paris met on Tuesday."),
		seen("http://world.example/2", "The minister flew from Tokyo to Cairo."),
		seen("http://alone.example/1", "Council members in Paris met on Wednesday."),
	}
	var homes Homes
	l.Learn(&homes, texan)
	for i, want := range map[int]mentionmap.PlaceID{0: 4717560, 3: 2988507, 5: 2988507} {
		doc := texan[i]
		m := l.Locate(doc, nil, Want{Home: homes.Of(&doc)}).Mentions
		if len(m) != 1 || m[0].Place == nil || m[0].Place.ID != want {
			t.Errorf("%s: got %v, want the place %d", doc.Text, m, want)
		}
	}
}

// TestHomesLeaveTheTextItselfOut: one text alone tells nothing of its
// source, however often it is learned from.
func TestHomesLeaveTheTextItselfOut(t *testing.T) {
	l := locator(t)
	doc := seen("http://lamarnews.example/2", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas.")
	var homes Homes
	l.Learn(&homes, []mentionmap.Document{doc, doc})
	if home := homes.Of(&doc); home != nil {
		t.Errorf("the home is known from the text itself: %v", home)
	}
	other := seen("http://lamarnews.example/9", "Nothing happened.")
	if home := homes.Of(&other); home == nil {
		t.Error("the home is not known from the source's other text")
	} else if rows, shares := home.Regions(); len(rows) == 0 || l.gazetteer.Name(rows[0]) != "Texas" || shares[0] < 0.5 {
		t.Errorf("the regions are %v %v, want Texas first", rows, shares)
	}
}

func BenchmarkLearn(b *testing.B) {
	l := locator(b)
	docs := []mentionmap.Document{
		seen("http://a.example/1", "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas."),
		seen("http://a.example/2", "School buses in Clarksville, Texas, and Sulphur Springs were late."),
	}
	for b.Loop() {
		var homes Homes
		l.Learn(&homes, docs)
		homes.Of(&docs[0])
	}
}
