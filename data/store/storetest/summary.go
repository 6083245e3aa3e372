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
	documents, posts, stories := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range facts {
		documents[f.document], posts[f.post], stories[f.story] = true, true, true
		if !f.Dates.Known() {
			continue
		}
		if sum.First == mentionmap.NoDay || f.Dates.From < sum.First {
			sum.First = f.Dates.From
		}
		sum.Last = max(sum.Last, f.Dates.To)
	}
	sum.Documents, sum.Posts, sum.Stories = int64(len(documents)), int64(len(posts)), int64(len(stories))
	return sum
}

// testDistinctStories counts near-copies once, in a part of the store and in all of it.
func testDistinctStories(t *testing.T, s store.Store) {
	put(t, s, withCopies(Corpus(22, 30))...)
	put(t, s, mentionmap.Located{Document: mentionmap.Document{Key: "k", Text: "Nothing is mentioned here.", Published: mentionmap.NoStamp}})
	stories, documents := map[string]bool{}, int64(0)
	err := s.Documents(t.Context(), mentionmap.NewQuery(), func(d *store.Document) error {
		documents++
		stories[d.Story] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := s.Summary(t.Context(), mentionmap.NewQuery())
	if err != nil || sum.Stories != int64(len(stories)) || sum.Stories >= documents {
		t.Errorf("%d stories, error %v, want %d of %d documents", sum.Stories, err, len(stories), documents)
	}
	q := mentionmap.NewQuery()
	q.Uses = []mentionmap.Use{mentionmap.Literal}
	stories = map[string]bool{}
	for _, m := range mentions(t, s, q) {
		stories[m.Story] = true
	}
	if sum, err := s.Summary(t.Context(), q); err != nil || sum.Stories != int64(len(stories)) {
		t.Errorf("%d stories hold a literal mention, error %v, want %d", sum.Stories, err, len(stories))
	}
}
