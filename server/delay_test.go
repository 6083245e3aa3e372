package server

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
)

// recent is what a delay of two days keeps back at testTime (2025-02-01 12:00Z).
func recent(t *testing.T) []mentionmap.Located {
	late := mentionmap.PrecisionDay
	told := func(from string) []told {
		if from == "" {
			return []told{{"Bakhmut", bakhmut, mentionmap.Literal, "", "", mentionmap.Undated}, {"Poltava", poltava, mentionmap.Literal, "", "", mentionmap.Undated}}
		}
		return []told{{"Bakhmut", bakhmut, mentionmap.Literal, from, from, late}, {"Poltava", poltava, mentionmap.Literal, from, from, late}}
	}
	docs := []mentionmap.Located{
		document(t, "r1", "Secretly Bakhmut and Poltava, of old.", "2025-01-31", "Secret", told("2024-08-02")),
		document(t, "r2", "Secretly Bakhmut and Poltava, today.", "2025-01-02", "Secret", told("2025-02-01")),
		document(t, "r3", "Secretly Bakhmut and Poltava, one day before the end.", "2025-01-30", "Secret", told("2023-03-05")),
		document(t, "r4", "Secretly Bakhmut and Poltava, nobody knows when.", "2025-01-30", "Secret", told("")),
		document(t, "r5", "Secretly Bakhmut and Poltava, published who knows when.", "2025-01-30", "Secret", told("2025-01-31")),
	}
	for _, i := range []int{3, 4} {
		docs[i].Document.Published = mentionmap.NoStamp
		docs[i].Posts[0].Published, docs[i].Posts[0].Date = mentionmap.NoStamp, mentionmap.NoDay
	}
	return docs
}

var poltava = &mentionmap.Place{ID: 77, Name: "Poltava", Kind: mentionmap.Settlement, Country: "UA", Lon: 34.55, Lat: 49.59}

