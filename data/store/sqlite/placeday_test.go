//go:build sqlite_fts5

package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
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
		"a mention more":     "INSERT INTO mention SELECT id + 1, length, in_post + 1, place, traits, confidence, radius, day, days, published, sentence, sentence_length, words, words_length FROM mention LIMIT 1",
		"without the counts": "DELETE FROM place_day WHERE filed = 0",
		"another day":        "UPDATE mention SET day = day + 1 WHERE id = (SELECT id FROM mention WHERE day > 0 LIMIT 1)",
		"no mentions":        "DELETE FROM mention",
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

// TestOlderDatabaseGetsPlaceDays takes a database back to the schema before.
func TestOlderDatabaseGetsPlaceDays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range [][]mentionmap.Located{storetest.Corpus(1, 40), storetest.Corpus(2, 40)} {
		if _, err := s.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw(t, path, `DROP TABLE place_day; DROP TABLE place_day_chunk; DROP INDEX document_copies; DROP INDEX place_by_generation;
		ALTER TABLE place DROP COLUMN generation; PRAGMA user_version = 1`)
	s = openAt(t, path, Options{})
	placeDaysRight(t, s)
	if _, err := s.Put(t.Context(), storetest.Corpus(3, 40)); err != nil {
		t.Fatal(err)
	}
	placeDaysRight(t, s)
}
