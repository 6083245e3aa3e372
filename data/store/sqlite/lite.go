// Package sqlite keeps the rows of a database in one SQLite file of plain tables
// (schema.sql), which is a GeoPackage, too: WAL, one writer, many readers.
// Build with the tag sqlite_fts5.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Options say how a database is opened. The zero value opens or creates a
// database of the user's own documents.
type Options struct {
	// Demo opens or creates the demo database. It never holds documents of
	// the user's own, and those never go into it.
	Demo bool
	// AnyContent opens what is there, demo or not: for programs that only
	// show it. A new database is created as Demo says.
	AnyContent bool
	// ReadOnly neither creates nor changes anything, not even an old schema.
	ReadOnly bool
	// AnySchema, with ReadOnly, opens a database of an older schema, too: for
	// Info, Backup, and Check, which then looks at its pages alone.
	AnySchema bool
	// Readers is the most read transactions at one time; 0 is twice the CPUs, at least 4.
	Readers int
	// BusyTimeout is how long to wait for another program's write; 0 is 10 s.
	BusyTimeout time.Duration
	// Outline, if set, gives the outline of a place when it is first stored; nil
	// if it has none. Degrees, longitude first.
	Outline func(mentionmap.PlaceID) orb.MultiPolygon
	// Notice, if set, is told what was done on the way, such as that an older
	// database was copied and brought up to date.
	Notice func(string)
}

func (o Options) readers() int {
	if o.Readers > 0 {
		return o.Readers
	}
	return max(4, 2*runtime.NumCPU())
}

func (o Options) busyTimeout() time.Duration {
	if o.BusyTimeout > 0 {
		return o.BusyTimeout
	}
	return 10 * time.Second
}

func (o Options) notice(text string) {
	if o.Notice != nil {
		o.Notice(text)
	}
}

// Database is a database file. It implements store.Backend.
type Database struct {
	path    string
	file    os.FileInfo // of what was opened
	options Options
	write   *sql.DB // nil: read-only

	mu     sync.RWMutex
	read   *sql.DB // guarded by mu
	frozen *frozen // guarded by mu; nil as a rule

	looked atomic.Int64 // when the file was last seen in its place, since processBegun; 0: it was not
	info   infoCache
	places placeCache

	writing        chan struct{} // holds the one that writes
	lastWriteEnded time.Time     // guarded by writing
	committed      func()        // is told when a transaction is committed; guarded by writing
	known          *known        // what the writer remembers; guarded by writing
	stories        rows.Stories  // the same of stories; guarded by writing
}

var _ store.Backend = (*Database)(nil)

// Path is the file's name as it was given to Open.
func (d *Database) Path() string { return d.path }

// Close ends all connections; it waits for what runs.
func (d *Database) Close() error {
	var err error
	d.info.close()
	d.mu.Lock()
	if d.read != nil {
		err = d.read.Close()
	}
	d.mu.Unlock()
	if d.write != nil {
		d.writing <- struct{}{}
		defer func() { <-d.writing }()
		err = errors.Join(err, d.write.Close())
	}
	return d.explain(err)
}

// view runs fn in one read transaction.
func (d *Database) view(ctx context.Context, fn func(*sql.Tx) error) error {
	return d.viewRaw(ctx, func(tx *sql.Tx, _ *sqlite3.SQLiteConn) error { return fn(tx) })
}

type scanner func(dest ...any) error

// scanAll reads all rows and closes them.
func scanAll[T any](rows *sql.Rows, scan func(scanner) (T, error)) (out []T, err error) {
	defer rows.Close()
	for rows.Next() {
		row, err := scan(rows.Scan)
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// nullDay scans a day that may be NULL.
type nullDay struct{ day *mentionmap.Day }

func (n nullDay) Scan(v any) error {
	*n.day = mentionmap.NoDay
	if day, ok := v.(int64); ok {
		*n.day = mentionmap.Day(day)
	}
	return nil
}

// day is the value of a day in a row.
func day(d mentionmap.Day) any {
	if d == mentionmap.NoDay {
		return nil
	}
	return int64(d)
}

// text is the value of a text in a row where NULL means none.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// bit is the value of a yes or no.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
