//go:build sqlite_fts5

package cube

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/synthetic"
)

// sameAnswers compares the cube with the database before it.
func sameAnswers(t *testing.T, s *Store) {
	t.Helper()
	for _, by := range []mentionmap.By{mentionmap.ByEvent, mentionmap.ByPublished} {
		for unit := range mentionmap.Unit(4) {
			for _, w := range windows() {
				q := mentionmap.NewQuery()
				q.By, q.Count, q.From, q.To = by, unit, w[0], w[1]
				if got, want := counted(t, s, q), counted(t, s.Source, q); !slices.Equal(got, want) {
					t.Fatalf("%s by %s, %s to %s: %d rows, want %d, or others", unit, by, q.From, q.To, len(got), len(want))
				}
				if got, want := placed(t, s, q), placed(t, s.Source, q); !slices.Equal(got, want) {
					t.Fatalf("%s by %s, %s to %s: places\n%v, want\n%v", unit, by, q.From, q.To, got, want)
				}
			}
		}
	}
}

func windows() [][2]mentionmap.Day {
	at := synthetic.FirstDay + 600
	return [][2]mentionmap.Day{{mentionmap.NoDay, mentionmap.NoDay}, {at, at}, {at, at + 300}, {mentionmap.NoDay, at}, {at, mentionmap.NoDay}}
}

func counted(t *testing.T, s store.Store, q mentionmap.Query) (out []store.Count) {
	t.Helper()
	if err := s.Counts(t.Context(), q, func(c store.Count) error { out = append(out, c); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func placed(t *testing.T, s store.Store, q mentionmap.Query) (out []string) {
	t.Helper()
	err := s.Places(t.Context(), q, func(p *store.PlaceCount) error {
		out = append(out, fmt.Sprint(p.ID, p.Name, p.Names, p.N, p.First, p.Last))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFollowsWhatIsPut asks after every Put, after many, and at the end only:
// parts of the packed counts are merged meanwhile, in the file and in memory.
func TestFollowsWhatIsPut(t *testing.T) {
	always := open(t, filepath.Join(t.TempDir(), "m.db"))
	seldom, last := Wrap(always.Source), Wrap(always.Source)
	always.sizes, seldom.sizes = sizes{50, 500}, sizes{50, 500}
	q := mentionmap.NewQuery()
	n := 0
	for batch := range synthetic.New(6, 2800).Batches(2) {
		if _, err := always.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		for by := range mentionmap.By(2) {
			q.By, q.Count = by, mentionmap.Unit(n%4)
			counted(t, always, q)
		}
		if n++; n%75 == 0 {
			sameAnswers(t, seldom)
		}
	}
	for _, s := range []*Store{always, seldom, last} {
		sameAnswers(t, s)
	}
	grown(t, always)
	sameAnswers(t, always)
}

// grown waits until a tail that was too large is part of the base.
func grown(t *testing.T, s *Store) {
	t.Helper()
	v, err := s.current(t.Context(), mentionmap.ByEvent)
	for end := time.Now().Add(10 * time.Second); err == nil && s.views[0].isGrowing(); {
		if time.Now().After(end) {
			t.Fatalf("a tail of %d rows stays beside a base of %d", v.tail.rows, v.base.rows)
		}
		time.Sleep(time.Millisecond)
	}
	if v, err = s.current(t.Context(), mentionmap.ByEvent); err != nil || v.base.rows < 1000 {
		t.Fatalf("%v: the base has %d rows", err, v.base.rows)
	}
}

func (k *keeper) isGrowing() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.growing != nil
}
