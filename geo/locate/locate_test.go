package locate

import (
	"strings"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/reference"
	"mentionmap/geo/gazetteer"
	"mentionmap/text/post"
	"mentionmap/text/when"
)

// embedded opens the default gazetteer once for all tests.
var embedded = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Open(reference.Gazetteer()) })

func locator(tb testing.TB) *Locator {
	tb.Helper()
	g, err := embedded()
	if err != nil {
		tb.Fatal(err)
	}
	return New(g, Options{})
}

func document(text, day string) mentionmap.Document {
	stamp, err := mentionmap.ParseStamp(day)
	if err != nil {
		stamp = mentionmap.NoStamp
	}
	return mentionmap.Document{Text: text, Published: stamp}
}

func TestLocate(t *testing.T) {
	text := "Shelling was reported in Bakhmut, Donetsk region, by Ukrainian officials."
	out := locator(t).Locate(document(text, "2023-01-31"), nil, Want{Explain: true, Demonyms: true})
	if len(out.Mentions) != 2 || len(out.Demonyms) != 1 {
		t.Fatalf("got %d mentions and %d demonyms, want 2 and 1", len(out.Mentions), len(out.Demonyms))
	}
	m := out.Mentions[0]
	if m.Surface != "Bakhmut" || m.Kind != mentionmap.Settlement || m.Place == nil || m.Place.Country != "UA" || m.Place.Admin1 != "Donetsk Oblast" {
		t.Errorf("first mention is %+v of %+v", m, m.Place)
	}
	if m.Sentence.Of(text) != text || m.Post != -1 || m.RadiusKM <= 0 || m.Confidence <= 0.5 || m.Confidence > 1 {
		t.Errorf("sentence %v, post %d, radius %v, confidence %v", m.Sentence, m.Post, m.RadiusKM, m.Confidence)
	}
	if m.Why == nil || len(m.Why.Cues) == 0 {
		t.Error("no reasons")
	}
	if r := out.Mentions[1]; r.Kind != mentionmap.Region || r.Surface != "Donetsk region" {
		t.Errorf("second mention is %+v", r)
	}
	if out.Gazetteer == "" || out.Locator != Version {
		t.Errorf("versions %q, %q", out.Gazetteer, out.Locator)
	}
}

