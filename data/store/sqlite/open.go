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
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3" // and the driver "sqlite3"

	"mentionmap"
)

// Open opens the database file, and creates it unless Options.ReadOnly. An
// older one is copied to path.bak-<schema> and brought up to date. Errors:
// NotFound (read-only and no such file), Invalid (not such a database; demo
// and own documents would mix), Conflict (locked; ErrHeld; the log beside it is
// another's; written by a newer program), Unavailable (cannot be read or written; disk full).
func Open(path string, o Options) (d *Database, err error) {
	for range openTries {
		d, err = openOnce(path, o)
		if !errors.Is(err, errWasReplaced) {
			return d, err
		}
	}
	return nil, errReplaced(path)
}

// openTries is how often it is begun anew when another program replaces the file
// between finding it and having a connection that keeps it from being replaced.
const openTries = 3

var errWasReplaced = errors.New("the file was replaced while it was opened")

func openOnce(path string, o Options) (*Database, error) {
	d := &Database{path: path, options: o, writing: make(chan struct{}, 1), known: newKnown(), info: infoCache{lock: make(chan struct{}, 1)}}
	err := d.open(o)
	if err == nil {
		return d, nil
	}
	if d.read != nil {
		d.read.Close()
	}
	if d.write != nil {
		d.write.Close()
	}
	if d.checkInPlace() != nil {
		return nil, errWasReplaced // whatever was found there
	}
	if o.ReadOnly && isCode(err, sqlite3.ErrCantOpen) && exists(path+"-wal") {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: a program that was killed left changes in %s-wal, which cannot be read in a folder that may not be written: run 'mentionmap doctor --db %s' once as a user who may write there, or copy both files to a folder of your own", path, filepath.Base(path), path)
	}
	return nil, d.explain(err)
}

func (d *Database) open(o Options) (err error) {
	if d.file, err = checkFile(d.path, o.ReadOnly); err != nil {
		return err
	}
	ctx := context.Background()
	if d.file != nil {
		if err := checkLog(ctx, d.path); err != nil {
			return err
		}
	}
	if err := d.connect(o); err != nil {
		return err
	}
	if err := checkFTS(ctx, d.read, d.file == nil && d.write != nil, d.write); err != nil {
		return err
	}
	if d.write == nil {
		if err := checkSchema(ctx, d.read, d.path, o.AnySchema); err != nil {
			return err
		}
	} else if err := d.prepareToWrite(ctx, o); err != nil {
		return err
	}
	if d.file == nil {
		if d.file, err = os.Stat(d.path); err != nil {
			return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database cannot be read: %w", d.path, plain(err))
		}
	}
	if err := d.checkContent(ctx, o); err != nil {
		return err
	}
	return d.checkInPlace() // now that the readers have a connection, too
}

// checkInPlace returns errWasReplaced if the path names another file by now than
// the one that was found. Once a connection has read from a file, no program replaces
// it (LockExclusive); before, it may be connected to one that has no name any
// more, and take the log of the new one for its own.
func (d *Database) checkInPlace() error {
	if d.file != nil && !d.inPlace() {
		return errWasReplaced
	}
	return nil
}

// prepareToWrite brings the database up to date. From then on begin waits for
// other programs, not SQLite.
func (d *Database) prepareToWrite(ctx context.Context, o Options) error {
	if _, err := identify(ctx, d.write); err != nil {
		return err
	}
	if err := d.checkInPlace(); err != nil {
		return err
	}
	if err := prepareSchema(ctx, d.write, d.path, o); err != nil {
		return err
	}
	_, err := d.write.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", lookingMS))
	return err
}

// magic starts every SQLite file (https://www.sqlite.org/fileformat.html).
const magic = "SQLite format 3\x00"

// checkFile tells what stands at path before the driver touches it: nil for no
// file, or an empty one.
func checkFile(path string, readOnly bool) (os.FileInfo, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !readOnly:
		return nil, checkFolder(path)
	case errors.Is(err, fs.ErrNotExist):
		return nil, mentionmap.Errorf(mentionmap.NotFound, "%s: no such database: make one with `mentionmap ingest`, or name another with --db", path)
	case err != nil:
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database cannot be read: %w", path, plain(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database cannot be read: %w", path, plain(err))
	}
	if info.IsDir() {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: this is a folder: name a database file with --db", path)
	}
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	if err == io.EOF && !readOnly {
		return nil, nil
	}
	if string(head[:n]) != magic {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: this is not a mentionmap database: name another file with --db; it was not changed", path)
	}
	return info, nil
}

func checkFolder(path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return mentionmap.Errorf(mentionmap.NotFound, "%s: the folder %s does not exist: make it, or name another file with --db", path, dir)
	}
	return nil
}

// plain leaves only the reason of a file system's error.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// statementCache is how many statements a connection keeps prepared.
const statementCache = "40"

// noMutex: package sql gives a connection to one goroutine at a time, so SQLite
// need not lock it with each call.
const noMutex = "no"

func (d *Database) connect(o Options) (err error) {
	if o.ReadOnly {
		d.turnOnLog()
		return d.connectReaders()
	}
	d.write, err = sql.Open("sqlite3", dsn(d.path, url.Values{"mode": {"rwc"}, "_txlock": {"immediate"}, "_busy_timeout": {milliseconds(o.busyTimeout())},
		"_synchronous": {"NORMAL"}, "_cache_size": {"-65536"}, "_stmt_cache_size": {statementCache}, "_mutex": {noMutex}}))
	if err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	return d.connectReaders()
}

// turnOnLog brings a file whose log (WAL) another program turned off back to it,
// if it may: without, a reader that is idle holds no lock, and the file could be
// replaced under it.
func (d *Database) turnOnLog() {
	if d.file == nil || inWALMode(d.path) || !writableFolder(d.path) || mayWrite(d.path) != nil {
		return
	}
	db, err := sql.Open("sqlite3", dsn(d.path, url.Values{"mode": {"rw"}, "_busy_timeout": {"100"}}))
	if err != nil {
		return
	}
	defer db.Close()
	if id, err := identify(context.Background(), db); err == nil && id.schema > 0 {
		db.Exec("PRAGMA journal_mode = WAL")
	}
}

func milliseconds(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

// dsn makes the URI of a file; every byte that means something in a URI is escaped.
func dsn(path string, options url.Values) string {
	return "file:" + strings.ReplaceAll(url.PathEscape(path), "%2F", "/") + "?" + options.Encode()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func writableFolder(path string) bool {
	f, err := os.CreateTemp(filepath.Dir(path), ".mentionmap-*")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}

// checkFTS says plainly when the program was built without full-text search.
func checkFTS(ctx context.Context, db *sql.DB, created bool, writer *sql.DB) error {
	if created {
		db = writer
	}
	var has bool
	if err := db.QueryRowContext(ctx, "SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&has); err != nil {
		return err
	}
	if !has {
		return mentionmap.Errorf(mentionmap.Internal, "this program was built without full-text search: build it with `make build`, or with `-tags sqlite_fts5`")
	}
	return nil
}

// checkContent keeps the demo and the user's own documents apart.
func (d *Database) checkContent(ctx context.Context, o Options) error {
	var demo bool
	if err := d.read.QueryRowContext(ctx, "SELECT demo FROM state").Scan(&demo); err != nil {
		return err
	}
	switch {
	case o.AnyContent || demo == o.Demo:
		return nil
	case demo:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is the demo database, own documents do not go into it: name another file with --db", d.path)
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s: this database holds your own documents, the demo does not go into it: name another file", d.path)
}
