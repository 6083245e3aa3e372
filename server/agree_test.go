package server

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/storetest"
)

// inKursk is the outline of a region of the corpus in which nothing else lies.
func inKursk(id mentionmap.PlaceID) orb.MultiPolygon {
	if id == -11 {
		return square
	}
	return nil
}

// randomFilters makes a combination of filters that the corpus can match.
func randomFilters(r *rand.Rand) url.Values {
	v := url.Values{}
	some := func(name string, values ...string) {
		if r.IntN(4) == 0 {
			v.Set(name, values[r.IntN(len(values))])
		}
	}
	some("bbox", "35,47,39,52", "30,40,40,60", "170,-90,36.5,90", "-180,-90,180,90,0,1", "30,-90,0,40,90,1")
	some("near", "38,48.6,60", "36,51,500", "33.3,50.1,250.5")
	some("polygon", "35.01,47.01,39.01,47.01,39.01,52.01,35.01,52.01", "30.01,40.01,30.01,60.01,40.01,60.01,40.01,40.01,30.01,40.01")
	some("within", "-11")
	from := mentionmap.Day(18995 + r.IntN(60))
	to := from + mentionmap.Day(r.IntN(25))
	some("datetime", from.String(), from.String()+"/"+to.String(), "../"+to.String(), from.String()+"/..", from.String()+"T/"+to.String()+"T")
	some("by", "event", "published")
	some("place", "703448", "706483,-11", "-12,-13,709161,703448", "0", "0,703448")
	some("kind", "settlement", "region,settlement", "country,area", "water,facility,street,district")
	some("use", "literal", "associative", "literal,associative")
	some("relation", "in", "in,near,offset", "direction,border,to,from")
	some("precision", "day", "undated", "month,day", "days,week,season,year")
	some("undated", "true", "false")
	some("source", "Channel One", "agency, the second", "канал")
	some("q", "shelling", "BRIDGE", `"damage school"`, "Харків")
	some("min_confidence", "0.5", "0.95", "0.125", "0.85", "1", "0.001")
	if v.Get("precision") == "undated" && v.Get("undated") == "false" { // asks for nothing: a fault of the asker
		v.Del("undated")
	}
	return v
}

// TestAllResourcesAgree asks for the same in every way there is: as items, as
// hits, in every format, as a cube, as bins, and in plain SQL.
func TestAllResourcesAgree(t *testing.T) {
	times := 40
	if os.Getenv("SOAK") != "" {
		times = 200
	}
	docs := storetest.Corpus(8, 150)
	app, held := agreeing(t, docs)
	sql := newPlain(t, docs)
	r := rand.New(rand.NewPCG(5, 8))
	matching := 0
	for range times {
		v := randomFilters(r)
		want := sql.ids(t, v)
		if len(want) > 0 {
			matching++
		}
		for _, app := range []*fiber.App{app, held} {
			agree(t, app, v, want)
			checkPages(t, app, v, want)
			checkTimeline(t, app, sql, maps.Clone(v))
		}
	}
	if matching < times/2 {
		t.Errorf("only %d of %d combinations match anything", matching, times)
	}
}

// agreeing serves one database twice: from an index that followed what was
// stored, and from one that was read from a snapshot file.
func agreeing(t *testing.T, docs []mentionmap.Located) (app, restored *fiber.App) {
	t.Helper()
	path := t.TempDir() + "/x.db"
	serve := func(o index.Options) (*index.Store, *fiber.App) {
		db := filetest.OpenWith(t, path, sqlite.Options{}, o)
		app, err := New(Options{Store: db, Host: "127.0.0.1", Polygon: inKursk})
		if err != nil {
			t.Fatal(err)
		}
		return db, app
	}
	db, app := serve(index.Options{})
	if _, err := db.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	saved, _ := serve(index.Options{Snapshot: path + "-index"})
	if _, err := saved.Total(t.Context(), mentionmap.NewQuery()); err != nil {
		t.Fatal(err)
	}
	saved.Close() // writes the snapshot
	if _, err := os.Stat(path + "-index"); err != nil {
		t.Fatal(err)
	}
	_, restored = serve(index.Options{Snapshot: path + "-index"})
	return app, restored
}

