//go:build !sqlite_fts5

package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
)

// Without the build tag the program says what is missing.
func TestMissingBuildTag(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "m.db"), Options{})
	if err == nil {
		s.Close()
		t.Fatal("opened without full-text search")
	}
	if !strings.Contains(err.Error(), "sqlite_fts5") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q", err)
	}
}
