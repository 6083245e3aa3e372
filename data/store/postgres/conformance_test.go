package postgres_test

import (
	"context"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/postgres/pgtest"
	"mentionmap/data/store/storetest"
)

// TestConformance runs the suite of store.Store over the index on PostgreSQL.
func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store {
		b, err := postgres.Open(context.Background(), postgres.Options{URL: pgtest.URL(t), Create: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := index.Open(context.Background(), b, index.Options{})
		if err != nil {
			b.Close()
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	})
}
