//go:build sqlite_fts5

package sqlite

import (
	"os"
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

func TestConformance(t *testing.T) { storetest.RunOld(t, openNew) }

var benchDir string

func TestMain(m *testing.M) {
	os.Exit(withFolder(m.Run))
}

// withFolder gives the benchmarks a folder that outlives one of them.
func withFolder(run func() int) int {
	dir, err := os.MkdirTemp("", "mentionmap-bench-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	benchDir = dir
	return run()
}
