package storetest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

func testEmpty(t *testing.T, s store.Store) {
	i := info(t, s)
	if i.Documents+i.Posts+i.Mentions != 0 || i.First != mentionmap.NoDay || i.Last != mentionmap.NoDay || i.Schema < 1 {
		t.Errorf("Info of an empty store: %+v", i)
	}
	q := mentionmap.NewQuery()
	checkQuery(t, s, q, nil)
	if list, err := s.Sources(t.Context(), mentionmap.NewQuery()); err != nil || len(list) > 0 {
		t.Errorf("Sources of an empty store: %v, %v", list, err)
	}
	if added := put(t, s); added != (store.Added{}) || info(t, s).Generation != i.Generation {
		t.Errorf("nothing put, yet: %+v, generation %d after %d", added, info(t, s).Generation, i.Generation)
	}
}

// report makes a document of one post with one mention of a place, dated by a word.
func report(text, place, word string) mentionmap.Located {
	at, when := strings.Index(text, place), strings.Index(text, word)
	m := mentionmap.Mention{
		Span: mentionmap.Span{Start: at, End: at + len(place)}, Surface: place, Sentence: mentionmap.Span{Start: 0, End: len(text)},
		Kind: mentionmap.Settlement, Relation: mentionmap.RelationNear, Place: Place(0), RadiusKM: 7.5, Confidence: 0.875,
		Dates: mentionmap.Dates{From: 19500, To: 19501, Precision: mentionmap.PrecisionDays, Basis: mentionmap.BasisClause, Words: mentionmap.Span{Start: when, End: when + len(word)}},
	}
	return mentionmap.Located{
		Document: mentionmap.Document{Key: "a.txt", Text: text, Title: "A title", Lang: "en", Published: mentionmap.Stamp{Day: 19502, Minute: 75, Zone: "EET"},
			Seen: []mentionmap.Seen{{Source: "An agency"}, {URL: "https://example.org/?a=1&b"}}},
		Posts:     []mentionmap.Post{{Span: mentionmap.Span{Start: 0, End: len(text)}, Author: "A. Writer", Published: mentionmap.NoStamp, Date: mentionmap.NoDay}},
		Mentions:  []mentionmap.Mention{m},
		Gazetteer: "g1", Locator: "l1",
	}
}

func testRoundTrip(t *testing.T, s store.Store) {
	l := report("Вчора — “yesterday”: a blast near Kyiv, 12 km north.", "Kyiv", "yesterday")
	m := &l.Mentions[0]
	m.Dates.Planned, m.Repeat = true, true
	m.Derived = []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Words: mentionmap.Span{Start: m.End + 2, End: len(l.Document.Text) - 1}, Lon: 30.5, Lat: 50.56, RadiusKM: 2}}
	checkKnown(t, s, l.Document.Text, false)
	if added := put(t, s, l); added != (store.Added{Documents: 1, Posts: 1, Mentions: 1}) {
		t.Errorf("added %+v", added)
	}
	checkKnown(t, s, l.Document.Text, true)
	got, err := s.Mention(t.Context(), mentionmap.MentionID(mentionmap.DocumentID(l.Document.Text), 34))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Mention, *m) {
		t.Errorf("got\n%+v, want\n%+v", got.Mention, *m)
	}
	checkAround(t, got, &l)
	if list := mentions(t, s, mentionmap.NewQuery()); len(list) != 1 || !reflect.DeepEqual(list[0].Mention, *m) {
		t.Errorf("Mentions and Mention differ: %+v", list)
	}
	i := info(t, s)
	if i.First != 19500 || i.Last != 19501 || i.Mentions != 1 || !slices.Equal(i.Gazetteers, []string{"g1"}) || !slices.Equal(i.Locators, []string{"l1"}) {
		t.Errorf("Info %+v", i)
	}
	checkPlace(t, s)
}

func checkKnown(t *testing.T, s store.Store, text string, want bool) {
	t.Helper()
	if known, err := s.Known(t.Context(), mentionmap.DocumentID(text)); err != nil || known != want {
		t.Errorf("Known gives %v, %v, want %v", known, err, want)
	}
}

// checkAround looks at what a stored mention says besides what was put.
func checkAround(t *testing.T, got *store.Mention, l *mentionmap.Located) {
	t.Helper()
	want := store.Mention{
		Mention: got.Mention, ID: got.ID, DocumentID: mentionmap.DocumentID(l.Document.Text), Start: 34, End: 38, Title: "A title", Source: "An agency", Author: "A. Writer",
		URL: "https://example.org/?a=1&b", Published: l.Document.Published, Snippet: l.Document.Text, SnippetMark: [2]int{34, 38}, DateMark: [2]int{9, 18},
		DateWords: "yesterday", DerivedMarks: [][2]int{{40, 51}}, Story: mentionmap.DocumentID(l.Document.Text), Gazetteer: "g1", Locator: "l1", Cursor: got.Cursor,
	}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got\n%+v, want\n%+v", *got, want)
	}
}

