package sqlite

import (
	"context"
	"database/sql/driver"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// statements are the writer's, run by the driver itself: package sql, and a call
// into SQLite for each value, would take as long as SQLite.
type statements struct {
	conn *sqlite3.SQLiteConn
	open map[string]*statement
}

type statement struct {
	driver.StmtQueryContext
	close func() error
	args  []driver.NamedValue
}

func (s *statements) get(query string) (*statement, error) {
	if st := s.open[query]; st != nil {
		return st, nil
	}
	made, err := s.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	st := &statement{StmtQueryContext: made.(driver.StmtQueryContext), close: made.Close, args: make([]driver.NamedValue, made.NumInput())}
	for i := range st.args {
		st.args[i].Ordinal = i + 1
	}
	s.open[query] = st
	return st, nil
}

// run runs a statement that gives no rows. Values are those of package driver. It
// is asked as a query, for which the driver binds all values in one call.
func (s *statements) run(query string, values ...any) error {
	st, err := s.get(query)
	if err != nil {
		return err
	}
	for i, v := range values {
		st.args[i].Value = v
	}
	rows, err := st.QueryContext(context.Background(), st.args)
	if err != nil {
		return err
	}
	return rows.Close()
}

func (s *statements) close() {
	for _, st := range s.open {
		st.close()
	}
}
