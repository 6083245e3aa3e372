package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"mentionmap"
)

func TestPagingGivesEverythingOnce(t *testing.T) {
	app, _ := serveFixture(t)
	for _, collection := range []string{"mentions", "mentions?sortby=-date", "places", "documents", "regions"} {
		whole := idsOf(get(t, app, itemsOf(collection, "limit=10000")))
		var paged []string
		next := itemsOf(collection, "limit=1")
		for next != "" {
			got := get(t, app, next)
			paged = append(paged, idsOf(got)...)
			next = nextOf(got)
			if len(paged) > 20 {
				t.Fatalf("%s does not end", collection)
			}
		}
		if len(whole) == 0 || strings.Join(whole, " ") != strings.Join(paged, " ") {
			t.Errorf("%s: whole %v, paged %v", collection, whole, paged)
		}
	}
}

// nextOf is the target of a page's next link, "" on the last.
func nextOf(page map[string]any) string {
	for _, l := range page["links"].([]any) {
		if link := l.(map[string]any); link["rel"] == "next" {
			u, _ := url.Parse(link["href"].(string))
			return u.RequestURI()
		}
	}
	return ""
}

func itemsOf(collection, params string) string {
	name, more, _ := strings.Cut(collection, "?")
	return "/api/collections/" + name + "/items?" + params + "&" + more
}

func idsOf(page map[string]any) (ids []string) {
	for _, f := range page["features"].([]any) {
		ids = append(ids, fmt.Sprint(f.(map[string]any)["id"]))
	}
	return ids
}

func TestItemsOfTheOtherCollections(t *testing.T) {
	app, _ := serveFixture(t)
	places := get(t, app, "/api/collections/places/items?use=literal")
	if places["numberMatched"] != float64(3) {
		t.Errorf("places: %v", places["numberMatched"])
	}
	region := get(t, app, "/api/collections/regions/items?kind=region")["features"].([]any)[0].(map[string]any)
	if region["geometry"].(map[string]any)["type"] != "MultiPolygon" || region["properties"].(map[string]any)["count"] != float64(1) {
		t.Errorf("region: %v", region)
	}
	if got := get(t, app, "/api/collections/regions/items?kind=settlement"); got["numberMatched"] != float64(0) {
		t.Errorf("a settlement is no region: %v", got)
	}
	for _, id := range idsOf(get(t, app, "/api/collections/documents/items")) {
		if d := get(t, app, "/api/collections/documents/items/"+id); d["properties"].(map[string]any)["text"] == nil {
			t.Errorf("document %s has no text", id)
		}
	}
	if p := get(t, app, "/api/collections/places/items/1"); p["properties"].(map[string]any)["count"] != float64(2) {
		t.Errorf("Bakhmut: %v", p)
	}
}

func TestWhyIsWorkedOutOnDemand(t *testing.T) {
	app, _ := serveFixture(t)
	id := idsOf(get(t, app, "/api/collections/mentions/items?place=1"))[0]
	plain := get(t, app, "/api/collections/mentions/items/"+id)["properties"].(map[string]any)
	if plain["why"] != nil {
		t.Error("why was not asked for")
	}
	why := get(t, app, "/api/collections/mentions/items/"+id+"?why=1")["properties"].(map[string]any)
	if len(why["why"].([]any)) != 1 || why["runner_up"].(map[string]any)["name"] != "Kursk Oblast" {
		t.Errorf("got %v", why["why"])
	}
}

func TestWrongRequestsAreProblems(t *testing.T) {
	app, _ := serveFixture(t)
	for target, want := range map[string]struct {
		status int
		param  string
	}{
		"/api/collections/mentions/items?bbox=1,2,3":                        {400, "bbox"},
		"/api/collections/mentions/items?colour=red":                        {400, "colour"},
		"/api/collections/mentions/items?resultType=x":                      {400, "resultType"},
		"/api/collections/mentions/items?after=%00":                         {400, "after"},
		"/api/collections/places/items?after=-1":                            {400, "after"},
		"/api/collections/events/items":                                     {404, ""},
		"/api/collections/mentions/items/x":                                 {404, ""},
		"/api/collections/mentions/items/" + strings.Repeat("0", 20) + "-5": {404, ""},
		"/api/collections/places/items/99":                                  {404, ""},
		"/api/collections/places/items/x":                                   {404, ""},
		"/api/collections/documents/items/x":                                {404, ""},
		"/api/export?f=shapefile":                                           {400, "f"},
		"/api/export?collection=events":                                     {400, "collection"},
		"/api/timeline?bin=hour":                                            {400, "bin"},
		"/api/summary?limit=5":                                              {400, "limit"},
		"/api/summary?sortby=date":                                          {400, "sortby"},
		"/api/summary?colour=red":                                           {400, "colour"},
		"/api/summary?datetime=x":                                           {400, "datetime"},
		"/api/summary?within=1":                                             {400, "within"},
		"/api/cube?datetime=x":                                              {400, "datetime"},
		"/api?x=1":                                                          {400, "x"},
		"/api/nothing":                                                      {404, ""},
		"/nothing":                                                          {404, ""},
		"/%2e%2e/go.mod":                                                    {404, ""},
	} {
		status, header, body := ask(t, app, "GET", target, nil)
		var p problemBody
		err := json.Unmarshal(body, &p)
		if err != nil || status != want.status || p.Status != status || p.Param != want.param || p.Detail == "" || p.Description == "" || p.Code == "" {
			t.Errorf("%s: %d %v %.200s; want %+v", target, status, err, body, want)
		}
		if header.Get("Content-Type") != mediaProblem || strings.Contains(p.Detail, "\n") {
			t.Errorf("%s: %s %q", target, header.Get("Content-Type"), p.Detail)
		}
	}
	if status, _, _ := ask(t, app, "DELETE", "/api/collections", nil); status != 405 {
		t.Errorf("DELETE: %d", status)
	}
}