// TestWordsThatDecided: a reason that rests on another name says on which.
func TestWordsThatDecided(t *testing.T) {
	l := locator(t)
	for _, c := range []struct{ text, surface, cue, want string }{
		{"Russian troops hold Nadiia in the west of Luhansk region, officials said.", "Nadiia", "region in the sentence", "Luhansk region"},
		{"Shells hit Yunakivka, Sumy region, at night.", "Yunakivka", "holder", "Sumy region"},
		{"They took Kostiantynivka, 23 km south of Kramatorsk.", "Kostiantynivka", "distance said", "Kramatorsk"},
		{"Shells hit the village of Nadiia near Lyman.", "Nadiia", "neighbours", "Lyman"},
	} {
		found := ""
		for _, m := range l.Locate(document(c.text, "2025-01-22"), nil, Want{Explain: true}).Mentions {
			if m.Surface != c.surface {
				continue
			}
			for _, cue := range m.Why.Cues {
				if cue.Name == c.cue {
					found = cue.Words.Of(c.text)
				}
			}
		}
		if found != c.want {
			t.Errorf("%q: %s rests on %q, want %q", c.text, c.cue, found, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	l := locator(t)
	for _, c := range []struct{ text, surface, want, basis string }{
		{"Drones hit Odesa.", "Odesa", "2025-01-22", "document"},
		{"Drones hit Odesa on Monday.", "Odesa", "2025-01-20", "clause"},
		{"On January 3, missiles fell on Belgorod region.", "Belgorod region", "2025-01-03", "clause"},
		{"Moscow said Sunday that drones flew over Kursk region, where the offensive began last August.", "Kursk region", "2025-01-19", "sentence"},
		{"Troops took Izium in March 2022, but Lyman held out.", "Izium", "2022-03-01", "clause"},
		{"Troops took Izium in March 2022, but Lyman held out.", "Lyman", "2025-01-22", "document"},
		{"Sanctions on Russia were imposed after it invaded Ukraine in February 2022.", "Ukraine", "2022-02-01", "clause"},
		{"In recent weeks Pokrovsk was shelled daily.", "Pokrovsk", "2025-01-22", "document"},
		{"A summit will be held in Kyiv on Friday.", "Kyiv", "2025-01-24", "clause"},
		{"According to a June 2022 report, Mariupol lost its port.", "Mariupol", "2025-01-22", "document"},
	} {
		out := l.Locate(document(c.text, "2025-01-22"), nil, Want{})
		found := false
		for _, m := range out.Mentions {
			if m.Surface != c.surface {
				continue
			}
			found = true
			if m.Dates.From.String() != c.want || m.Dates.Basis.String() != c.basis {
				t.Errorf("%q: %s on %s by %s, want %s by %s", c.text, c.surface, m.Dates.From, m.Dates.Basis, c.want, c.basis)
			}
		}
		if !found {
			t.Errorf("%q: %s was not found", c.text, c.surface)
		}
	}
}

func TestPosts(t *testing.T) {
	text := "Odesa was hit.\n\nKherson was hit.\n\nA menu: Lviv"
	second := strings.Index(text, "Kherson")
	menu := strings.Index(text, "A menu")
	day, _ := mentionmap.ParseDay("2024-05-01")
	posts := []mentionmap.Post{
		{Span: mentionmap.Span{Start: 0, End: second}, Published: mentionmap.NoStamp, Date: day},
		{Span: mentionmap.Span{Start: second, End: menu}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay},
	}
	out := locator(t).Locate(document(text, ""), posts, Want{})
	if len(out.Mentions) != 3 {
		t.Fatalf("got %d mentions, want 3", len(out.Mentions))
	}
	for i, want := range []struct {
		post  int
		basis mentionmap.Basis
	}{{0, mentionmap.BasisPost}, {1, mentionmap.BasisNone}, {-1, mentionmap.BasisNone}} {
		m := out.Mentions[i]
		if m.Post != want.post || m.Dates.Basis != want.basis || m.Dates.Known() != (want.basis == mentionmap.BasisPost) {
			t.Errorf("%s: post %d, %+v", m.Surface, m.Post, m.Dates)
		}
	}
}

func TestRepeat(t *testing.T) {
	line := "Rockets fell on the centre of Kramatorsk late in the evening, officials said.\n"
	out := locator(t).Locate(document(line+"Another line about Sloviansk, its neighbour, which was spared.\n"+line, ""), nil, Want{})
	if len(out.Mentions) != 3 {
		t.Fatalf("got %d mentions, want 3", len(out.Mentions))
	}
	for i, want := range []bool{false, false, true} {
		if out.Mentions[i].Repeat != want {
			t.Errorf("mention %d: repeat %v, want %v", i, out.Mentions[i].Repeat, want)
		}
	}
}

func TestDerived(t *testing.T) {
	out := locator(t).Locate(document("A hamlet 12 km north of Sudzha was shelled.", ""), nil, Want{})
	if len(out.Mentions) != 1 || len(out.Mentions[0].Derived) != 1 {
		t.Fatalf("got %+v", out.Mentions)
	}
	m := out.Mentions[0]
	d := m.Derived[0]
	if d.Relation != mentionmap.RelationOffset || d.Lat-m.Place.Lat < 0.10 || d.Lat-m.Place.Lat > 0.12 || d.RadiusKM <= 0 {
		t.Errorf("derived %+v from %.4f,%.4f", d, m.Place.Lon, m.Place.Lat)
	}
}

// TestManyAtOnce runs one locator from several goroutines; the race detector
// looks on.
func TestManyAtOnce(t *testing.T) {
	l := locator(t)
	texts := []string{"Odesa and Kherson were hit on Monday.", "Paris, Texas, is a town.", "Moscow accused Kyiv of shelling Belgorod region.", ""}
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			for i := range 50 {
				text := texts[(g+i)%len(texts)]
				for _, m := range l.Locate(document(text, "2025-01-22"), nil, Want{Explain: i%2 == 0, Demonyms: true}).Mentions {
					if m.Span.Of(text) != m.Surface {
						t.Errorf("%q at %v of %q", m.Surface, m.Span, text)
					}
				}
			}
		})
	}
	wait.Wait()
}

