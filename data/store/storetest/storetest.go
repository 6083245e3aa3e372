// Package storetest is the conformance suite of store.Store: every backend
// must pass it. Its corpus is made of a seed, and a model in plain Go says what
// each query must answer.
package storetest

import (
	"context"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// Run tests a backend; open gives an empty store that is closed by the test's
// clean-up.
func Run(t *testing.T, open func(t testing.TB) store.Store) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}


// withStories counts the stories of a Summary for a store that does not.
type withStories struct{ store.Store }

func (s withStories) Summary(ctx context.Context, q mentionmap.Query) (store.Summary, error) {
	sum, err := s.Store.Summary(ctx, q)
	if err != nil {
		return sum, err
	}
	stories := map[string]bool{}
	err = s.Mentions(ctx, q, func(m *store.Mention) error {
		stories[m.Story] = true
		return nil
	})
	sum.Stories = int64(len(stories))
	return sum, err
}

var cases = []struct {
	name  string
	run   func(*testing.T, store.Store)
	isNew bool
}{
	{"empty", testEmpty, false},
	{"round trip", testRoundTrip, false},
	{"text is kept byte for byte", testText, false},
	{"sentences", testSentences, false},
	{"put twice", testPutTwice, false},
	{"same text elsewhere", testSeen, false},
	{"malformed documents", testMalformed, false},
	{"batch is whole or not at all", testBatchIsWhole, false},
	{"not found", testNotFound, false},
	{"words", testWords, false},
	{"words of a sentence", testSentenceWords, true},
	{"stems", testStems, true},
	{"random words of a sentence", testRandomSentences, true},
	{"sources", testSources, false},
	{"stories", testStories, false},
	{"distinct stories", testDistinctStories, true},
	{"delete", testDelete, false},
	{"places change", testPlaceChange, false},
	{"confidence at the bounds", testConfidence, false},
	{"random filters", testRandomFilters, false},
	{"paging", testPaging, false},
	{"wrong cursors", testWrongCursors, false},
	{"stays what it was while reading", testSnapshot, false},
	{"callbacks may stop and may ask", testCallbacks, false},
	{"cancelled", testCancelled, false},
	{"readers while writing", testConcurrent, false},
}

// put stores documents or ends the test.
func put(t testing.TB, s store.Store, docs ...mentionmap.Located) store.Added {
	t.Helper()
	added, err := s.Put(t.Context(), docs)
	if err != nil {
		t.Fatal("Put:", err)
	}
	return added
}

// mentions reads all that a query gives or ends the test.
func mentions(t testing.TB, s store.Store, q mentionmap.Query) (out []*store.Mention) {
	t.Helper()
	err := s.Mentions(t.Context(), q, func(m *store.Mention) error {
		out = append(out, m)
		return nil
	})
	if err != nil {
		t.Fatalf("Mentions(%+v): %v", q, err)
	}
	return out
}

func total(t testing.TB, s store.Store, q mentionmap.Query) int64 {
	t.Helper()
	n, err := s.Total(t.Context(), q)
	if err != nil {
		t.Fatalf("Total(%+v): %v", q, err)
	}
	return n
}

func info(t testing.TB, s store.Store) store.Info {
	t.Helper()
	i, err := s.Info(t.Context())
	if err != nil {
		t.Fatal("Info:", err)
	}
	return i
}

func wantCode(t testing.TB, err error, code mentionmap.Code) {
	t.Helper()
	if err == nil || mentionmap.CodeOf(err) != code {
		t.Errorf("got error %v, want one of code %v", err, code)
	}
}
