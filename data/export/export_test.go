package export

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

var (
	dnipro = &mentionmap.Place{ID: -42, Name: `Dnipro "river" <&>`, Kind: mentionmap.Water, Lon: 33.5, Lat: 47.123456789}
	kursk  = &mentionmap.Place{ID: 2, Name: "Kursk Oblast", Kind: mentionmap.Region, Country: "RU", Lon: 36, Lat: 51.7}
	hull   = orb.MultiPolygon{{{{35, 51}, {37, 51}, {37, 52.5}, {35, 51}}}}
)

// rows is a store of three mentions: hostile text, no place, no date.
type rows struct {
	store.Store
	fail error
}

func (r rows) mentions() []*store.Mention {
	days := mentionmap.Dates{From: 19000, To: 19001, Precision: mentionmap.PrecisionDays, Basis: mentionmap.BasisClause}
	base := store.Mention{DocumentID: strings.Repeat("0", 20), Snippet: "=cmd|' /C calc'!A0 <script>&amp;\u0000\u2028 \xff", Title: "+1", Source: "a, \"b\"\r\nc", SnippetMark: [2]int{1, 3}, Published: mentionmap.NoStamp}
	one, two, three := base, base, base
	one.ID, one.Mention = "a-1", mentionmap.Mention{Surface: "Dnipro", Place: dnipro, Kind: dnipro.Kind, Dates: days, Confidence: 1, RadiusKM: 12}
	two.ID, two.Mention = "a-2", mentionmap.Mention{Surface: "Nowhere", Dates: mentionmap.NoDates, Confidence: 0.25, RadiusKM: 0.04}
	three.ID, three.Mention = "a-3", mentionmap.Mention{Surface: "Kursk region", Place: kursk, Kind: kursk.Kind, Dates: mentionmap.NoDates}
	return []*store.Mention{&one, &two, &three}
}

func (r rows) Mentions(_ context.Context, _ mentionmap.Query, fn func(*store.Mention) error) error {
	for _, m := range r.mentions() {
		if err := fn(m); err != nil {
			return err
		}
	}
	return r.fail
}

func (r rows) Places(_ context.Context, _ mentionmap.Query, fn func(*store.PlaceCount) error) error {
	for _, p := range []*mentionmap.Place{dnipro, kursk} {
		if err := fn(&store.PlaceCount{Place: *p, N: 7, First: 19000, Last: mentionmap.NoDay}); err != nil {
			return err
		}
	}
	return r.fail
}

func (r rows) Total(context.Context, mentionmap.Query) (int64, error) { return 3, nil }

func (r rows) Info(context.Context) (store.Info, error) {
	return store.Info{Generation: 9, Mentions: 5}, nil
}

// file writes a layer in a format, as the server does.
func file(t testing.TB, format string, layer Layer, st store.Store) ([]byte, error) {
	t.Helper()
	f, err := ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	q := mentionmap.NewQuery()
	q.Uses = []mentionmap.Use{mentionmap.Literal}
	m, err := Describe(t.Context(), st, layer, q)
	if err != nil {
		t.Fatal(err)
	}
	m.Time = time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	m.Outline = func(id mentionmap.PlaceID) orb.MultiPolygon {
		if id == kursk.ID {
			return hull
		}
		return nil
	}
	var out bytes.Buffer
	err = Write(t.Context(), &out, st, m, f)
	return out.Bytes(), err
}

