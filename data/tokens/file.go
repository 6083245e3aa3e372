package tokens

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"sync"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver

	"mentionmap"
)

// remembered is how long a server takes what it read for right: so soon a
// token that was revoked is of no use.
const remembered = time.Second

// File is the file that tokens are kept in. It need not be there: then there
// are none. It is safe for any number of goroutines and programs.
type File struct {
	path string

	mu   sync.Mutex
	db   *sql.DB // nil: not opened yet
	rows []row
	read time.Time // when rows were
}

// Beside returns the file of tokens that belongs to a database.
func Beside(database string) *File { return &File{path: database + ".tokens"} }

// Path is the name of the file.
func (f *File) Path() string { return f.path }

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.db == nil {
		return nil
	}
	err := f.db.Close()
	f.db = nil
	return err
}

const schema = `CREATE TABLE IF NOT EXISTS token (
	name    TEXT PRIMARY KEY,
	scope   TEXT NOT NULL CHECK (scope IN ('read', 'write')),
	hash    BLOB NOT NULL, -- SHA-256 of the secret
	created INTEGER NOT NULL, -- seconds since 1970-01-01
	used    INTEGER NOT NULL  -- 0: never
) STRICT`

// open opens the file; without it, it returns nil, or makes it if asked to.
func (f *File) open(ctx context.Context, create bool) (*sql.DB, error) {
	if f.db != nil {
		return f.db, nil
	}
	if _, err := os.Stat(f.path); errors.Is(err, os.ErrNotExist) && !create {
		return nil, nil
	}
	made, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDWR, 0o600) // nobody else may read it
	if err != nil {
		return nil, f.explain(err)
	}
	made.Close()
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: f.path}).EscapedPath()+"?_busy_timeout=5000&_txlock=immediate")
	if err == nil {
		_, err = db.ExecContext(ctx, schema)
	}
	if err != nil {
		return nil, f.explain(err)
	}
	f.db = db
	return db, nil
}

func (f *File) explain(err error) error {
	if err == nil {
		return nil
	}
	return mentionmap.Errorf(mentionmap.Unavailable, "%s: the tokens cannot be read or written: %w", f.path, err)
}

func (f *File) add(ctx context.Context, r row) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	db, err := f.open(ctx, true)
	if err != nil {
		return err
	}
	done, err := db.ExecContext(ctx, "INSERT INTO token (name, scope, hash, created, used) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
		r.Name, r.Scope.String(), r.hash, r.Created.Unix())
	if err != nil {
		return f.explain(err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return mentionmap.Errorf(mentionmap.Conflict, "there is a token %q already: revoke it, or take another name", r.Name)
	}
	f.read = time.Time{}
	return nil
}

// Revoke takes a token back; NotFound if there is none of that name.
func (f *File) Revoke(ctx context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := int64(0)
	if db, err := f.open(ctx, false); err != nil {
		return err
	} else if db != nil {
		done, err := db.ExecContext(ctx, "DELETE FROM token WHERE name = ?", name)
		if err != nil {
			return f.explain(err)
		}
		n, _ = done.RowsAffected()
	}
	if n == 0 {
		return mentionmap.Errorf(mentionmap.NotFound, "there is no token %q: 'mentionmap token list' tells which there are", name)
	}
	f.read = time.Time{}
	return nil
}

// List gives all tokens by their names.
func (f *File) List(ctx context.Context) (list []Token, err error) {
	rows, err := f.current(ctx, time.Time{})
	for _, r := range rows {
		list = append(list, r.Token)
	}
	return list, err
}

// current gives the tokens as they were a moment ago; with no time, as they are.
func (f *File) current(ctx context.Context, now time.Time) ([]row, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !now.IsZero() && now.Sub(f.read).Abs() < remembered {
		return f.rows, nil
	}
	db, err := f.open(ctx, false)
	if err != nil {
		return nil, err
	}
	f.rows, f.read = nil, now
	if db == nil {
		return nil, nil
	}
	f.rows, err = readRows(ctx, db)
	return f.rows, f.explain(err)
}

func readRows(ctx context.Context, db *sql.DB) (list []row, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name, scope, hash, created, used FROM token ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var scope string
		var created, used int64
		if err := rows.Scan(&r.Name, &scope, &r.hash, &created, &used); err != nil {
			return nil, err
		}
		r.Scope, _ = ParseScope(scope)
		if r.Created = time.Unix(created, 0); used > 0 {
			r.Used = time.Unix(used, 0)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// used notes when a token was used last.
func (f *File) used(ctx context.Context, name string, now time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	db, err := f.open(ctx, false)
	if err != nil || db == nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE token SET used = ? WHERE name = ?", now.Unix(), name)
	f.read = time.Time{}
	return f.explain(err)
}
