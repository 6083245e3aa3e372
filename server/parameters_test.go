package server

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentionmap"
)

// pageOnly is what the page's address holds besides filters of the API's names.
var pageOnly = []string{"from", "to", "mention", "tab", "order", "at", "vs", "embed"}

// quoted finds the names of parameters in the page's source.
var quoted = regexp.MustCompile(`(?:put|params\.(?:set|append|get|getAll|has))\(\s*'([a-z_]+)'`)

// TestOneTableOfFilters: what describes the filters is made of one table, or agrees with it.
func TestOneTableOfFilters(t *testing.T) {
	var names []string
	for _, p := range mentionmap.Parameters() {
		names = append(names, p.Name)
	}
	app, _ := serveFixture(t)
	described := get(t, app, "/api/openapi.json")["components"].(map[string]any)["parameters"].(map[string]any)
	if len(described) != len(names) {
		t.Errorf("OpenAPI describes %d filters, there are %d", len(described), len(names))
	}
	guide := read(t, "../docs/api.md")
	_, guide, _ = strings.Cut(guide, "\n## Filters")
	guide, _, _ = strings.Cut(guide, "\n## ")
	asked := map[string]bool{}
	for _, k := range collections() {
		for name := range get(t, app, "/api/collections/"+k.name+"/queryables")["properties"].(map[string]any) {
			asked[name] = true
		}
	}
	for _, p := range mentionmap.Parameters() {
		if _, ok := described[p.Name]; !ok {
			t.Errorf("OpenAPI does not describe %s", p.Name)
		}
		if !strings.Contains(guide, "`"+p.Name+"`") {
			t.Errorf("the filters of docs/api.md lack %s", p.Name)
		}
		if p.Property != asked[p.Name] {
			t.Errorf("%s is a queryable: %v, want %v", p.Name, asked[p.Name], p.Property)
		}
	}
	documented := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(guide, -1) {
		for _, name := range strings.Split(row[1], ", ") {
			documented++
			if !slices.Contains(names, strings.Trim(name, "`")) {
				t.Errorf("docs/api.md has a filter %s, which there is not", name)
			}
		}
	}
	if documented != len(names) {
		t.Errorf("docs/api.md documents %d filters, there are %d", documented, len(names))
	}
}

// TestThePageAsksByTheTable reads which parameters the page sends, and which its address holds.
func TestThePageAsksByTheTable(t *testing.T) {
	for file, others := range map[string][]string{"api/query.ts": nil, "state/url.ts": pageOnly} {
		found := quoted.FindAllStringSubmatch(read(t, "../frontend/src/"+file), -1)
		if len(found) < 8 {
			t.Errorf("%s: found %d parameters only", file, len(found))
		}
		for _, m := range found {
			if !isFilter(m[1]) && !slices.Contains(others, m[1]) {
				t.Errorf("%s: %s is no filter of the API", file, m[1])
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
