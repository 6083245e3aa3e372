package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

func samplePlace() *mentionmap.Place {
	return &mentionmap.Place{ID: 709161, Name: "Bakhmut", Kind: mentionmap.Settlement, Country: "UA", Admin1: "Donetsk Oblast", Admin2: "Bakhmut Raion", Population: 73_212, Lon: 38.000001, Lat: 48.5956}
}

// samples are a mention with everything, and one with nothing.
func samples() []*store.Mention {
	all := &store.Mention{
		Mention: mentionmap.Mention{Surface: "Bakhmut", Kind: mentionmap.Settlement, Relation: mentionmap.RelationOffset, Place: samplePlace(), RadiusKM: 12.5, Confidence: 0.8125, Repeat: true,
			Dates:   mentionmap.Dates{From: 19365, To: 19366, Precision: mentionmap.PrecisionDays, Basis: mentionmap.BasisClause},
			Derived: []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Lon: 38, Lat: 48.7, RadiusKM: 3}, {Relation: mentionmap.RelationBetween, Lon: -0.5, Lat: 0}}},
		ID: "0123456789abcdefghjk-12", DocumentID: "0123456789abcdefghjk", Start: 12, End: 19, Title: "=SUM(A1)", Source: `The "Agency", Kyiv`, Author: "@author", URL: "https://example.org/?a=1&b=<2>",
		Published: mentionmap.Stamp{Day: 19366, Minute: 605, Zone: "EET"}, PostStart: 3, Snippet: "12 km north of\r\nBakhmut, “вчора”\u2028", SnippetMark: [2]int{16, 23}, DateMark: [2]int{26, 31},
		DateWords: "вчора", DerivedMarks: [][2]int{{0, 14}, {0, 0}}, Story: "abcdefghjk0123456789",
	}
	none := &store.Mention{Mention: mentionmap.Mention{Surface: "-Nowhere\xff", Dates: mentionmap.NoDates, Confidence: 0.2}, ID: "x-0", DocumentID: "x", Story: "x", Published: mentionmap.NoStamp}
	return []*store.Mention{all, none}
}

