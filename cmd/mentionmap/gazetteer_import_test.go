package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap/data/store/sqlite"
)

// village is a row of a country dump: a place that the embedded gazetteer lacks.
func village(id int, name, alternates string) string {
	return fmt.Sprintf("%d\t%s\t%s\t%s\t48.61\t37.61\tP\tPPL\tUA\t\t05\t\t\t\t40\t\t100\tEurope/Kyiv\t2026-01-01\n", id, name, name, alternates)
}

func countryZip(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("UA.txt")
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestImportFromANetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	lists := http.NewServeMux()
	data := countryZip(t, village(98765432, "Qwertivka", "Квертівка"))
	lists.HandleFunc("/UA.zip", func(w http.ResponseWriter, _ *http.Request) { w.Write(data) })
	server := httptest.NewServer(lists)
	defer server.Close()
	dir := filepath.Join(t.TempDir(), "gazetteer")
	flags := []string{"--gazetteer", dir}
	status, out, errs := mm(t, "", append([]string{"gazetteer", "import", "ua", "--geonames", server.URL}, flags...)...)
	if status != 0 || !strings.Contains(out, "UA: 1 rows read, 1 places") {
		t.Fatal(status, out, errs)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "downloads")); len(left) > 0 {
		t.Errorf("%d files are left of the download", len(left))
	}
	status, out, _ = mm(t, "", append([]string{"gazetteer", "list", "--json"}, flags...)...)
	var layer layerJSON
	if err := json.Unmarshal([]byte(out), &layer); err != nil || status != 0 || layer.Name != "UA" || layer.Places != 1 {
		t.Error(status, out, err)
	}
	status, out, _ = mm(t, "", append([]string{"gazetteer", "lookup", "Qwertivka"}, flags...)...)
	if status != 0 || !strings.Contains(out, "98765432") || !strings.Contains(out, "Donetsk Oblast, UA") {
		t.Error(status, out)
	}
	status, _, errs = mm(t, "", append([]string{"gazetteer", "import", "ZZ", "--geonames", server.URL}, flags...)...)
	if status != exitFailure || !strings.Contains(errs, "ZZ.zip") || strings.Count(errs, "\n") != 1 {
		t.Error("a country that is none:", status, errs)
	}
	status, out, errs = mm(t, "", append([]string{"gazetteer", "remove", "UA"}, flags...)...)
	if status != 0 || !strings.Contains(out, "removed UA") {
		t.Error(status, out, errs)
	}
	status, out, _ = mm(t, "", append([]string{"gazetteer", "list"}, flags...)...)
	if status != 0 || !strings.Contains(out, "Nothing is imported") {
		t.Error(status, out)
	}
}

func TestTheUsersFolderIsUsed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	path := file(t, t.TempDir(), "mine.csv", "name,lat,lon,kind\nQwerty Hill,48.1,37.1,area\n")
	if status, _, errs := mm(t, "", "gazetteer", "import", path); status != 0 {
		t.Fatal(errs)
	}
	status, out, errs := mm(t, "", "gazetteer", "lookup", "Qwerty Hill")
	if status != 0 || !strings.Contains(out, "area") {
		t.Error(status, out, errs)
	}
	if status, out, _ = mm(t, "", "gazetteer", "info"); status != 0 || !strings.Contains(out, "mine") {
		t.Error(out)
	}
}

func TestRelocate(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	dir := t.TempDir()
	file(t, dir, "a.txt", "KYIV, March 5, 2023 — Shelling hit Bakhmut and Qwertivka in Donetsk region on Saturday.\n")
	db, gazetteer := filepath.Join(t.TempDir(), "t.db"), filepath.Join(t.TempDir(), "gazetteer")
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if status, _, errs := mm(t, "", "ingest", "--db", db, dir); status != 0 {
		t.Fatal(errs)
	}
	before := idsAndVersion(t, db)
	if status, out, errs := mm(t, "", "relocate", "--db", db); status != 0 || !strings.Contains(out, "today's") {
		t.Error("nothing to do:", status, out, errs)
	}
	if status, _, errs := mm(t, "", "gazetteer", "import", "--gazetteer", gazetteer, file(t, t.TempDir(), "UA.txt", village(98765432, "Qwertivka", "Квертівка"))); status != 0 {
		t.Fatal(errs)
	}
	status, out, errs := mm(t, "", "relocate", "--db", db, "--gazetteer", gazetteer)
	if status != 0 || !strings.Contains(out, "1 documents placed anew") {
		t.Fatal(status, out, errs)
	}
	after := idsAndVersion(t, db)
	if after.generation <= before.generation || after.version == before.version || after.documents != before.documents || !strings.Contains(after.mentions, "98765432") || strings.Contains(before.mentions, "98765432") {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	if left, _ := filepath.Glob(db + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRelocateLeavesADatabaseInUse(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	file(t, dir, "a.txt", article)
	db, gazetteer := filepath.Join(t.TempDir(), "t.db"), filepath.Join(t.TempDir(), "gazetteer")
	mm(t, "", "ingest", "--db", db, dir)
	mm(t, "", "gazetteer", "import", "--gazetteer", gazetteer, file(t, t.TempDir(), "UA.txt", village(98765432, "Qwertivka", "")))
	open, err := sqlite.Open(db, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	before := idsAndVersion(t, db)
	if status, _, errs := mm(t, "", "relocate", "--db", db, "--gazetteer", gazetteer); status != exitFailure || !strings.Contains(errs, "another program") {
		t.Error(status, errs)
	}
	if idsAndVersion(t, db) != before {
		t.Error("the database has changed")
	}
}

// state is what a database says of itself and of its mentions.
type state struct {
	generation                   int64
	version, documents, mentions string
}

func idsAndVersion(t *testing.T, path string) state {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	info, err := db.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, mentions, _ := mm(t, "", "export", "--db", path, "--format", "csv")
	documents := map[string]bool{}
	for _, line := range strings.Split(mentions, "\n")[1:] {
		id, _, _ := strings.Cut(line, "-")
		documents[id] = true
	}
	return state{info.Generation, strings.Join(info.Gazetteers, ","), fmt.Sprint(documents), mentions}
}
