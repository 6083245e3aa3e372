//go:build sqlite_fts5

package sqlite

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
)

func query(set func(*mentionmap.Query)) *mentionmap.Query {
	q := mentionmap.NewQuery()
	set(&q)
	return &q
}

func TestPlacesInABox(t *testing.T) {
	table := placeTable{points: []placePoint{{row: 1, public: 10, lon: 30, lat: 50}, {row: 2, public: -7, lon: 178, lat: -18}, {row: 3, public: 12, lon: -171, lat: -13}}}
	table.byCell = cellsOf(table.points)
	box := func(w, s, e, n float64) *orb.Bound {
		return &orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}
	}
	for _, c := range []struct {
		name  string
		box   *orb.Bound
		among []mentionmap.PlaceID
		want  string
	}{
		{"anywhere", nil, nil, "[1 2 3]"},
		{"box", box(22, 44, 40, 52), nil, "[1]"},
		{"box with the place on its edge", box(30, 50, 40, 52), nil, "[1]"},
		{"box across the antimeridian", box(170, -20, -170, 0), nil, "[2 3]"},
		{"places", nil, []mentionmap.PlaceID{12, -7, 5}, "[2 3]"},
		{"places in a box", box(170, -20, -170, 0), []mentionmap.PlaceID{10, -7}, "[2]"},
	} {
		var got []int64
		table.in(c.box, c.among, func(p *placePoint) { got = append(got, p.row) })
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestAtLeast(t *testing.T) {
	for c, want := range map[float32]int64{0: 0, 0.0001: 1, 0.0005: 1, 0.1: 100, 0.29: 290, 0.57: 570, 0.8: 800, 0.9999: 1000, 1: 1000, 5: 2000} {
		if got := atLeast(c); got != want && confidence(got) < c && got < 2000 {
			t.Errorf("atLeast(%g) = %d, want %d", c, got, want)
		} else if c <= 1 && got > 0 && confidence(got-1) >= c {
			t.Errorf("atLeast(%g) = %d: %d would do", c, got, got-1)
		}
	}
}

func TestWantedBy(t *testing.T) {
	for typed, want := range map[string]struct {
		match   string
		phrases string
	}{
		"":                 {"", "[]"},
		"dam":              {`"dam"`, "[]"},
		" two  words\t":    {`"two" "words"`, "[]"},
		`"a phrase" x`:     {`"a" "phrase" "x"`, "[[a phrase]]"},
		`"open phrase`:     {`"open" "phrase"`, "[[open phrase]]"},
		"«Каховська ГЕС»":  {`"каховська" "гес"`, "[[каховська гес]]"},
		"a AND (b OR c*)":  {`"a" "and" "b" "or" "c"`, "[]"},
		"!!! -- \"?\"":     {"", "[]"},
		"кав’ярня Café":    {`"кав" "ярня" "cafe"`, "[[кав ярня]]"},
		"col:x NEAR(a, 3)": {`"col" "x" "near" "a" "3"`, "[[col x] [near a]]"},
	} {
		w := wantedBy(typed)
		if w.match() != want.match || fmt.Sprint(w.phrases) != want.phrases {
			t.Errorf("wantedBy(%q) = %s %v, want %v", typed, w.match(), w.phrases, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{`a "b c`, "NEAR(", "*", "a\x00b", "\xff\xfe", "{a b}: c", "”“"} {
		f.Add(s)
	}
	s, err := Open(f.TempDir()+"/m.db", Options{})
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := s.Total(t.Context(), *query(func(q *mentionmap.Query) { q.Text = typed })); err != nil {
			t.Errorf("%q is an error: %v", typed, err)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, c := range []cursor{{id: 5}, {order: 1, id: 5, day: -3}, {order: 2, id: 7, undated: true}} {
		f.Add(c.String(), uint8(c.order))
	}
	f.Fuzz(func(t *testing.T, text string, order uint8) {
		c, err := parseCursor(text, mentionmap.Order(order))
		if err != nil {
			if mentionmap.CodeOf(err) != mentionmap.Invalid {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if again, err := parseCursor(c.String(), c.order); text != "" && (err != nil || fmt.Sprint(again) != fmt.Sprint(c)) {
			t.Errorf("%q is %+v, written %q, read %+v, %v", text, c, c, again, err)
		}
	})
}
