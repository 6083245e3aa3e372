//go:build sqlite_fts5

package sqlite

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store/storetest"
	"mentionmap/data/store/synthetic"
)

// tool runs a program that may not be installed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed: skipped", name)
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// outlined is a database whose regions have outlines.
func outlined(t *testing.T, mentions int) *Database {
	t.Helper()
	d := openAt(t, filepath.Join(t.TempDir(), "x.db"), Options{Outline: func(id mentionmap.PlaceID) orb.MultiPolygon {
		if id%2 == 1 {
			return nil
		}
		return orb.MultiPolygon{{{{30, 45}, {31, 45}, {31, 46}, {30, 45}}}}
	}})
	for batch := range synthetic.New(1, mentions).Batches(1000) {
		put(t, d, batch...)
	}
	return d
}

// TestGDALReadsTheLiveFile: the layers have exact counts, and columns of types.
func TestGDALReadsTheLiveFile(t *testing.T) {
	d := outlined(t, 10_000)
	if err := d.Delete(t.Context(), firstDocument(t, d)); err != nil {
		t.Fatal(err)
	}
	list := tool(t, "ogrinfo", "-ro", d.path)
	for _, layer := range []string{"1: mentions (Point)", "2: places (Point)", "3: regions (Multi Polygon)", "reports (None)", "documents (None)"} {
		if !strings.Contains(list, layer) {
			t.Errorf("%q is not among\n%s", layer, list)
		}
	}
	for layer, says := range map[string][]string{
		"mentions": {"Feature Count: 9990\n", "date: Date", "date_to: Date", "confidence: Real", "radius_km: Real", "place: Integer64", "FID Column = OGC_FID", "Geometry Column = geom",
			"start: Integer64", "end: Integer64"},
		"places":  {"Feature Count: " + value(t, d, "SELECT count(DISTINCT place) FROM mention") + "\n", "count: Integer64", "lon: Real"},
		"regions": {"Feature Count: " + value(t, d, "SELECT count(*) FROM outline WHERE place IN (SELECT place FROM mention)") + "\n", "Extent: (30.000000, 45.000000) - (31.000000, 46.000000)"},
	} {
		got := tool(t, "ogrinfo", "-ro", "-so", d.path, layer)
		for _, s := range says {
			if !strings.Contains(got, s) {
				t.Errorf("%s does not say %q:\n%s", layer, s, got)
			}
		}
	}
}

func TestGDALFilters(t *testing.T) {
	d := outlined(t, 10_000)
	for where, condition := range map[string]string{
		"date = '2023-01-05'":                                             "date = (SELECT day FROM day WHERE iso = '2023-01-05')",
		"date >= '2023-01-01' AND date < '2023-02-01'":                    "date BETWEEN 19358 AND 19388",
		"kind = 'region' AND confidence > 0.9":                            "kind = 3 AND confidence > 900",
		"place = 600000":                                                  "place = (SELECT id FROM place WHERE public = 600000)",
		"use = 'associative' AND date_precision = 'week'":                 "use = 1 AND precision = 3",
		"name = 'Place 1' AND date BETWEEN '2022-03-01' AND '2022-04-01'": "place = (SELECT id FROM place WHERE name = 'Place 1') AND date BETWEEN 19052 AND 19083",
	} {
		want := value(t, d, "SELECT count(*) FROM mention WHERE "+condition)
		got := tool(t, "ogrinfo", "-ro", "-q", "-geom=NO", d.path, "mentions", "-where", where)
		if n := strings.Count(got, "OGRFeature"); want == "0" || want != value(t, d, "SELECT "+strconv.Itoa(n)) {
			t.Errorf("%s: %d features, want %s", where, n, want)
		}
	}
	if points := tool(t, "ogrinfo", "-ro", "-q", d.path, "mentions", "-where", "place = 600000"); !strings.Contains(points, "POINT (") {
		t.Errorf("no points: %.2000s", points)
	}
}

func TestGDALCopiesALayer(t *testing.T) {
	d := outlined(t, 2000)
	out := filepath.Join(t.TempDir(), "out.gpkg")
	tool(t, "ogr2ogr", out, d.path, "mentions", "places", "regions")
	got := tool(t, "ogrinfo", "-ro", "-so", out, "mentions")
	if !strings.Contains(got, "Feature Count: 2000\n") || !strings.Contains(got, "date: Date") {
		t.Error(got)
	}
}

