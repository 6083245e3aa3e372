//go:build sqlite_fts5

package cube

import (
	"path/filepath"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/storetest"
)

func open(t testing.TB, path string) *Store {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error("Close:", err)
		}
	})
	return Wrap(db)
}

func TestConformance(t *testing.T) {
	storetest.RunOld(t, func(t testing.TB) store.Store { return open(t, filepath.Join(t.TempDir(), "m.db")) })
}
