package rows

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/storetest"
)

// read gives the rows of a document as a backend would read them, with no more
// of other posts than Elsewhere asks for.
func read(d *Document) []Row {
	l := d.Located
	doc := &DocumentRow{Number: 1, ID: d.ID, Story: d.ID, Title: l.Document.Title, Source: d.Source(), URL: d.URL(), Gazetteer: l.Gazetteer, Locator: l.Locator}
	posts := make([]*PostRow, len(d.Posts))
	for i, p := range d.Posts {
		posts[i] = &PostRow{Number: i, Post: p.Post, Start: p.Start, Length: p.Length, Byte: p.Byte, Text: p.Text, Title: p.Title, Source: p.Source, Author: p.Author, Published: p.Published}
	}
	var out []Row
	for _, m := range d.Mentions {
		kept := mentionmap.Mention{Kind: m.Kind, Use: m.Use, Relation: m.Relation, Dates: m.Dates, Repeat: m.Repeat}
		kept.Dates.Words = mentionmap.Span{}
		r := Row{Document: doc, Post: posts[m.Post], Place: m.Place, Mention: m}
		r.Mention.Mention, r.Mention.Derived = &kept, nil
		for _, x := range m.Derived {
			x.Words = mentionmap.Span{}
			r.Mention.Derived = append(r.Mention.Derived, x)
		}
		for _, span := range r.Elsewhere() {
			for _, p := range posts {
				if p.Start < span[1] && p.Start+p.Length > span[0] {
					r.Others = append(r.Others, p)
				}
			}
		}
		out = append(out, r)
	}
	return out
}

