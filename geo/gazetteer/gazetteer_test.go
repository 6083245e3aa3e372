package gazetteer

import (
	"slices"
	"testing"

	"mentionmap"

	"github.com/paulmach/orb"
)

func name(text, lang string, flags NameFlags) EntryName { return EntryName{text, lang, flags} }

// small is a gazetteer of a few rows with every sort of thing in it.
func small(t testing.TB) []byte {
	t.Helper()
	square := orb.MultiPolygon{{{{36, 47}, {39, 47}, {39, 49}, {36, 49}, {36, 47}}}}
	wide := orb.MultiPolygon{{{{22, 44}, {40, 44}, {40, 52}, {22, 52}, {22, 44}}}}
	b := Builder{Info: Info{Title: "small", Version: "1"}}
	for _, e := range []Entry{
		{ID: 690791, Names: []EntryName{name("Ukraine", "en", NameMain), name("Україна", "uk", 0)}, Kind: mentionmap.Country, Country: "UA", Code: "UA", Lon: 32, Lat: 49, Population: 44622516, Polygon: wide},
		{ID: 6252001, Names: []EntryName{name("United States", "en", NameMain), name("US", "en", NameCode|NameAlias), name("U.S.", "en", NameAlias|NameCode)}, Kind: mentionmap.Country, Country: "US", Code: "US", Lon: -98.5, Lat: 39.76, Population: 327167434},
		{ID: 709716, Names: []EntryName{name("Donetsk Oblast", "en", NameMain), name("Donetsk", "en", NameBare), name("Донецька область", "uk", 0)}, Kind: mentionmap.Region, Feature: "ADM1", Country: "UA", Code: "UA-14", Lon: 37.7933, Lat: 48.145, Polygon: square},
		{ID: 709717, Names: []EntryName{name("Donetsk", "en", NameMain), name("Донецьк", "uk", 0), name("Stalino", "en", NameFormer)}, Kind: mentionmap.Settlement, Feature: "PPLA", Country: "UA", Admin1: 709716, Lon: 37.80224, Lat: 48.023, Population: 901645},
		{ID: -7, Names: []EntryName{name("Kam’yans’ke", "en", NameMain), name("Putin", "", NameWeak)}, Kind: mentionmap.Settlement, Country: "UA", Admin1: 709716, Lon: 37.1, Lat: 48.1},
		{ID: 707471, Names: []EntryName{name("Ivano-Frankivsk", "en", NameMain)}, Kind: mentionmap.Settlement, Feature: "PPLA", Country: "UA", Lon: 24.71, Lat: 48.92, Population: 204200},
		{ID: 4140963, Names: []EntryName{name("Washington", "en", NameMain), name("Washington D.C.", "en", 0)}, Kind: mentionmap.Settlement, Feature: "PPLC", Country: "US", Lon: -77.03637, Lat: 38.89511, Population: 601723},
		{ID: 4407066, Names: []EntryName{name("St. Louis", "en", NameMain)}, Kind: mentionmap.Settlement, Country: "US", Lon: -90.19789, Lat: 38.62727, Population: 315685},
	} {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	data, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func open(t testing.TB, data []byte, layers ...[]byte) *Gazetteer {
	t.Helper()
	g, err := Open(data, layers...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// found lists the names found in text, each as the surface and the ids of its
// candidates.
type found struct {
	surface string
	ids     []mentionmap.PlaceID
}

func findAll(g *Gazetteer, text string) (out []found) {
	tokens := Tokenize(text, nil)
	for i := 0; i < len(tokens); {
		n, set := g.Longest(text, tokens[i:])
		if n == 0 {
			i++
			continue
		}
		f := found{surface: text[tokens[i].Start:tokens[i+n-1].End]}
		for _, c := range g.Candidates(set, f.surface, nil) {
			f.ids = append(f.ids, g.ID(c.Row))
		}
		if len(f.ids) > 0 {
			out = append(out, f)
		}
		i += n
	}
	return out
}

func TestMatch(t *testing.T) {
	g := open(t, small(t))
	for _, c := range []struct {
		text string
		want []found
	}{
		{"Fighting in Donetsk.", []found{{"Donetsk", []mentionmap.PlaceID{709717, 709716}}}},
		{"the Donetsk Oblast's north", []found{{"Donetsk Oblast", []mentionmap.PlaceID{709716}}}},
		{"Ukraine’s army", []found{{"Ukraine", []mentionmap.PlaceID{690791}}}},
		{"Kamyanske, Kam'yans'ke, Kam`yansʹke", []found{{"Kamyanske", []mentionmap.PlaceID{-7}}, {"Kam'yans'ke", []mentionmap.PlaceID{-7}}, {"Kam`yansʹke", []mentionmap.PlaceID{-7}}}},
		{"Donеtsk with a Cyrillic е", []found{{"Donеtsk", []mentionmap.PlaceID{709717, 709716}}}},
		{"Доне\u0301цьк", []found{{"Доне\u0301цьк", []mentionmap.PlaceID{709717}}}},
		{"Ivano\u00a0Frankivsk or Ivano–Frankivsk", []found{{"Ivano\u00a0Frankivsk", []mentionmap.PlaceID{707471}}, {"Ivano–Frankivsk", []mentionmap.PlaceID{707471}}}},
		{"told us that the US and the U.S. agree", []found{{"US", []mentionmap.PlaceID{6252001}}, {"U.S.", []mentionmap.PlaceID{6252001}}}},
		{"Putin spoke", nil},
		{"in Washington D.C. and St. Louis and St Louis", []found{{"Washington D.C.", []mentionmap.PlaceID{4140963}}, {"St. Louis", []mentionmap.PlaceID{4407066}}, {"St Louis", []mentionmap.PlaceID{4407066}}}},
		{"He left Ivano. Frankivsk is else", nil},
		{"Donetsk\n\nOblast", []found{{"Donetsk", []mentionmap.PlaceID{709717, 709716}}}},
		{"Kyiv-based and Donetsk-based", []found{{"Donetsk", []mentionmap.PlaceID{709717, 709716}}}},
	} {
		got := findAll(g, c.text)
		if !slices.EqualFunc(got, c.want, func(a, b found) bool { return a.surface == b.surface && slices.Equal(a.ids, b.ids) }) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
}

func TestMatchGivesShorterNamesToo(t *testing.T) {
	g := open(t, small(t))
	text := "Donetsk Oblast"
	got := g.Match(text, Tokenize(text, nil), nil)
	if len(got) != 2 || got[0].N != 1 || got[1].N != 2 {
		t.Errorf("got %v, want names of 1 and 2 tokens", got)
	}
}

func TestAccessors(t *testing.T) {
	g := open(t, small(t))
	r, ok := g.ByID(709717)
	if !ok || g.Name(r) != "Donetsk" || g.Country(r) != "UA" || g.CapitalRank(r) != SeatOfFirst || g.Population(r) != 901645 {
		t.Fatalf("row %d, %v: %s %s %d", r, ok, g.Name(r), g.Country(r), g.CapitalRank(r))
	}
	if g.Lon(r) != 37.80224 || g.Lat(r) != 48.023 {
		t.Errorf("at %v, %v", g.Lon(r), g.Lat(r))
	}
	if got := g.Label(r, "uk"); got != "Донецьк" {
		t.Errorf("label %q", got)
	}
	p := g.Place(r)
	if p.Admin1 != "Donetsk Oblast" || p.Admin1ID != 709716 || len(p.Names) != 2 || !p.Names[1].Former {
		t.Errorf("place %+v", p)
	}
	if at := g.RegionAt(37, 48); at == None || g.ID(at) != 709716 {
		t.Errorf("region at 37, 48 is row %d", at)
	}
	if at := g.RegionAt(30, 48); at == None || g.ID(at) != 690791 {
		t.Errorf("country at 30, 48 is row %d", at)
	}
	if at := g.RegionAt(0, 0); at != None {
		t.Errorf("region at 0, 0 is row %d", at)
	}
	if r, ok := g.ByCode("UA-14"); !ok || g.ID(r) != 709716 {
		t.Errorf("code UA-14 is row %d", r)
	}
}

func TestLookup(t *testing.T) {
	g := open(t, small(t))
	hits := g.Lookup("donetsk", 0)
	if len(hits) != 2 || !hits[0].Exact || g.ID(hits[0].Row) != 709717 {
		t.Errorf("hits %+v", hits)
	}
	if hits := g.Lookup("Ivano", 0); len(hits) != 1 || hits[0].Exact || hits[0].Name != "Ivano-Frankivsk" {
		t.Errorf("hits %+v", hits)
	}
}

func TestLayers(t *testing.T) {
	var b Builder
	b.Info.Version = "2"
	for _, e := range []Entry{
		{ID: 709717, Names: []EntryName{name("Donetsk", "en", NameMain), name("Donezk", "de", 0)}, Kind: mentionmap.Settlement, Country: "UA", Admin1: 709716, Lon: 37.8, Lat: 48, Population: 1},
		{ID: 709716, Names: []EntryName{name("Donetska Oblast", "en", NameMain)}, Kind: mentionmap.Region, Country: "UA", Lon: 37, Lat: 48},
		{ID: 999, Names: []EntryName{name("Kamianske", "en", NameMain)}, Kind: mentionmap.Settlement, Country: "UA", Admin1: 709716, Lon: 37.1, Lat: 48.1, Replaces: []mentionmap.PlaceID{-7}},
	} {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	upper, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	g := open(t, small(t), upper)
	if r, _ := g.ByID(709717); g.Population(r) != 1 || g.Name(g.Admin1(r)) != "Donetsk Oblast" {
		t.Errorf("upper row: population %d in %s", g.Population(r), g.Name(g.Admin1(r)))
	}
	if r, _ := g.ByID(-7); g.ID(r) != 999 {
		t.Errorf("replaced id leads to %d", g.ID(r))
	}
	want := []found{{"Donetsk", []mentionmap.PlaceID{709717, 709716}}, {"Donetska Oblast", []mentionmap.PlaceID{709716}},
		{"Donezk", []mentionmap.PlaceID{709717}}, {"Kamianske", []mentionmap.PlaceID{999}}, {"Ukraine", []mentionmap.PlaceID{690791}}}
	got := findAll(g, "Donetsk, Donetska Oblast, Donezk, Kamianske, Kamyanske, Stalino, Ukraine")
	if !slices.EqualFunc(got, want, func(a, b found) bool {
		slices.Sort(a.ids)
		slices.Sort(b.ids)
		return a.surface == b.surface && slices.Equal(a.ids, b.ids)
	}) {
		t.Errorf("got %v, want %v", got, want)
	}
	if r := g.RegionAt(37, 48); r == None || g.ID(r) != 709716 {
		t.Errorf("region at 37, 48 is row %d", r)
	}
	if g.Version() != "1+2" {
		t.Errorf("version %q", g.Version())
	}
}
