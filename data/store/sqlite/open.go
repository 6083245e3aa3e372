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
	"runtime"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
	"golang.org/x/sync/semaphore"

	"mentionmap"
)

// Open opens the database file, and creates it unless Options.ReadOnly. An
// older one is copied to path.bak-<schema> and brought up to date. Errors:
// NotFound (read-only and no such file), Invalid (not such a database; demo
// and own documents would mix), Conflict (locked; written by a newer program),
// Unavailable (cannot be read or written; disk full).
func Open(path string, o Options) (s *Store, err error) {
	for range openTries {
		s, err = openOnce(path, o)
		if !errors.Is(err, errWasReplaced) {
			return s, err
		}
	}
	return nil, errReplaced(path)
}

// openTries is how often it is begun anew when another program replaces the file
// between finding it and having a connection that keeps it from being replaced.
const openTries = 3

var errWasReplaced = errors.New("the file was replaced while it was opened")

func openOnce(path string, o Options) (*Store, error) {
	s := &Store{path: path, putting: make(chan struct{}, 1), patience: o.busyTimeout(), known: newRowCache(), sources: names{query: sourceNames}, versions: names{query: versionNames},
		stories: names{query: publicNames, made: publicID[string]},
		readers: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0)))}
	err := s.open(o)
	if err == nil {
		if o.Hold {
			s.hold(o.notice)
		}
		return s, nil
	}
	for _, db := range [...]*sql.DB{s.read, s.mapped} {
		if db != nil {
			db.Close()
		}
	}
	if s.write != nil {
		s.write.Close()
	}
	if s.checkInPlace() != nil {
		return nil, errWasReplaced // whatever was found there
	}
	return nil, s.explain(err)
}

func (s *Store) open(o Options) (err error) {
	if s.file, err = checkFile(s.path, o.ReadOnly); err != nil {
		return err
	}
	if err := s.connect(o); err != nil {
		return err
	}
	ctx := context.Background()
	if err := checkFTS(ctx, s.read, s.file == nil && s.write != nil, s.write); err != nil {
		return err
	}
	if s.write == nil {
		if err := checkSchema(ctx, s.read, s.path, o.AnySchema); err != nil {
			return err
		}
	} else if err := s.prepareToWrite(ctx, o); err != nil {
		return err
	}
	if s.file == nil {
		if s.file, err = os.Stat(s.path); err != nil {
			return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database cannot be read: %w", s.path, plain(err))
		}
	}
	if err := s.checkContent(ctx, o); err != nil {
		return err
	}
	return s.checkInPlace() // now that the readers have a connection, too
}

// checkInPlace returns errWasReplaced if the path names another file by now than
// the one that was found. Once a connection has read from a file, no program replaces
// it (LockExclusive); before, it may be connected to one that has no name any
// more, and take the log of the new one for its own.
func (s *Store) checkInPlace() error {
	if s.file != nil && !s.inPlace() {
		return errWasReplaced
	}
	return nil
}

// prepareToWrite brings the database up to date. From then on begin waits for
// other programs, not SQLite.
func (s *Store) prepareToWrite(ctx context.Context, o Options) error {
	if _, err := identify(ctx, s.write); err != nil {
		return err
	}
	if err := s.checkInPlace(); err != nil {
		return err
	}
	if err := migrate(ctx, s.write, s.path, o); err != nil {
		return err
	}
	_, err := s.write.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", lookingMS))
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

func (s *Store) connect(o Options) (err error) {
	wait := fmt.Sprint(o.busyTimeout().Milliseconds())
	if !o.ReadOnly {
		s.write, err = sql.Open("sqlite3", dsn(s.path, url.Values{
			"mode": {"rwc"}, "_txlock": {"immediate"}, "_busy_timeout": {wait}, "_synchronous": {"NORMAL"}, "_cache_size": {"-65536"}, "_stmt_cache_size": {statementCache}, "_mutex": {noMutex},
		}))
		if err != nil {
			return err
		}
		s.write.SetMaxOpenConns(1)
	}
	reading := url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {wait}, "_cache_size": {"-4096"}, "_stmt_cache_size": {statementCache}, "_mutex": {noMutex}}
	if o.ReadOnly && !writableFolder(s.path) && !exists(s.path+"-wal") {
		reading.Set("immutable", "1") // a WAL database needs files beside it, which cannot be made here
	}
	s.read, err = sql.Open("sqlite3", dsn(s.path, reading))
	if err != nil {
		return err
	}
	s.read.SetMaxOpenConns(o.readers() + 1) // one is for now
	s.read.SetMaxIdleConns(o.readers() + 1)
	s.mapped = sql.OpenDB(mappedConnector{dsn(s.path, reading)})
	s.mapped.SetMaxOpenConns(o.readers())
	s.mapped.SetMaxIdleConns(o.readers())
	return nil
}

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
func (s *Store) checkContent(ctx context.Context, o Options) error {
	var demo bool
	if err := s.read.QueryRowContext(ctx, "SELECT demo FROM state").Scan(&demo); err != nil {
		return err
	}
	switch {
	case o.AnyContent || demo == o.Demo:
		return nil
	case demo:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is the demo database, own documents do not go into it: name another file with --db", s.path)
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s: this database holds your own documents, the demo does not go into it: name another file", s.path)
}
