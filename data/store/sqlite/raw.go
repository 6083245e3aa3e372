package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// viewRaw runs fn in one read transaction, with its connection as the driver has
// it: package sql would take longer than SQLite to hand over rows. The context is
// watched by fn; what it cancels meanwhile ends with the transaction.
func (d *Database) viewRaw(ctx context.Context, fn func(*sql.Tx, *sqlite3.SQLiteConn) error) error {
	db, frozen, err := d.reader()
	if err != nil {
		return err
	}
	if err = viewRaw(ctx, db, fn); frozen != nil && frozen.changed() {
		return errChanged(d.path) // what was read may be of two states
	}
	return d.explain(err)
}

func viewRaw(ctx context.Context, db *sql.DB, fn func(*sql.Tx, *sqlite3.SQLiteConn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// Were the transaction rolled back when the context is done, that would be while
	// fn uses the connection.
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	raw, err := rawOf(conn)
	if err != nil {
		return err
	}
	return fn(tx, raw)
}

// rawOf is a connection as the driver has it, which no other may use meanwhile.
func rawOf(conn *sql.Conn) (raw *sqlite3.SQLiteConn, err error) {
	err = conn.Raw(func(c any) error { raw = c.(*sqlite3.SQLiteConn); return nil })
	return raw, err
}

// eachRow runs a query and hands over the values of its rows, which are good
// until fn returns.
func eachRow(conn *sqlite3.SQLiteConn, query string, args []driver.Value, fn func([]driver.Value) error) error {
	named := make([]driver.NamedValue, len(args))
	for i, v := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	all, err := conn.QueryContext(context.Background(), query, named)
	if err != nil {
		return err
	}
	defer all.Close()
	values := make([]driver.Value, len(all.Columns()))
	for {
		if err := all.Next(values); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := fn(values); err != nil {
			return err
		}
	}
}

// integers gives the values of a row that has nothing but integers.
func integers(values []driver.Value, to []int64) error {
	for i := range to {
		n, ok := values[i].(int64)
		if !ok {
			return errDamaged
		}
		to[i] = n
	}
	return nil
}

// texts sets texts to the values of a row; NULL is none.
func texts(values []driver.Value, to ...*string) error {
	for i, v := range values {
		switch v := v.(type) {
		case string:
			*to[i] = v
		case nil:
			*to[i] = ""
		default:
			return errDamaged
		}
	}
	return nil
}

// reals sets numbers to the values of a row.
func reals(values []driver.Value, to ...*float64) error {
	for i, v := range values {
		n, ok := v.(float64)
		if !ok {
			return errDamaged
		}
		*to[i] = n
	}
	return nil
}
