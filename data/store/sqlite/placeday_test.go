//go:build sqlite_fts5

package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

// placeDaysRight compares the packed counts with the mentions.
func placeDaysRight(t *testing.T, s *Store) {
	t.Helper()
	for _, by := range []mentionmap.By{mentionmap.ByEvent, mentionmap.ByPublished} {
		if told := placeDaysTold(t, s, by); told != "" {
			t.Error(told)
		}
	}
}

func placeDaysTold(t *testing.T, s *Store, by mentionmap.By) (told string) {
	t.Helper()
	err := s.view(t.Context(), func(tx *sql.Tx) (err error) {
		told, err = checkPlaceDays(t.Context(), tx, by)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func partsOf(t *testing.T, s *Store) (levels []int) {
	t.Helper()
	rows, err := s.read.Query("SELECT level FROM place_day WHERE filed = 0 ORDER BY last_generation")
	if err != nil {
		t.Fatal(err)
	}
	levels, err = scanAll(rows, func(scan scanner) (n int, err error) { return n, scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return levels
}

func TestPlaceDaysFollowEveryPut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.db")
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for batch := range synthetic.New(4, 8000).Batches(5) {
		if _, err := s.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	placeDaysRight(t, s)
	levels := partsOf(t, s)
	if len(levels) < freshParts || levels[0] != 1 || levels[len(levels)-1] != 0 {
		t.Errorf("160 transactions left parts of the levels %v", levels)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path, Options{})
	if levels := partsOf(t, s); len(levels) != 1 {
		t.Errorf("closing left parts of the levels %v", levels)
	}
	placeDaysRight(t, s)
}

func TestWrongPlaceDaysAreTold(t *testing.T) {
	for name, script := range map[string]string{
		"without the counts": "DELETE FROM place_day WHERE filed = 0",
		"another day":        "UPDATE document SET published = published + 1",
		"no mentions":        "DELETE FROM document",
	} {
		s := openAt(t, made(t, Options{}), Options{})
		if _, err := s.write.Exec(script); err != nil {
			t.Fatal(name, err)
		}
		if told := placeDaysTold(t, s, mentionmap.ByEvent); !strings.Contains(told, "counts by place and day") || strings.Contains(told, "\n") {
			t.Errorf("%s: %q", name, told)
		}
	}
}
