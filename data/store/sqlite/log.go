package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// checkLog refuses a file whose log (WAL) is that of another: one that was copied
// or moved over a database whose program had been killed. SQLite would replay it,
// for nothing in a log says which file it belongs to. A program changes its log
// after its file, save for writing the log back; so a file that was changed later is
// looked through, together with the log, before anything could be written. A
// program that has the file open keeps its log itself.
func checkLog(ctx context.Context, path string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the log lies there
	}
	log, err := os.Stat(path + "-wal")
	if err != nil || log.Size() == 0 {
		return nil
	}
	file, err := os.Stat(path)
	if err != nil || changeTime(file).Before(log.ModTime()) || heldByOthers(path) {
		return nil
	}
	if fits, err := logFits(ctx, path); fits || err != nil {
		return err
	}
	return mentionmap.Errorf(mentionmap.Conflict, "%s: the log %s-wal beside it is not its own: move the log away (mv %[1]s-wal %[1]s-wal.old) if the file is a copy that was put in place, or go back to a backup with 'mentionmap restore'; nothing was changed", path, path)
}

// logFits reports whether a file and its log make one whole database. A connection
// that may only read never writes the log back, not even when it is closed.
func logFits(ctx context.Context, path string) (bool, error) {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}}))
	if err != nil {
		return false, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fitsUnless(ctx, err)
	}
	defer tx.Rollback()
	var told string
	if err := tx.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&told); err != nil || told != "ok" {
		return fitsUnless(ctx, err)
	}
	if id, err := identify(ctx, tx); err != nil || id.schema < 1 {
		return err == nil, ctx.Err() // another program's: that is said later
	}
	var same bool
	err = tx.QueryRowContext(ctx, `SELECT documents = (SELECT count(*) FROM document) AND mentions = (SELECT count(*) FROM mention)
		AND posts = (SELECT count(*) FROM post WHERE number IS NOT NULL) FROM state`).Scan(&same)
	if err != nil {
		return fitsUnless(ctx, err)
	}
	both, err := editionOf(ctx, tx)
	return same && err == nil && both.after(withoutLog(ctx, path)), ctx.Err()
}

// edition is which database it is, and at which change; zero: it cannot be told.
type edition struct {
	public     string
	generation int64
}

func editionOf(ctx context.Context, q queryer) (e edition, err error) {
	return e, q.QueryRowContext(ctx, "SELECT public, generation FROM state").Scan(&e.public, &e.generation)
}

// withoutLog is the edition of the file alone. While a log is written back, parts of
// the file are of different times: then it may not be told.
func withoutLog(ctx context.Context, path string) edition {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
	if err != nil {
		return edition{}
	}
	defer db.Close()
	if e, err := editionOf(ctx, db); err == nil {
		return e
	}
	return edition{}
}

// after reports whether it can have come of the other by changes.
func (e edition) after(other edition) bool {
	return other.public == "" || e.public == other.public && e.generation >= other.generation
}

// fitsUnless tells an error that comes of the content of file and log from one that
// opening them meets again, and explains: no right to make SQLite's files, or a
// program that locked them.
func fitsUnless(ctx context.Context, err error) (fits bool, _ error) {
	for _, code := range [...]sqlite3.ErrNo{sqlite3.ErrCantOpen, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrReadonly, sqlite3.ErrPerm} {
		fits = fits || isCode(err, code)
	}
	return fits, ctx.Err()
}