func sampleFile(t *testing.T, name string, l Layer) []byte {
	t.Helper()
	f, err := ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	q := mentionmap.NewQuery()
	q.From, q.Uses, q.Sources, q.Text = 19365, []mentionmap.Use{mentionmap.Literal}, []string{"a, b", "c"}, `"dam"`
	q.Precisions = []mentionmap.Precision{mentionmap.Undated, mentionmap.PrecisionDay}
	q.BBox = &orb.Bound{Min: orb.Point{22.1, 44}, Max: orb.Point{40.25, 52}}
	var out bytes.Buffer
	w := f.New(&out, Meta{Layer: l, Query: q, Generation: 7, Matched: 2, Time: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)})
	for _, m := range samples() {
		if l == LayerMentions {
			err = w.Mention(m)
		} else if m.Place != nil {
			err = w.Place(&store.PlaceCount{Place: *m.Place, N: 3, First: 19365, Last: mentionmap.NoDay})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGolden(t *testing.T) {
	for _, format := range []string{"geojson", "csv"} {
		for _, l := range []Layer{LayerMentions, LayerPlaces} {
			golden(t, l.String()+"."+format, sampleFile(t, format, l))
		}
	}
	located := sampleLocated()
	golden(t, "located.jsonl", AppendLocated(nil, &located))
	for range 300 { // beyond a piece
		located.Mentions = append(located.Mentions, located.Mentions[0])
	}
	var written bytes.Buffer
	if err := WriteLocated(&written, &located); err != nil || !bytes.Equal(written.Bytes(), AppendLocated(nil, &located)) {
		t.Errorf("written in pieces it differs: %d bytes, %v", written.Len(), err)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", name, got)
	}
}

func sampleLocated() mentionmap.Located {
	text := "Вчора, 8 January: near Bakhmut. Russians"
	at, d := strings.Index(text, "Bakhmut"), strings.Index(text, "8 January")
	m := mentionmap.Mention{Span: mentionmap.Span{Start: at, End: at + 7}, Surface: "Bakhmut", Sentence: mentionmap.Span{End: at + 8}, Kind: mentionmap.Settlement, Relation: mentionmap.RelationNear,
		Place: samplePlace(), RadiusKM: 5, Confidence: 0.9,
		Dates: mentionmap.Dates{From: 19365, To: 19365, Precision: mentionmap.PrecisionDay, Basis: mentionmap.BasisSentence, Words: mentionmap.Span{Start: d, End: d + 9}},
		Why: &mentionmap.Why{Cues: []mentionmap.Cue{{Name: "population", Detail: "73,212 people", Weight: 1.25}, {Name: "words", Words: mentionmap.Span{Start: at - 5, End: at - 1}, Weight: -0.5}},
			RunnerUp: &mentionmap.Place{ID: -3, Name: "Bakhmut", Kind: mentionmap.Street, Lon: 1, Lat: 2}, Margin: 0.75},
		Derived: []mentionmap.Derived{{Relation: mentionmap.RelationOffset, Words: mentionmap.Span{Start: d, End: d + 1}, Lon: 38.1, Lat: 48.6, RadiusKM: 2}}}
	demonym := mentionmap.Mention{Span: mentionmap.Span{Start: len(text) - 8, End: len(text)}, Surface: "Russians", Kind: mentionmap.Country, Dates: mentionmap.NoDates, Demonym: true}
	return mentionmap.Located{Document: mentionmap.Document{Key: "a.txt", Text: text}, Mentions: []mentionmap.Mention{m}, Demonyms: []mentionmap.Mention{demonym},
		Posts: []mentionmap.Post{{Span: mentionmap.Span{Start: 0, End: len(text)}, Title: "T", Published: mentionmap.Stamp{Day: 19366, Minute: -1}, Date: 19366},
			{Span: mentionmap.Span{Start: len(text), End: len(text)}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay, Repeat: true}}}
}

// The offsets of a located document are those of a reader that counts code points.
func TestLocatedOffsets(t *testing.T) {
	l := sampleLocated()
	var got struct {
		Toponyms []struct {
			Start, End int
			Surface    string
			DateWords  string `json:"date_words"`
			DateMark   []int  `json:"date_mark"`
		}
	}
	line := AppendLocated(nil, &l)
	if err := json.Unmarshal(line, &got); err != nil || line[len(line)-1] != '\n' || bytes.Count(line, []byte("\n")) != 1 {
		t.Fatalf("%v: %s", err, line)
	}
	runes := []rune(l.Document.Text)
	for _, m := range got.Toponyms {
		if string(runes[m.Start:m.End]) != m.Surface {
			t.Errorf("%d..%d is %q, not %q", m.Start, m.End, string(runes[m.Start:m.End]), m.Surface)
		}
		if m.DateMark != nil && string(runes[m.DateMark[0]:m.DateMark[1]]) != m.DateWords {
			t.Errorf("%v is not %q", m.DateMark, m.DateWords)
		}
	}
	if len(got.Toponyms) != 2 {
		t.Errorf("%d toponyms", len(got.Toponyms))
	}
}

func TestCodePoints(t *testing.T) {
	text := strings.Repeat("aїあ😀", 300)
	x := newCodePoints(text)
	for at := range text {
		if got, want := x.at(at), utf8.RuneCountInString(text[:at]); got != want {
			t.Fatalf("at byte %d: %d code points, want %d", at, got, want)
		}
	}
	if x.at(len(text)) != 1200 || x.at(1<<30) != 1200 || x.at(-1) != 0 || newCodePoints("").at(0) != 0 {
		t.Error("the ends are wrong")
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{{0, 6, "0"}, {math.Copysign(0, -1), 6, "0"}, {-0.0000001, 6, "0"}, {1.5, 1, "1.5"}, {-1.25, 2, "-1.25"}, {0.05, 1, "0.1"}, {37.8000004, 6, "37.8"}, {180, 6, "180"},
		{0.001, 3, "0.001"}, {-0.5, 6, "-0.5"}, {1e300, 1, "1e+300"}, {math.NaN(), 1, "null"}, {math.Inf(-1), 1, "null"}, {1e12, 6, "1e+12"}} {
		if got := string(appendNumber(nil, c.v, c.decimals)); got != c.want {
			t.Errorf("appendNumber(%g, %d) = %s, want %s", c.v, c.decimals, got, c.want)
		}
	}
}

type brokenPipe struct{ left int }

var errPipe = errors.New("broken pipe")

func (b *brokenPipe) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errPipe
	}
	return len(p), nil
}

func TestWriteErrorsStay(t *testing.T) {
	for _, name := range []string{"geojson", "csv"} {
		f, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		w := f.New(&brokenPipe{left: 100_000}, Meta{Query: mentionmap.NewQuery()})
		for range 1000 {
			if err = w.Mention(samples()[0]); err != nil {
				break
			}
		}
		if err != errPipe || w.Close() != errPipe {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{"", "a\"b\\c", "\x00\x1f\x7f", "\xff\xed\xa0\x80", "\u2028\u2029😀", "</script>"} {
		f.Add(s, 1.5, int64(-3))
	}
	f.Fuzz(func(t *testing.T, s string, v float64, n int64) {
		m := samples()[0]
		m.Title, m.Snippet, m.URL, m.Surface, m.Place.Lon, m.RadiusKM, m.Place.ID = s, s, s, s, v, v, mentionmap.PlaceID(n)
		l := mentionmap.Located{Document: mentionmap.Document{Key: s, Text: s}, Mentions: []mentionmap.Mention{m.Mention}}
		for _, b := range [][]byte{AppendFeature(nil, m), AppendPlace(nil, &store.PlaceCount{Place: *m.Place, N: n}), AppendLocated(nil, &l)} {
			if !json.Valid(b) || !utf8.Valid(b) {
				t.Fatalf("not JSON: %q", b)
			}
		}
		var got string
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil || utf8.ValidString(s) && got != s {
			t.Errorf("%q comes back as %q, %v", s, got, err)
		}
		r := row{}
		r.text(s)
		cells, err := csv.NewReader(bytes.NewReader(append(r.end(), "x\r\n"...))).ReadAll()
		if err != nil || len(cells) < 1 || len(cells[0]) != 1 {
			t.Errorf("%q as CSV: %q, %v", s, cells, err)
		}
	})
}

func BenchmarkAppendFeature(b *testing.B) {
	m := samples()[0]
	dst := AppendFeature(nil, m)
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendFeature(dst[:0], m)
	}
}