func TestTimelineBinsCountAsTheirWindows(t *testing.T) {
	app, _ := serveFixture(t)
	for _, size := range []string{"day", "week", "month"} {
		for _, filter := range []string{"", "&kind=settlement,region", "&count=mentions", "&datetime=2024-08-10/2024-09-30"} {
			got := get(t, app, "/api/timeline?bin="+size+filter)
			bins := got["bins"].([]any)
			if len(bins) == 0 {
				t.Fatalf("%s%s: no bins", size, filter)
			}
			for i, b := range bins {
				if i%7 != 0 && i != len(bins)-1 {
					continue
				}
				bin := b.(map[string]any)
				base, _, _ := strings.Cut(filter, "&datetime")
				window := get(t, app, fmt.Sprintf("/api/timeline?bin=month&datetime=%s/%s%s", bin["from"], bin["to"], base))
				sum := 0.0
				for _, w := range window["bins"].([]any) {
					sum = max(sum, w.(map[string]any)["count"].(float64))
				}
				if sum != bin["count"] {
					t.Errorf("%s%s %v: window counts %v", size, filter, bin, sum)
				}
			}
		}
	}
}

func TestAnswersChangeWithTheStore(t *testing.T) {
	app, db := serveFixture(t)
	_, header, _ := ask(t, app, "GET", "/api/collections/mentions/items", nil)
	more := document(t, "c", "Bakhmut once more.", "2024-09-03", "", []told{{"Bakhmut", bakhmut, mentionmap.Literal, "2024-09-03", "2024-09-03", mentionmap.PrecisionDay}})
	if _, err := db.Put(t.Context(), []mentionmap.Located{more}); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := ask(t, app, "GET", "/api/collections/mentions/items", nil, "If-None-Match", header.Get("ETag")); status != 200 {
		t.Errorf("got %d for a tag of the generation before", status)
	}
}

func TestLocate(t *testing.T) {
	app, _ := serveFixture(t)
	text := fixture(t)[0].Document.Text
	status, _, body := ask(t, app, "POST", "/api/locate?explain=1", strings.NewReader(text), "Content-Type", "text/plain; charset=utf-8")
	var got struct {
		Toponyms []struct {
			Surface string
			Why     []any
		}
	}
	if err := json.Unmarshal(body, &got); err != nil || status != 200 || len(got.Toponyms) != 2 || len(got.Toponyms[0].Why) == 0 {
		t.Errorf("%d %v %s", status, err, body)
	}
	encoded, _ := json.Marshal(map[string]string{"text": text, "date": "2023-03-06"})
	if status, _, body := ask(t, app, "POST", "/api/locate", bytes.NewReader(encoded), "Content-Type", "application/json"); status != 200 || !bytes.Contains(body, []byte("Bakhmut")) {
		t.Errorf("JSON: %d %s", status, body)
	}
	for name, c := range map[string]struct {
		body, mediaType, query string
		status                 int
	}{
		"too long":      {strings.Repeat("a", maxLocateBytes+1), "text/plain", "", 413},
		"not UTF-8":     {"\xff\xfe", "text/plain", "", 400},
		"broken JSON":   {`{"text":`, "application/json", "", 400},
		"wrong date":    {`{"text":"a","date":"soon"}`, "application/json", "", 400},
		"a form":        {"text=a", "application/x-www-form-urlencoded", "", 415},
		"unknown param": {"a", "text/plain", "?x=1", 400},
		"wrong flag":    {"a", "text/plain", "?explain=maybe", 400},
	} {
		if status, _, body := ask(t, app, "POST", "/api/locate"+c.query, strings.NewReader(c.body), "Content-Type", c.mediaType); status != c.status {
			t.Errorf("%s: %d %.200s", name, status, body)
		}
	}
}
