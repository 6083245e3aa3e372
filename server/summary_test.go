package server

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// summed is how much matches, counted from the features of items.
type summed struct{ documents, posts, mentions int }

// summaryOfItems pages through all mentions that match and counts distinct documents
// and posts, and those of them that have a position.
func summaryOfItems(t *testing.T, app *fiber.App, query string) (sum summed) {
	t.Helper()
	documents, posts := map[any]bool{}, map[any]bool{}
	for target := "/api/collections/mentions/items?limit=500&" + query; target != ""; {
		page := get(t, app, target)
		for _, f := range page["features"].([]any) {
			p := f.(map[string]any)["properties"].(map[string]any)
			documents[p["document"]], posts[p["post"]] = true, true
			sum.mentions++
		}
		target = nextOf(page)
	}
	sum.documents, sum.posts = len(documents), len(posts)
	return sum
}

func askSummary(t *testing.T, app *fiber.App, query string) summed {
	t.Helper()
	got := get(t, app, "/api/summary?"+query)
	n := func(name string) int { return int(got[name].(float64)) }
	return summed{n("documents"), n("posts"), n("mentions")}
}

// manyTimes is a document of two posts that name two places several times under
// several days, and another of one post.
func manyTimes(t *testing.T) []mentionmap.Located {
	day := mentionmap.PrecisionDay
	blog := document(t, "blog", "Bakhmut: Bakhmut held. Poltava and Bakhmut, too. Poltava again, and Bakhmut.", "2024-03-03", "A live blog", nil)
	cut := strings.Index(blog.Document.Text, "Poltava again")
	blog.Posts = []mentionmap.Post{blog.Posts[0], blog.Posts[0]}
	blog.Posts[0].Span.End, blog.Posts[1].Span.Start = cut, cut
	for _, m := range []struct {
		place *mentionmap.Place
		at    int
		on    string
	}{{bakhmut, 0, "2024-03-01"}, {bakhmut, 9, "2024-03-02"}, {poltava, 23, "2024-03-01"}, {bakhmut, 35, "2024-03-01"}, {poltava, cut, "2024-03-03"}, {bakhmut, cut + 19, "2024-03-02"}} {
		one := mentionmap.Mention{Span: mentionmap.Span{Start: m.at, End: m.at + 7}, Surface: m.place.Name, Place: m.place, Kind: m.place.Kind, Confidence: 0.9,
			Sentence: mentionmap.Span{Start: m.at, End: m.at + 7}, Dates: mentionmap.Dates{From: mustDay(t, m.on), To: mustDay(t, m.on), Precision: day}}
		if m.at >= cut {
			one.Post = 1
		}
		blog.Mentions = append(blog.Mentions, one)
	}
	other := document(t, "other", "Poltava is far from Bakhmut and from Nowhere.", "2024-03-02", "Another", []told{
		{"Poltava", poltava, mentionmap.Literal, "2024-03-02", "2024-03-02", day},
		{"Bakhmut", bakhmut, mentionmap.Literal, "2024-03-02", "2024-03-02", day},
		{"Nowhere", nil, mentionmap.Literal, "2024-03-04", "2024-03-04", day},
	})
	return []mentionmap.Located{blog, other}
}

