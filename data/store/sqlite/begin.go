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
// next one. It returns Unavailable if the database is open for reading only.
func (d *Database) alone(ctx context.Context) (done func(), err error) {
	if d.write == nil {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", d.path)
	}
	select {
	case d.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	return func() { d.lastWriteEnded = time.Now(); <-d.writing }, nil
}

// sameFile reports whether a path names that file still.
func sameFile(path string, file os.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && os.SameFile(file, now)
}

func (d *Database) inPlace() bool { return sameFile(d.path, d.file) }

// lookEvery is how often at most a reader looks whether the file is in its place.
const lookEvery = time.Second

// checkMoved returns Unavailable if the path names another file than the one that
// is open, or none; it may find so as late as lookEvery after. Once it has, it looks
// each time, for the file may come back.
func (d *Database) checkMoved() error {
	now := time.Since(processBegun)
	if last := time.Duration(d.looked.Load()); last > 0 && now-last < lookEvery {
		return nil
	}
	if !d.inPlace() {
		d.looked.Store(0)
		return errReplaced(d.path)
	}
	d.looked.Store(int64(now))
	return nil
}

// processBegun makes times of the clock that is never set back.
var processBegun = time.Now()

func errReplaced(path string) error {
	return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database was moved, or another put in its place: start the program again", path)
}

const (
	// givingWay is how long at least nobody of this program writes between two
	// transactions, and lookingMS how long SQLite waits for another program's at a
	// time, looking every 1 or 2 ms: so two programs that write without a pause let
	// each other in. SQLite's own way of waiting sleeps 100 ms after a while.
	givingWay = 5 * time.Millisecond
	lookingMS = 3
)

// begin begins the transaction of one who writes alone. It returns Unavailable if
// the path names another file than the one that is open, or none: what is stored
// in that is lost when it is closed. It looks when it has the lock: the file may
// have been replaced while it waited for that. A context that is done does not end
// the transaction: statements that the driver runs would then be outside of any.
func (d *Database) begin(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	time.Sleep(givingWay - time.Since(d.lastWriteEnded))
	for until := time.Now().Add(d.options.busyTimeout()); ; {
		tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil && !d.inPlace() {
			tx.Rollback()
			return nil, errReplaced(d.path)
		}
		if ctx.Err() != nil && err != nil {
			return nil, context.Cause(ctx)
		}
		if !isCode(err, sqlite3.ErrBusy) || time.Now().After(until) {
			return tx, err
		}
	}
}

// change runs fn in one transaction of the only writer. What the writer learned
// in one that was rolled back is forgotten.
func (d *Database) change(ctx context.Context, fn func(*sql.Tx, *sqlite3.SQLiteConn) error) error {
	done, err := d.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return d.explain(err)
	}
	defer conn.Close()
	tx, err := d.begin(ctx, conn)
	if err != nil {
		return d.explain(err)
	}
	defer tx.Rollback()
	d.committed = func() {}
	raw, err := rawOf(conn)
	if err == nil {
		err = fn(tx, raw)
	}
	if ctx.Err() != nil { // then the driver says only that it was interrupted
		err = context.Cause(ctx)
	} else if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		d.committed()
		return nil
	}
	d.known.forget()
	return d.explain(err)
}
