package server

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// idsOfFormat reads the sorted ids of the mentions in a download, by format.
var idsOfFormat = map[string]func(t *testing.T, app *fiber.App, target string) []string{
	"geojson": featureIDs, "geojsonseq": sequenceIDs, "csv": csvIDs, "kml": kmlIDs, "gpkg": gpkgIDs,
}

func download(t *testing.T, app *fiber.App, target string) []byte {
	t.Helper()
	status, _, body := ask(t, app, "GET", target, nil)
	if status != 200 {
		t.Fatalf("%s: %d %s", target, status, body)
	}
	return body
}

type feature struct {
	ID string `json:"id"`
}

// featureIDs are those of a FeatureCollection that says how many it has.
func featureIDs(t *testing.T, app *fiber.App, target string) []string {
	var page struct {
		Features       []feature
		NumberReturned int
	}
	if err := json.Unmarshal(download(t, app, target), &page); err != nil || page.NumberReturned != len(page.Features) {
		t.Errorf("%s: %v, says %d", target, err, page.NumberReturned)
	}
	ids := []string{}
	for _, f := range page.Features {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return ids
}

func sequenceIDs(t *testing.T, app *fiber.App, target string) []string {
	ids := []string{}
	for i, text := range bytes.Split(download(t, app, target), []byte{0x1e}) {
		var f feature
		if i == 0 { // before the first separator
			continue
		}
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return ids
}

func csvIDs(t *testing.T, app *fiber.App, target string) []string {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(download(t, app, target), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, row := range rows[1:] {
		ids = append(ids, row[0])
	}
	slices.Sort(ids)
	return ids
}

func kmlIDs(t *testing.T, app *fiber.App, target string) []string {
	var doc struct {
		Placemarks []struct {
			Data []struct {
				Name  string `xml:"name,attr"`
				Value string `xml:"value"`
			} `xml:"ExtendedData>Data"`
		} `xml:"Document>Placemark"`
	}
	if err := xml.Unmarshal(download(t, app, target), &doc); err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, p := range doc.Placemarks {
		if p.Data[0].Name != "id" {
			t.Fatalf("%s comes first", p.Data[0].Name)
		}
		ids = append(ids, p.Data[0].Value)
	}
	slices.Sort(ids)
	return ids
}

func gpkgIDs(t *testing.T, app *fiber.App, target string) []string {
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, download(t, app, target), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT id FROM mentions ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	return scanIDs(t, rows)
}
