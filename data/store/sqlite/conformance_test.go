//go:build sqlite_fts5

package sqlite_test

import (
	"path/filepath"
	"testing"

	"mentionmap/data/store"
	"mentionmap/data/store/filetest"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store {
		return filetest.Open(t, filepath.Join(t.TempDir(), "t.db"), sqlite.Options{})
	})
}
