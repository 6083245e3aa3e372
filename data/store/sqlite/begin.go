package sqlite

import (
	"context"
	"database/sql"
	"os"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// alone waits until nobody else writes, in the order of asking; done lets the
// next one. It returns Unavailable if the database is open for reading only, or
// another file was put in its place.
func (s *Store) alone(ctx context.Context) (done func(), err error) {
	if s.write == nil {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	select {
	case s.putting <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if err := s.checkInPlace(); err != nil {
		<-s.putting
		return nil, err
	}
	return func() { s.left = time.Now(); <-s.putting }, nil
}

// checkInPlace returns Unavailable if the path names another file than the one
// that is open, or none: what is stored in that is lost when it is closed.
func (s *Store) checkInPlace() error {
	now, err := os.Stat(s.path)
	if s.file == nil || err == nil && os.SameFile(s.file, now) {
		return nil
	}
	return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database was moved, or another put in its place: start the program again", s.path)
}

const (
	// givingWay is how long at least nobody of this program writes between two
	// transactions, and lookingMS how long SQLite waits for another program's at a
	// time, looking every 1 or 2 ms: so two programs that write without a pause let
	// each other in. SQLite's own way of waiting sleeps 100 ms after a while.
	givingWay = 5 * time.Millisecond
	lookingMS = 3
)

// begin begins the transaction of one who writes alone.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	time.Sleep(givingWay - time.Since(s.left))
	for until := time.Now().Add(s.patience); ; {
		tx, err := s.write.BeginTx(ctx, nil)
		if !isCode(err, sqlite3.ErrBusy) || time.Now().After(until) {
			return tx, err
		}
	}
}

// BeginAfter makes an empty database count its generations on from one that it
// will stand in for, so that nobody takes what they know of that for this. It
// returns Conflict if something is stored already.
func (s *Store) BeginAfter(ctx context.Context, generation int64) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE state SET generation = ? WHERE documents = 0 AND generation <= ?", generation, generation)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return mentionmap.Errorf(mentionmap.Conflict, "%s: something is stored here already", s.path)
		}
		return nil
	})
}

// change runs fn in one transaction of the only writer.
func (s *Store) change(ctx context.Context, fn func(*sql.Tx) error) error {
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	tx, err := s.begin(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}
