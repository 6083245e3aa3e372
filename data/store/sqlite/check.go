package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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

// checks are run in their order; the recount is made once, between those of the
// file and the others.
var checks = []struct {
	name    string
	mending bool
	run     func(context.Context, *sql.Tx, *recount) ([]string, error)
}{
	{"rows", false, checkRows},
	{"numbers", true, func(ctx context.Context, tx *sql.Tx, r *recount) ([]string, error) { return r.differences(ctx, tx) }},
	{"where things stand", true, func(ctx context.Context, tx *sql.Tx, r *recount) ([]string, error) { return r.wrongRuns(ctx, tx) }},
	{"counts by day of the event", true, checkFiled(mentionmap.ByEvent)},
	{"counts by day of publication", true, checkFiled(mentionmap.ByPublished)},
}

// Check looks through the whole database, in one read transaction, and tells
// each finding to fn as soon as it has it. It changes nothing. It ends at the
// first fault of the file itself: nothing else could be relied on.
func (s *Store) Check(ctx context.Context, fn func(Finding)) error {
	return s.explain(s.view(ctx, func(tx *sql.Tx) error {
		if faults, err := checkPages(ctx, tx); err != nil || len(faults) > 0 {
			return s.tell(ctx, fn, Finding{Check: "file", Faults: faults}, err)
		}
		fn(Finding{Check: "file"})
		if older, err := isOlder(ctx, tx); err != nil || older {
			return err
		}
		r, err := countAnew(ctx, tx, nil)
		if err != nil {
			return s.tell(ctx, fn, Finding{Check: "rows"}, err)
		}
		for _, c := range checks {
			faults, err := c.run(ctx, tx, r)
			if err := s.tell(ctx, fn, Finding{Check: c.name, Faults: faults, Mending: c.mending}, err); err != nil {
				return err
			}
		}
		return nil
	}))
}

// isOlder reports whether the tables are those of an older schema.
func isOlder(ctx context.Context, tx *sql.Tx) (bool, error) {
	scripts, err := migrations()
	if err != nil {
		return false, err
	}
	id, err := identify(ctx, tx)
	return id.schema < len(scripts), err
}

// tell tells a finding, and an error as one more fault of it.
func (s *Store) tell(ctx context.Context, fn func(Finding), f Finding, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		f.Faults = append(f.Faults, strings.ReplaceAll(s.explain(err).Error(), "\n", " "))
	}
	fn(f)
	return nil
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
	{"documents without their text", "SELECT count(*) FROM document d WHERE mentions > 0 AND NOT EXISTS (SELECT 1 FROM passage WHERE id = d.id << 28)"},
	{"pieces of text of documents that are not there", "SELECT count(*) FROM passage WHERE id >> 28 NOT IN (SELECT id FROM document)"},
}

func checkRows(ctx context.Context, tx *sql.Tx, r *recount) (faults []string, err error) {
	for what, n := range r.wrong {
		faults = append(faults, fmt.Sprintf("%d %s", n, what))
	}
	for _, w := range wrongRows {
		var n int64
		if err := tx.QueryRowContext(ctx, w[1]).Scan(&n); err != nil {
			return faults, err
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s", n, w[0]))
		}
	}
	slices.Sort(faults)
	return faults, nil
}

func checkFiled(by mentionmap.By) func(context.Context, *sql.Tx, *recount) ([]string, error) {
	return func(ctx context.Context, tx *sql.Tx, _ *recount) ([]string, error) {
		told, err := checkPlaceDays(ctx, tx, by)
		if told == "" {
			return nil, err
		}
		return []string{told}, err
	}
}

// Mend works out anew what is kept beside the documents: the sums, where things
// stand, and the counts by place and day. It is one transaction and makes the
// generation grow.
func (s *Store) Mend(ctx context.Context) error {
	return s.change(ctx, func(tx *sql.Tx) error { return mend(ctx, tx) })
}

func mend(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM run; DELETE FROM run_chunk"); err != nil {
		return err
	}
	w := newWriter(tx, newRowCache())
	if err := w.begin(); err != nil {
		return err
	}
	r, err := countAnew(ctx, tx, w.collect)
	if err != nil {
		return err
	}
	if err := w.finishRuns(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE state SET generation = generation + 1, documents = ?, posts = ?, mentions = ?, first_day = ?, last_day = ?",
		r.documents, r.posts, r.mentions, day(r.first), day(r.last))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE source SET mentions = 0"); err != nil {
		return err
	}
	for source, n := range r.sources {
		if _, err := w.exec("UPDATE source SET mentions = ? WHERE id = ?", n, source); err != nil {
			return err
		}
	}
	return makePlaceDays(ctx, tx)
}

// collected is how many postings are held before they are put into a run.
const collected = 1 << 20

// collect takes the postings of a stored document for runs made anew.
func (w *writer) collect(d *documentRecord, more *lists) error {
	n := 0
	for f := range more {
		w.lists[f] = append(w.lists[f], more[f]...)
		n += len(w.lists[f])
	}
	if d.story == d.id {
		text, err := w.storyText(d.id)
		if err != nil {
			return err
		}
		for _, b := range bands(shingles(text)) {
			w.lists.add(byBand, uint64(b), d.id)
		}
	}
	if n < collected {
		return nil
	}
	return w.finishRuns()
}
