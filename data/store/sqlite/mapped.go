package sqlite

import (
	"context"
	"database/sql/driver"
	"strconv"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// mostMapped is the most of a file that SQLite maps into memory
// (SQLITE_MAX_MMAP_SIZE); what lies behind is read as ever.
const mostMapped = 0x7fff0000

// mappedConnector makes connections that have the file mapped into memory: a page
// somewhere in it is then looked at where the system keeps it, not copied. It is
// for readers of few rows that lie apart: those who read all would make the whole
// file part of the program's memory, as the system counts it.
type mappedConnector struct{ dsn string }

func (mappedConnector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec("PRAGMA mmap_size = "+strconv.Itoa(mostMapped), nil)
		return err
	}}
}

func (c mappedConnector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }
