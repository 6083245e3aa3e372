//go:build sqlite_fts5

package cube

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/synthetic"
)

// countOf is a row as store.Counts tells it.
func countOf(g Group, r Row) store.Count {
	c := store.Count{Kind: g.Kind, From: mentionmap.NoDay, To: mentionmap.NoDay, Precision: mentionmap.Precision(r.Flags >> 2 & 7),
		Uses: r.Flags & 3, Firm: r.Flags>>5 != 0, N: r.N}
	if g.Place != nil {
		c.Place = g.Place.ID
	}
	if r.From != placeday.Undated {
		c.From, c.To = mentionmap.Day(r.From), mentionmap.Day(r.To)
	}
	return c
}

// inOrder sorts as store.Counts does, as far as places go.
func inOrder(list []store.Count) []store.Count {
	slices.SortStableFunc(list, func(a, b store.Count) int {
		if a.Place != b.Place {
			return int(a.Place - b.Place)
		}
		return int(a.Kind) - int(b.Kind)
	})
	return list
}

// TestSnapshotIsCounts reads the same in one piece, in ranges of groups, and by month.
func TestSnapshotIsCounts(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "m.db"))
	for batch := range synthetic.New(3, 3000).Batches(100) {
		if _, err := s.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		q := randomQuery(r)
		want := counted(t, s, q)
		snap, ok, err := s.Snapshot(t.Context(), q)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		var whole, parts, months []store.Count
		into := func(list *[]store.Count) func(int, []Row) {
			return func(i int, rows []Row) {
				for _, r := range rows {
					*list = append(*list, countOf(snap.Group(i), r))
				}
			}
		}
		n := snap.Len()
		snap.Rows(0, n, into(&whole))
		snap.Rows(0, n/2, into(&parts))
		snap.Rows(n/2, n, into(&parts))
		for _, start := range snap.MonthStarts() {
			snap.MonthRows(start, into(&months))
		}
		checkDays(t, q, snap.Days(), want)
		for name, got := range map[string][]store.Count{"whole": whole, "in ranges": parts, "by month": months} {
			if !slices.Equal(inOrder(got), want) {
				t.Errorf("%+v, %s: %d rows, want %d, or others", q, name, len(got), len(want))
			}
		}
	}
}

// checkDays holds counts by day against the rows, for some windows.
func checkDays(t *testing.T, q mentionmap.Query, days Days, rows []store.Count) {
	t.Helper()
	end := days.First + mentionmap.Day(len(days.Ends)) - 1
	for _, w := range [][2]mentionmap.Day{{days.First, end}, {days.First, days.First}, {end, end}, {(days.First + end) / 2, end}, {(days.First + end) / 2, (days.First + end) / 2}} {
		var got, want int64
		for _, c := range rows {
			if c.From != mentionmap.NoDay && (days.First == mentionmap.NoDay || (mentionmap.Dates{From: c.From, To: c.To}).Overlaps(w[0], w[1])) {
				want += c.N
			}
		}
		for i := range days.Starts {
			day := days.First + mentionmap.Day(i)
			if day <= w[1] {
				got += days.Starts[i]
			}
			if day < w[0] {
				got -= days.Ends[i]
			}
		}
		if got != want {
			t.Errorf("%+v: %d units from %s to %s, want %d", q, got, w[0], w[1], want)
		}
	}
	if days.First != mentionmap.NoDay && (days.Starts[0] == 0 || days.Ends[len(days.Ends)-1] == 0) {
		t.Errorf("%+v: days without any units at the ends", q)
	}
}
