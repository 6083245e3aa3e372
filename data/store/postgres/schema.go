package postgres

import (
	"context"
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"mentionmap"
)

//go:embed schema.sql
var schema string

//go:embed postgis.sql
var postgis string

// migrations are applied in their order, each once. What is released is never
// changed: a later version adds one.
var migrations = []string{schema}

// schemaLock is the key of the advisory lock under which tables are made.
const schemaLock = "hashtextextended('mentionmap schema ' || current_schema(), 0)"

// prepareSchema sees to it that the tables are those of this program.
func (b *Backend) prepareSchema(ctx context.Context, o Options) error {
	version, err := b.schemaVersion(ctx, b.pool)
	if err != nil {
		return err
	}
	if version < len(migrations) && !o.ReadOnly && (o.Create || version > 0) {
		if err := b.migrate(ctx, o); err != nil {
			return err
		}
		version = len(migrations)
	}
	switch {
	case version == 0:
		return mentionmap.Errorf(mentionmap.NotFound, "%s: the database has no tables of mentionmap yet: 'mentionmap ingest --db …' makes them", b.name)
	case version > len(migrations):
		return mentionmap.Errorf(mentionmap.Conflict, "%s: the database was written by a newer mentionmap (schema %d, this one knows %d): use that one", b.name, version, len(migrations))
	case version < len(migrations):
		return mentionmap.Errorf(mentionmap.Conflict, "%s: the database is of an older mentionmap (schema %d): open it for writing once", b.name, version)
	}
	return b.checkContent(ctx, o)
}

// querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// schemaVersion is 0 where there are no tables.
func (b *Backend) schemaVersion(ctx context.Context, q querier) (version int, err error) {
	var schema *string
	var encoding string
	var made bool
	err = q.QueryRow(ctx, `SELECT current_schema(), current_setting('server_encoding'),
		EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = current_schema() AND c.relname = 'state' AND a.attname = 'generation')`).
		Scan(&schema, &encoding, &made)
	switch {
	case err != nil:
		return 0, err
	case schema == nil:
		return 0, mentionmap.Errorf(mentionmap.Unavailable, "%s: the schema of search_path is not there: make it with 'CREATE SCHEMA'", b.name)
	case encoding != "UTF8":
		return 0, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is encoded in %s: make another with 'createdb -E UTF8 -T template0'", b.name, encoding)
	case !made:
		return 0, nil
	}
	err = q.QueryRow(ctx, "SELECT schema FROM state").Scan(&version)
	return version, err
}

// migrate applies what is missing in one transaction; another program that does
// the same at once finds it done.
func (b *Backend) migrate(ctx context.Context, o Options) error {
	return pgx.BeginFunc(ctx, b.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock("+schemaLock+")"); err != nil {
			return err
		}
		version, err := b.schemaVersion(ctx, tx)
		if err != nil {
			return err
		}
		for n := version; n < len(migrations); n++ {
			if _, err := tx.Exec(ctx, migrations[n]+comments(migrations[n])); err != nil { // no arguments: many statements are one text
				return fmt.Errorf("migration %d: %w", n+1, err)
			}
		}
		if version > 0 {
			_, err := tx.Exec(ctx, "UPDATE state SET schema = $1", len(migrations))
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO state VALUES (1, $1, gen_random_uuid()::text, $2, 0, 0, 0, 0, NULL, NULL)", len(migrations), o.Demo); err != nil {
			return err
		}
		return addGeometry(ctx, tx)
	})
}

var (
	tableLine  = regexp.MustCompile(`^CREATE (TABLE|VIEW) (\w+)`)
	columnLine = regexp.MustCompile(`^    (\w+) .* -- (.*)$`)
)

// comments makes statements of the comments in a script: those before a table
// or view are its, one behind a column is the column's.
func comments(script string) string {
	var out, before strings.Builder
	table := ""
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if text, ok := strings.CutPrefix(line, "-- "); ok {
			before.WriteString(" " + text)
			continue
		}
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = m[2]
			if before.Len() > 0 {
				fmt.Fprintf(&out, ";\nCOMMENT ON %s %s IS %s", m[1], table, quote(before.String()[1:]))
			}
		} else if m := columnLine.FindStringSubmatch(line); m != nil {
			fmt.Fprintf(&out, ";\nCOMMENT ON COLUMN %s.%s IS %s", table, m[1], quote(m[2]))
		}
		before.Reset()
	}
	return out.String()
}

// quote writes a text as SQL does.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// addGeometry gives places a point where the extension PostGIS is installed.
func addGeometry(ctx context.Context, tx pgx.Tx) error {
	var installed bool
	err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis')").Scan(&installed)
	if err == nil && installed {
		_, err = tx.Exec(ctx, postgis)
	}
	return err
}

// checkContent keeps the demo and the user's own documents apart.
func (b *Backend) checkContent(ctx context.Context, o Options) error {
	var demo bool
	err := b.pool.QueryRow(ctx, "SELECT demo FROM state").Scan(&demo)
	switch {
	case err != nil || o.AnyContent || demo == o.Demo:
		return err
	case demo:
		return mentionmap.Errorf(mentionmap.Invalid, "%s: this is the demo database, own documents do not go into it: name another with --db", b.name)
	}
	return mentionmap.Errorf(mentionmap.Invalid, "%s: this database holds your own documents, the demo does not go into it: name another with --db", b.name)
}
