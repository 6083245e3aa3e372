package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"mentionmap"
)

// Finding is what one check of a database found.
type Finding struct {
	Check   string   // what was looked at
	Faults  []string // one line each; none: it is right
	Mending bool     // Mend puts it right
}

const mostFaults = 20

var checks = []struct {
	name    string
	mending bool
	run     func(context.Context, *sql.Tx) ([]string, error)
}{
	{"file", false, checkPages},
	{"rows", false, checkRows},
	{"numbers", true, checkNumbers},
	{"counts by day of the event", true, checkFiled(mentionmap.ByEvent)},
	{"counts by day of publication", true, checkFiled(mentionmap.ByPublished)},
}

// Check looks through the whole database, in one read transaction, and tells
// each finding to fn as soon as it has it. It changes nothing. It ends at the
// first fault of the file itself: nothing else could be relied on.
func (s *Store) Check(ctx context.Context, fn func(Finding)) error {
	return s.explain(s.view(ctx, func(tx *sql.Tx) error {
		for _, c := range checks {
			faults, err := c.run(ctx, tx)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				faults = append(faults, strings.ReplaceAll(s.explain(err).Error(), "\n", " "))
			}
			fn(Finding{Check: c.name, Faults: faults, Mending: c.mending && err == nil})
			if c.name == "file" && len(faults) > 0 {
				return nil
			}
		}
		return nil
	}))
}

// checkPages has SQLite look at every page, row and index, the words among them.
func checkPages(ctx context.Context, tx *sql.Tx) ([]string, error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", mostFaults))
	if err != nil {
		return nil, err
	}
	told, err := scanAll(rows, func(scan scanner) (line string, err error) { return line, scan(&line) })
	if len(told) == 1 && told[0] == "ok" {
		told = nil
	}
	for i := range told {
		told[i] = strings.ReplaceAll(told[i], "\n", " ")
	}
	return told, err
}

// wrongRows select how many rows lack what they belong to.
var wrongRows = [...][2]string{
	{"mentions of places that are not there", "SELECT count(*) FROM mention WHERE place <> 0 AND place NOT IN (SELECT id FROM place)"},
	{"mentions outside of all posts", "SELECT count(*) FROM mention WHERE id - in_post NOT IN (SELECT id FROM post)"},
	{"posts of documents that are not there", "SELECT count(*) FROM post WHERE id >> 28 NOT IN (SELECT id FROM document)"},
	{"documents without their text", "SELECT count(*) FROM document d WHERE mentions > 0 AND NOT EXISTS (SELECT 1 FROM passage WHERE id = d.id << 28)"},
	{"documents of stories that are not there", "SELECT count(*) FROM document WHERE story NOT IN (SELECT id FROM document)"},
	{"posts of sources that are not there", "SELECT count(*) FROM post WHERE source <> 0 AND source NOT IN (SELECT id FROM source)"},
}

func checkRows(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	for _, w := range wrongRows {
		var n int64
		if err := tx.QueryRowContext(ctx, w[1]).Scan(&n); err != nil {
			return faults, err
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s", n, w[0]))
		}
	}
	return faults, nil
}

// numbersKept are the sums in table state and how they are worked out.
var numbersKept = [...][2]string{
	{"documents", "SELECT count(*) FROM document"},
	{"posts", "SELECT count(*) FROM post WHERE n >= 0"},
	{"mentions", "SELECT count(*) FROM mention"},
	{"first_day", "SELECT min(day) FROM mention"},
	{"last_day", "SELECT max(last_day) FROM document"},
}

func checkNumbers(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	for _, n := range numbersKept {
		var kept, right sql.NullInt64
		if err := tx.QueryRowContext(ctx, "SELECT "+n[0]+", ("+n[1]+") FROM state").Scan(&kept, &right); err != nil {
			return faults, err
		}
		if kept != right {
			faults = append(faults, fmt.Sprintf("%s: %d is kept, %d is right", n[0], kept.Int64, right.Int64))
		}
	}
	return faults, nil
}

func checkFiled(by mentionmap.By) func(context.Context, *sql.Tx) ([]string, error) {
	return func(ctx context.Context, tx *sql.Tx) ([]string, error) {
		told, err := checkPlaceDays(ctx, tx, by)
		if told == "" {
			return nil, err
		}
		return []string{told}, err
	}
}

// Mend works out anew what is kept beside the mentions: the sums and the counts
// by place and day. It is one transaction and makes the generation grow.
func (s *Store) Mend(ctx context.Context) error {
	if s.write == nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	set := "UPDATE state SET generation = generation + 1"
	for _, n := range numbersKept {
		set += ", " + n[0] + " = (" + n[1] + ")"
	}
	if _, err := tx.ExecContext(ctx, set); err != nil {
		return s.explain(err)
	}
	if err := makePlaceDays(ctx, tx); err != nil {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}