func checkPlace(t *testing.T, s store.Store) {
	t.Helper()
	p, err := s.Place(t.Context(), Place(0).ID)
	if err != nil || !reflect.DeepEqual(p, Place(0)) {
		t.Errorf("Place: %+v, %v, want %+v", p, err, Place(0))
	}
}

func testText(t *testing.T, s store.Store) {
	long := strings.Repeat("Довгий рядок без кінця ", 3000)
	for _, text := range []string{
		"", " ", "\r\n\r\n", "a\u00a0b\u2028c", "tabs\tand\x00nul", strings.Repeat("x", 10_000), strings.Repeat("ї", 10_001), long, strings.Repeat("line\r\n", 5000),
	} {
		put(t, s, mentionmap.Located{Document: mentionmap.Document{Key: "k", Text: text, Published: mentionmap.NoStamp}})
		d, err := s.Document(t.Context(), mentionmap.DocumentID(text))
		if err != nil {
			t.Fatalf("%.20q: %v", text, err)
		}
		if d.Text != text && mentionmap.DocumentID(text) != mentionmap.DocumentID("") {
			t.Errorf("%.20q comes back as %.20q, %d bytes of %d", text, d.Text, len(d.Text), len(text))
		}
	}
}

func testSentences(t *testing.T, s store.Store) {
	filler := strings.Repeat("Інше речення тут. ", 400)
	text := filler + "Near Kyiv " + strings.Repeat("дуже ", 300) + "quiet." + filler
	l := report(text, "Kyiv", "Інше")
	from := strings.Index(text, "Near")
	l.Mentions[0].Sentence = mentionmap.Span{Start: from, End: strings.Index(text, "quiet.") + 6}
	endless := report(strings.Repeat("a ", 5000)+"Kyiv"+strings.Repeat(" b", 5000), "Kyiv", "a")
	put(t, s, l, endless)
	list := mentions(t, s, mentionmap.NewQuery())
	if got := list[0]; got.Snippet != l.Mentions[0].Sentence.Of(text) || got.Surface != "Kyiv" || got.DateWords != "Інше" || got.DateMark != [2]int{} {
		t.Errorf("a sentence over several pieces of text: %d bytes, surface %q, date words %q", len(got.Snippet), got.Surface, got.DateWords)
	}
	if n := len(list[1].Snippet); n > 2000 || !strings.Contains(list[1].Snippet, " Kyiv ") || list[1].Surface != "Kyiv" {
		t.Errorf("a text without full stops gives %d bytes: %.30q", n, list[1].Snippet)
	}
}

func testPutTwice(t *testing.T, s store.Store) {
	docs := Corpus(5, 20)
	first := put(t, s, docs...)
	before, list := info(t, s), idsOf(mentions(t, s, mentionmap.NewQuery()))
	again := put(t, s, docs...)
	if want := (store.Added{Known: first.Documents}); again != want {
		t.Errorf("put again: %+v, want %+v", again, want)
	}
	after := info(t, s)
	before.Bytes, after.Bytes = 0, 0
	if !reflect.DeepEqual(before, after) {
		t.Errorf("put again: %+v, was %+v", after, before)
	}
	if !slices.Equal(list, idsOf(mentions(t, s, mentionmap.NewQuery()))) {
		t.Error("put again: the mentions have changed")
	}
	both := put(t, s, report("One text with Kyiv today.", "Kyiv", "today"), report("One  text with\nKyiv today. ", "Kyiv", "today"))
	if both.Documents != 1 || both.Known != 1 || info(t, s).Generation <= before.Generation {
		t.Errorf("the same text twice in a batch: %+v", both)
	}
}

func testSeen(t *testing.T, s store.Store) {
	l := report("Kyiv was quiet yesterday.", "Kyiv", "yesterday")
	put(t, s, l)
	generation := info(t, s).Generation
	l.Document.Seen = append(l.Document.Seen, mentionmap.Seen{Source: "A channel", URL: "https://example.org/2"})
	l.Document.Title = "Another"
	for range 2 {
		put(t, s, l)
	}
	d, err := s.Document(t.Context(), mentionmap.DocumentID(l.Document.Text))
	if err != nil || !slices.Equal(d.Seen, l.Document.Seen) || d.Title != "A title" {
		t.Errorf("seen at %+v, title %q, error %v", d.Seen, d.Title, err)
	}
	if got := info(t, s).Generation; got != generation+1 {
		t.Errorf("generation %d after %d: it grows with every change, and only then", got, generation)
	}
}