func mustFile(t testing.TB, format string, layer Layer) []byte {
	t.Helper()
	b, err := file(t, format, layer, rows{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type collection struct {
	Type     string
	Metadata struct {
		Filters                                     map[string]any
		Generation, MentionsMatched, MentionsStored int
		Licence, TimeStamp                          string
	}
	Features []struct {
		ID         any
		Geometry   *struct{ Coordinates []float64 }
		Properties map[string]any
	}
	NumberReturned int
}

func TestGeoJSON(t *testing.T) {
	body := mustFile(t, "geojson", LayerMentions)
	var c collection
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	m := c.Metadata
	if len(c.Features) != 3 || c.NumberReturned != 3 || m.Generation != 9 || m.MentionsMatched != 3 || m.MentionsStored != 5 || m.Filters["use"] != "literal" || m.Licence == "" || m.TimeStamp != "2025-01-02T03:04:05Z" {
		t.Errorf("got %+v", c)
	}
	first := c.Features[0]
	if first.Geometry.Coordinates[1] != 47.123457 || first.Properties["name"] != dnipro.Name || first.Properties["date_to"] != "2022-01-09" {
		t.Errorf("got %+v", first)
	}
	if c.Features[1].Geometry != nil || c.Features[1].Properties["name"] != nil {
		t.Errorf("not placed: %+v", c.Features[1])
	}
	if !bytes.Contains(body, []byte(`"radius_km":12.0`)) || !bytes.Contains(body, []byte(`"confidence":1.0`)) {
		t.Error("whole numbers look like integers")
	}
}

func TestSequenceIsOneTextARecord(t *testing.T) {
	body := mustFile(t, "geojsonseq", LayerMentions)
	records := strings.Split(string(body), "\x1e")
	if len(records) != 4 || records[0] != "" {
		t.Fatalf("%d records", len(records))
	}
	for i, r := range records[1:] {
		var f struct {
			Type     string
			Metadata map[string]any
		}
		if err := json.Unmarshal([]byte(r), &f); err != nil || f.Type != "Feature" || (f.Metadata != nil) != (i == 0) || !strings.HasSuffix(r, "\n") || strings.Count(r, "\n") != 1 {
			t.Errorf("record %d: %v %q", i, err, r)
		}
	}
}

func TestCSVIsInert(t *testing.T) {
	body := mustFile(t, "csv", LayerMentions)
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(table) != 4 || len(table[0]) != len(table[3]) {
		t.Fatalf("%v %q", err, table)
	}
	if strings.Join(table[0], ",") != mentionHeader {
		t.Error("header")
	}
	for _, row := range table[1:] {
		for i, cell := range row {
			if cell != "" && strings.IndexByte("=+@\t\r", cell[0]) >= 0 {
				t.Errorf("%s is a formula: %q", table[0][i], cell)
			}
		}
	}
}

func TestTablesHaveTheColumnsOfCSV(t *testing.T) {
	for header, names := range map[string]string{mentionHeader: namesOf(mentionColumns), placeHeader: namesOf(placeColumns)} {
		if got := strings.ReplaceAll(header, ",lon,lat", ""); got != names {
			t.Errorf("CSV has %s, the others %s", got, names)
		}
	}
}

func namesOf[T any](columns []column[T]) string {
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	return strings.Join(names, ",")
}

func TestKMLIsWellFormed(t *testing.T) {
	for _, layer := range []Layer{LayerMentions, LayerPlaces} {
		body := mustFile(t, "kml", layer)
		var k struct {
			Document struct {
				Placemark []struct {
					Name     string `xml:"name"`
					TimeSpan *struct{ Begin, End string }
					Point    *struct {
						Coordinates string `xml:"coordinates"`
					}
				}
			}
		}
		if err := xml.Unmarshal(body, &k); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		marks := k.Document.Placemark
		if marks[0].Name != dnipro.Name || marks[0].Point.Coordinates != "33.5,47.123457" || len(marks) < 2 || layer == LayerMentions && (len(marks) != 3 || marks[1].Point != nil) {
			t.Errorf("%v: %+v", layer, marks)
		}
	}
}

func TestGeoPackage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, mustFile(t, "gpkg", LayerMentions), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		"PRAGMA integrity_check":                                            "ok",
		"SELECT count(*) FROM pragma_foreign_key_check":                     "0",
		"PRAGMA application_id":                                             "1196444487",
		"SELECT count(*) FROM mentions":                                     "3",
		"SELECT count(*) FROM rtree_mentions_geom":                          "2",
		"SELECT count(*) FROM places":                                       "2",
		"SELECT count(*) FROM regions":                                      "1",
		"SELECT name FROM regions":                                          "Kursk Oblast",
		"SELECT max_y FROM gpkg_contents WHERE table_name = 'regions'":      "52.5",
		"SELECT json_extract(metadata, '$.filters.use') FROM gpkg_metadata": "literal",
		"SELECT count(*) FROM sqlite_master WHERE type = 'trigger'":         "18",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", query, got, err, want)
		}
	}
}

func TestGDALReadsEveryFormat(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("needs ogrinfo: apt-get install gdal-bin")
	}
	for _, f := range Formats {
		for _, layer := range []Layer{LayerMentions, LayerPlaces} {
			path := filepath.Join(t.TempDir(), "x."+f.Extension)
			if err := os.WriteFile(path, mustFile(t, f.Name, layer), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", path).CombinedOutput()
			want := "Feature Count: 3"
			if layer == LayerPlaces {
				want = "Feature Count: 2"
			}
			if s := string(out); err != nil || !strings.Contains(s, want) || strings.Contains(s, "ERROR") || strings.Contains(s, "Warning") {
				t.Errorf("%s of %s: %v, want %s\n%s", f.Name, layer, err, want, out)
			}
		}
	}
}

