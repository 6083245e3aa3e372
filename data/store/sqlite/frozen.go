package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"os"

	"mentionmap"
)

// frozen is a file that is read as if it never changed: one in WAL mode whose
// log is gone, in a folder where this program cannot make a new one. SQLite then
// takes no locks and does not see what others write. So the file and its log
// are looked at before and after each transaction.
type frozen struct {
	path string
	file os.FileInfo
}

// asFrozen reports whether SQLite can read the file only so.
func asFrozen(path string) *frozen {
	file, err := os.Stat(path)
	if err != nil || !inWALMode(path) || writableFolder(path) || exists(path+"-wal") {
		return nil
	}
	return &frozen{path, file}
}

// changed reports whether another program opened the file for writing since. It
// cannot write without making a log.
func (f *frozen) changed() bool {
	now, err := os.Stat(f.path)
	return err != nil || !os.SameFile(now, f.file) || now.Size() != f.file.Size() || !now.ModTime().Equal(f.file.ModTime()) || exists(f.path+"-wal")
}

func errChanged(path string) error {
	return mentionmap.Errorf(mentionmap.Unavailable, "%s: another program began to write to the database: ask again", path)
}

// reader gives the connections to read with; those of a frozen file that changed
// are replaced.
func (d *Database) reader() (*sql.DB, *frozen, error) {
	d.mu.RLock()
	db, f := d.read, d.frozen
	d.mu.RUnlock()
	if f == nil || !f.changed() {
		return db, f, nil
	}
	if !d.inPlace() {
		return nil, nil, errReplaced(d.path)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.frozen == f {
		d.info.close()
		d.read.Close()
		if err := d.connectReaders(); err != nil {
			return nil, nil, d.explain(err)
		}
		if err := d.read.PingContext(context.Background()); err != nil {
			return nil, nil, d.explain(err)
		}
	}
	return d.read, d.frozen, nil
}

// connectReaders sets read and frozen.
func (d *Database) connectReaders() (err error) {
	options := url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {milliseconds(d.options.busyTimeout())}, "_cache_size": {"-4096"},
		"_stmt_cache_size": {statementCache}, "_mutex": {noMutex}}
	if d.frozen = nil; d.write == nil {
		if d.frozen = asFrozen(d.path); d.frozen != nil {
			options.Set("immutable", "1")
		}
	}
	if d.read, err = sql.Open("sqlite3", dsn(d.path, options)); err != nil {
		return err
	}
	n := d.options.readers() + 1 // one is for Info
	d.read.SetMaxOpenConns(n)
	d.read.SetMaxIdleConns(n)
	return nil
}

// inWALMode reads from SQLite's header (https://www.sqlite.org/fileformat.html)
// whether the file is written with a log beside it.
func inWALMode(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var version [2]byte
	_, err = f.ReadAt(version[:], 18)
	return err == nil && version[1] == 2
}