func testMalformed(t *testing.T, s store.Store) {
	for name, spoil := range map[string]func(*mentionmap.Located){
		"mention outside the text": func(l *mentionmap.Located) { l.Mentions[0].End = 1000 },
		"empty mention":            func(l *mentionmap.Located) { l.Mentions[0].End = l.Mentions[0].Start },
		"overlapping mentions":     func(l *mentionmap.Located) { l.Mentions = append(l.Mentions, l.Mentions[0]) },
		"demonym":                  func(l *mentionmap.Located) { l.Mentions[0].Demonym = true },
		"dates the wrong way":      func(l *mentionmap.Located) { l.Mentions[0].Dates.To = 0 },
		"place off the globe":      func(l *mentionmap.Located) { l.Mentions[0].Place = &mentionmap.Place{ID: 1, Lat: 91} },
		"place without id":         func(l *mentionmap.Located) { l.Mentions[0].Place = &mentionmap.Place{Name: "X"} },
		"post outside the text":    func(l *mentionmap.Located) { l.Posts[0].End = 1000 },
		"overlapping posts":        func(l *mentionmap.Located) { l.Posts = append(l.Posts, l.Posts[0]) },
	} {
		l := report("Kyiv was quiet yesterday.", "Kyiv", "yesterday")
		spoil(&l)
		_, err := s.Put(t.Context(), []mentionmap.Located{report("Near Kyiv today.", "Kyiv", "today"), l})
		if wantCode(t, err, mentionmap.Invalid); t.Failed() {
			t.Fatal(name)
		}
	}
	if i := info(t, s); i.Documents != 0 || i.Generation != 0 {
		t.Errorf("malformed documents left something: %+v", i)
	}
}

func testPlaceChange(t *testing.T, s store.Store) {
	l := report("Kyiv was quiet yesterday.", "Kyiv", "yesterday")
	put(t, s, l)
	newer := *Place(0)
	newer.Name, newer.Lon, newer.Names, newer.Kind = "Kyiv City", 30.6, nil, mentionmap.Region
	next := report("In Kyiv there was quiet today.", "Kyiv", "today")
	next.Mentions[0].Place = &newer
	put(t, s, next)
	for _, m := range mentions(t, s, mentionmap.NewQuery()) {
		if m.Place.Name != "Kyiv City" || m.Place.Lon != 30.6 || m.Kind != mentionmap.Settlement || m.Place.Kind != mentionmap.Settlement {
			t.Errorf("%s: %+v, kind %v: want the newer name and position, and the kind it was first stored with", m.ID, m.Place, m.Kind)
		}
	}
}

func testConfidence(t *testing.T, s store.Store) {
	for i, c := range []float32{0, 0.4996, 0.5, 0.7994, 0.8, 1} {
		l := report(strings.Repeat("x ", i)+"Kyiv was quiet yesterday.", "Kyiv", "yesterday")
		l.Mentions[0].Confidence = c
		put(t, s, l)
	}
	for bound, want := range map[float32]int64{0: 6, 0.0001: 5, 0.5: 5, 0.501: 3, mentionmap.SureFrom: 2, 1: 1} {
		q := mentionmap.NewQuery()
		q.MinConfidence = bound
		if n := total(t, s, q); n != want {
			t.Errorf("%d mentions have a confidence of %g or more, want %d", n, bound, want)
		}
	}
}

// testKnown: a document that was taken for known and is gone is not stored
// without what stands in it.
func testKnown(t *testing.T, s store.Store) {
	docs := Corpus(31, 2)
	put(t, s, docs[0])
	seen := mentionmap.Seen{Source: "elsewhere", URL: "https://example.org/elsewhere"}
	known := func(l mentionmap.Located) mentionmap.Located {
		l.Document.Seen = []mentionmap.Seen{seen}
		return mentionmap.Located{Document: l.Document, Known: true}
	}
	if added := put(t, s, known(docs[0]), known(docs[1])); added != (store.Added{Known: 1, Missing: 1}) {
		t.Errorf("%+v", added)
	}
	if d, err := s.Document(t.Context(), mentionmap.DocumentID(docs[0].Document.Text)); err != nil || !slices.Contains(d.Seen, seen) {
		t.Errorf("%+v, %v", d, err)
	}
	checkKnown(t, s, docs[1].Document.Text, false)
	if i := info(t, s); i.Documents != 1 {
		t.Errorf("%+v", i)
	}
}
