package index

import (
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/index/indextest"
	"mentionmap/data/store/storetest"
)

func open(t testing.TB, b store.Backend, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), b, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, indextest.New(), Options{}) })
}
