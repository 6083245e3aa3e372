//go:build sqlite_fts5

package cube

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

// randomQuery asks for any of what the cube can answer.
func randomQuery(r *rand.Rand) mentionmap.Query {
	q := mentionmap.NewQuery()
	q.By, q.Count = mentionmap.By(r.IntN(2)), mentionmap.Unit(r.IntN(4))
	q.From, q.To = randomWindow(r)
	for p := mentionmap.Undated; r.IntN(3) == 0 && p <= mentionmap.PrecisionYear; p++ {
		if r.IntN(2) == 0 {
			q.Precisions = append(q.Precisions, p)
		}
	}
	if r.IntN(2) == 0 {
		q.Uses = []mentionmap.Use{mentionmap.Use(r.IntN(2))}
	}
	if r.IntN(3) == 0 {
		q.Kinds = []mentionmap.Kind{mentionmap.Settlement, mentionmap.Region}[:1+r.IntN(2)]
	}
	if r.IntN(4) == 0 {
		west, south := 22+18*r.Float64(), 44+8*r.Float64()
		q.BBox = &orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + 5*r.Float64(), south + 3*r.Float64()}}
		if r.IntN(4) == 0 { // across the antimeridian
			q.BBox.Min[0], q.BBox.Max[0] = q.BBox.Max[0], q.BBox.Min[0]
		}
	}
	for r.IntN(4) == 0 {
		q.Places = append(q.Places, mentionmap.PlaceID(600_000+37*r.IntN(300)))
	}
	return q
}

// randomWindow gives short and long windows, open ones, and some that lie
// wholly or partly outside of all days.
func randomWindow(r *rand.Rand) (from, to mentionmap.Day) {
	from, to = mentionmap.NoDay, mentionmap.NoDay
	day := func() mentionmap.Day { return synthetic.FirstDay - 400 + mentionmap.Day(r.IntN(synthetic.Days+800)) }
	if r.IntN(5) > 0 {
		from = day()
	}
	if r.IntN(5) > 0 {
		to = day()
	}
	if from == mentionmap.NoDay || to == mentionmap.NoDay {
		return from, to
	}
	if r.IntN(3) == 0 {
		to = from + mentionmap.Day(r.IntN(40))
	}
	return min(from, to), max(from, to)
}

// sameAnswer compares all that the cube answers with the database before it.
func sameAnswer(t *testing.T, s *Store, q mentionmap.Query) {
	t.Helper()
	if got, want := counted(t, s, q), counted(t, s.Source, q); !slices.Equal(got, want) {
		t.Errorf("%+v: %d counts, want %d, or others", q, len(got), len(want))
	}
	if got, want := placed(t, s, q), placed(t, s.Source, q); !slices.Equal(got, want) {
		t.Errorf("%+v: places\n%.500v, want\n%.500v", q, got, want)
	}
	got, err := s.Total(t.Context(), q)
	want, errWant := s.Source.Total(t.Context(), q)
	if got != want || err != nil || errWant != nil {
		t.Errorf("%+v: %d mentions (%v), want %d (%v)", q, got, err, want, errWant)
	}
}

// TestRandomQueriesAgreeWithSQL asks of a base with marks and a tail, before
// and after documents are deleted.
func TestRandomQueriesAgreeWithSQL(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "m.db"))
	s.sizes = sizes{fewRows: 1 << 20, markRows: 300} // so that what is put after the first answer stays in the tail
	r := rand.New(rand.NewPCG(7, 7))
	ask := func(n int) {
		for range n {
			sameAnswer(t, s, randomQuery(r))
		}
	}
	var ids []string
	put := func(c *synthetic.Corpus, size int) {
		for batch := range c.Batches(size) {
			if _, err := s.Put(t.Context(), batch); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, mentionmap.DocumentID(batch[0].Document.Text))
		}
	}
	put(synthetic.New(3, 9000), 300)
	ask(60)
	put(synthetic.New(4, 800), 40)
	ask(40)
	for _, id := range ids {
		if err := s.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	ask(40)
	v, err := s.current(t.Context(), mentionmap.ByEvent)
	if err != nil || v.tail.rows == 0 || len(v.base.marks) < 4 {
		t.Errorf("%v: %d rows in the tail, %d marks: nothing of that was tested", err, v.tail.rows, len(v.base.marks))
	}
}

// TestStampsTellMonthsApart puts documents of one day: the months that they
// tell of get other stamps, and no others do.
func TestStampsTellMonthsApart(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "m.db"))
	corpus := synthetic.New(3, 3000)
	stamps := func(q mentionmap.Query) map[mentionmap.Day]MonthStamp {
		t.Helper()
		snap, ok, err := s.Snapshot(t.Context(), q)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		out := map[mentionmap.Day]MonthStamp{}
		for _, m := range snap.MonthStarts() {
			if stamp, ok := snap.MonthStamp(m); ok {
				out[m] = stamp
			}
		}
		return out
	}
	for batch := range corpus.Batches(150) {
		if _, err := s.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		before := stamps(mentionmap.NewQuery())
		last := corpus.Document(150 + int(batch[0].Document.Published.Day)%100)
		added, err := s.Put(t.Context(), []mentionmap.Located{last})
		if err != nil {
			t.Fatal(err)
		}
		told := map[mentionmap.Day]bool{}
		for _, m := range last.Mentions {
			if m.Dates.Known() {
				told[m.Dates.From.MonthStart()] = true
			} else {
				told[mentionmap.NoDay] = true
			}
		}
		for month, stamp := range stamps(mentionmap.NewQuery()) {
			if b, ok := before[month]; ok && (b != stamp) != (told[month] && added.Documents > 0) {
				t.Fatalf("%s: %d documents added, told %v, but another stamp: %v", month, added.Documents, told[month], b != stamp)
			}
		}
	}
	q := mentionmap.NewQuery()
	if q.Uses = []mentionmap.Use{mentionmap.Literal}; len(stamps(q)) > 0 {
		t.Error("months that a filter leaves rows out of have stamps")
	}
}
