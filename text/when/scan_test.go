package when

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"mentionmap"
)

func day(t testing.TB, s string) mentionmap.Day {
	t.Helper()
	if s == "" {
		return mentionmap.NoDay
	}
	d, err := mentionmap.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// expression is a row of testdata/expressions.tsv: a text whose last expression
// is words, and what it means on Tuesday 14 March 2023.
type expression struct {
	text, words, kind, from, to, precision string
}

func expressions(t testing.TB) (rows []expression) {
	t.Helper()
	b, err := os.ReadFile("testdata/expressions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		text, err1 := strconv.Unquote(f[0])
		words, err2 := strconv.Unquote(f[1])
		if err1 != nil || err2 != nil || len(f) != 6 {
			t.Fatalf("bad row %q", line)
		}
		rows = append(rows, expression{text, words, f[2], f[3], f[4], f[5]})
	}
	return rows
}

func TestScan(t *testing.T) {
	for _, c := range expressions(t) {
		got := Scan(nil, c.text)
		if len(got) == 0 {
			t.Errorf("%q: nothing found", c.text)
			continue
		}
		e := got[len(got)-1]
		d := e.Resolve(At(day(t, "2023-03-14")))
		if e.Of(c.text) != c.words || e.Kind.String() != c.kind || d.From.String() != c.from || d.To.String() != c.to || d.Precision.String() != c.precision {
			t.Errorf("%q: got %q %s %s..%s %s, want %q %s %s..%s %s", c.text, e.Of(c.text), e.Kind, d.From, d.To, d.Precision, c.words, c.kind, c.from, c.to, c.precision)
		}
	}
}

// TestNoDate holds words and numbers that are no dates.
func TestNoDate(t *testing.T) {
	for _, text := range []string{
		"February 30", "31.04.2023", "30 February 2024", "2023-13-01", "2023-02-30", "the 99th of May", "week 54",
		"year 0", "00.00.0000", "April 31, 2022", "99/99/2022", "29 February 2023", "Mi-24 helicopters", "version 1.2.2022.7",
		"troops may march on", "he may go", "more than 2000 soldiers", "BM-21", "120 mm", "a second strike", "Sun shines",
		"Army Expo 2022 at", "the 2,300 men", "155mm", "$2.5 billion", "1,000-kilometre", "he sat there", "route 2024",
	} {
		for _, e := range Scan(nil, text) {
			if d := e.Resolve(At(day(t, "2023-03-14"))); d.Known() {
				t.Errorf("%q: %q was read as %s..%s", text, e.Of(text), d.From, d.To)
			}
		}
	}
}

func TestVague(t *testing.T) {
	for text, vague := range map[string]bool{
		"this week": true, "in recent months": true, "over the past five months": true, "since February 2022": true,
		"ahead of New Year's Eve": true, "the nearly three-year conflict": true, "in the coming year": true,
		"on Monday": false, "last year": false, "in August 2022": false, "this month": false, "overnight": false,
	} {
		got := Scan(nil, text)
		if len(got) != 1 || got[0].Vague != vague {
			t.Errorf("%q: got %+v, want one expression, vague %v", text, got, vague)
		}
	}
}

func TestAnaphora(t *testing.T) {
	a := At(day(t, "2025-01-06"))
	a.Previous = mentionmap.Dates{From: day(t, "2025-01-04"), To: day(t, "2025-01-04"), Precision: mentionmap.PrecisionDay}
	for text, want := range map[string]string{
		"the same day": "2025-01-04..2025-01-04", "the previous day": "2025-01-03..2025-01-03", "a day earlier": "2025-01-03..2025-01-03",
		"two weeks later": "2025-01-18..2025-01-18", "on that day and the day before": "2025-01-03..2025-01-04",
		"a day after Kyiv said so": "2025-01-03..2025-01-03", "the day before.": "2025-01-03..2025-01-03",
		"the next day": "2025-01-05..2025-01-05", "two days before the talks": "2025-01-06..2025-01-06",
	} {
		got := Scan(nil, text)
		if len(got) != 1 {
			t.Errorf("%q: %d expressions", text, len(got))
			continue
		}
		if d := got[0].Resolve(a); d.From.String()+".."+d.To.String() != want {
			t.Errorf("%q: got %s..%s, want %s", text, d.From, d.To, want)
		}
	}
}

func TestOrder(t *testing.T) {
	got := Scan(nil, "02/03/22")
	if len(got) != 1 {
		t.Fatal(got)
	}
	a := At(mentionmap.NoDay)
	if d := got[0].Resolve(a); d.From.String() != "2022-03-02" {
		t.Errorf("day first: %s", d.From)
	}
	a.Order = OrderOf(Scan(nil, "01/05/22 … 02/24/22"))
	if d := got[0].Resolve(a); d.From.String() != "2022-02-03" {
		t.Errorf("a document with 02/24/22 writes the month first: got %s", d.From)
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"", "on 24.02.2022", "“one year ago", "May to July", "Dec. 17", "\xe2\x80", "9999-12-31", "from 1 to 2 May", "9999 months ago", "New Year’s"} {
		f.Add(s, int32(19000))
	}
	f.Fuzz(func(t *testing.T, text string, at int32) {
		a := At(mentionmap.Day(at % 3_000_000))
		last := 0
		for _, e := range Scan(nil, text) {
			if e.Start < last || e.Empty() || e.End > len(text) {
				t.Fatalf("span %v after %d in %d bytes", e.Span, last, len(text))
			}
			last = e.End
			if d := e.Resolve(a); d.Known() && (d.From > d.To || d.From < firstDay || d.To > lastDay) {
				t.Fatalf("%q: %d..%d", e.Of(text), d.From, d.To)
			}
			e.Resolve(At(mentionmap.NoDay))
		}
	})
}

// prose is news text in our own words, for timing: an expression in every 270
// bytes, as in real news.
var prose = strings.Repeat(`Shelling went on around the town through the night, and the regional administration said on Tuesday that two bridges
over the river had been closed to traffic. Residents who left when the front came near have come back in small numbers, mostly to see what
is left of their houses; others wait in the west of the country, where schools and hospitals have made room for them. The company that runs
the railway said trains would run again from Monday, if the repair of the line goes as planned and if no more mines are found beside it. In
March 2022 the same line carried tens of thousands of people to the border, and its stations, with their tiled floors and tall windows,
became known far beyond the country. A volunteer who has been driving lorries along the river road since then says that he counts the
craters, and that there were eleven new ones yesterday between the mill and the bakery. Nobody was hurt, he says, and the bread was warm.
`, 100)

func BenchmarkScan(b *testing.B) {
	b.SetBytes(int64(len(prose)))
	b.ReportAllocs()
	var out []Expression
	for b.Loop() {
		out = Scan(out[:0], prose)
	}
}

// TestWordEnd compares the look at eight bytes at once with one at each.
func TestWordEnd(t *testing.T) {
	for b := range 256 {
		for at := range 20 {
			text := []byte("abcdefghijklmnopqrstuvwxyz"[:20])
			text[at] = byte(b)
			want := 0
			for want < len(text) && kindOf[text[want]] == byteLetter {
				want++
			}
			if got := wordEnd(string(text), 0); got != want {
				t.Fatalf("%q: the word ends at %d, want %d", text, got, want)
			}
		}
	}
}
