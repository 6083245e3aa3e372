package places

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
)

const shared = "../../../shared/gazetteer/"

// row makes a line of GeoNames' tables.
func row(id int, name, alternates string, lat, lon float64, class, code, country, admin1 string, population int) string {
	return fmt.Sprintf("%d\t%s\t%s\t%s\t%g\t%g\t%s\t%s\t%s\t\t%s\t\t\t\t%d\t\t100\tEurope/Kyiv\t2026-01-01", id, name, name, alternates, lat, lon, class, code, country, admin1, population)
}

// small is a base of a few places, by the names of the real ones.
func small(t testing.TB) []byte {
	t.Helper()
	b := gazetteer.Builder{Info: gazetteer.Info{Title: "small", Version: "1"}}
	for _, e := range []gazetteer.Entry{
		{ID: 690791, Kind: mentionmap.Country, Country: "UA", Code: "UA", Names: main("Ukraine"), Lon: 32, Lat: 49},
		{ID: 709716, Kind: mentionmap.Region, Country: "UA", Code: "UA-14", Names: main("Donetsk Oblast"), Lon: 37.7, Lat: 48.05},
		{ID: 713174, Kind: mentionmap.Settlement, Country: "UA", Feature: "PPL", Admin1: 709716, Names: append(main("Bakhmut"), former("Artemivsk")), Lon: 38, Lat: 48.59, Population: 80000},
		{ID: -77, Kind: mentionmap.Settlement, Country: "UA", Feature: "PPL", Names: main("Nadiia"), Lon: 37.93, Lat: 49.37},
		{ID: 524901, Kind: mentionmap.Settlement, Country: "RU", Feature: "PPLC", Names: main("Moscow"), Lon: 37.6, Lat: 55.75, Population: 10_000_000},
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

func main(name string) []gazetteer.EntryName {
	return []gazetteer.EntryName{{Text: name, Lang: "en", Flags: gazetteer.NameMain}}
}

func former(name string) gazetteer.EntryName {
	return gazetteer.EntryName{Text: name, Lang: "en", Flags: gazetteer.NameFormer | gazetteer.NameAlias}
}

func save(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t testing.TB, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{{"readme.txt", strings.Repeat("about\n", 999)}, {name, text}} {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// dumpOf is a country dump over the small base.
var dumpOf = strings.Join([]string{
	row(709716, "Donetska Oblast", "Donetsk,Donetsk Oblast,Донецька область", 48, 37.5, "A", "ADM1", "UA", "05", 4000000),
	row(713174, "Artemivs’k", "Artemovsk,BHM,Bakhmut,Бахмут,Артёмовск", 48.594, 37.998, "P", "PPL", "UA", "05", 71094),
	row(810714, "Nadiya", "Надія", 49.372, 37.927, "P", "PPL", "UA", "05", 0),
	row(811111, "Kremenivka", "Кременівка,Putin,Moscow,Orlov", 48.2, 37.2, "P", "PPL", "UA", "05", 12),
	row(822222, "Kremenivka Port", "Kremenivka", 48.2, 37.2, "L", "PRT", "UA", "05", 0),
	row(833333, "Stantsiya Nova", "", 48.2, 37.2, "S", "RSTN", "UA", "05", 0),
}, "\n") + "\n"

func folder(t testing.TB) *Folder {
	return &Folder{Dir: filepath.Join(t.TempDir(), "gazetteer"), Base: small(t)}
}

func mustImport(t testing.TB, f *Folder, path string) *Layer {
	t.Helper()
	l, err := f.Import(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func open(t testing.TB, f *Folder) *gazetteer.Gazetteer {
	t.Helper()
	g, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// named are the places that bear a name by default.
func named(g *gazetteer.Gazetteer, name string) (ids []mentionmap.PlaceID) {
	tokens := gazetteer.Tokenize(name, nil)
	if n, set := g.Longest(name, tokens); n > 0 && n == len(tokens) {
		for _, c := range g.Candidates(set, name, nil) {
			ids = append(ids, g.ID(c.Row))
		}
	}
	return ids
}

func TestCountryDump(t *testing.T) {
	for _, packed := range []struct {
		name string
		data []byte
	}{{"UA.zip", zipped(t, "UA.txt", dumpOf)}, {"UA.txt.gz", gzipped(t, dumpOf)}, {"UA.txt", []byte(dumpOf)}} {
		f := folder(t)
		l := mustImport(t, f, save(t, packed.name, packed.data))
		if l.Name != "UA" || l.Rows != 6 || l.Places != 5 {
			t.Errorf("%s: %+v", packed.name, *l)
		}
		checkDump(t, open(t, f))
		if err := f.Merge(); err != nil {
			t.Fatal(err)
		}
		paths, err := f.paths()
		if err != nil || f.openMerged(paths) == nil {
			t.Fatal("the merged file is not used", err)
		}
		checkDump(t, open(t, f))
	}
}

func checkDump(t *testing.T, g *gazetteer.Gazetteer) {
	t.Helper()
	for name, want := range map[string]string{
		"Artemivsk": "[713174]", "Artyomovsk": "[713174]", "Artemovsk": "[713174]", "Бахмут": "[713174]", "Nadiia": "[810714]", "Nadiya": "[810714]",
		"Moscow": "[524901]", "Putin": "[]", "BHM": "[]", "Orlov": "[]", "Kremenivka": "[811111]", "Kremenovka": "[]", "Donetsk": "[]", "Donetsk Oblast": "[709716]",
	} {
		if got := fmt.Sprint(named(g, name)); got != want {
			t.Errorf("%s stands for %s, want %s", name, got, want)
		}
	}
	old, ok := g.ByID(-77)
	if !ok || g.ID(old) != 810714 || g.Name(old) != "Nadiia" {
		t.Error("a place with an id of our own stands twice, or lost its name")
	}
	bakhmut, _ := g.ByID(713174)
	region, _ := g.ByCode("UA-14")
	if g.Name(bakhmut) != "Bakhmut" || g.Admin1(bakhmut) != region || g.ID(region) != 709716 || g.Name(region) != "Donetsk Oblast" {
		t.Errorf("Bakhmut is %q in %q", g.Name(bakhmut), g.Name(g.Admin1(bakhmut)))
	}
	if village, _ := g.ByID(811111); g.Admin1(village) != region {
		t.Error("a new village lies in no region")
	}
	if h := g.Lookup("Kremenovka", 1); len(h) != 1 || !h[0].Loose || g.ID(h[0].Row) != 811111 {
		t.Errorf("the Russian form: %+v", h)
	}
}

func TestSupplements(t *testing.T) {
	f := folder(t)
	mustImport(t, f, save(t, "UA.txt", []byte(dumpOf)))
	mustImport(t, f, save(t, "admin1CodesASCII.txt", []byte("UA.05\tDonetska Oblast\tDonetska Oblast\t709716\nXX.01\tNowhere\tNowhere\t5\n")))
	mustImport(t, f, save(t, "countryInfo.txt", []byte("# comment\n#ISO\tISO3\n"+strings.Join(append(append([]string{"UA", "UKR", "804", "UP", "Ukrayina"}, make([]string, 11)...), "690791", "", ""), "\t")+"\n")))
	l := mustImport(t, f, save(t, "alternateNamesV2.txt", []byte("1\t713174\ten\tBahmut City\t\t\t\t\t\t\n2\t713174\ten\tStalinsk-Bakhmut\t\t\t\t1\t\t\n3\t713174\tlink\thttps://example.org\t\t\t\t\t\t\n4\t99\ten\tElsewhere\t\t\t\t\t\t\n")))
	if l.Rows != 4 || l.Places != 1 {
		t.Errorf("%+v", *l)
	}
	for range 2 {
		g := open(t, f)
		for name, want := range map[string]string{"Donetska Oblast": "[709716]", "Ukrayina": "[690791]", "Bahmut City": "[713174]", "Stalinsk-Bakhmut": "[713174]", "Artemivsk": "[713174]", "Elsewhere": "[]"} {
			if got := fmt.Sprint(named(g, name)); got != want {
				t.Errorf("%s stands for %s, want %s", name, got, want)
			}
		}
		r, _ := g.ByID(713174)
		if g.Name(r) != "Bakhmut" || g.Population(r) != 80000 {
			t.Errorf("a supplement changed the place: %+v", g.Place(r))
		}
		if err := f.Merge(); err != nil {
			t.Fatal(err)
		}
	}
	g := open(t, f)
	r, _ := g.ByID(713174)
	ok := false
	for _, n := range g.Place(r).Names {
		ok = ok || n.Text == "Stalinsk-Bakhmut" && n.Former && n.Lang == "en"
	}
	if !ok {
		t.Errorf("the former name: %+v", g.Place(r).Names)
	}
}

func TestOwnPlaces(t *testing.T) {
	for name, text := range map[string]string{
		"mine.csv":     "name,lat,lon,kind,alternates\nThe Hill,48.1,37.1,area,Height 227;Hill 227\n\"Bakhmut\",48.59,38.0,settlement,Bakh Moot\n",
		"mine.tsv":     "Name\tLatitude\tLongitude\tKind\tAlternates\nThe Hill\t48.1\t37.1\tarea\tHeight 227\tHill 227\nBakhmut\t48.59\t38.0\t\tBakh Moot\n",
		"mine.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[37.1,48.1]},"properties":{"name":"The Hill","kind":"area","alternates":["Height 227","Hill 227"]}},{"geometry":{"type":"Point","coordinates":[38.0,48.59,7]},"properties":{"name":"Bakhmut","alternates":"Bakh Moot"}}]}`,
	} {
		f := folder(t)
		mustImport(t, f, save(t, "UA.txt", []byte(dumpOf)))
		if l := mustImport(t, f, save(t, name, []byte(text))); l.Name != "mine" || l.Places != 2 {
			t.Errorf("%s: %+v", name, *l)
		}
		g := open(t, f)
		hill := named(g, "Hill 227")
		if len(hill) != 1 || hill[0] >= 0 || fmt.Sprint(named(g, "Height 227")) != fmt.Sprint(hill) {
			t.Errorf("%s: Hill 227 stands for %v", name, hill)
		}
		mine := named(g, "Bakh Moot")
		if len(mine) != 1 || fmt.Sprint(named(g, "Bakhmut")) != fmt.Sprint(mine) || fmt.Sprint(named(g, "Artemivsk")) != fmt.Sprint(mine) {
			t.Errorf("%s: a place that is known stands twice: %v %v", name, mine, named(g, "Bakhmut"))
		}
	}
}

func TestBadFilesLeaveTheFolderAsItWas(t *testing.T) {
	good := zipped(t, "UA.txt", dumpOf)
	huge := bytes.Clone(good)
	if i := bytes.Index(huge, []byte("PK\x01\x02")); i > 0 { // both entries of the directory claim 1 GiB
		for ; i >= 0 && i < len(huge)-28; i = next(huge, i) {
			copy(huge[i+24:], "\x00\x00\x00\x40")
		}
	}
	bomb := zipped(t, "UA.txt", strings.Repeat("0", 16<<20))
	cases := []struct {
		name, file string
		data       []byte
		says       string
	}{
		{"empty", "UA.txt", nil, "empty"},
		{"truncated zip", "UA.zip", good[:len(good)/2], "damaged"},
		{"truncated gzip", "UA.txt.gz", gzipped(t, dumpOf)[:200], "cut off"},
		{"1 GiB declared", "UA.zip", huge, "unpacks to"},
		{"zip bomb", "UA.zip", bomb, "unpacks to"},
		{"gzip bomb", "UA.txt.gz", gzipped(t, strings.Repeat("0", 16<<20)), ""},
		{"zip of nothing", "UA.zip", zipped(t, "readme2/", ""), "no list"},
		{"a picture", "UA.txt", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "no list"},
		{"missing columns", "UA.txt", []byte(dumpOf + "17\tX\tX\n"), "line 7: has 3 columns, want 19"},
		{"too many columns", "UA.txt", []byte(dumpOf + strings.Repeat("1\t", 25) + "\n"), "line 7: has 26 columns"},
		{"NaN", "UA.txt", []byte(strings.Replace(dumpOf, "48.594", "NaN", 1)), "line 2: latitude \"NaN\""},
		{"infinite", "UA.txt", []byte(strings.Replace(dumpOf, "48.594", "+Inf", 1)), "line 2"},
		{"off the globe", "UA.txt", []byte(strings.Replace(dumpOf, "48.594", "94.1", 1)), "line 2"},
		{"no id", "UA.txt", []byte(strings.Replace(dumpOf, "713174", "x", 1)), "line 2: the id"},
		{"negative population", "UA.txt", []byte(strings.Replace(dumpOf, "71094", "-5", 1)), "line 2: the population"},
		{"not UTF-8", "UA.txt", []byte(strings.Replace(dumpOf, "Artemovsk", "Art\xffmovsk", 1)), "line 2: is not UTF-8"},
		{"a line without end", "UA.txt", []byte(dumpOf + strings.Repeat("x", 2<<20)), "longer than"},
		{"places of no kind", "UA.txt", []byte(row(1, "Station", "", 48, 37, "S", "RSTN", "UA", "05", 0)), "none of its 1 rows"},
		{"admin1 without id", "a.txt", []byte("UA.05\tX\tX\tfive\n"), "line 1: the id"},
		{"alternates without id", "b.txt", []byte("1\t2\ten\tX\t\t\t\t\t\t\n1\tx\ten\tX\t\t\t\t\t\t\n"), "line 2: the id"},
		{"own, NaN", "c.csv", []byte("name,lat,lon\nX,NaN,1\n"), "line 2: latitude"},
		{"own, no kind", "c.csv", []byte("name,lat,lon,kind\nX,1,1,castle\n"), "kind \"castle\" is none of"},
		{"own, no name", "c.csv", []byte("name,lat,lon\n,1,1\n"), "has no name"},
		{"own, quote", "c.csv", []byte("name,lat,lon\n\"X,1,1\n"), "line 2"},
		{"own, not UTF-8", "c.csv", []byte("name,lat,lon\nX\xff,1,1\n"), "UTF-8"},
		{"own, a line", "d.geojson", []byte(`{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[1,2]]}}]}`), "feature 1: its geometry is no point"},
		{"own, no collection", "d.geojson", []byte(`{"type":"Topology"}`), "FeatureCollection"},
		{"own, cut off", "d.geojson", []byte(`{"type":"Feat`), "no GeoJSON"},
		{"a name with signs", "U;A.txt", []byte(dumpOf), "name the file"},
	}
	for _, c := range cases {
		f := folder(t)
		mustImport(t, f, save(t, "UA.zip", good))
		before := contents(t, f.Dir)
		_, err := f.Import(context.Background(), save(t, c.file, c.data))
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 500 {
			t.Errorf("%s: %v", c.name, err)
		}
		if code := mentionmap.CodeOf(err); code != mentionmap.Invalid && code != mentionmap.TooLarge {
			t.Errorf("%s: code %v", c.name, code)
		}
		if contents(t, f.Dir) != before {
			t.Errorf("%s: the folder has changed", c.name)
		}
	}
}

func next(b []byte, i int) int {
	if j := bytes.Index(b[i+4:], []byte("PK\x01\x02")); j >= 0 {
		return i + 4 + j
	}
	return len(b)
}

// contents are the names and bytes of a folder's files.
func contents(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %x\n", e.Name(), data)
	}
	return b.String()
}

func TestInterruptedImport(t *testing.T) {
	f := folder(t)
	path := save(t, "UA.txt", []byte(dumpOf))
	mustImport(t, f, path)
	before := contents(t, f.Dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Import(ctx, save(t, "UA.txt", []byte(dumpOf[:200+strings.Index(dumpOf[200:], "\n")]))); err == nil || contents(t, f.Dir) != before {
		t.Error("an interrupted import went through", err)
	}
	if _, err := f.Import(t.Context(), filepath.Join(t.TempDir(), "XX.zip")); mentionmap.CodeOf(err) != mentionmap.NotFound {
		t.Error(err)
	}
}

func TestListAndRemove(t *testing.T) {
	f := folder(t)
	if list, err := f.List(); err != nil || len(list) > 0 || !f.Empty() {
		t.Error("a folder that is not there is empty", list, err)
	}
	mustImport(t, f, save(t, "UA.txt", []byte(dumpOf)))
	mustImport(t, f, save(t, "mine.csv", []byte("name,lat,lon\nX-hill,1,1\n")))
	if err := f.Merge(); err != nil {
		t.Fatal(err)
	}
	list, err := f.List()
	if err != nil || len(list) != 2 || list[0].Name != "UA" || list[1].Name != "mine" || list[0].Places != 5 || list[0].Err != nil {
		t.Fatalf("%+v %v", list, err)
	}
	if err := f.Remove("RU"); mentionmap.CodeOf(err) != mentionmap.NotFound || !strings.Contains(err.Error(), "UA, mine") {
		t.Error(err)
	}
	if err := f.Remove("UA"); err != nil {
		t.Fatal(err)
	}
	if g := open(t, f); len(named(g, "Kremenivka")) > 0 || len(named(g, "X-hill")) != 1 {
		t.Error("what was removed is still there, or the rest is not")
	}
	if err := os.WriteFile(list[1].Path, []byte("MMGZ spoilt"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open(); err == nil || !strings.Contains(err.Error(), "remove mine") {
		t.Error("a damaged layer:", err)
	}
	if list, err := f.List(); err != nil || list[0].Err == nil {
		t.Error("a damaged layer is listed as good", err)
	}
}

// seeds reads seed_places.tsv: surface, kind, lat, lon, tolerance in km, country.
func seeds(t *testing.T) (rows [][]string) {
	f, err := os.Open(shared + "seed_places.tsv")
	if err != nil {
		t.Skip("needs ../shared/gazetteer")
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if c := strings.Split(s.Text(), "\t"); len(c) >= 6 && s.Text()[0] != '#' {
			rows = append(rows, c)
		}
	}
	return rows
}

func TestRealLists(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	rows := seeds(t)
	f := &Folder{Dir: t.TempDir(), Base: reference.Gazetteer()}
	for name, want := range map[string]int{"cities15000.zip": 33711, "UA.zip": 45086} {
		if l := mustImport(t, f, shared+name); l.Rows != want {
			t.Errorf("%s: %d rows, want %d", name, l.Rows, want)
		}
	}
	g := open(t, f)
	checkOnce(t, g)
	for _, c := range rows {
		if !placed(g, c) {
			t.Errorf("%s %s: not within %s km of %s, %s", c[1], c[0], c[4], c[2], c[3])
		}
	}
	for former, now := range map[string]string{"Artemivsk": "Bakhmut", "Dzerzhynsk": "Toretsk", "Kremennaya": "Kreminna", "Kurakhovo": "Kurakhove", "Ugledar": "Vuhledar",
		"Volchansk": "Vovchansk", "Dzerzhinsk": "Toretsk", "Artyomovsk": "Bakhmut", "Krasnohorivka": "Krasnohorivka", "Makiivka": "Makiivka", "Kostiantynivka": "Kostiantynivka"} {
		if !anyNamed(g, former, now) {
			t.Errorf("%s is not %s", former, now)
		}
	}
	for _, junk := range []string{"Putin", "Lavrov", "Reznikov", "Krasnov"} {
		for _, id := range named(g, junk) {
			if r, _ := g.ByID(id); gazetteer.Fold(g.Name(r)) != gazetteer.Fold(junk) {
				t.Errorf("%s stands for %s (%d)", junk, g.Name(r), id)
			}
		}
	}
}

func anyNamed(g *gazetteer.Gazetteer, former, now string) bool {
	for _, id := range named(g, former) {
		if r, _ := g.ByID(id); g.Name(r) == now && g.Country(r) == "UA" && g.Kind(r) == mentionmap.Settlement {
			return true
		}
	}
	return false
}

func placed(g *gazetteer.Gazetteer, c []string) bool {
	lat, _ := strconv.ParseFloat(c[2], 64)
	lon, _ := strconv.ParseFloat(c[3], 64)
	km, _ := strconv.ParseFloat(c[4], 64)
	name := strings.TrimSuffix(strings.TrimSuffix(c[0], " region"), " district")
	for _, id := range named(g, name) {
		r, _ := g.ByID(id)
		if g.Kind(r).String() == c[1] && g.Country(r) == c[5] && (km == 0 || kilometres(&draft{Entry: gazetteer.Entry{Lon: lon, Lat: lat}}, g, r) <= km) {
			return true
		}
	}
	return false
}

// checkOnce looks for settlements of one name within a kilometre.
func checkOnce(t *testing.T, g *gazetteer.Gazetteer) {
	t.Helper()
	seen := map[string][]gazetteer.Row{}
	for r := range gazetteer.Row(g.Len()) {
		if at, _ := g.ByID(g.ID(r)); at != r || g.Country(r) != "UA" || g.Kind(r) != mentionmap.Settlement {
			continue
		}
		name := gazetteer.Fold(g.Name(r))
		for _, o := range seen[name] {
			p := draft{Entry: gazetteer.Entry{Lon: g.Lon(o), Lat: g.Lat(o)}}
			if d := kilometres(&p, g, r); d < 1 && (g.ID(r) < 0 || g.ID(o) < 0) {
				t.Errorf("%s stands twice, %.1f km apart: %d and %d", g.Name(r), d, g.ID(o), g.ID(r))
			}
		}
		seen[name] = append(seen[name], r)
	}
}

func BenchmarkOpenWithUkraine(b *testing.B) {
	if _, err := os.Stat(shared + "UA.zip"); err != nil {
		b.Skip("needs ../shared/gazetteer")
	}
	f := &Folder{Dir: b.TempDir(), Base: reference.Gazetteer()}
	mustImport(b, f, shared+"UA.zip")
	b.Run("layers", func(b *testing.B) { benchOpen(b, f) })
	if err := f.Merge(); err != nil {
		b.Fatal(err)
	}
	b.Run("merged", func(b *testing.B) { benchOpen(b, f) })
}

func benchOpen(b *testing.B, f *Folder) {
	for b.Loop() {
		open(b, f)
	}
}

// FuzzImport feeds every importer with any bytes: an error of one line, or a
// layer that opens.
func FuzzImport(f *testing.F) {
	base := small(f)
	for _, s := range []string{dumpOf, "UA.05\tX\tX\t709716\n", "UA.05.1\tX\tX\t709716\n", "1\t713174\ten\tX\t\t\t\t1\t\t\n", "name,lat,lon,kind,alternates\nX,1,2,area,Y;Z\n",
		`{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"X"}}]}`} {
		f.Add([]byte(s))
		f.Add(zipped(f, "a.txt", s))
		f.Add(gzipped(f, s))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "a.txt")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		l, err := readLayer(t.Context(), path, func(rank, string) (*gazetteer.Gazetteer, error) { return gazetteer.Open(base) })
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than a line: %q", err)
			}
			return
		}
		if _, err := gazetteer.Open(base, l.Data); err != nil {
			t.Error(err)
		}
	})
}
