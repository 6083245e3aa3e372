package server

import (
	"bytes"
	"encoding/json"
	"testing"
)

// filters is how many mentions of the fixture match.
var filters = map[string]int{
	"":                                                6,
	"datetime=2023-03-05":                             1 + 1,
	"datetime=2023-03-05T":                            2,
	"datetime=2023-03-05T00:00:00Z":                   2,
	"datetime=2023-03-05T/2023-03-06T":                2,
	"datetime=2024-08-31/..":                          3,
	"datetime=2024-08-31/":                            3,
	"datetime=../2023-12-31":                          2,
	"datetime=/2023-12-31":                            2,
	"kind=country":                                    2,
	"kind=settlement,region&use=literal":              4,
	"use=associative":                                 1,
	"precision=undated":                               1,
	"precision=month":                                 2,
	"undated=true":                                    6,
	"undated=false":                                   5,
	"datetime=2023-03-05&undated=true":                3,
	"bbox=37,48,39,49":                                2,
	"bbox=37,48,-100,39,49,8000":                      2,
	"bbox=170,-90,-170,90":                            0,
	"bbox=31,48,30,49.5":                              2 + 2, // across the antimeridian: all but 30 to 31 east
	"near=38,48.6,1":                                  2,
	"near=37.99,48.6,0.5":                             0,
	"near=36,51.7,10&kind=region":                     1,
	"polygon=37.9,48.5,38.1,48.5,38.1,48.7,37.9,48.7": 2,
	"polygon=37.9,48.5,38.1,48.5,37.9,48.7,37.9,48.5&kind=region": 0,
	"within=2":                         1,
	"within=2&kind=settlement":         0,
	"within=2&place=1":                 0,
	"place=-3":                         2,
	"relation=in":                      6,
	"relation=near,border":             0,
	"source=source+a":                  2,
	"q=shelling":                       2,
	"min_confidence=0.95":              0,
	"by=published&datetime=2024-09-02": 4,
	"datetime=2024-08-01&precision=undated,month": 3,
}

func TestItemsFilterAndCount(t *testing.T) {
	app, _ := serveFixture(t)
	for query, want := range filters {
		got := get(t, app, "/api/collections/mentions/items?"+query)
		if n := len(got["features"].([]any)); n != want || got["numberMatched"] != float64(want) || got["numberReturned"] != float64(want) {
			t.Errorf("%s: got %d features, matched %v; want %d", query, n, got["numberMatched"], want)
		}
		hits := get(t, app, "/api/collections/mentions/items?resultType=hits&"+query)
		if hits["numberMatched"] != float64(want) || len(hits["features"].([]any)) != 0 {
			t.Errorf("%s: hits %v", query, hits)
		}
		_, _, body := ask(t, app, "GET", "/api/export?f=geojson&"+query, nil)
		var file struct{ Features []any }
		if err := json.Unmarshal(body, &file); err != nil || len(file.Features) != want {
			t.Errorf("%s: export %v, %d features", query, err, len(file.Features))
		}
		_, _, table := ask(t, app, "GET", "/api/export?f=csv&"+query, nil)
		if rows := bytes.Count(table, []byte("\r\n")) - 1; rows != want {
			t.Errorf("%s: CSV has %d rows", query, rows)
		}
		counted := 0.0
		for _, b := range get(t, app, "/api/collections/places/items?count=mentions&"+query)["features"].([]any) {
			counted += b.(map[string]any)["properties"].(map[string]any)["count"].(float64)
		}
		if placed := want - unplacedIn(got); int(counted) != placed {
			t.Errorf("%s: places count %v, want %d", query, counted, placed)
		}
	}
}

// unplacedIn counts the mentions of a page without a place.
func unplacedIn(page map[string]any) (n int) {
	for _, f := range page["features"].([]any) {
		if f.(map[string]any)["geometry"] == nil {
			n++
		}
	}
	return n
}
