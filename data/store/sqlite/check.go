package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"
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
	{"rows", false, checkRows},
	{"numbers", true, checkNumbers},
}

// Check looks through the whole database, in one read transaction, and tells
// each finding to fn as soon as it has it. It changes nothing. It ends at the
// first fault of the file itself: nothing else could be relied on.
func (d *Database) Check(ctx context.Context, fn func(Finding)) error {
	return d.view(ctx, func(tx *sql.Tx) error {
		if faults, err := checkPages(ctx, tx); err != nil || len(faults) > 0 {
			return d.tell(ctx, fn, Finding{Check: "file", Faults: faults}, err)
		}
		fn(Finding{Check: "file"})
		if id, err := identify(ctx, tx); err != nil || id.schema < newestSchema() {
			return err
		}
		for _, c := range checks {
			faults, err := c.run(ctx, tx)
			if err := d.tell(ctx, fn, Finding{Check: c.name, Faults: faults, Mending: c.mending}, err); err != nil {
				return err
			}
		}
		return nil
	})
}

// tell tells a finding, and an error as one more fault of it.
func (d *Database) tell(ctx context.Context, fn func(Finding), f Finding, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		f.Faults = append(f.Faults, strings.ReplaceAll(d.explain(err).Error(), "\n", " "))
	}
	fn(f)
	return nil
}

// checkPages has SQLite look at every page, row and index, the words among them.
func checkPages(ctx context.Context, tx *sql.Tx) ([]string, error) {
	r, err := tx.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", mostFaults))
	if err != nil {
		return nil, err
	}
	told, err := scanAll(r, func(scan scanner) (line string, err error) { return line, scan(&line) })
	if len(told) == 1 && told[0] == "ok" {
		told = nil
	}
	for i := range told {
		told[i] = strings.ReplaceAll(told[i], "\n", " ")
	}
	return told, err
}

// wrongRows select how many rows do not fit those that they belong to, beyond
// what foreign keys say.
var wrongRows = [...][2]string{
	{"mentions of documents that are not there", "SELECT count(*) FROM mention WHERE id >> 28 NOT IN (SELECT id FROM document)"},
	{"posts of documents that are not there", "SELECT count(*) FROM post WHERE id >> 16 NOT IN (SELECT id FROM document)"},
	{"mentions whose sentence is in another document", "SELECT count(*) FROM mention m JOIN sentence s ON s.id = m.sentence WHERE s.post >> 16 <> m.id >> 28"},
	{"posts without their first sentence", "SELECT count(*) FROM post p LEFT JOIN sentence s ON s.id = p.sentence AND s.post = p.id WHERE s.id IS NULL"},
	{"documents that lack sentences", "SELECT count(*) FROM (SELECT max(id) - min(id) + 1 <> count(*) AS lacks FROM sentence GROUP BY post >> 16) WHERE lacks"},
	{"sentences that go beyond their post", "SELECT count(*) FROM sentence s JOIN post p ON p.id = s.post WHERE s.start + s.length > p.length"},
}

func checkRows(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	r, err := tx.QueryContext(ctx, `SELECT "table" || ' rows without their ' || parent, count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	faults, err = scanAll(r, func(scan scanner) (string, error) {
		var what string
		var n int64
		err := scan(&what, &n)
		return fmt.Sprintf("%d %s", n, what), err
	})
	for _, w := range wrongRows {
		var n int64
		if err == nil {
			err = tx.QueryRowContext(ctx, w[1]).Scan(&n)
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s", n, w[0]))
		}
	}
	return faults, err
}

// sums are worked out anew from the rows: table, column, and what it ought to be.
var sums = [...][3]string{
	{"state", "documents", "(SELECT count(*) FROM document)"},
	{"state", "posts", "(SELECT count(*) FROM post WHERE number IS NOT NULL)"},
	{"state", "mentions", "(SELECT count(*) FROM mention)"},
	{"state", "first_day", "(SELECT min(first_day) FROM document)"},
	{"state", "last_day", "(SELECT max(last_day) FROM document)"},
	{"document", "mentions", "(SELECT count(*) FROM mention WHERE mention.id BETWEEN document.id << 28 AND document.id << 28 | 268435455)"},
	{"document", "posts", "(SELECT count(*) FROM post WHERE post.id BETWEEN document.id << 16 AND document.id << 16 | 65535 AND number IS NOT NULL)"},
	{"gpkg_ogr_contents", "feature_count", featureCounts},
}

const (
	countsOfPlaces = "SELECT place, count(*) AS n FROM mention WHERE place IS NOT NULL GROUP BY place"
	wrongCounts    = "SELECT count(*) FROM place_count c FULL JOIN (" + countsOfPlaces + ") x ON x.place = c.place WHERE ifnull(c.mentions, 0) <> ifnull(x.n, 0)"
)

func checkNumbers(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	for _, s := range sums {
		var n int64
		if err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM %s WHERE %s IS NOT %s", s[0], s[1], s[2])).Scan(&n); err != nil {
			return faults, err
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d rows of %s tell wrong %s", n, s[0], s[1]))
		}
	}
	var n int64
	if err = tx.QueryRowContext(ctx, wrongCounts).Scan(&n); n > 0 {
		faults = append(faults, fmt.Sprintf("%d places tell a wrong number of mentions", n))
	}
	return faults, err
}

// Mend works out the sums anew that are kept beside the rows. It is one
// transaction and makes the generation grow.
func (d *Database) Mend(ctx context.Context) error {
	return d.change(ctx, func(tx *sql.Tx, _ *sqlite3.SQLiteConn) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM place_count; INSERT INTO place_count "+countsOfPlaces); err != nil {
			return err
		}
		for _, s := range sums { // those of layers count on the above
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %[2]s IS NOT %[3]s", s[0], s[1], s[2])); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "UPDATE state SET generation = generation + 1")
		return err
	})
}
