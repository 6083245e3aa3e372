package mentionmap

import "testing"

func TestEmbargoed(t *testing.T) {
	q := NewQuery()
	q.Embargo = day("2024-03-10")
	of := func(from, to string) Dates { return Dates{From: day(from), To: day(to)} }
	for name, c := range map[string]struct {
		published string
		dates     Dates
		back      bool
	}{
		"told and published before":     {"2024-03-09", of("2024-03-01", "2024-03-01"), false},
		"published that day":            {"2024-03-10", of("2024-03-01", "2024-03-01"), false},
		"published after":               {"2024-03-11", of("2024-03-01", "2024-03-01"), true},
		"undated, published before":     {"2024-03-09", NoDates, false},
		"undated, published after":      {"2024-03-11", NoDates, true},
		"of a day to come":              {"2024-03-01", of("2024-03-12", "2024-03-12"), true},
		"of a month that goes on":       {"2024-03-09", of("2024-03-01", "2024-03-31"), false},
		"the same, published who knows": {"", of("2024-03-01", "2024-03-31"), true},
		"a day, published who knows":    {"", of("2024-03-10", "2024-03-10"), false},
		"nothing is known":              {"", NoDates, true},
	} {
		published := NoDay
		if c.published != "" {
			published = day(c.published)
		}
		if got := q.Embargoed(published, c.dates); got != c.back {
			t.Errorf("%s: kept back %v", name, got)
		}
	}
	if all := NewQuery(); all.Embargoed(day("2999-01-01"), NoDates) {
		t.Error("a query without an embargo keeps something back")
	}
}
