//go:build sqlite_fts5

package sqlite

import (
	"reflect"
	"testing"

	"mentionmap"
)

// TestPlacesChange: what a newer gazetteer says of a place replaces what was
// known, but for its kind.
func TestPlacesChange(t *testing.T) {
	d, docs := openNew(t), documents(3)
	put(t, d, docs[:1]...)
	before, err := d.Places(t.Context(), -1)
	if err != nil || len(before) == 0 {
		t.Fatal(before, err)
	}
	b, generation := all(t, d, -1)
	if _, err := d.Fetch(t.Context(), keysOf(&b)); err != nil { // so that it is remembered
		t.Fatal(err)
	}
	var m *mentionmap.Mention
	for i := range docs[0].Mentions {
		if m = &docs[0].Mentions[i]; m.Place != nil {
			break
		}
	}
	newer := *m.Place
	newer.Name, newer.Kind, newer.Names = "Renamed", mentionmap.Water, []mentionmap.Name{{Text: "Ріка", Lang: "uk", Former: true}}
	again := docs[1]
	again.Mentions = append([]mentionmap.Mention{}, again.Mentions...)
	again.Mentions[0].Place = &newer
	put(t, d, again)
	changed, err := d.Places(t.Context(), generation)
	if err != nil {
		t.Fatal(err)
	}
	newer.Kind = m.Place.Kind
	for _, p := range changed {
		if p.ID == newer.ID {
			if !reflect.DeepEqual(p.Place, newer) {
				t.Errorf("%+v, want %+v", p.Place, newer)
			}
			found, err := d.Fetch(t.Context(), keysOf(&b))
			if err != nil {
				t.Fatal(err)
			}
			for i := range found {
				if q := found[i].Place; q != nil && q.ID == newer.ID && !reflect.DeepEqual(*q, newer) {
					t.Errorf("%+v is shown, want %+v", *q, newer)
				}
			}
			return
		}
	}
	t.Errorf("the place is not among the %d that changed", len(changed))
}