func FuzzLocate(f *testing.F) {
	for _, s := range []string{
		"Shells fell on Kostiantynivka, 12 km south of Kramatorsk, on Monday.", "KYIV, Jan 5 (Reuters) — “We hold. They run,” he said.",
		"Washington, D.C.\nU.S. and UK\r\n\xff\xfe Хар\u0301ків і Мос\x00ква", "Washington\n\"DC ", "At N48.5956 E37.9999, 48° 35' с. ш. 37° 59' в. д. and https://osm.org/#map=9/48.59/37.99 near Bakhmut",
		"in the regions of A, B and C — four regions: Sumy, Kursk", "'s 's U.S. of of the - -- ’s",
	} {
		f.Add(s, s)
	}
	l := locator(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		text := a + "\n\n" + b
		posts := []mentionmap.Post{{Span: mentionmap.Span{Start: 0, End: len(a)}, Date: mentionmap.NoDay, Published: mentionmap.NoStamp}}
		out := l.Locate(document(text, "2024-02-29"), posts, Want{Explain: true, Demonyms: true})
		end := 0
		for _, m := range out.Mentions {
			if m.Start < end || m.End <= m.Start || m.End > len(text) || text[m.Start:m.End] != m.Surface {
				t.Fatalf("span %v after %d: %q", m.Span, end, m.Surface)
			}
			if s := m.Sentence; s.Start < 0 || s.End > len(text) || !s.Contains(m.Span) {
				t.Fatalf("sentence %v does not hold %v", s, m.Span)
			}
			if m.Confidence < 0 || m.Confidence > 1 || m.Confidence != m.Confidence {
				t.Fatalf("confidence %v", m.Confidence)
			}
			end = m.End
		}
	})
}

// TestCountedDates: what is counted from a dated event is as old as its post,
// unless that is another time, or the text has no day.
func TestCountedDates(t *testing.T) {
	l := locator(t)
	for _, c := range []struct{ text, day, surface, want string }{
		{"Nearly three years after the invasion began, Kharkiv is shelled daily.", "2025-01-22", "Kharkiv", "2025-01-22"},
		{"Nearly three years after the invasion began, Kharkiv is shelled daily.", "", "Kharkiv", "2024-08-26"},
		{"A month after the full-scale invasion began, shells fell on Chernihiv.", "2025-01-22", "Chernihiv", "2022-03-22"},
		{"Two days after the dam was destroyed, boats went out in Kherson.", "2023-07-01", "Kherson", "2023-06-08"},
		{"Wreaths were laid in Bucha on the second anniversary of the invasion.", "2024-03-01", "Bucha", "2024-02-24"},
		{"A concert was held in Kherson on the anniversary of the city's liberation.", "2024-11-12", "Kherson", "2024-11-12"},
	} {
		for _, m := range l.Locate(document(c.text, c.day), nil, Want{}).Mentions {
			if m.Surface == c.surface && m.Dates.From.String() != c.want {
				t.Errorf("%q of %s: %s on %s, want %s", c.text, c.day, c.surface, m.Dates.From, c.want)
			}
		}
	}
}

// A text that nothing dates but itself may go on to later days.
func TestLaterDaysOfAnUndatedText(t *testing.T) {
	l := locator(t)
	doc := document("Shelling hit Kherson on 3 May 2023. On 21 November 2024 shells hit Toretsk.", "")
	times := when.Scan(nil, doc.Text)
	got := l.Locate(doc, post.Split(&doc, times), Want{Times: times}).Mentions
	for i, want := range []string{"2023-05-03", "2024-11-21"} {
		if day := got[i].Dates.From.String(); day != want {
			t.Errorf("%s: %s, want %s", got[i].Surface, day, want)
		}
	}
}