// TestLayersOfUsersAreLeftAlone: what GDAL says of a layer that a user added stays,
// whatever is stored, deleted, checked or mended.
func TestLayersOfUsersAreLeftAlone(t *testing.T) {
	d := openNew(t)
	docs := storetest.Corpus(7, 30)
	put(t, d, docs[:10]...)
	tool(t, "ogr2ogr", "-update", "-nln", "mine", d.path, file(t, "mine.geojson", `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[36.5,49.5]}},
		{"type":"Feature","properties":{"n":2},"geometry":{"type":"Point","coordinates":[36.6,49.6]}},
		{"type":"Feature","properties":{"n":3},"geometry":{"type":"Point","coordinates":[36.7,49.7]}}]}`))
	of := func() string {
		return value(t, d, `SELECT feature_count || ' ' || last_change || ' ' || min_x || ' ' || max_y
			FROM gpkg_contents JOIN gpkg_ogr_contents USING (table_name) WHERE table_name = 'mine'`)
	}
	before := of()
	if !strings.HasPrefix(before, "3 ") {
		t.Fatal(before)
	}
	time.Sleep(5 * time.Millisecond)
	put(t, d, docs[10:]...)
	if err := d.Delete(t.Context(), firstDocument(t, d)); err != nil {
		t.Fatal(err)
	}
	if wrong := faults(t, d); len(wrong) > 0 {
		t.Error(wrong)
	}
	if err := d.Mend(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := of(); after != before {
		t.Errorf("%s, was %s", after, before)
	}
	if got := tool(t, "ogrinfo", "-ro", "-so", d.path, "mine"); !strings.Contains(got, "Feature Count: 3\n") {
		t.Error(got)
	}
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOthersChangeTheJournal: QGIS turns the log (WAL) off when it closes a
// GeoPackage. That must harm neither one that writes nor one that reads.
func TestOthersChangeTheJournal(t *testing.T) {
	path := made(t, Options{})
	for _, o := range []Options{{}, {ReadOnly: true}} {
		d := openAt(t, path, o)
		turnOff(t, path)
		if mode := value(t, d, "PRAGMA journal_mode"); mode != "wal" {
			t.Errorf("%+v: the log was turned off while it is open: %s", o, mode)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// In between, while no program has it open, it can be turned off.
	turnOff(t, path)
	if inWALMode(path) {
		t.Fatal("it was not turned off")
	}
	reader := openAt(t, path, Options{ReadOnly: true})
	if x, err := LockExclusive(t.Context(), path, 0); mentionmap.CodeOf(err) != mentionmap.Conflict {
		t.Errorf("a file with a reader may be replaced: %v, %v", x, err)
	}
	writer := openAt(t, path, Options{})
	for n := range 5 {
		turnOff(t, path)
		put(t, writer, storetest.Corpus(uint64(50+n), 4)...)
		for _, d := range []*Database{reader, writer} {
			if i, err := d.Info(t.Context()); err != nil || i.Documents != int64(14+4*n) {
				t.Errorf("%d documents, %v", i.Documents, err)
			}
		}
	}
	if wrong := faults(t, writer); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// turnOff does what QGIS does; where it cannot, it is told so and goes on.
func turnOff(t *testing.T, path string) {
	t.Helper()
	c := exec.Command("sqlite3", path, "PRAGMA journal_mode = DELETE; SELECT count(*) FROM mentions")
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 is not installed: skipped")
	}
	c.Run() // "database is locked"
}

// TestGDALBesideAWriter: programs that open the live file do not stop an ingest,
// and see whole states.
func TestGDALBesideAWriter(t *testing.T) {
	d := outlined(t, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		var err error
		for n := 0; ctx.Err() == nil && err == nil; n++ {
			_, err = d.Put(context.WithoutCancel(ctx), 0, documents(2000)[1000+10*(n%100):1010+10*(n%100)])
		}
		ended <- err
	}()
	for range 4 {
		got := tool(t, "ogrinfo", "-ro", "-q", "-geom=NO", d.path, "mentions", "-where", "use = 'literal'")
		if !strings.Contains(got, "OGRFeature") {
			t.Errorf("%s", got)
		}
		turnOff(t, d.path)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func value(t *testing.T, d *Database, query string) (s string) {
	t.Helper()
	if err := d.read.QueryRow(query).Scan(&s); err != nil {
		t.Fatal(query, err)
	}
	return s
}

func firstDocument(t *testing.T, d *Database) string {
	return value(t, d, "SELECT public FROM document ORDER BY id LIMIT 1")
}
