// Package sqlite keeps mentions in one SQLite file: WAL, one writer, many
// read-only readers. Build with the tag sqlite_fts5.
package sqlite

import (
	"database/sql"
	"errors"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

	"mentionmap/data/store"
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
	// Hold keeps what queries ask of the mentions in memory, some 35 bytes each:
	// it is read in the background, and followed.
	Hold bool
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

// Store is a database file.
type Store struct {
	path              string
	file              os.FileInfo // of what was opened
	read              *sql.DB
	mapped            *sql.DB // reads, too: few rows that lie apart
	write             *sql.DB // nil: read-only
	places            placeCache
	table             placeTables
	chunks            chunkCache
	sources, versions names
	stories           names // public ids of their first documents
	now               now
	recent            recent

	held    *held // nil: no
	words   knownWords
	totals  knownTotals
	readers *semaphore.Weighted // that those who read all may take besides their own

	putting  chan struct{} // holds one who writes
	left     time.Time     // when the last one who wrote ended; guarded by putting
	patience time.Duration // how long other programs' writing is waited for
	known    *rowCache     // what the writer knows of small tables; guarded by putting
	put      bool          // anything; guarded by putting
}

var _ store.Store = (*Store)(nil)

// Path is the file's name as it was given to Open.
func (s *Store) Path() string { return s.path }

// Close ends all connections; it waits for what runs.
func (s *Store) Close() error {
	var err error
	s.held.close()
	s.now.close()
	if s.read != nil {
		err = errors.Join(s.read.Close(), s.mapped.Close())
	}
	if s.write != nil {
		s.putting <- struct{}{}
		defer func() { <-s.putting }()
		if s.inPlace() { // else the log beside is that of another file
			_, optimize := s.write.Exec("PRAGMA optimize")
			err = errors.Join(err, ignoreBusy(s.tidy()), ignoreBusy(optimize))
		}
		err = errors.Join(err, s.write.Close())
	}
	return s.explain(err)
}