func TestASummaryCountsEachDocumentAndPostOnce(t *testing.T) {
	app, held := agreeing(t, manyTimes(t))
	for query, want := range map[string]summed{
		"":                       {2, 3, 9},
		"count=documents":        {2, 3, 9},
		"kind=settlement":        {2, 3, 9},
		"bbox=-180,-90,180,90":   {2, 3, 8},
		"place=1":                {2, 3, 5},
		"datetime=2024-03-01":    {1, 1, 3},
		"datetime=2024-03-02":    {2, 3, 4},
		"datetime=2024-03-03":    {1, 1, 1},
		"datetime=2024-03-04":    {1, 1, 1},
		"datetime=2024-03-05/..": {0, 0, 0},
		"q=far":                  {1, 1, 3},
		"source=source+blog":     {1, 2, 6},
		"near=38,48.6,5":         {2, 3, 5},
		"polygon=34,49,35,49,35,50,34,50&datetime=2024-03-01/2024-03-02": {2, 2, 2},
		"use=associative":        {0, 0, 0},
		"min_confidence=0.95":    {0, 0, 0},
		"precision=month,season": {0, 0, 0},
	} {
		for name, app := range map[string]*fiber.App{"read": app, "held": held} {
			if got := askSummary(t, app, query); got != want || got != summaryOfItems(t, app, query) {
				t.Errorf("%s, %s: %+v, want %+v; by items %+v", query, name, got, want, summaryOfItems(t, app, query))
			}
		}
	}
	got := get(t, app, "/api/summary?place=77")
	if got["first"] != "2024-03-01" || got["last"] != "2024-03-03" || got["generation"] != get(t, app, "/api/info")["generation"] {
		t.Errorf("got %v", got)
	}
	if none := get(t, app, "/api/summary?place=5"); none["first"] != nil || none["last"] != nil {
		t.Errorf("of nothing: %v", none)
	}
}

func TestASummaryIsThatOfTheItems(t *testing.T) {
	docs := storetest.Corpus(8, 150)
	app, held := agreeing(t, docs)
	for _, base := range []url.Values{{"min_confidence": {"0.001"}}, {"kind": {"settlement"}}, {"by": {"published"}, "datetime": {"2022-01-10/2022-02-10"}}, {"q": {"shelling"}, "use": {"literal"}},
		{"precision": {"day,undated"}, "datetime": {"2022-01-10/2022-02-10"}}, {"source": {"Channel One"}, "bbox": {"-180,-90,180,90"}}, {"relation": {"in,near"}, "place": {"703448,706483"}}} {
		want := summaryOfItems(t, app, base.Encode())
		if want.posts >= want.mentions || want.documents == 0 {
			t.Errorf("%s tells nothing apart: %+v", base.Encode(), want)
		}
		for _, app := range []*fiber.App{app, held} {
			if got := askSummary(t, app, base.Encode()); got != want {
				t.Errorf("%s: %+v, want %+v", base.Encode(), got, want)
			}
		}
	}
}

func TestASummaryOfADelayedServerLeavesOutWhatIsRecent(t *testing.T) {
	open, delayed := publicApp(t, 0, fixture(t), recent(t)), publicApp(t, 48*time.Hour, fixture(t), recent(t))
	for query, want := range map[string]summed{"": {2, 2, 6}, "place=77": {0, 0, 0}, "q=Secretly": {0, 0, 0}, "kind=country": {1, 1, 2}, "place=1": {2, 2, 2}} {
		if got := askSummary(t, delayed, query); got != want || got != summaryOfItems(t, delayed, query) {
			t.Errorf("%q: %+v, want %+v", query, got, want)
		}
	}
	if got := askSummary(t, open, "place=77"); got != (summed{5, 5, 5}) {
		t.Errorf("without a delay: %+v", got)
	}
}

func TestASummaryFollowsWhatIsStored(t *testing.T) {
	app, db := serveFixture(t)
	before, tag := askSummary(t, app, "kind=settlement"), etagOf(t, app, "/api/summary?kind=settlement")
	if _, err := db.Put(t.Context(), manyTimes(t)); err != nil {
		t.Fatal(err)
	}
	if after := askSummary(t, app, "kind=settlement"); after.documents != before.documents+2 || after.posts != before.posts+3 || after.mentions != before.mentions+9 {
		t.Errorf("%+v, then %+v", before, after)
	}
	if status, _, _ := ask(t, app, "GET", "/api/summary?kind=settlement", nil, "If-None-Match", tag); status != 200 {
		t.Errorf("an old tag holds: %d", status)
	}
	if err := db.Delete(t.Context(), mentionmap.DocumentID(manyTimes(t)[0].Document.Text)); err != nil {
		t.Fatal(err)
	}
	if got, want := askSummary(t, app, ""), summaryOfItems(t, app, ""); got != want {
		t.Errorf("after a deletion %+v, want %+v", got, want)
	}
}