func publicApp(t *testing.T, delay time.Duration, batches ...[]mentionmap.Located) *fiber.App {
	t.Helper()
	db := filetest.Open(t, t.TempDir()+"/x.db", sqlite.Options{})
	for _, docs := range batches {
		if _, err := db.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
	}
	app, err := New(Options{Store: db, Host: "0.0.0.0", Public: true, Delay: delay, Polygon: outlineOfKursk, Now: func() time.Time { return testTime },
		Locate: func(doc mentionmap.Document, _, _ bool) mentionmap.Located { return mentionmap.Located{Document: doc} }})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

var changes = regexp.MustCompile(`"generation":"?\d+"?`)

// TestADelayedServerIsOneThatDoesNotKnowYet compares a server that keeps back
// what is recent with one that never had it: every answer must be the same.
func TestADelayedServerIsOneThatDoesNotKnowYet(t *testing.T) {
	knows := publicApp(t, 48*time.Hour, fixture(t), recent(t))
	never := publicApp(t, time.Nanosecond, fixture(t)) // so that both count in the same way
	open := publicApp(t, 0, fixture(t), recent(t))
	differ := 0
	for _, target := range everything() {
		status1, _, got := ask(t, knows, "GET", target, nil)
		status2, _, want := ask(t, never, "GET", target, nil)
		_, _, all := ask(t, open, "GET", target, nil)
		got, want = changes.ReplaceAll(got, nil), changes.ReplaceAll(want, nil)
		if strings.HasPrefix(target, "/api/cube") { // the length of a header that holds the generation
			got, want = got[8:], want[8:]
		}
		if status1 != status2 || !bytes.Equal(got, want) && !strings.Contains(target, "f=gpkg") { // it has a time of its own
			t.Errorf("%s: %d\n%.600s\nwant %d\n%.600s", target, status1, got, status2, want)
		}
		for _, word := range []string{"Secret ", "Secretly ", "Poltava", "source r3", "2025-01-3"} {
			if bytes.Contains(got, []byte(word)) && !strings.Contains(target, "2025") {
				t.Errorf("%s tells of %s: %.300s", target, word, got)
			}
		}
		if !bytes.Equal(want, changes.ReplaceAll(all, nil)) {
			differ++
		}
	}
	if differ < 60 {
		t.Errorf("only in %d answers there was something to keep back", differ)
	}
	knows = publicApp(t, 48*time.Hour, fixture(t), recent(t)) // anew: a client may ask so often only
	for _, d := range recent(t) {
		id := mentionmap.DocumentID(d.Document.Text)
		for _, target := range []string{"documents/items/" + id, "mentions/items/" + mentionmap.MentionID(id, 9), "mentions/items/" + mentionmap.MentionID(id, 9) + "?why=1", "places/items/77"} {
			if status, _, body := ask(t, knows, "GET", "/api/collections/"+target, nil); status != 404 {
				t.Errorf("%s: %d %s", target, status, body)
			}
		}
	}
}

// everything is what can be asked of the API, in many ways.
func everything() (targets []string) {
	filters := []string{"", "count=documents", "count=stories", "count=mentions", "by=published", "datetime=2023-03-05", "datetime=2025-01-30/2025-02-02", "by=published&datetime=2025-01-30/..",
		"q=Bakhmut", "q=Secretly", "place=1", "place=77", "precision=undated", "undated=true&datetime=2024-01-01/..", "source=source r1", "near=38,48.6,500", "kind=settlement&use=literal"}
	for _, f := range filters {
		q, _ := url.ParseQuery(f)
		f = "&" + q.Encode()
		for _, c := range collections() {
			targets = append(targets, "/api/collections/"+c.name+"/items?limit=2"+f, "/api/collections/"+c.name+"/items?limit=100"+f, "/api/collections/"+c.name+"/items?resultType=hits"+f)
		}
		for _, format := range export.Formats {
			targets = append(targets, "/api/export?f="+format.Name+f, "/api/export?collection=places&f="+format.Name+f)
		}
		targets = append(targets, "/api/summary?"+f[1:], "/api/timeline?bin=day"+f, "/api/cube?"+f[1:], "/api/cube/parts?"+f[1:], "/api/collections/mentions/items?sortby=-date"+f)
		if !strings.Contains(f, "place") && !strings.Contains(f, "near") {
			targets = append(targets, "/api/places/1?"+f[1:], "/api/places/77?"+f[1:])
		}
	}
	return append(targets, "/api", "/api/collections", "/api/collections/mentions", "/api/sources", "/api/info", "/api/suggest?q=po", "/api/suggest?q=ba")
}

// TestAnOldPostOfANewDocumentIsShownAlone has one document of two posts.
func TestAnOldPostOfANewDocumentIsShownAlone(t *testing.T) {
	d := document(t, "blog", "Bakhmut was shelled. Secretly Poltava, too.", "2025-02-01", "A live blog", []told{
		{"Bakhmut", bakhmut, mentionmap.Literal, "2024-12-01", "2024-12-01", mentionmap.PrecisionDay},
		{"Poltava", poltava, mentionmap.Literal, "2025-02-01", "2025-02-01", mentionmap.PrecisionDay},
	})
	old, _ := mentionmap.ParseStamp("2024-12-01")
	cut := strings.Index(d.Document.Text, "Secretly")
	whole := d.Posts[0]
	first, second := whole, whole
	first.Span.End, second.Span.Start = cut, cut
	first.Published, first.Date, first.Title = old, old.Day, "Of December"
	d.Posts = []mentionmap.Post{first, second}
	d.Mentions[0].Sentence.End, d.Mentions[1].Sentence.Start, d.Mentions[1].Post = cut-1, cut, 1
	app := publicApp(t, 48*time.Hour, []mentionmap.Located{d})
	for _, target := range everything() {
		_, _, body := ask(t, app, "GET", target, nil)
		for _, word := range []string{"Secretly", "Poltava", "live blog", "2025-02-01\""} {
			if strings.Contains(string(body), word) && !strings.Contains(target, "q=Secretly") && !strings.Contains(target, "2025") {
				t.Errorf("%s tells of %s: %.600s", target, word, body)
			}
		}
	}
	got := get(t, app, "/api/collections/documents/items")["features"].([]any)[0].(map[string]any)["properties"].(map[string]any)
	if got["mentions"] != float64(1) || got["posts"] != float64(1) || got["last"] != "2024-12-01" || got["published"] != nil {
		t.Errorf("the document: %v", got)
	}
	if got := get(t, app, "/api/info"); got["mentions"] != float64(1) || got["documents"] != float64(1) || got["last"] != "2024-12-01" {
		t.Errorf("info: %v", got)
	}
}

func TestAnEmbargoMovesWithTheDays(t *testing.T) {
	now := testTime
	s := &delayedStore{delay: 48 * time.Hour, now: func() time.Time { return now }}
	for at, want := range map[string]string{"2025-02-01T11:59:59Z": "2025-01-28", "2025-02-01T12:00:00Z": "2025-01-29", "2025-02-02T12:00:00+02:00": "2025-01-29"} {
		now, _ = time.Parse(time.RFC3339, at)
		if got := s.embargo().String(); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}
