// Package filetest opens an index over a database file, for tests of what stands on a store.
package filetest

import (
	"testing"

	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
)

// Open opens an index over a database file, which is closed with the test. What
// goes wrong in the background fails the test.
func Open(t testing.TB, path string, o sqlite.Options) *index.Store {
	t.Helper()
	return OpenWith(t, path, o, index.Options{})
}

// OpenWith opens an index with options of its own.
func OpenWith(t testing.TB, path string, o sqlite.Options, with index.Options) *index.Store {
	t.Helper()
	db, err := sqlite.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if with.Notice == nil {
		with.Notice = func(s string) { t.Error(s) }
	}
	st, err := index.Open(t.Context(), db, with)
	if err != nil {
		db.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}
