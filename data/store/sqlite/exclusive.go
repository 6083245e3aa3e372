package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// beside are the endings of what SQLite keeps beside a database: the log of
// committed changes, the journal of a change that was cut off, and an index of
// the log, which is made anew when it is missing. A log or a journal of another
// database is replayed over the one that it lies beside.
var beside = [...]string{"-wal", "-journal", "-shm"}

// Remove removes a database file and what SQLite keeps beside it. No program may
// have it open.
func Remove(path string) {
	removeBeside(path)
	os.Remove(path)
}

func removeBeside(path string) {
	for _, ending := range beside {
		os.Remove(path + ending)
	}
}

// Exclusive is a database file that no other program has open, nor can open
// before Close. SQLite lets a program have the file alone only while no other
// has a connection to it, even an idle one; those that open it meanwhile wait.
type Exclusive struct {
	path string
	file os.FileInfo
	db   *sql.DB
	conn *sql.Conn // nil: what stands there is no database that SQLite can read
	lock *os.File  // SQLite's lock then
}

// LockExclusive waits so long for other programs to close the database. A symbolic
// link is followed: SQLite's files lie beside what it leads to.
// Errors: Conflict if another program has it open, NotFound if there is no such
// file, Unavailable if it cannot be written.
func LockExclusive(ctx context.Context, path string, patience time.Duration) (*Exclusive, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for range openTries {
		before, err := os.Stat(path)
		if err != nil {
			return nil, mentionmap.Errorf(mentionmap.NotFound, "%s: no such database: %w", path, plain(err))
		}
		if err := mayWrite(path); err != nil { // else SQLite opens it for reading, and leaves its files
			return nil, cannotWrite(path, err)
		}
		x := &Exclusive{path: path, file: before}
		if err := x.take(ctx, patience); err != nil {
			x.Close()
			return nil, err
		}
		if x.inPlace() {
			return x, nil
		}
		x.Close()
	}
	return nil, errReplaced(path)
}

func (x *Exclusive) take(ctx context.Context, patience time.Duration) error {
	err := error(sqlite3.Error{Code: sqlite3.ErrNotADB})
	if hasMagic(x.path) && checkLog(ctx, x.path) == nil { // else SQLite would replay a log that is not its own, or write to an empty file
		err = x.connect(ctx, patience)
	}
	if unreadable(err) {
		x.disconnect()
		x.lock, err = lockDatabase(x.path)
	}
	if isCode(err, sqlite3.ErrBusy) || isCode(err, sqlite3.ErrLocked) || errors.Is(err, errLocked) {
		return mentionmap.Errorf(mentionmap.Conflict, "%s is open in another program: stop that (such as 'mentionmap serve' or 'ingest') and run the command again; nothing was changed", x.path)
	}
	return explain(x.path, err)
}

func hasMagic(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == magic
}

// unreadable reports whether SQLite cannot make anything of a file.
func unreadable(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt || e.ExtendedCode == sqlite3.ErrIoErrShortRead)
}

func (x *Exclusive) connect(ctx context.Context, patience time.Duration) (err error) {
	options := url.Values{"mode": {"rw"}, "_locking_mode": {"EXCLUSIVE"}, "_busy_timeout": {fmt.Sprint(patience.Milliseconds())}}
	if x.db, err = sql.Open("sqlite3", dsn(x.path, options)); err != nil {
		return err
	}
	if x.conn, err = x.db.Conn(ctx); err != nil {
		return err
	}
	_, err = x.conn.ExecContext(ctx, "BEGIN EXCLUSIVE; ROLLBACK") // the lock stays until the connection is closed
	return err
}

func (x *Exclusive) disconnect() (err error) {
	if x.conn != nil {
		err = x.conn.Close()
	}
	if x.db != nil {
		err = errors.Join(err, x.db.Close())
	}
	x.conn, x.db = nil, nil
	return err
}

// Close lets other programs open the file again.
func (x *Exclusive) Close() error {
	err := x.disconnect()
	if x.lock != nil {
		err = errors.Join(err, x.lock.Close())
		x.lock = nil
	}
	return err
}

func (x *Exclusive) inPlace() bool { return sameFile(x.path, x.file) }

// Remove removes the database.
func (x *Exclusive) Remove() { Remove(x.path) }

// File tells which file it is.
func (x *Exclusive) File() os.FileInfo { return x.file }

// Generation is that of the store. It returns an error if the file holds none.
func (x *Exclusive) Generation(ctx context.Context) (generation int64, err error) {
	if x.conn == nil {
		return 0, explain(x.path, sqlite3.Error{Code: sqlite3.ErrNotADB})
	}
	return generation, explain(x.path, x.conn.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation))
}

