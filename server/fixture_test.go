package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
)

var (
	bakhmut = &mentionmap.Place{ID: 1, Name: "Bakhmut", Kind: mentionmap.Settlement, Country: "UA", Admin1: "Donetsk Oblast", Lon: 38, Lat: 48.6,
		Names: []mentionmap.Name{{Text: "Бахмут", Lang: "uk"}, {Text: "Artemivsk", Lang: "en", Former: true}}}
	kursk    = &mentionmap.Place{ID: 2, Name: "Kursk Oblast", Kind: mentionmap.Region, Country: "RU", Lon: 36, Lat: 51.7}
	ukraine  = &mentionmap.Place{ID: -3, Name: "Ukraine", Kind: mentionmap.Country, Country: "UA", Lon: 32, Lat: 49}
	square   = orb.MultiPolygon{{{{35, 51}, {37, 51}, {37, 52.5}, {35, 51}}}}
	testTime = time.Date(2025, 2, 1, 12, 0, 0, 0, time.UTC)
)

// told is one mention of the fixture: the words, where and when.
type told struct {
	word     string
	place    *mentionmap.Place
	use      mentionmap.Use
	from, to string
	prec     mentionmap.Precision
}

// fixture is two documents: three posts, seven mentions, six of them placed.
func fixture(t testing.TB) []mentionmap.Located {
	t.Helper()
	hostile := `Shelling hit Bakhmut <script>alert(1)</script> and Nowhere on 5 March 2023.`
	first := document(t, "a", hostile, "2023-03-06", `<img src=x onerror=alert(1)>`, []told{
		{"Bakhmut", bakhmut, mentionmap.Literal, "2023-03-05", "2023-03-05", mentionmap.PrecisionDay},
		{"Nowhere", nil, mentionmap.Literal, "2023-03-05", "2023-03-05", mentionmap.PrecisionDay},
	})
	second := document(t, "b", "In August 2024 Ukraine crossed into Kursk region. Kursk and Bakhmut and Ukraine again.", "2024-09-02", "Summer", []told{
		{"Ukraine crossed", ukraine, mentionmap.Associative, "2024-08-01", "2024-08-31", mentionmap.PrecisionMonth},
		{"Kursk region", kursk, mentionmap.Literal, "2024-08-01", "2024-08-31", mentionmap.PrecisionMonth},
		{"Bakhmut", bakhmut, mentionmap.Literal, "", "", mentionmap.Undated},
		{"Ukraine again", ukraine, mentionmap.Literal, "2024-09-02", "2024-09-02", mentionmap.PrecisionDay},
	})
	return []mentionmap.Located{first, second}
}

func document(t testing.TB, key, text, published, title string, list []told) mentionmap.Located {
	t.Helper()
	stamp, err := mentionmap.ParseStamp(published)
	if err != nil {
		t.Fatal(err)
	}
	whole := mentionmap.Span{End: len(text)}
	d := mentionmap.Located{
		Document: mentionmap.Document{Key: key, Text: text, Title: title, Published: stamp,
			Seen: []mentionmap.Seen{{Source: "source " + key, URL: "javascript:alert(1)"}}},
		Posts:     []mentionmap.Post{{Span: whole, Title: title, Published: stamp, Date: stamp.Day}},
		Gazetteer: "test", Locator: "test",
	}
	for _, m := range list {
		word, _, _ := strings.Cut(m.word, " crossed")
		word, _, _ = strings.Cut(word, " again")
		at := strings.Index(text, m.word)
		if at < 0 {
			t.Fatalf("%q is not in the text", m.word)
		}
		mention := mentionmap.Mention{
			Span: mentionmap.Span{Start: at, End: at + len(word)}, Surface: word, Sentence: whole, Use: m.use,
			Place: m.place, Confidence: 0.9, Dates: mentionmap.NoDates, Kind: mentionmap.Settlement,
		}
		if m.place != nil {
			mention.Kind = m.place.Kind
		}
		if m.from != "" {
			mention.Dates = mentionmap.Dates{From: mustDay(t, m.from), To: mustDay(t, m.to), Precision: m.prec, Basis: mentionmap.BasisSentence}
		}
		d.Mentions = append(d.Mentions, mention)
	}
	return d
}

func mustDay(t testing.TB, s string) mentionmap.Day {
	t.Helper()
	d, err := mentionmap.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// serveFixture starts an application over the fixture.
func serveFixture(t testing.TB) (*fiber.App, *index.Store) {
	t.Helper()
	db := filetest.Open(t, t.TempDir()+"/test.db", sqlite.Options{})
	if _, err := db.Put(t.Context(), fixture(t)); err != nil {
		t.Fatal(err)
	}
	app, err := New(Options{
		Store: db, Host: "127.0.0.1", Version: "test", Gazetteer: "test", Locator: "test",
		Locate: func(doc mentionmap.Document, explain, _ bool) mentionmap.Located {
			for _, d := range fixture(t) {
				if d.Document.Text != doc.Text {
					continue
				}
				for i := range d.Mentions {
					if explain {
						d.Mentions[i].Why = &mentionmap.Why{Cues: []mentionmap.Cue{{Name: "population", Detail: "the largest", Weight: 1.5}}, RunnerUp: kursk, Margin: 0.5}
					}
				}
				return d
			}
			return mentionmap.Located{Document: doc}
		},
		Polygon: outlineOfKursk,
		Page:    fstest.MapFS{"index.html": {Data: []byte("<!doctype html>the page")}, "assets/app-1.js": {Data: []byte(strings.Repeat("go();", 2000))}},
		Basemap: fstest.MapFS{"land.bin": {Data: []byte("land")}},
		Now:     func() time.Time { return testTime },
	})
	if err != nil {
		t.Fatal(err)
	}
	return app, db
}

func outlineOfKursk(id mentionmap.PlaceID) orb.MultiPolygon {
	if id == kursk.ID {
		return square
	}
	return nil
}

// ask sends a request and returns status, headers and body.
func ask(t testing.TB, app *fiber.App, method, target string, body io.Reader, headers ...string) (int, http.Header, []byte) {
	t.Helper()
	r := httptest.NewRequest(method, target, body)
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := app.Test(r, 10_000)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return res.StatusCode, res.Header, got
}

// get asks for JSON that must come with 200.
func get(t testing.TB, app *fiber.App, target string) map[string]any {
	t.Helper()
	status, _, body := ask(t, app, "GET", target, nil)
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil || status != 200 {
		t.Fatalf("%s: %d %v: %.300s", target, status, err, body)
	}
	return out
}
