package when

import (
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

// TestScan gives a text whose one expression of interest is the first; anchors
// are Tuesday 14 March 2023 unless said.
func TestScan(t *testing.T) {
	for _, c := range []struct {
		text, words, kind, from, to, precision string
	}{
		// all orders of a full date
		{"on 24.02.2022 at dawn", "24.02.2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"on 2022-02-24,", "2022-02-24", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"on 24/02/2022", "24/02/2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"on 02/24/22", "02/24/22", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"Feb. 24, 2022", "Feb. 24, 2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"February 24th, 2022", "February 24th, 2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"the 24th of February 2022", "24th of February 2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"Kyiv,\u00a024\u00a0February\u00a02022", "24\u00a0February\u00a02022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"Thursday, February 24, 2022", "Thursday, February 24, 2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"31 December, 2024, 00:55", "31 December, 2024, 00:55", "absolute", "2024-12-31", "2024-12-31", "day"},
		{"Andy Gregory22 January 2025 11:46", "22 January 2025 11:46", "absolute", "2025-01-22", "2025-01-22", "day"},
		{"as of 06:00 on 12 May 2023", "06:00 on 12 May 2023", "absolute", "2023-05-12", "2023-05-12", "day"},
		{"of the shelling that was heard in the town and in villages on the 24\nFebruary 2022", "24\nFebruary 2022", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"What is known of the long way back to the city by the river in November\n11 November 2022\n", "11 November 2022", "absolute", "2022-11-11", "2022-11-11", "day"},
		{"A short title of March\n2022 men", "March", "partial", "2023-03-01", "2023-03-31", "month"},
		// without the year
		{"it fell on Jan. 12.", "Jan. 12", "partial", "2023-01-12", "2023-01-12", "day"},
		{"they will vote on 20 April", "20 April", "partial", "2023-04-20", "2023-04-20", "day"},
		{"it was shelled on 20 April", "20 April", "partial", "2022-04-20", "2022-04-20", "day"},
		{"was killed in December", "December", "partial", "2022-12-01", "2022-12-31", "month"},
		{"was to meet in late November but did not", "late November", "partial", "2022-11-21", "2022-11-30", "month"},
		{"on New Year’s night", "New Year’s night", "partial", "2023-01-01", "2023-01-01", "day"},
		{"Sunday, January 8", "Sunday, January 8", "partial", "2023-01-08", "2023-01-08", "day"},
		// other languages
		{"вранці 24 лютого 2022 року", "24 лютого 2022 року", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"24 февраля 2022 года в 05:00", "24 февраля 2022 года в 05:00", "absolute", "2022-02-24", "2022-02-24", "day"},
		{"удар 8 січня по місту", "8 січня", "partial", "2023-01-08", "2023-01-08", "day"},
		{"в марте 2022 года", "марте 2022 года", "absolute", "2022-03-01", "2022-03-31", "month"},
		{"у 2014 році", "2014 році", "absolute", "2014-01-01", "2014-12-31", "year"},
		{"обстріляли вчора", "вчора", "relative", "2023-03-13", "2023-03-13", "day"},
		{"два дні тому", "два дні тому", "relative", "2023-03-12", "2023-03-12", "day"},
		{"минулого тижня", "минулого тижня", "relative", "2023-03-06", "2023-03-12", "week"},
		{"сказали в среду", "среду", "weekday", "2023-03-08", "2023-03-08", "day"},
		{"з 24.02.2022 до 08.01.2023", "24.02.2022 до 08.01.2023", "absolute", "2022-02-24", "2023-01-08", "year"},
		// coarser
		{"in March 2022", "March 2022", "absolute", "2022-03-01", "2022-03-31", "month"},
		{"late in September 2022", "late in September 2022", "absolute", "2022-09-21", "2022-09-30", "month"},
		{"in mid-May 2022", "mid-May 2022", "absolute", "2022-05-11", "2022-05-20", "month"},
		{"the summer of 2022", "summer of 2022", "absolute", "2022-06-01", "2022-08-31", "season"},
		{"in the autumn, as they advanced", "autumn", "partial", "2022-09-01", "2022-11-30", "season"},
		{"in 2014,", "2014", "absolute", "2014-01-01", "2014-12-31", "year"},
		{"in the first hours of 2023", "first hours of 2023", "absolute", "2023-01-01", "2023-01-01", "day"},
		// ranges
		{"peaked on August 20-21, then", "August 20-21", "partial", "2022-08-20", "2022-08-21", "days"},
		{"From 24.02.2022 to 08.01.2023", "24.02.2022 to 08.01.2023", "absolute", "2022-02-24", "2023-01-08", "year"},
		{"between January 3 and February 5, 2023", "January 3 and February 5, 2023", "absolute", "2023-01-03", "2023-02-05", "month"},
		{"from December 30 to January 2, 2023", "December 30 to January 2, 2023", "absolute", "2022-12-30", "2023-01-02", "days"},
		{"5–7 March", "5–7 March", "partial", "2023-03-05", "2023-03-07", "days"},
		{"May to July 2022", "May to July 2022", "absolute", "2022-05-01", "2022-07-31", "season"},
		// weekdays
		{"he said on Sunday", "Sunday", "weekday", "2023-03-12", "2023-03-12", "day"},
		{"he said Tuesday", "Tuesday", "weekday", "2023-03-14", "2023-03-14", "day"},
		{"A summit will take place on Friday", "Friday", "weekday", "2023-03-17", "2023-03-17", "day"},
		{"hit last Tuesday", "last Tuesday", "weekday", "2023-03-07", "2023-03-07", "day"},
		{"a sale, on Wed in Kyiv", "Wed", "weekday", "2023-03-08", "2023-03-08", "day"},
		{"Friday last week", "Friday last week", "relative", "2023-03-10", "2023-03-10", "day"},
		// relative to the post
		{"said yesterday", "yesterday", "relative", "2023-03-13", "2023-03-13", "day"},
		{"the day before yesterday", "day before yesterday", "relative", "2023-03-12", "2023-03-12", "day"},
		{"struck overnight", "overnight", "relative", "2023-03-14", "2023-03-14", "day"},
		{"two days ago", "two days ago", "relative", "2023-03-12", "2023-03-12", "day"},
		{"last night", "last night", "relative", "2023-03-13", "2023-03-13", "day"},
		{"last week", "last week", "relative", "2023-03-06", "2023-03-12", "week"},
		{"last month", "last month", "relative", "2023-02-01", "2023-02-28", "month"},
		{"last year", "last year", "relative", "2022-01-01", "2022-12-31", "year"},
		{"last August", "last August", "relative", "2022-08-01", "2022-08-31", "month"},
		{"in October last year", "October last year", "relative", "2022-10-01", "2022-10-31", "month"},
		{"earlier this month", "earlier this month", "relative", "2023-03-01", "2023-03-14", "month"},
		{"in the last 24 hours", "last 24 hours", "relative", "2023-03-14", "2023-03-14", "day"},
		{"late last month", "late last month", "relative", "2023-02-21", "2023-02-28", "month"},
		// counted from an event
		{"(Day 319)", "Day 319", "elapsed", "2023-01-08", "2023-01-08", "day"},
		{"the 319th day of the full-scale war", "319th day of the full-scale war", "elapsed", "2023-01-08", "2023-01-08", "day"},
		{"on the first anniversary of the invasion", "first anniversary of the invasion", "elapsed", "2023-02-24", "2023-02-24", "day"},
		{"after more than nine months of hostilities", "nine months of hostilities", "elapsed", "2022-11-24", "2022-12-23", "month"},
	} {
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
