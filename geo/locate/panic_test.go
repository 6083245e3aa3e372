package locate

import (
	"reflect"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/geo/resolve"
)

// TestAfterAPanic a locator finds what it found before: a worker that panicked,
// and is half done, works no more.
func TestAfterAPanic(t *testing.T) {
	l := locator(t)
	doc := mentionmap.Document{Key: "good", Text: "Shelling hit Bakhmut and Chasiv Yar, 20 km north of Kramatorsk.", Published: mentionmap.NoStamp, Seen: []mentionmap.Seen{{Source: "x"}}}
	want := l.Locate(doc, nil, Want{})
	other := doc
	other.Text = "Deputies of Lamar County stopped a truck near Blossom and Honey Grove, Texas."
	sound := l.workers.New
	for what, do := range map[string]func() error{
		"locating": func() (err error) {
			defer mentionmap.RecoverTo(&err, "bad")
			l.Locate(doc, nil, Want{})
			return nil
		},
		"learning": func() (err error) {
			defer mentionmap.RecoverTo(&err, "bad")
			var h Homes
			l.Learn(&h, []mentionmap.Document{doc, other, doc})
			if left := h.Of(&mentionmap.Document{Text: "Nothing.", Seen: doc.Seen}); left == (*resolve.Home)(nil) {
				t.Error("nothing was learned of the documents that make no panic")
			}
			return nil
		},
	} {
		broken := true
		l.workers = sync.Pool{New: func() any {
			if broken {
				broken = false
				return &worker{} // without a gazetteer
			}
			return sound()
		}}
		if err := do(); (err != nil) != (what == "locating") {
			t.Errorf("%s: %v", what, err)
		}
		if got := l.Locate(doc, nil, Want{}); broken || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
}
