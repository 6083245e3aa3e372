package sqlite

import (
	"context"
	"database/sql"
	"net/url"
)

// IsFormerDemo reports whether a file is the demo database of a mentionmap from
// before its tables were plain: it holds nothing of the user's and cannot be read.
func IsFormerDemo(ctx context.Context, path string) bool {
	db, err := sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}}))
	if err != nil {
		return false
	}
	defer db.Close()
	id, err := identify(ctx, db)
	if err != nil || id.application != formerID {
		return false
	}
	var demo bool
	return db.QueryRowContext(ctx, "SELECT demo FROM state").Scan(&demo) == nil && demo
}
