package cubefile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"mentionmap"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
)

var update = flag.Bool("update", false, "write the files that the page's tests read anew")

// pageData is where the tests of the page find what is written here.
const pageData = "../../frontend/test/data"

// TestPageData keeps the files of the page's tests what this package writes.
func TestPageData(t *testing.T) {
	if _, err := os.Stat(pageData); err != nil {
		t.Skip("the page is not here:", err)
	}
	g := fewPlaces(rand.New(rand.NewPCG(20, 22)))
	for name, body := range golden(t, g) {
		path := filepath.Join(pageData, name)
		if *update {
			if err := os.WriteFile(path, body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if had, err := os.ReadFile(path); err != nil || !bytes.Equal(had, body) {
			t.Errorf("%s is not what is written now (%v): run this test with -update", path, err)
		}
	}
}

// fewPlaces are groups whose rows lie in two years.
func fewPlaces(r *rand.Rand) groups {
	g := randomGroups(r, 40)
	for i := range g {
		for j := range g[i] {
			if row := &g[i][j]; row.From != counts.Undated {
				length := row.To - row.From
				row.From = 19200 + (row.From%700+700)%700
				row.To = row.From + length
			}
		}
		sortRows(g[i])
	}
	return g
}

// golden is files by name: a cube in one piece, in parts, and what some windows hold.
func golden(t *testing.T, g groups) map[string][]byte {
	t.Helper()
	built := build(t, g, true, nil)
	places := cubefile.NewPlaces(len(g))
	for _, i := range built.Groups {
		places.Add(g.Ref(i), placeOf(i), "", "")
	}
	lists, err := places.Lists()
	if err != nil {
		t.Fatal(err)
	}
	joined := cubefile.Join([]*cubefile.Lists{lists})
	about := cubefile.Header{Generation: "1", By: "event", Count: "reports", Grain: cubefile.Days, Places: joined}
	about.First, about.Last = built.Span()
	files := map[string][]byte{"cube.bin": file(t, about, built.Days)}
	list := map[string]any{"about": map[string]any{"generation": "1", "by": "event", "count": "reports", "first": about.First, "last": about.Last}, "places": []string{"cube-places.json"}}
	half := len(built.Days) / 2
	for name, p := range map[string]struct {
		grain    cubefile.Grain
		sections [][]cubefile.Section
	}{
		"days":  {cubefile.Days, [][]cubefile.Section{built.Days[half:], built.Days[:half]}},
		"weeks": {cubefile.Weeks, [][]cubefile.Section{built.Weeks}},
	} {
		names := []string{}
		for i, s := range p.sections {
			names = append(names, fmt.Sprintf("cube-%s-%d.bin", name, i))
			files[names[i]] = file(t, cubefile.Header{Grain: p.grain}, s)
		}
		list[name] = names
	}
	files["cube-places.json"] = bytesOf(joined)
	files["cube-parts.json"] = asJSON(t, list)
	files["cube-windows.json"] = asJSON(t, windowsOf(g))
	return files
}

func placeOf(i int) *mentionmap.Place {
	if i == 0 {
		return &mentionmap.Place{Kind: mentionmap.Settlement}
	}
	return &mentionmap.Place{ID: mentionmap.PlaceID(1000 + i*7), Name: fmt.Sprint("Place ", i), Kind: mentionmap.Kind(1 + i%8), Lon: 30 + float64(i)/10, Lat: 48}
}

func file(t *testing.T, head cubefile.Header, sections []cubefile.Section) []byte {
	t.Helper()
	pieces, err := head.File(sections)
	if err != nil {
		t.Fatal(err)
	}
	return bytesOf(pieces)
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// window is what overlaps some days, by id and kind of the place; undated rows
// are in every window.
type window struct {
	From   int32            `json:"from"`
	To     int32            `json:"to"`
	Places map[string]int64 `json:"places"`
}

func windowsOf(g groups) (out []window) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 40 {
		w := window{From: 19190 + int32(r.IntN(720)), Places: map[string]int64{}}
		w.To = w.From + int32(r.IntN(1+r.IntN(400)))
		g.Rows(0, func(i int, rows []counts.Row) {
			p := placeOf(i)
			for _, row := range rows {
				if row.From == counts.Undated || row.From <= w.To && row.To >= w.From {
					w.Places[fmt.Sprint(p.ID, " ", int(p.Kind))] += row.N
				}
			}
		})
		out = append(out, w)
	}
	return out
}