func prepared(t testing.TB, l *mentionmap.Located) *Document {
	t.Helper()
	d, err := Prepare(l)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// report makes a document of one post with one mention of Kyiv, dated by a word.
func report(text, word string) mentionmap.Located {
	at, when := strings.Index(text, "Kyiv"), strings.Index(text, word)
	m := mentionmap.Mention{
		Span: mentionmap.Span{Start: at, End: at + 4}, Surface: "Kyiv", Sentence: mentionmap.Span{Start: 0, End: len(text)},
		Kind: mentionmap.Settlement, Relation: mentionmap.RelationNear, Place: storetest.Place(0), RadiusKM: 7.5, Confidence: 0.875,
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

func TestRoundTrip(t *testing.T) {
	l := report("Вчора — “yesterday”: a blast near Kyiv, 12 km north.", "yesterday")
	m := &l.Mentions[0]
	m.Dates.Planned, m.Repeat = true, true
	m.Derived = []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Words: mentionmap.Span{Start: m.End + 2, End: len(l.Document.Text) - 1}, Lon: 30.5, Lat: 50.56, RadiusKM: 2}}
	got := Compose(read(prepared(t, &l)))
	id := mentionmap.DocumentID(l.Document.Text)
	want := store.Mention{
		Mention: *m, ID: mentionmap.MentionID(id, 34), DocumentID: id, Start: 34, End: 38, Title: "A title", Source: "An agency", Author: "A. Writer",
		URL: "https://example.org/?a=1&b", Published: l.Document.Published, Snippet: l.Document.Text, SnippetMark: [2]int{34, 38}, DateMark: [2]int{9, 18},
		DateWords: "yesterday", DerivedMarks: [][2]int{{40, 51}}, Story: id, Gazetteer: "g1", Locator: "l1",
	}
	if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

// TestCorpusRoundTrip compares all mentions of a made corpus, whose dates rest
// on words of other posts, with what was put.
func TestCorpusRoundTrip(t *testing.T) {
	elsewhere := 0
	for _, l := range storetest.Corpus(3, 300) {
		list := read(prepared(t, &l))
		for i, got := range Compose(list) {
			want := l.Mentions[i]
			if !want.Dates.Known() {
				want.Dates = mentionmap.NoDates
			}
			want.RadiusKM, want.Confidence = got.RadiusKM, got.Confidence // rounded
			if !reflect.DeepEqual(got.Mention, want) {
				t.Fatalf("got\n%+v, want\n%+v", got.Mention, want)
			}
			x := mentionmap.NewRuneIndex(l.Document.Text)
			if got.Snippet != want.Sentence.Of(l.Document.Text) || got.Start != x.At(want.Start) || got.DateWords != want.Dates.Words.Of(l.Document.Text) {
				t.Fatalf("snippet %q, start %d, words %q of %+v", got.Snippet, got.Start, got.DateWords, want)
			}
			elsewhere += len(list[i].Others)
		}
	}
	if elsewhere == 0 {
		t.Error("no mention was dated by words of another post")
	}
}

// TestAcrossPosts has a sentence and words of a date that go over the ends of posts.
func TestAcrossPosts(t *testing.T) {
	l := report("Ще вчора, in Kyiv. Тихо.", "вчора, in")
	l.Posts = []mentionmap.Post{{Span: mentionmap.Span{Start: 5, End: 11}}, {Span: mentionmap.Span{Start: 11, End: 22}}}
	got := Compose(read(prepared(t, &l)))[0]
	if got.Snippet != l.Document.Text || got.DateWords != "вчора, in" || got.Surface != "Kyiv" || got.Post != 1 || !reflect.DeepEqual(got.Mention.Sentence, l.Mentions[0].Sentence) {
		t.Errorf("%+v", got)
	}
}

// checkRows looks at what holds for the rows of any document.
func checkRows(t testing.TB, d *Document) {
	t.Helper()
	var text strings.Builder
	runes := mentionmap.NewRuneIndex(d.Located.Document.Text)
	for n, p := range d.Posts {
		if p.Byte != text.Len() || p.Start != runes.At(p.Byte) || p.Length == 0 || p.Text == "" {
			t.Fatalf("post %d stands at byte %d, code point %d: %q", n, p.Byte, p.Start, p.Text)
		}
		at := 0
		for i, s := range p.Sentences {
			if s.Start != at || s.Length == 0 || len([]rune(s.Text)) != s.Length {
				t.Fatalf("post %d, sentence %d: %+v, want it at %d", n, i, s, at)
			}
			at += s.Length
			text.WriteString(s.Text)
		}
		if at != p.Length || len(p.Sentences) > store.TitleSentence {
			t.Fatalf("post %d of %d code points: %d sentences of %d", n, p.Length, len(p.Sentences), at)
		}
	}
	if text.String() != d.Located.Document.Text {
		t.Fatalf("the posts give %q, want %q", text.String(), d.Located.Document.Text)
	}
	for i, m := range d.Mentions {
		p := &d.Posts[m.Post]
		s := &p.Sentences[m.Sentence]
		if from := p.Start + s.Start; m.Start < from || m.Start >= from+s.Length {
			t.Fatalf("mention %d at %d does not start in its sentence, %d to %d", i, m.Start, from, from+s.Length)
		}
	}
}

func TestRowsCoverTheText(t *testing.T) {
	long := strings.Repeat("Довгий рядок без кінця ", 3000)
	for _, text := range []string{
		"", " ", "\r\n\r\n", "a\u00a0b\u2028c", "tabs\tand\x00nul", strings.Repeat("x", 10_000), strings.Repeat("ї", 10_001), long,
		strings.Repeat("line\r\n", 5000), "\xff\xfe\x80", strings.Repeat("No. ", 70_000), " Begin. ",
	} {
		checkRows(t, prepared(t, &mentionmap.Located{Document: mentionmap.Document{Key: "k", Text: text}}))
	}
	for _, l := range storetest.Corpus(4, 200) {
		checkRows(t, prepared(t, &l))
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Вночі був обстріл. Люди сплять! Чому?  Так… Ні.":     {"Вночі був обстріл. ", "Люди сплять! ", "Чому?  ", "Так… ", "Ні."},
		"One line\nAnother line\r\n\r\nThird":                 {"One line\n", "Another line\r\n\r\n", "Third"},
		"He said “no.” Then left (why?) at 3.5 km. U.S. army": {"He said “no.” ", "Then left (why?) ", "at 3.5 km. ", "U.S. army"},
		"  у м. Київ. Далі":                                   {"  у м. Київ. ", "Далі"},
		"\n\n":                                                {"\n\n"},
		strings.Repeat("word ", 500):                          {strings.Repeat("word ", 400), strings.Repeat("word ", 100)},
		strings.Repeat("x", 3000) + " y":                      {strings.Repeat("x", 3000) + " ", "y"},
	} {
		var tl tiler
		tl.begin(text)
		var got []string
		from := 0
		for _, end := range tl.finish() {
			got, from = append(got, text[from:end]), end
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%.60q gives %q, want %q", text, got, want)
		}
	}
}

// TestSentencesOfMentions are not cut, and are cut off from what is around them.
func TestSentencesOfMentions(t *testing.T) {
	for _, c := range []struct{ text, sentence, want string }{
		{"First one. Dr. No met p. 3 in Kyiv etc. and left. Next", "Dr. No met p. 3 in Kyiv etc. and left.", "Dr. No met p. 3 in Kyiv etc. and left. "},
		{"Head — In Kyiv it rained.” Next", "In Kyiv it rained.", "In Kyiv it rained.” "},
		{"A. Kyiv rests.'Next one", "Kyiv rests.", "Kyiv rests.'"},
		{strings.Repeat("a ", 2000) + "Kyiv" + strings.Repeat(" b", 2000), "", ""},
	} {
		l := report(c.text, "i")
		l.Mentions[0].Dates = mentionmap.NoDates
		if c.sentence != "" {
			from := strings.Index(c.text, c.sentence)
			l.Mentions[0].Sentence = mentionmap.Span{Start: from, End: from + len(c.sentence)}
		}
		d := prepared(t, &l)
		checkRows(t, d)
		got := d.Posts[0].Sentences[d.Mentions[0].Sentence].Text
		if c.want != "" && got != c.want {
			t.Errorf("%.40q: %q, want %q", c.text, got, c.want)
		}
		if len(got) > tileBytes+1 || !strings.Contains(got, "Kyiv") {
			t.Errorf("%.40q: %d bytes", c.text, len(got))
		}
	}
}

func TestMalformed(t *testing.T) {
	for name, spoil := range map[string]func(*mentionmap.Located){
		"mention outside the text": func(l *mentionmap.Located) { l.Mentions[0].End = 1000 },
		"mention before the text":  func(l *mentionmap.Located) { l.Mentions[0].Start = -1 },
		"empty mention":            func(l *mentionmap.Located) { l.Mentions[0].End = l.Mentions[0].Start },
		"overlapping mentions":     func(l *mentionmap.Located) { l.Mentions = append(l.Mentions, l.Mentions[0]) },
		"demonym":                  func(l *mentionmap.Located) { l.Mentions[0].Demonym = true },
		"dates the wrong way":      func(l *mentionmap.Located) { l.Mentions[0].Dates.To = 0 },
		"dates without precision":  func(l *mentionmap.Located) { l.Mentions[0].Dates.Precision = mentionmap.Undated },
		"place off the globe":      func(l *mentionmap.Located) { l.Mentions[0].Place = &mentionmap.Place{ID: 1, Lat: 91} },
		"place without id":         func(l *mentionmap.Located) { l.Mentions[0].Place = &mentionmap.Place{Name: "X"} },
		"derived off the globe":    func(l *mentionmap.Located) { l.Mentions[0].Derived = []mentionmap.Derived{{Lon: 181}} },
		"post outside the text":    func(l *mentionmap.Located) { l.Posts[0].End = 1000 },
		"post the wrong way":       func(l *mentionmap.Located) { l.Posts[0].Start, l.Posts[0].End = 5, 2 },
		"overlapping posts":        func(l *mentionmap.Located) { l.Posts = append(l.Posts, l.Posts[0]) },
		"mention cuts a character": func(l *mentionmap.Located) { l.Mentions[0].Start, l.Mentions[0].End = 1, 4 },
		"post cuts a character":    func(l *mentionmap.Located) { l.Posts[0].Start = 1 },
	} {
		l := report("Їжа: Kyiv was quiet yesterday.", "yesterday")
		spoil(&l)
		_, err := Prepare(&l)
		if mentionmap.CodeOf(err) != mentionmap.Invalid || !strings.Contains(fmt.Sprint(err), "a.txt") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooManyPosts(t *testing.T) {
	l := mentionmap.Located{Document: mentionmap.Document{Key: "many.txt", Text: strings.Repeat("a ", maxPosts/2+1)}}
	for i := range maxPosts / 2 {
		l.Posts = append(l.Posts, mentionmap.Post{Span: mentionmap.Span{Start: 2 * i, End: 2*i + 1}})
	}
	l.Document.Text = l.Document.Text[:maxPosts]
	if d := prepared(t, &l); len(d.Posts) != maxPosts || d.RealPosts() != maxPosts/2 {
		t.Errorf("%d rows, %d posts", len(d.Posts), d.RealPosts())
	}
	l.Document.Text += "b"
	l.Posts = append(l.Posts, mentionmap.Post{Span: mentionmap.Span{Start: maxPosts, End: maxPosts + 1}})
	_, err := PrepareAll([]mentionmap.Located{report("Kyiv today", "today"), l}, 2)
	if mentionmap.CodeOf(err) != mentionmap.TooLarge || !strings.Contains(fmt.Sprint(err), "many.txt") {
		t.Error(err)
	}
	l.Document.Text = strings.Repeat(" ", maxBytes+1)
	if _, err := Prepare(&l); mentionmap.CodeOf(err) != mentionmap.TooLarge {
		t.Error(err)
	}
}

func TestPrepareAll(t *testing.T) {
	docs := storetest.Corpus(5, 50)
	got, err := PrepareAll(docs, 4)
	if err != nil || len(got) != len(docs) {
		t.Fatal(len(got), err)
	}
	for i := range got {
		if got[i].Located != &docs[i] {
			t.Fatalf("document %d stands elsewhere", i)
		}
	}
	docs[7].Mentions = append(docs[7].Mentions, mentionmap.Mention{})
	if _, err := PrepareAll(docs, 4); mentionmap.CodeOf(err) != mentionmap.Invalid {
		t.Error(err)
	}
	if none, err := PrepareAll(nil, 0); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
	var e *mentionmap.Error
	if _, err := prepareSafely(nil); !errors.As(err, &e) || e.Code != mentionmap.Internal {
		t.Error(err)
	}
}

// FuzzPrepare cuts a text into posts and mentions anywhere: Prepare refuses it, or
// all rows hold together and give back what was put.
func FuzzPrepare(f *testing.F) {
	f.Add("Вчора — “yesterday”: a blast near Kyiv, 12 km north.\nNext line. More", []byte{0, 40, 60, 10, 20, 35, 3, 9, 50, 55, 41, 70})
	f.Add("a b c d e f g h i j k l m n o p", []byte{0, 31, 0, 0, 1, 4, 2, 3, 6, 7, 8, 20})
	f.Add("\xff\xfe\x80 x", []byte{1, 2, 3, 1, 2, 3})
	f.Fuzz(func(t *testing.T, text string, at []byte) {
		span := func() (s mentionmap.Span) {
			if len(at) > 1 {
				s, at = mentionmap.Span{Start: int(int8(at[0])), End: int(at[1])}, at[2:]
			}
			return s
		}
		l := mentionmap.Located{Document: mentionmap.Document{Key: "k%s", Text: text, Lang: "uk"}}
		for n := len(at) % 4; n > 0; n-- {
			l.Posts = append(l.Posts, mentionmap.Post{Span: span()})
		}
		for len(at) > 1 {
			m := mentionmap.Mention{Span: span(), Sentence: span(), Dates: mentionmap.Dates{Precision: mentionmap.PrecisionDay, Words: span()}}
			m.Derived = []mentionmap.Derived{{Words: span()}}
			l.Mentions = append(l.Mentions, m)
		}
		d, err := Prepare(&l)
		if err != nil {
			if mentionmap.CodeOf(err) != mentionmap.Invalid || strings.Contains(err.Error(), "%!") {
				t.Fatal(err)
			}
			return
		}
		checkRows(t, d)
		for i, got := range Compose(read(d)) {
			m := d.Mentions[i].Mention
			if got.Span != m.Span || got.Surface != m.Span.Of(text) || !got.Mention.Sentence.Contains(m.Span) || got.Snippet != got.Mention.Sentence.Of(text) {
				t.Fatalf("%+v of %+v", got, m)
			}
			if w := got.Dates.Words; w != (mentionmap.Span{}) && w != m.Dates.Words || got.DateWords != w.Of(text) {
				t.Fatalf("words %v of %v", w, m.Dates.Words)
			}
			if w := got.Derived[0].Words; w != (mentionmap.Span{}) && w != m.Derived[0].Words {
				t.Fatalf("words %v of %v", w, m.Derived[0].Words)
			}
			if marked := []rune(got.Snippet)[got.SnippetMark[0]:got.SnippetMark[1]]; string(marked) != string([]rune(got.Surface)) {
				t.Fatalf("%q is marked, not %q", string(marked), got.Surface)
			}
		}
	})
}
