package sqlite

import (
	"database/sql"

	"mentionmap"
)

// scanner is (*sql.Rows).Scan.
type scanner func(dest ...any) error

// scanAll reads and closes rows.
func scanAll[T any](rows *sql.Rows, one func(scanner) (T, error)) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := one(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// nullDay reads a day; NULL is NoDay.
type nullDay struct{ day *mentionmap.Day }

func (n nullDay) Scan(v any) error {
	*n.day = mentionmap.NoDay
	if i, ok := v.(int64); ok {
		*n.day = mentionmap.Day(i)
	}
	return nil
}