// checkPages follows next links in the orders by day: each match comes once,
// and the days do not turn back.
func checkPages(t *testing.T, app *fiber.App, v url.Values, want []string) {
	t.Helper()
	field := map[string]string{"event": "date", "published": "published", "": "date"}[v.Get("by")]
	for order, sign := range map[string]int{"date": 1, "-date": -1} {
		target := fmt.Sprintf("/api/collections/mentions/items?limit=%d&sortby=%s&%s", len(want)/7+1, order, v.Encode())
		ids, last := []string{}, ""
		for target != "" {
			page := get(t, app, target)
			for _, f := range page["features"].([]any) {
				f := f.(map[string]any)
				day, _ := f["properties"].(map[string]any)[field].(string)
				day = day[:min(len(day), len("2022-02-24"))]
				if len(ids) > 0 && day != last && day != "" && (last == "" || strings.Compare(day, last) != sign) {
					t.Errorf("%s: %s comes after %q", target, day, last)
				}
				ids, last = append(ids, f["id"].(string)), day
			}
			target = nextOf(page)
		}
		slices.Sort(ids)
		if !slices.Equal(ids, want) {
			t.Errorf("%s by %s: pages hold %d, want %d, or others", v.Encode(), order, len(ids), len(want))
		}
	}
}

// agree compares what each resource gives for a request with the ids it means.
func agree(t *testing.T, app *fiber.App, v url.Values, want []string) {
	t.Helper()
	q := v.Encode()
	if hits := get(t, app, "/api/collections/mentions/items?resultType=hits&"+q)["numberMatched"]; hits != float64(len(want)) {
		t.Errorf("%s: hits say %v, plain SQL %d", q, hits, len(want))
	}
	if got := featureIDs(t, app, "/api/collections/mentions/items?limit=10000&"+q); !slices.Equal(got, want) {
		t.Errorf("%s: %d items, want %d, or others", q, len(got), len(want))
	}
	for name, ids := range idsOfFormat {
		if got := ids(t, app, "/api/export?f="+name+"&"+q); !slices.Equal(got, want) {
			t.Errorf("%s: %s holds %d, want %d, or others", q, name, len(got), len(want))
		}
	}
	if got := askSummary(t, app, q).mentions; got != len(want) {
		t.Errorf("%s: the summary has %d, want %d", q, got, len(want))
	}
	if got := cubeSum(t, app, "count=mentions&"+q); got != len(want) {
		t.Errorf("%s: the cube has %d, want %d", q, got, len(want))
	}
}

// checkTimeline holds each bin against its window in plain SQL.
func checkTimeline(t *testing.T, app *fiber.App, sql plain, v url.Values) {
	t.Helper()
	v.Set("count", "mentions")
	bins := get(t, app, "/api/timeline?bin=week&"+v.Encode())["bins"].([]any)
	if len(bins) > 12 {
		bins = bins[len(bins)/2-6 : len(bins)/2+6]
	}
	for _, b := range bins {
		bin := b.(map[string]any)
		window := url.Values{}
		for name, list := range v {
			window[name] = list
		}
		window.Set("datetime", fmt.Sprintf("%s/%s", bin["from"], bin["to"]))
		window.Set("undated", "false")
		if n := len(sql.ids(t, window)); float64(n) != bin["count"] {
			t.Errorf("%s: %v, its window has %d", v.Encode(), bin, n)
		}
	}
}

// cubeSum adds up all counts of a cube.
func cubeSum(t *testing.T, app *fiber.App, query string) (sum int) {
	for _, row := range readCube(t, app, "/api/cube?"+query).Rows {
		sum += int(row.N)
	}
	return sum
}
