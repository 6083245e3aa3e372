package server

import (
	"math"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
)

func TestAPublicServerShowsLess(t *testing.T) {
	long := strings.Repeat("длинно ", 100) + "Bakhmut" + strings.Repeat(" и дальше", 100)
	d := document(t, "long", long, "2024-01-02", "", []told{{"Bakhmut", bakhmut, mentionmap.Literal, "", "", mentionmap.Undated}})
	d.Posts[0].Author = "a neighbour"
	d.Mentions[0].Derived = []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Lon: 38.123456, Lat: 48.654321, RadiusKM: 5}}
	db := filetest.Open(t, t.TempDir()+"/x.db", sqlite.Options{})
	if _, err := db.Put(t.Context(), []mentionmap.Located{d}); err != nil {
		t.Fatal(err)
	}
	locate := func(doc mentionmap.Document, _, _ bool) mentionmap.Located {
		if doc.Text != long {
			t.Errorf("reasons are worked out on other text: %q", doc.Text)
		}
		return d
	}
	own, err1 := New(Options{Store: db, Host: "localhost", Locate: locate})
	public, err2 := New(Options{Store: db, Host: "0.0.0.0", Public: true, Locate: locate})
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	items := "/api/collections/mentions/items"
	id := idsOf(get(t, own, items))[0]
	for _, target := range []string{items, items + "/" + id, items + "/" + id + "?why=1", "/api/export", "/api/export?f=geojsonseq", "/api/export?f=csv", "/api/export?f=kml", "/api/collections/documents/items/" + id[:20]} {
		_, _, mine := ask(t, own, "GET", target, nil)
		_, _, all := ask(t, public, "GET", target, nil)
		if strings.Count(string(all), "дальше") > 40 || strings.Contains(string(all), "a neighbour") || strings.Contains(string(all), "38.123456") {
			t.Errorf("%s shows too much: %s", target, all)
		}
		if strings.Count(string(mine), "дальше") < 100 {
			t.Errorf("%s shows its owner too little", target)
		}
	}
}

func TestSnippetsAreCutAroundTheMention(t *testing.T) {
	for _, c := range []struct{ before, after int }{{0, 0}, {0, 1000}, {1000, 0}, {1000, 1000}, {150, 200}, {290, 3}, {3, 290}} {
		m := &store.Mention{Snippet: strings.Repeat("ж", c.before) + "Київ" + strings.Repeat("щ", c.after), SnippetMark: [2]int{c.before, c.before + 4}}
		m.DateMark = [2]int{0, 3}
		shorten(m)
		runes := []rune(m.Snippet)
		if len(runes) > publicSnippet || string(runes[m.SnippetMark[0]:m.SnippetMark[1]]) != "Київ" || m.DateMark[1] > len(runes) || m.DateMark[0] < 0 {
			t.Errorf("%v: %d code points, mark %v, date %v", c, len(runes), m.SnippetMark, m.DateMark)
		}
	}
}

func TestCoarsenedPointsStayNear(t *testing.T) {
	for _, d := range []mentionmap.Derived{{Lon: 38.123456, Lat: 48.654321, RadiusKM: 5}, {Lon: 179.99, Lat: 70, RadiusKM: 50}, {Lon: -10, Lat: 89.9, RadiusKM: 1}} {
		c := coarsened(d)
		if math.Abs(c.Lat-d.Lat)*111.2 > d.RadiusKM || math.Abs(c.Lon) > 180 || c.Lat == d.Lat {
			t.Errorf("%v became %v", d, c)
		}
	}
}
