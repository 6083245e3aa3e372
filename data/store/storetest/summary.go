package storetest

import (
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// checkSummary compares what a query means in all, and its sources.
func checkSummary(t *testing.T, s store.Store, q mentionmap.Query, facts []*fact) {
	t.Helper()
	got, err := s.Summary(t.Context(), q)
	if err != nil {
		t.Fatal("Summary:", err)
	}
	if want := summaryOf(facts); !isEverything(q) && got != want || got.Mentions != want.Mentions {
		t.Errorf("Summary is %+v, want %+v", got, want)
	}
	want := map[string]int64{}
	for _, f := range facts {
		for _, name := range f.sources {
			want[name]++
		}
	}
	sources, err := s.Sources(t.Context(), q)
	if err != nil || len(sources) != len(want) {
		t.Errorf("Sources: %d, %v, want %d", len(sources), err, len(want))
	}
	for _, c := range sources {
		if c.N != want[c.Source] {
			t.Errorf("Sources: %q has %d, want %d", c.Source, c.N, want[c.Source])
		}
	}
}

func summaryOf(facts []*fact) store.Summary {
	sum := store.Summary{Mentions: int64(len(facts)), First: mentionmap.NoDay, Last: mentionmap.NoDay}
	documents, posts := map[string]bool{}, map[string]bool{}
	for _, f := range facts {
		documents[f.document], posts[f.post] = true, true
		if !f.Dates.Known() {
			continue
		}
		if sum.First == mentionmap.NoDay || f.Dates.From < sum.First {
			sum.First = f.Dates.From
		}
		sum.Last = max(sum.Last, f.Dates.To)
	}
	sum.Documents, sum.Posts = int64(len(documents)), int64(len(posts))
	return sum
}
