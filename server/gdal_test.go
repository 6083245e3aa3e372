package server

import (
	"bytes"
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
)

// wide has an id that needs more than 32 bits, as all of our own do.
var wide = &mentionmap.Place{ID: -1422253233432849, Name: "Donbas", Kind: mentionmap.Area, Lon: 38, Lat: 48}

// many stores documents of 50 mentions each: 25 of Bakhmut, 15 of Kursk Oblast,
// 5 of the Donbas, 5 unplaced; document i is of day i after 2022-02-24, and every
// tenth of its mentions is undated.
func many(t testing.TB, db *index.Store, documents int) {
	t.Helper()
	var batch []mentionmap.Located
	for i := range documents {
		day := mustDay(t, "2022-02-24") + mentionmap.Day(i)
		var text strings.Builder
		var list []told
		for j := range 50 {
			place, word := bakhmut, fmt.Sprintf("Bakhmut%d.", j)
			switch {
			case j >= 45:
				place, word = nil, fmt.Sprintf("Nowhere%d.", j)
			case j >= 40:
				place, word = wide, fmt.Sprintf("Donbas%d.", j)
			case j >= 25:
				place, word = kursk, fmt.Sprintf("Kursk%d.", j)
			}
			m := told{word: word, place: place, use: mentionmap.Use(j % 2)}
			if j%10 != 0 {
				m.from, m.to, m.prec = day.String(), day.String(), mentionmap.PrecisionDay
			}
			fmt.Fprintf(&text, "Report %d tells of %s ", i, word)
			list = append(list, m)
		}
		d := document(t, fmt.Sprint("m", i), text.String(), day.String(), "", list)
		for j := range d.Mentions {
			d.Mentions[j].Sentence = d.Mentions[j].Span
		}
		batch = append(batch, d)
	}
	if _, err := db.Put(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

// serveMany serves 3,000 mentions on a real port.
func serveMany(t testing.TB) (address string, db *index.Store) {
	t.Helper()
	db = filetest.Open(t, t.TempDir()+"/many.db", sqlite.Options{})
	many(t, db, 60)
	return serveOn(t, Options{Store: db, Host: "127.0.0.1", Polygon: outlineOfKursk}), db
}

func serveOn(t testing.TB, o Options) string {
	t.Helper()
	app, address, done := start(t, o)
	t.Cleanup(func() {
		if err := app.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return address
}

// start serves on a free port; done tells how listening ended.
func start(t testing.TB, o Options) (app *fiber.App, address string, done chan error) {
	t.Helper()
	app, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done = make(chan error, 1)
	go func() { done <- app.Listener(Listen(l)) }()
	return app, "http://" + l.Addr().String(), done
}

func gdal(t *testing.T, tool string, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	c := exec.CommandContext(t.Context(), tool, args...)
	c.Stderr = &errs
	c.Env = append(c.Environ(), "GDAL_HTTP_TIMEOUT=60", "no_proxy=127.0.0.1")
	out, err := c.Output()
	if err != nil || strings.Contains(errs.String(), "ERROR") {
		t.Fatalf("%s %v: %v\n%s\n%s", tool, args, err, out, errs.String())
	}
	if w := errs.String(); strings.Contains(w, "overflow") {
		t.Errorf("%s %v says: %.500s", tool, args, w)
	}
	return string(out)
}

func needGDAL(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"ogrinfo", "ogr2ogr"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool + ": apt-get install gdal-bin")
		}
	}
}

var ogrFeature = regexp.MustCompile(`(?m)^OGRFeature\(`)

func TestGDALReadsTheAPI(t *testing.T) {
	needGDAL(t)
	address, db := serveMany(t)
	source := "OAPIF:" + address + "/api"
	for name, c := range map[string]struct {
		layer string
		args  []string
		want  int
	}{
		"all":                    {"mentions", nil, 3000},
		"small pages":            {"mentions", []string{"-oo", "PAGE_SIZE=70"}, 3000},
		"frame":                  {"mentions", []string{"-spat", "37", "48.1", "39", "49"}, 60 * 25},
		"frame with nothing":     {"mentions", []string{"-spat", "0", "0", "1", "1"}, 0},
		"day":                    {"mentions", []string{"-where", "date = '2022/03/01'"}, 45},
		"window":                 {"mentions", []string{"-where", "date >= '2022/03/01' AND date <= '2022/03/10'"}, 450},
		"kind":                   {"mentions", []string{"-where", "kind = 'region'"}, 60 * 15},
		"use and frame":          {"mentions", []string{"-where", "use = 'associative'", "-spat", "37", "48.1", "39", "49"}, 60 * 12},
		"places":                 {"places", nil, 3},
		"regions":                {"regions", nil, 1},
		"documents":              {"documents", nil, 60},
		"a place by its id":      {"places", []string{"-fid", "1"}, 1},
		"an id of our own":       {"places", []string{"-fid", "-1422253233432849"}, 1},
		"the same as a filter":   {"mentions", []string{"-where", "place = -1422253233432849"}, 60 * 5},
		"a region by its id":     {"regions", []string{"-fid", "2"}, 1},
		"a mention by its order": {"mentions", []string{"-fid", "7"}, 1},
	} {
		out := gdal(t, "ogrinfo", append([]string{"-ro", "-al", source, c.layer}, c.args...)...)
		if got := len(ogrFeature.FindAllString(out, -1)); got != c.want {
			t.Errorf("%s: %d features, want %d:\n%.1500s", name, got, c.want, out)
		}
	}
	summary := gdal(t, "ogrinfo", "-ro", "-so", source, "mentions")
	for _, want := range []string{"Feature Count: 3000", "date: Date", "confidence: Real", "place: Real", "snippet: String"} {
		if !strings.Contains(summary, want) {
			t.Errorf("summary lacks %q:\n%s", want, summary)
		}
	}
	copied := t.TempDir() + "/copy.gpkg"
	gdal(t, "ogr2ogr", "-f", "GPKG", copied, source, "mentions", "places", "regions")
	total, err := db.Total(t.Context(), mentionmap.NewQuery())
	if out := gdal(t, "ogrinfo", "-ro", "-so", copied, "mentions"); err != nil || !strings.Contains(out, fmt.Sprint("Feature Count: ", total)) {
		t.Errorf("copied: %s, stored %d, %v", out, total, err)
	}
}
