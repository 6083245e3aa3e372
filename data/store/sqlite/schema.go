package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
)

// schemaSQL makes the tables of the newest schema.
//
//go:embed schema.sql
var schemaSQL string

// migrations bring older schemas up to date, number n from schema n+1 to n+2.
// What one changes is changed in schema.sql, too.
var migrations []string

func newestSchema() int { return 1 + len(migrations) }

const (
	// applicationID in SQLite's header marks a GeoPackage, and gpkgVersion, where
	// other programs keep the number of their schema, is that of GeoPackage 1.3.
	applicationID = 0x47504b47
	gpkgVersion   = 10300
	// formerID marked the files of mentionmap before its tables were plain.
	formerID = 0x4d4d4150
)

// identity is what a file says of whose it is.
type identity struct {
	application, schema int
	empty               bool // no table at all
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func identify(ctx context.Context, q queryer) (id identity, err error) {
	var ours bool
	err = q.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), NOT EXISTS (SELECT 1 FROM sqlite_schema),
		EXISTS (SELECT 1 FROM pragma_table_info('state') WHERE name = 'schema')`).Scan(&id.application, &id.empty, &ours)
	if err != nil || !ours || id.application != applicationID {
		return id, err
	}
	return id, q.QueryRowContext(ctx, "SELECT schema FROM state").Scan(&id.schema)
}

// check refuses files that are not ours, of before the first release, or from
// the future.
func (id identity) check(path string) error {
	newest := newestSchema()
	switch {
	case id.empty && id.application == 0:
		return nil
	case id.application == formerID:
		return mentionmap.Errorf(mentionmap.Conflict, "%s: this database was written by an early mentionmap and cannot be read any more: ingest the documents into a new one, named with --db; it was not changed", path)
	case id.application != applicationID || id.schema < 1:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is a database of another program: name another file with --db; it was not changed", path)
	case id.schema > newest:
		return mentionmap.Errorf(mentionmap.Conflict, "%s: this database was written by a newer mentionmap (schema %d, this program knows %d): use the newer program; it was not changed", path, id.schema, newest)
	}
	return nil
}

// checkSchema is for read-only use, where nothing can be brought up to date.
func checkSchema(ctx context.Context, q queryer, path string, orOlder bool) error {
	id, err := identify(ctx, q)
	if err != nil {
		return err
	}
	if err := id.check(path); err != nil {
		return err
	}
	if id.empty {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this database is empty: fill it with 'mentionmap ingest'", path)
	}
	if id.schema < newestSchema() && !orOlder {
		return mentionmap.Errorf(mentionmap.Conflict, "%s: this database is of an older mentionmap (schema %d of %d): 'mentionmap serve --db %s' brings it up to date and keeps a copy of it beside it", path, id.schema, newestSchema(), path)
	}
	return nil
}

// prepareSchema creates a database, in one transaction, or brings an older one
// up to date, each step in a transaction of its own, after a copy was made.
func prepareSchema(ctx context.Context, db *sql.DB, path string, o Options) error {
	id, err := identify(ctx, db)
	if err != nil {
		return err
	}
	if err := id.check(path); err != nil {
		return err
	}
	if id.empty {
		// Before the log is turned on: GDAL tells a GeoPackage by the file alone.
		if err := create(ctx, db, o.Demo); err != nil {
			return err
		}
		id.schema = newestSchema()
	}
	if err := setJournal(ctx, db, path); err != nil {
		return err
	}
	return migrate(ctx, db, path, id.schema, o)
}

func create(ctx context.Context, db *sql.DB, demo bool) error {
	// The size matters only to a file without pages.
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d", pageSize)); err != nil {
		return err
	}
	return step(ctx, db, func(tx *sql.Tx, id identity) error {
		if !id.empty {
			return nil // another program was faster
		}
		if _, err := tx.ExecContext(ctx, schemaSQL); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, gpkgVersion)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO state VALUES (1, ?, lower(hex(randomblob(8))), ?, 0, 0, 0, 0, NULL, NULL)", newestSchema(), bit(demo))
		return err
	})
}

func migrate(ctx context.Context, db *sql.DB, path string, schema int, o Options) error {
	if schema == newestSchema() {
		return nil
	}
	name, err := copyOlder(ctx, db, path, schema)
	if err != nil {
		return err
	}
	for n := schema; n < newestSchema(); n++ {
		err := step(ctx, db, func(tx *sql.Tx, id identity) error {
			if id.schema > n {
				return nil // another program was faster
			}
			if _, err := tx.ExecContext(ctx, migrations[n-1]); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, "UPDATE state SET schema = ?", n+1)
			return err
		})
		if err != nil {
			return fmt.Errorf("bringing it from schema %d to %d: %w", n, n+1, err)
		}
	}
	o.notice(fmt.Sprintf("%s: brought up to date (schema %d to %d); the old one is kept as %s", path, schema, newestSchema(), name))
	return nil
}

// step runs fn in one transaction, which knows what the file is by then.
func step(ctx context.Context, db *sql.DB, fn func(*sql.Tx, identity) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	id, err := identify(ctx, tx)
	if err != nil {
		return err
	}
	if err := fn(tx, id); err != nil {
		return err
	}
	return tx.Commit()
}

const (
	// pageSize holds a post of some length, which wastes less than smaller pages.
	pageSize = 8192
	// checkpointPages is how long the log grows before it is written back: 64 MB,
	// and a transaction. Each writes to many pages of the index of dates: they are
	// written back once for several.
	checkpointPages = 8192
)

// ErrHeld means that the log (WAL) is off and cannot be turned on while another
// program has the database open. It can be opened for reading.
var ErrHeld = errors.New("its log is off")

// setJournal turns on the log beside the file (WAL). GDAL and QGIS may have
// turned it off while no program had the file open.
func setJournal(ctx context.Context, db *sql.DB, path string) error {
	var mode string
	err := db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
	if isCode(err, sqlite3.ErrBusy) {
		return &mentionmap.Error{Code: mentionmap.Conflict, Err: ErrHeld,
			Message: path + ": another program has the database open, if only to read, and turned its log off: close it there, such as in QGIS or sqlite3, and run the command again"}
	}
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", checkpointPages))
	return err
}

// copyOlder copies the database as one transaction sees it to the first free of
// path.bak-<schema>, path.bak-<schema>.2, …
func copyOlder(ctx context.Context, db *sql.DB, path string, schema int) (string, error) {
	name := fmt.Sprintf("%s.bak-%d", path, schema)
	for n := 2; exists(name); n++ {
		name = fmt.Sprintf("%s.bak-%d.%d", path, schema, n)
	}
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", name)
	return name, err
}
