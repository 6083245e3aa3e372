package locate

import (
	"strings"
	"testing"

	"mentionmap"
)

func TestDefaultPrior(t *testing.T) {
	list, err := ReadPrior(strings.NewReader(defaultPrior), "prior.tsv")
	if err != nil || len(list) < 20 {
		t.Fatalf("%d rows, %v", len(list), err)
	}
	g := locator(t).gazetteer
	for _, e := range list {
		if _, ok := g.ByCode(e.Code); !ok {
			t.Errorf("there is no %s", e.Code)
		}
	}
}

// A row counts in its months, the last one that fits for each code.
func TestPriorByMonth(t *testing.T) {
	list, err := ReadPrior(strings.NewReader("UA\t\t\t1.5\r\n# none\n\nUA-65\t\t\t0.6\nUA-65\t2022-11\t2023-02\t0.9\nUA-65\t2023-02\t\t0.3\n"), "x.tsv")
	if err != nil || len(list) != 4 {
		t.Fatalf("%v, %v", list, err)
	}
	for _, c := range []struct {
		day  string
		want float64
	}{{"", 0.6}, {"2022-10-31", 0.6}, {"2022-11-01", 0.9}, {"2023-01-31", 0.9}, {"2023-02-28", 0.3}, {"2030-01-01", 0.3}} {
		day := mentionmap.NoDay
		if c.day != "" {
			day, _ = mentionmap.ParseDay(c.day)
		}
		got := 0.0
		for i := range list {
			if list[i].Code == "UA-65" && list[i].holds(day) {
				got = list[i].Weight
			}
		}
		if got != c.want {
			t.Errorf("on %q it is %v, want %v", c.day, got, c.want)
		}
	}
}

func TestPriorRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, bad := range []string{"UA 1", "UA\t\t\tmuch", "UA\t2022\t\t1", "\t\t\t1", "UA\t\t\tNaN", "UA\t\t\t1\t2", "UA\t2022-13\t\t1"} {
		if _, err := ReadPrior(strings.NewReader(bad), "x.tsv"); mentionmap.CodeOf(err) != mentionmap.Invalid || !strings.Contains(err.Error(), "x.tsv:1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// The month decides between villages of a name of which nothing else speaks.
func TestPriorOfTheMonthDecides(t *testing.T) {
	list, err := ReadPrior(strings.NewReader("UA\t\t\t1\nRU\t\t\t1\nUA-14\t2022-01\t2022-12\t2\nUA-65\t2023-01\t2023-12\t2\n"), "x.tsv")
	if err != nil {
		t.Fatal(err)
	}
	l := New(locator(t).gazetteer, Options{Prior: list})
	for day, want := range map[string]string{"2022-06-01": "Donetsk Oblast", "2023-06-01": "Kherson Oblast"} {
		m := l.Locate(document("Shells fell on Antonivka at night, Ukraine's army said.", day), nil, Want{}).Mentions
		if len(m) == 0 || m[0].Place == nil || m[0].Place.Admin1 != want && m[0].Place.Name != want {
			t.Errorf("on %s it is in %v, want %s", day, m, want)
		}
	}
}

func FuzzReadPrior(f *testing.F) {
	f.Add("UA-65\t2022-11\t2023-02\t0.9\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadPrior(strings.NewReader(text), "x.tsv")
		if err != nil && list != nil {
			t.Error("both rows and an error")
		}
	})
}