func TestAFileThatFailsIsNotWhole(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	gone := errors.New("the disk is gone")
	for _, f := range Formats {
		body, err := file(t, f.Name, LayerMentions, rows{fail: gone})
		if !errors.Is(err, gone) {
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Name == "geojson" && json.Valid(body) || f.Name == "kml" && xml.Unmarshal(body, new(any)) == nil && len(body) > 0 || f.Name == "gpkg" && len(body) > 0 {
			t.Errorf("%s looks whole: %s", f.Name, body)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestFileName(t *testing.T) {
	q := mentionmap.NewQuery()
	q.From, q.Uses, q.Text = 19000, []mentionmap.Use{mentionmap.Literal}, `Bridge "../../etc`
	for box, want := range map[orb.Bound]string{{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}: "", {Min: orb.Point{30, 40}, Max: orb.Point{40, 50}}: "_frame"} {
		in := q
		in.BBox = &box
		if got := FileName(LayerPlaces, &in, Formats[0]); got != "places_2022-01-08_end_literal_bridge-etc"+want+".geojson" {
			t.Errorf("in %v: %s", box, got)
		}
	}
	if got := FileName(LayerPlaces, &q, Formats[0]); got != "places_2022-01-08_end_literal_bridge-etc.geojson" {
		t.Errorf("got %s", got)
	}
}

// mass is a store that gives the same mention over and over.
type mass struct {
	rows
	n int
}

func (m mass) Mentions(_ context.Context, _ mentionmap.Query, fn func(*store.Mention) error) error {
	one := m.mentions()[0]
	one.Snippet = "Shelling was reported in the morning near the bridge over the Dnipro, the head of the region said."
	for range m.n {
		if err := fn(one); err != nil {
			return err
		}
	}
	return nil
}

func benchmarkFormat(b *testing.B, name string) {
	f, err := ByName(name)
	if err != nil {
		b.Fatal(err)
	}
	st := mass{n: 20000}
	var counted countingWriter
	if err := Write(b.Context(), &counted, st, Meta{}, f); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(counted))
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, st, Meta{}, f); err != nil {
			b.Fatal(err)
		}
	}
}

type countingWriter int64

func (w *countingWriter) Write(b []byte) (int, error) {
	*w += countingWriter(len(b))
	return len(b), nil
}

// BenchmarkWrite compares the formats with encoding/json and with copying.
func BenchmarkWrite(b *testing.B) {
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) { benchmarkFormat(b, f.Name) })
	}
	var one bytes.Buffer
	if err := Write(b.Context(), &one, mass{n: 2000}, Meta{}, Formats[0]); err != nil {
		b.Fatal(err)
	}
	b.Run("encoding-json", func(b *testing.B) { benchmarkEncodingJSON(b, one.Bytes()) })
	b.Run("memcpy", func(b *testing.B) {
		b.SetBytes(int64(one.Len()))
		dst := make([]byte, one.Len())
		for b.Loop() {
			copy(dst, one.Bytes())
		}
	})
}

// feature is a mention as a struct, for encoding/json.
type feature struct {
	Type     string `json:"type"`
	ID       string `json:"id"`
	Geometry struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	} `json:"geometry"`
	Properties struct {
		Name, Surface, Kind, Use, Relation, Date, DateTo, DatePrecision, DateBasis string
		DateWords, Published                                                       *string
		Confidence                                                                 float64
		Certainty                                                                  string
		RadiusKM                                                                   float64
		Repeat                                                                     bool
		Place                                                                      int64
		GeonamesID, Country, Admin1                                                *string
		Snippet                                                                    string
		SnippetMark                                                                [2]int
		DateMark                                                                   *[2]int
		Title, Source                                                              string
		Author, URL                                                                *string
		Document, Post, Story                                                      string
		Start, End                                                                 int
		Derived                                                                    []struct{}
	} `json:"properties"`
}

func benchmarkEncodingJSON(b *testing.B, whole []byte) {
	var parsed struct{ Features []feature }
	if err := json.Unmarshal(whole, &parsed); err != nil {
		b.Fatal(err)
	}
	var counted countingWriter
	if err := json.NewEncoder(&counted).Encode(parsed.Features); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(counted))
	for b.Loop() {
		e := json.NewEncoder(io.Discard)
		for i := range parsed.Features {
			if err := e.Encode(&parsed.Features[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
}
