// Package storetest is the conformance suite of store.Store: every backend
// must pass it. Its corpus is made of a seed, and a model in plain Go says what
// each query must answer.
package storetest

import (
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

var cases = []struct {
	name string
	run  func(*testing.T, store.Store)
}{
	{"empty", testEmpty},
	{"round trip", testRoundTrip},
	{"text is kept byte for byte", testText},
	{"sentences", testSentences},
	{"put twice", testPutTwice},
	{"known and gone", testKnown},
	{"same text elsewhere", testSeen},
	{"malformed documents", testMalformed},
	{"batch is whole or not at all", testBatchIsWhole},
	{"not found", testNotFound},
	{"words", testWords},
	{"words of a sentence", testSentenceWords},
	{"stems", testStems},
	{"random words of a sentence", testRandomSentences},
	{"sources", testSources},
	{"stories", testStories},
	{"distinct stories", testDistinctStories},
	{"delete", testDelete},
	{"places change", testPlaceChange},
	{"confidence at the bounds", testConfidence},
	{"random filters", testRandomFilters},
	{"paging", testPaging},
	{"wrong cursors", testWrongCursors},
	{"stays what it was while reading", testSnapshot},
	{"callbacks may stop and may ask", testCallbacks},
	{"cancelled", testCancelled},
	{"readers while writing", testConcurrent},
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
