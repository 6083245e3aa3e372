//go:build sqlite_fts5

package sqlite

import (
	"path/filepath"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/storetest"
)

func openNew(t testing.TB) store.Store {
	return openAt(t, filepath.Join(t.TempDir(), "mentions.db"), Options{})
}

func openAt(t testing.TB, path string, o Options) *Store {
	t.Helper()
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error("Close:", err)
		}
	})
	return s
}

func TestConformance(t *testing.T) { storetest.Run(t, openNew) }
