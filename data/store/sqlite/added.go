package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// Added names the tables and views that others put into the file, such as layers
// of QGIS, in the order of the alphabet. What GeoPackage and SQLite keep about
// tables is not named.
func (d *Database) Added(ctx context.Context) (names []string, err error) {
	own, err := ownTables(ctx)
	if err != nil {
		return nil, err
	}
	err = d.view(ctx, func(tx *sql.Tx) error {
		names, err = tables(ctx, tx)
		return err
	})
	return slices.DeleteFunc(names, func(name string) bool {
		_, ours := slices.BinarySearch(own, name)
		return ours || strings.HasPrefix(name, "gpkg_") || strings.HasPrefix(name, "rtree_") || strings.HasPrefix(name, "sqlite_")
	}), err
}

// ownTables names those that a new database has.
func ownTables(ctx context.Context) ([]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each would have a database of its own
	if _, err := db.ExecContext(ctx, schemaSQL); err != nil {
		return nil, err
	}
	return tables(ctx, db)
}

func tables(ctx context.Context, q interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) ([]string, error) {
	r, err := q.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
	if err != nil {
		return nil, err
	}
	return scanAll(r, func(scan scanner) (name string, err error) { return name, scan(&name) })
}
