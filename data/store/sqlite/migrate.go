package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"

	"mentionmap"
)

// applicationID marks our files in SQLite's header: "MMAP".
const applicationID = 0x4d4d4150

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the scripts in order: number n makes schema n of schema n-1.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	scripts := make([]string, len(names))
	for i, name := range names {
		if n := fmt.Sprintf("%04d_", i+1); path.Base(name)[:len(n)] != n {
			return nil, fmt.Errorf("migration %s: want the number %s", name, n)
		}
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		scripts[i] = string(b)
	}
	return scripts, nil
}

// identity is what the header of a file says of whose it is.
type identity struct {
	application, schema int
	empty               bool // no table at all
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func identify(ctx context.Context, q queryer) (identity, error) {
	var id identity
	err := q.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),
		NOT EXISTS (SELECT 1 FROM sqlite_schema)`).Scan(&id.application, &id.schema, &id.empty)
	return id, err
}

// check refuses files that are not ours or from the future.
func (id identity) check(path string, newest int) error {
	switch {
	case id.empty && id.application == 0 && id.schema == 0:
		return nil
	case id.application != applicationID || id.schema < 1:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is a database of another program: name another file with --db; it was not changed", path)
	case id.schema > newest:
		return mentionmap.Errorf(mentionmap.Conflict, "%s: this database was written by a newer mentionmap (schema %d, this program knows %d): use the newer program; it was not changed", path, id.schema, newest)
	}
	return nil
}

// checkSchema is for read-only use, where nothing can be brought up to date.
func checkSchema(ctx context.Context, db *sql.DB, path string, orOlder bool) error {
	scripts, err := migrations()
	if err != nil {
		return err
	}
	id, err := identify(ctx, db)
	if err != nil {
		return err
	}
	if err := id.check(path, len(scripts)); err != nil {
		return err
	}
	if orOlder && id.schema == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this database is empty", path)
	}
	if id.schema < len(scripts) && !orOlder {
		return mentionmap.Errorf(mentionmap.Conflict, "%s: this database is of an older mentionmap (schema %d of %d): 'mentionmap serve --db %s' brings it up to date and keeps a copy of it beside it", path, id.schema, len(scripts), path)
	}
	return nil
}

// migrate brings the database to the newest schema, each step in a transaction
// of its own, after a copy was made.
func migrate(ctx context.Context, db *sql.DB, path string, o Options) error {
	scripts, err := migrations()
	if err != nil {
		return err
	}
	return migrateTo(ctx, db, path, scripts, o)
}

func migrateTo(ctx context.Context, db *sql.DB, path string, scripts []string, o Options) error {
	id, err := identify(ctx, db)
	if err != nil {
		return err
	}
	if err := id.check(path, len(scripts)); err != nil {
		return err
	}
	if err := setJournal(ctx, db); err != nil {
		return err
	}
	if id.schema > 0 && id.schema < len(scripts) {
		name, err := backup(ctx, db, path, id.schema)
		if err != nil {
			return err
		}
		o.notice(fmt.Sprintf("%s: brought up to date (schema %d to %d); the old one is kept as %s", path, id.schema, len(scripts), name))
	}
	for n := id.schema; n < len(scripts); n++ {
		if err := applyScript(ctx, db, scripts[n], n+1, o.Demo); err != nil {
			return fmt.Errorf("bringing it from schema %d to %d: %w", n, n+1, err)
		}
	}
	return nil
}

const (
	// pageSize wastes less on passages than pages of half the size.
	pageSize = 8192
	// checkpointPages is how long the log grows before it is written back: 16 MB,
	// and a transaction.
	checkpointPages = 2048
)

func setJournal(ctx context.Context, db *sql.DB) error {
	// The size matters only to a file without pages.
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d", pageSize)); err != nil {
		return err
	}
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", checkpointPages))
	return err
}

// backup copies the database as one transaction sees it to the first free of
// path.bak-<schema>, path.bak-<schema>.2, …
func backup(ctx context.Context, db *sql.DB, path string, schema int) (string, error) {
	name := fmt.Sprintf("%s.bak-%d", path, schema)
	for n := 2; exists(name); n++ {
		name = fmt.Sprintf("%s.bak-%d.%d", path, schema, n)
	}
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", name)
	return name, err
}

// applyScript does nothing if another program was faster.
func applyScript(ctx context.Context, db *sql.DB, script string, schema int, demo bool) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	id, err := identify(ctx, tx)
	if err != nil || id.schema >= schema {
		return err
	}
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return err
	}
	switch schema {
	case 1:
		_, err = tx.ExecContext(ctx, "INSERT INTO state (id, generation, demo, documents, posts, mentions) VALUES (1, 0, ?, 0, 0, 0)", demo)
	case 4:
		err = convert(ctx, tx)
	}
	if err != nil {
		return err
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, schema)
	if _, err := tx.ExecContext(ctx, mark); err != nil {
		return err
	}
	return tx.Commit()
}