// raiseGeneration makes the store's generation at least that one, so that an
// answer kept of other content is never taken for one of this.
func (x *Exclusive) raiseGeneration(ctx context.Context, least int64) error {
	_, err := x.conn.ExecContext(ctx, "UPDATE state SET generation = max(generation, ?)", least)
	return explain(x.path, err)
}

// settle writes the log back into the file, so that the file alone is the
// database, and removes what lies beside. What SQLite cannot read keeps it.
func (x *Exclusive) settle(ctx context.Context) error {
	if x.conn == nil {
		return nil
	}
	var busy, pages, written int
	if err := x.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &written); err != nil {
		return explain(x.path, err)
	}
	if log, err := os.Stat(x.path + "-wal"); busy != 0 || err == nil && log.Size() > 0 {
		return mentionmap.Errorf(mentionmap.Conflict, "%s: its log cannot be written back: another program uses it", x.path)
	}
	removeBeside(x.path)
	return nil
}

// Replace puts a new file in the place of the database, with its owner and
// permissions. No program may have the new one open, nor begin to. kept is a free
// name for the old one; "" drops it. The new one's generation is made at least
// that one. After an error the database is as it was. A program that waits to
// open it then opens the new one.
//
// A log may never lie beside a file that it does not belong to, whenever the
// program is killed: it would be replayed over that. So the new file has no log
// when it comes, and the old one has none any more: it was written back. Where
// SQLite cannot read the old file its log cannot be written back; then both get a
// second name before the log loses its first, and only then the new file comes.
func (x *Exclusive) Replace(ctx context.Context, fresh, kept string, least int64) error {
	return x.replace(ctx, fresh, kept, least, func(string) {})
}

func (x *Exclusive) replace(ctx context.Context, fresh, kept string, least int64, step func(string)) error {
	if err := finish(ctx, fresh, least, x.file); err != nil {
		return err
	}
	step("finished")
	if err := x.settle(ctx); err != nil {
		return err
	}
	step("settled")
	if !x.inPlace() {
		return errReplaced(x.path)
	}
	undo, err := setAside(x.path, kept, step)
	if err == nil {
		err = syncFolder(filepath.Dir(x.path))
	}
	if err == nil {
		err = os.Rename(fresh, x.path)
	}
	if err != nil {
		undo()
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be replaced: %w; it is as it was", x.path, plain(err))
	}
	step("replaced")
	return syncFolder(filepath.Dir(x.path))
}

// finish makes a new database ready to be put in the place of another.
func finish(ctx context.Context, fresh string, least int64, like os.FileInfo) error {
	x, err := LockExclusive(ctx, fresh, 0)
	if err != nil {
		return err
	}
	defer x.Close()
	if err := x.raiseGeneration(ctx, least); err != nil {
		return err
	}
	if err := x.settle(ctx); err != nil {
		return err
	}
	if err := x.Close(); err != nil {
		return explain(fresh, err)
	}
	if like != nil {
		keepOwner(fresh, like)
		if err := os.Chmod(fresh, like.Mode().Perm()); err != nil {
			return cannotWrite(fresh, err)
		}
	}
	return syncFile(fresh)
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be read: %w", path, plain(err))
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// setAside gives a file, and a log beside it, a second name, and takes the log's
// first one away; the file itself keeps its own until another takes it. Where no
// file can have two names it is renamed. undo makes it as it was.
func setAside(path, kept string, step func(string)) (undo func(), err error) {
	var back []func()
	undo = func() {
		for i := len(back) - 1; i >= 0; i-- {
			back[i]()
		}
	}
	if kept == "" {
		return undo, nil
	}
	for _, ending := range [...]string{"-wal", "-journal", ""} {
		from, to := path+ending, kept+ending
		err := os.Link(from, to)
		switch {
		case errors.Is(err, fs.ErrNotExist) && !exists(from):
			continue
		case errors.Is(err, fs.ErrExist):
			return undo, err
		case err != nil:
			if err := os.Rename(from, to); err != nil {
				return undo, err
			}
			back = append(back, func() { os.Rename(to, from) })
		default:
			back = append(back, func() {
				if err := os.Link(to, from); err == nil || errors.Is(err, fs.ErrExist) {
					os.Remove(to)
				}
			})
		}
		step("kept" + ending)
	}
	for _, ending := range beside {
		os.Remove(path + ending)
		step("removed" + ending)
	}
	return undo, nil
}
