package mentionmap

import (
	"strings"
	"testing"
	"time"
)

func TestDayAgreesWithTime(t *testing.T) {
	for tm := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); tm.Year() <= 9999; tm = tm.AddDate(0, 0, 97) {
		y, m, d := tm.Date()
		day, ok := NewDay(y, int(m), d)
		if !ok || int64(day)*86400 != tm.Unix() || day.Weekday() != tm.Weekday() || !day.Time().Equal(tm) {
			t.Fatalf("%v: got %d %v %v", tm, day, ok, day.Weekday())
		}
		if s := tm.Format("2006-01-02"); day.String() != s || string(day.AppendTo(nil)) != s {
			t.Fatalf("%v: got %q", s, day.String())
		}
	}
}

func TestNewDayRefusesWhatIsNoDay(t *testing.T) {
	for _, d := range [][3]int{{2022, 2, 29}, {2023, 4, 31}, {0, 1, 1}, {10000, 1, 1}, {2022, 13, 1}, {2022, 0, 1}, {2022, 5, 99}, {2022, 5, 0}, {1900, 2, 29}} {
		if day, ok := NewDay(d[0], d[1], d[2]); ok {
			t.Errorf("%v: got %v", d, day)
		}
	}
	if _, ok := NewDay(2024, 2, 29); !ok {
		t.Error("2024-02-29 is a day")
	}
}

func TestDatesOverlap(t *testing.T) {
	may := Dates{From: day("2022-05-01"), To: day("2022-05-31")}
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"2022-05-31", "2022-06-30", true}, {"2022-06-01", "2022-06-30", false}, {"2022-04-01", "2022-05-01", true},
		{"", "2022-04-30", false}, {"2022-05-15", "", true}, {"", "", true},
	} {
		from, to := NoDay, NoDay
		if c.from != "" {
			from = day(c.from)
		}
		if c.to != "" {
			to = day(c.to)
		}
		if may.Overlaps(from, to) != c.want {
			t.Errorf("%v..%v: want %v", c.from, c.to, c.want)
		}
	}
	if NoDates.Overlaps(NoDay, NoDay) {
		t.Error("an undated thing overlaps no window")
	}
}

func TestParseStamp(t *testing.T) {
	for in, want := range map[string]string{
		"2025-01-22": "2025-01-22", "2025-01-22T11:46": "2025-01-22T11:46", "2025-01-22 11:46:30.5+02:00": "2025-01-22T11:46",
		"2025-01-22T24:00": "!", "22.01.2025": "!", "": "!", "2025-01-22T1": "!", "2025-02-30": "!",
	} {
		s, err := ParseStamp(in)
		got := s.String()
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if s, _ := ParseStamp("2025-01-22T11:46:30.5+02:00"); s.Zone != "+02:00" {
		t.Errorf("zone: got %q", s.Zone)
	}
}

func TestDocumentIDKnowsTheSameText(t *testing.T) {
	id := DocumentID("Shelling in\u00a0Bakhmut.\nTwo  lines.")
	if len(id) != 20 || id != DocumentID("  Shelling in Bakhmut. Two lines.\r\n") {
		t.Errorf("white space must not matter: %q", id)
	}
	if id == DocumentID("Shelling inBakhmut. Two lines.") {
		t.Error("words must matter")
	}
	long := strings.Repeat("Bakhmut holds. ", 2000)
	if DocumentID(long) != DocumentID(strings.ReplaceAll(long, " ", "\n")) {
		t.Error("long texts differ")
	}
}

func TestMentionIDRoundTrip(t *testing.T) {
	doc := DocumentID("x")
	if d, n, ok := SplitMentionID(MentionID(doc, 1234)); !ok || d != doc || n != 1234 {
		t.Errorf("got %q %d %v", d, n, ok)
	}
	for _, bad := range []string{"", "-", doc, doc + "-", doc + "-x", "short-1", doc + "-99999999999"} {
		if _, _, ok := SplitMentionID(bad); ok {
			t.Errorf("%q is no mention id", bad)
		}
	}
}

func TestRuneIndex(t *testing.T) {
	text := "Бахмут ⚡️ Kyiv"
	x := NewRuneIndex(text)
	at := strings.Index(text, "Kyiv")
	if got := x.At(at); got != 10 {
		t.Errorf("got %d", got)
	}
	if got := x.At(12); got != 6 {
		t.Errorf("backwards: got %d", got)
	}
	if got := x.At(len(text) + 5); got != 14 {
		t.Errorf("past the end: got %d", got)
	}
}

func TestEnumsRoundTrip(t *testing.T) {
	for _, name := range Kinds() {
		if k, ok := ParseKind(name); !ok || k.String() != name {
			t.Error(name)
		}
	}
	for _, name := range Relations() {
		if r, ok := ParseRelation(name); !ok || r.String() != name {
			t.Error(name)
		}
	}
	if _, ok := ParseUse("metonymic"); ok || Use(9).String() != "?" {
		t.Error("unknown values")
	}
}

func TestErrorKeepsItsCode(t *testing.T) {
	cause := Errorf(TooLarge, "the document is too large")
	err := Errorf(Internal, "page 3: %w", cause)
	if CodeOf(err) != Internal || CodeOf(err.Unwrap()) != TooLarge || CodeOf(nil) != Internal {
		t.Error("codes are lost")
	}
}

func TestRecoverTo(t *testing.T) {
	var none []int
	var absent *Place
	for name, c := range map[string]struct {
		do        func()
		what      string
		want, not string
	}{
		"a word":         {func() { panic("out of order") }, "a.txt", "a.txt: a fault of the program: out of order (mentionmap.TestRecoverTo.func1, root_test.go:", ""},
		"an error":       {func() { panic(Errorf(Invalid, "not this code")) }, "", "a fault of the program: not this code (", ": a fault"},
		"several lines":  {func() { panic("one\n two\tthree") }, "x", "x: a fault of the program: one two three (", "\n"},
		"out of range":   {func() { _ = none[len("out of range")] }, "x", "index out of range [12] with length 0 (mentionmap.TestRecoverTo.func4, root_test.go:", "runtime.goPanic"},
		"nil":            {func() { _ = absent.Name }, "x", "nil pointer dereference (mentionmap.TestRecoverTo.func5, root_test.go:", "runtime.sigpanic"},
		"one handed on":  {func() { panic(Errorf(Internal, "it fell there")) }, "x", "it fell there", "a fault"},
		"nothing wrong":  {func() {}, "x", "", ""},
		"nothing at all": {nil, "x", "nil pointer dereference", "runtime."},
	} {
		err := func() (err error) {
			defer RecoverTo(&err, c.what)
			c.do()
			return nil
		}()
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || CodeOf(err) != Internal || !strings.Contains(err.Error(), c.want) || c.not != "" && strings.Contains(err.Error(), c.not) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	err := func() (err error) {
		defer RecoverTo(&err, "x")
		return Errorf(NotFound, "gone")
	}()
	if CodeOf(err) != NotFound {
		t.Errorf("an error that is none of a panic: %v", err)
	}
}
