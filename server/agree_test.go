package server

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store/cube"
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
	some("place", "703448", "706483,-11", "-12,-13,709161,703448")
	some("kind", "settlement", "region,settlement", "country,area", "water,facility,street,district")
	some("use", "literal", "associative", "literal,associative")
	some("relation", "in", "in,near,offset", "direction,border,to,from")
	some("precision", "day", "undated", "month,day", "days,week,season,year")
	some("undated", "true", "false")
	some("source", "Channel One", "agency, the second", "канал")
	some("q", "shelling", "BRIDGE", `"damage school"`, "Харків")
	some("min_confidence", "0.5", "0.95", "0.125")
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
	db, err := sqlite.Open(t.TempDir()+"/x.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	app, err := New(Options{Store: cube.Wrap(db), Host: "127.0.0.1", Polygon: inKursk})
	if err != nil {
		t.Fatal(err)
	}
	sql := newPlain(t, docs)
	r := rand.New(rand.NewPCG(5, 8))
	matching := 0
	for range times {
		v := randomFilters(r)
		want := sql.ids(t, v)
		if len(want) > 0 {
			matching++
		}
		agree(t, app, v, want)
		checkTimeline(t, app, sql, v)
	}
	if matching < times/2 {
		t.Errorf("only %d of %d combinations match anything", matching, times)
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
