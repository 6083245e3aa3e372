package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentionmap"
)

func TestOGCPages(t *testing.T) {
	app, _ := serveFixture(t)
	for _, slash := range []string{"", "/"} {
		rels := map[string]string{}
		for _, l := range get(t, app, "/api"+slash)["links"].([]any) {
			link := l.(map[string]any)
			rels[link["rel"].(string)] = link["href"].(string)
		}
		for _, rel := range []string{"self", "service-desc", "service-doc", "conformance", "data"} {
			u, err := url.Parse(rels[rel])
			if err != nil || u.Host != "127.0.0.1:8080" {
				t.Errorf("%s: %q %v", rel, rels[rel], err)
				continue
			}
			if status, _, _ := ask(t, app, "GET", u.Path, nil); status != 200 {
				t.Errorf("%s: %d", rel, status)
			}
		}
		if classes := get(t, app, "/api/conformance"+slash)["conformsTo"].([]any); len(classes) != len(conformanceClasses) {
			t.Errorf("conformance: %v", classes)
		}
		list := get(t, app, "/api/collections"+slash)["collections"].([]any)
		if len(list) != 4 {
			t.Fatalf("collections: %v", list)
		}
		for _, c := range list {
			one := get(t, app, "/api/collections/"+c.(map[string]any)["id"].(string)+slash)
			if one["extent"].(map[string]any)["temporal"] == nil {
				t.Errorf("%v has no temporal extent", one["id"])
			}
		}
	}
}

// TestFeaturesAreAsTheSchemaSays holds features against the tables that the
// schemas and the OpenAPI document are made of.
func TestFeaturesAreAsTheSchemaSays(t *testing.T) {
	app, _ := serveFixture(t)
	for _, k := range collections() {
		schema := get(t, app, "/api/collections/"+k.name+"/schema")
		members := schema["properties"].(map[string]any)
		properties := members["properties"].(map[string]any)["properties"].(map[string]any)
		for _, f := range get(t, app, "/api/collections/"+k.name+"/items")["features"].([]any) {
			feature := f.(map[string]any)
			if !isType(feature["id"], members["id"].(map[string]any)["type"]) {
				t.Errorf("%s: id %v", k.name, feature["id"])
			}
			got := feature["properties"].(map[string]any)
			for name, value := range got {
				p, known := properties[name].(map[string]any)
				if value == nil && mayBeNull(k, name) {
					continue
				}
				if !known || !isType(value, p["type"]) {
					t.Errorf("%s: %s is %v, the schema says %v", k.name, name, value, p)
				}
				if words, ok := p["enum"].([]any); ok && !slices.Contains(words, value) {
					t.Errorf("%s: %s is %v, not one of %v", k.name, name, value, words)
				}
			}
			if len(got) != len(k.properties) {
				t.Errorf("%s: %d properties, the schema has %d", k.name, len(got), len(k.properties))
			}
		}
		for name := range get(t, app, "/api/collections/"+k.name+"/queryables")["properties"].(map[string]any) {
			if name != "geometry" && !isFilter(name) {
				t.Errorf("%s: %s is no filter", k.name, name)
			}
		}
	}
}

func mayBeNull(k collection, name string) bool {
	return slices.ContainsFunc(k.properties, func(p property) bool { return p.name == name && p.null })
}

func isFilter(name string) bool {
	return slices.ContainsFunc(mentionmap.Parameters(), func(p mentionmap.Parameter) bool { return p.Name == name })
}

func isType(value, want any) bool {
	kind := map[string]string{"string": "string", "float64": "number", "bool": "boolean", "[]interface {}": "array"}[fmt.Sprintf("%T", value)]
	f, _ := value.(float64)
	return kind == want || kind == "number" && want == "integer" && f == float64(int64(f))
}

func TestOpenAPIDescribesEveryRoute(t *testing.T) {
	app, _ := serveFixture(t)
	doc := get(t, app, "/api/openapi.json")
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"#/components/(\w+)/(\w+)"`).FindAllStringSubmatch(string(raw), -1) {
		if doc["components"].(map[string]any)[m[1]].(map[string]any)[m[2]] == nil {
			t.Errorf("%s leads nowhere", m[0])
		}
	}
	paths := doc["paths"].(map[string]any)
	for _, r := range app.GetRoutes(true) {
		path, below := strings.CutPrefix(r.Path, "/api")
		if !below || r.Method == "HEAD" || strings.Contains(path, ":collection") {
			continue
		}
		path = strings.ReplaceAll(path, ":id", "{id}")
		if path == "" {
			path = "/"
		}
		if path != "/openapi.json" && path != "/docs" && paths[path] == nil {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
	}
	// What is described can be asked for, and takes the parameters it names.
	for path, methods := range paths {
		target := "/api" + strings.TrimSuffix(path, "/")
		if strings.Contains(path, "{id}") || methods.(map[string]any)["get"] == nil || path == "/suggest" || path == "/cube" || path == "/export" {
			continue
		}
		get(t, app, target)
	}
}

func TestDocsAreInertHTML(t *testing.T) {
	app, _ := serveFixture(t)
	status, header, body := ask(t, app, "GET", "/api/docs", nil)
	if status != 200 || header.Get("Content-Type") != mediaHTML || strings.Contains(string(body), "<script") || strings.Contains(string(body), "style=") || !strings.Contains(string(body), "min_confidence") {
		t.Errorf("%d %v %s", status, header, body)
	}
}

func TestItemsHaveLinks(t *testing.T) {
	app, _ := serveFixture(t)
	for _, k := range collections() {
		id := idsOf(get(t, app, "/api/collections/"+k.name+"/items"))[0]
		links := map[string]string{}
		for _, l := range get(t, app, "/api/collections/"+k.name+"/items/"+id)["links"].([]any) {
			links[l.(map[string]any)["rel"].(string)] = l.(map[string]any)["href"].(string)
		}
		base := "http://127.0.0.1:8080/api/collections/" + k.name
		if links["self"] != base+"/items/"+id || links["collection"] != base {
			t.Errorf("%s: %v", k.name, links)
		}
	}
}

func TestNextLinksRepeatAllFilters(t *testing.T) {
	app, _ := serveFixture(t)
	page := get(t, app, "/api/collections/mentions/items?limit=1&use=literal&source=source+a&source=source+b&bbox=-180,-90,180,90&f=json")
	for _, l := range page["links"].([]any) {
		link := l.(map[string]any)
		if link["rel"] != "next" {
			continue
		}
		u, err := url.Parse(link["href"].(string))
		q := u.Query()
		if err != nil || len(q["source"]) != 2 || q.Get("use") != "literal" || q.Get("bbox") == "" || q.Get("limit") != "1" || q.Get("after") == "" {
			t.Errorf("%v %v", err, u)
		}
		return
	}
	t.Error("no next link")
}

func TestPagesSayWhenAndHowMany(t *testing.T) {
	app, _ := serveFixture(t)
	page := get(t, app, "/api/collections/mentions/items?limit=2")
	if page["timeStamp"] != "2025-02-01T12:00:00Z" || page["numberMatched"] != float64(6) || page["numberReturned"] != float64(2) {
		t.Errorf("%v %v %v", page["timeStamp"], page["numberMatched"], page["numberReturned"])
	}
	if big := get(t, app, "/api/collections/mentions/items?limit=99999999"); big["numberReturned"] != float64(6) {
		t.Errorf("a limit too large is clamped: %v", big["numberReturned"])
	}
}
