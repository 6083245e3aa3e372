package gazetteer_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"

	orbgeo "github.com/paulmach/orb/geo"

	"github.com/paulmach/orb"
)

func openDefault(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Open(reference.Gazetteer())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// candidates are the places that a name stands for by default.
func candidates(g *gazetteer.Gazetteer, name string) []gazetteer.Candidate {
	tokens := gazetteer.Tokenize(name, nil)
	if n, set := g.Longest(name, tokens); n == len(tokens) && n > 0 {
		return g.Candidates(set, name, nil)
	}
	return nil
}

// seed is a row of seed_places.tsv.
type seed struct {
	surface, kind string
	lon, lat, km  float64
	country       string
}

func readSeeds(t *testing.T) (out []seed) {
	f, err := os.Open("../../../shared/gazetteer/seed_places.tsv")
	if err != nil {
		t.Skip("needs ../shared/gazetteer/seed_places.tsv")
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		c := strings.Split(s.Text(), "\t")
		if strings.HasPrefix(s.Text(), "#") || len(c) < 6 {
			continue
		}
		lat, err1 := strconv.ParseFloat(c[2], 64)
		lon, err2 := strconv.ParseFloat(c[3], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("row %q", s.Text())
		}
		km, _ := strconv.ParseFloat(c[4], 64)
		out = append(out, seed{c[0], c[1], lon, lat, km, c[5]})
	}
	return out
}

// unitOf are the words that the locator reads after a bare name.
func withoutUnit(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, " region"), " district")
}

func TestSeedPlaces(t *testing.T) {
	g := openDefault(t)
	seeds, known := readSeeds(t), 0
	for _, s := range seeds {
		ok := false
		for _, c := range candidates(g, withoutUnit(s.surface)) {
			if g.Kind(c.Row).String() != s.kind || g.Country(c.Row) != s.country {
				continue
			}
			km := orbgeo.Distance(orb.Point{s.lon, s.lat}, orb.Point{g.Lon(c.Row), g.Lat(c.Row)}) / 1000
			ok = ok || s.km == 0 || km <= s.km // without a tolerance, for countries, the country is enough
		}
		if ok {
			known++
		} else {
			t.Logf("not there: %+v", s)
		}
	}
	t.Logf("%d of %d", known, len(seeds))
	if known < 60 {
		t.Errorf("%d of %d places of the seeds, want 60 or more", known, len(seeds))
	}
}

// TestFrontline looks for settlements of the front line and the border, each
// in its region.
func TestFrontline(t *testing.T) {
	g := openDefault(t)
	data, err := os.ReadFile("testdata/frontline.txt")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(data)) {
		region, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Split(names, ", ") {
			checked++
			if !liesIn(g, name, region) {
				t.Errorf("%s: no settlement %q", region, name)
			}
		}
	}
	if checked < 600 {
		t.Errorf("%d settlements checked, want 600 or more", checked)
	}
}

func liesIn(g *gazetteer.Gazetteer, name, region string) bool {
	for _, c := range candidates(g, name) {
		if a := g.Admin1(c.Row); g.Kind(c.Row) == mentionmap.Settlement && a != gazetteer.None && g.Code(a) == region {
			return true
		}
	}
	return false
}

// TestNoJunk holds the traps of GeoNames' alternates shut.
func TestNoJunk(t *testing.T) {
	g := openDefault(t)
	for _, name := range []string{"Putin", "Lavrov", "Zelensky", "Reznikov", "The", "Central", "CNN", "NATO", "CARs", "More", "Union", "Joe", "Donald", "Las", "us", "un", "She", "He", "President"} {
		for _, c := range candidates(g, name) {
			if c.Flags&gazetteer.NameWord == 0 {
				t.Errorf("%q stands for %s (%d)", name, g.Name(c.Row), g.ID(c.Row))
			}
		}
	}
}

// TestMainNames holds current spellings against the names that were.
func TestMainNames(t *testing.T) {
	g := openDefault(t)
	for former, want := range map[string]string{
		"Artemivsk": "Bakhmut", "Dzerzhynsk": "Toretsk", "Krasnoarmiisk": "Pokrovsk", "Dniprodzerzhynsk": "Kamianske", "Dnipropetrovsk": "Dnipro",
		"Kirovohrad": "Kropyvnytskyi", "Komsomolsk": "Horishni Plavni", "Novohrad-Volynskyi": "Zviahel", "Novomoskovsk": "Samar", "Chervonohrad": "Sheptytskyi",
		"Krasnohrad": "Berestyn", "Yuzhne": "Pivdenne", "Illichivsk": "Chornomorsk", "Kremennaya": "Kreminna", "Ugledar": "Vuhledar", "Volchansk": "Vovchansk",
		"Kupyansk": "Kupiansk", "Kharkov": "Kharkiv", "Lugansk": "Luhansk", "Odessa": "Odesa", "Nikolaev": "Mykolaiv", "Chernigov": "Chernihiv", "Харьков": "Kharkiv",
		"Артемовск": "Bakhmut", "Слов'янськ": "Sloviansk",
	} {
		ok := false
		for _, c := range candidates(g, former) {
			ok = ok || g.Kind(c.Row) == mentionmap.Settlement && g.Country(c.Row) == "UA" && g.Name(c.Row) == want
		}
		if !ok {
			t.Errorf("%q does not stand for %s", former, want)
		}
	}
}

func TestCrimeaIsUkraine(t *testing.T) {
	g := openDefault(t)
	for _, p := range []struct {
		lon, lat float64
		code     string
	}{{34.1, 45.0, "UA-43"}, {33.55, 44.6, "UA-40"}, {37.8, 48.0, "UA-14"}, {36.2, 51.7, "RU-KRS"}, {36.23, 50.0, "UA-63"}, {35.27, 51.19, "RU-KRS"}} {
		r := g.RegionAt(p.lon, p.lat)
		if r == gazetteer.None || g.Code(r) != p.code {
			t.Errorf("%v, %v: row %d, want %s", p.lon, p.lat, r, p.code)
		}
	}
	ukraine, _ := g.ByCode("UA")
	russia, _ := g.ByCode("RU")
	if !g.Contains(ukraine, 34.1, 45.0) || g.Contains(russia, 34.1, 45.0) {
		t.Error("Crimea does not lie in Ukraine's outline")
	}
}
