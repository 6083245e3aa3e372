package mentionmap_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// imports is the policy of docs/design.md: what the packages of a folder may
// import of ours, besides their own folder. The longest folder that fits
// rules; a "/..." means everything below.
var imports = map[string][]string{
	".":              {},
	"text/reader":    {"."},
	"text/when":      {"."},
	"text/post":      {".", "text/when"},
	"geo/gazetteer":  {"."},
	"geo":            {".", "geo/...", "text/when"},
	"data/reference": {},
	"data/places":    {".", "geo/gazetteer"},
	"data/store":     {"."},
	"data/queue":     {".", "data/store", "data/store/postgres"},
	"data/tokens":    {"."},
	"data/export":    {".", "data/store"},
	"data/ingest":    {".", "text/...", "geo/locate", "data/store"},
	"server":         {".", "data/..."},
	"frontend":       {},
	"seeds":          {},
	"cmd/mentionmap": {"/..."},
}

// testsToo is what test files may import beyond that: the leaves, and what
// makes real input for a test.
var testsToo = []string{"data/reference", "seeds", "frontend", "text/...", "geo/...", "data/..."}

func TestImportsFollowThePolicy(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || name != "." && isModule(name) || name != "." && strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		seen++
		for _, imported := range importsOf(t, name) {
			check(t, name, imported)
		}
		return nil
	})
	if err != nil || seen < 10 {
		t.Fatalf("read %d files: %v", seen, err)
	}
}

// isModule reports whether a folder is a module of its own, with rules of its own.
func isModule(folder string) bool {
	_, err := os.Stat(path.Join(folder, "go.mod"))
	return err == nil
}

// importsOf lists the packages of this module that a file imports.
func importsOf(t *testing.T, name string) (ours []string) {
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		if p == "mentionmap" {
			ours = append(ours, ".")
		} else if rest, ok := strings.CutPrefix(p, "mentionmap/"); ok {
			ours = append(ours, rest)
		}
	}
	return ours
}

func check(t *testing.T, file, imported string) {
	t.Helper()
	folder := path.Dir(file)
	rule := folder
	for imports[rule] == nil {
		if rule == "." {
			t.Errorf("%s: its folder is not in the policy: add it to docs/design.md and to this test", file)
			return
		}
		rule = path.Dir(rule)
	}
	allowed := append([]string{rule + "/..."}, imports[rule]...)
	if strings.HasSuffix(file, "_test.go") {
		allowed = append(allowed, testsToo...)
		allowed = append(allowed, ".")
	}
	for _, a := range allowed {
		if prefix, below := strings.CutSuffix(a, "/..."); a == imported || below && (prefix == "" || imported == prefix || strings.HasPrefix(imported, prefix+"/")) {
			return
		}
	}
	t.Errorf("%s imports %s, which %s must not", file, imported, rule)
}
