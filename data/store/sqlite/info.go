package sqlite

import (
	"context"
	"database/sql"

	"mentionmap/data/store"
)

// Info implements store.Backend. It returns Unavailable if the file was moved, or
// another put in its place: an index that asked goes no further.
func (d *Database) Info(ctx context.Context) (store.Info, error) {
	if err := d.checkMoved(); err != nil {
		return store.Info{}, err
	}
	db, frozen, err := d.reader()
	if err != nil {
		return store.Info{}, err
	}
	i, err := d.info.get(ctx, db)
	if frozen != nil && frozen.changed() {
		return store.Info{}, errChanged(d.path)
	}
	return i, d.explain(err)
}

// Generation is Info's, alone.
func (d *Database) Generation(ctx context.Context) (int64, error) {
	i, err := d.Info(ctx)
	return i.Generation, err
}

// infoCache knows what the database holds, and reads it again only when another
// connection, of this program or another, has changed the file since: SQLite
// tells so without reading a row.
type infoCache struct {
	lock    chan struct{} // holds the one that asks: unlike a mutex, it is left waiting for no longer than the context says
	db      *sql.DB       // that conn is of
	conn    *sql.Conn     // none but this one, for what a connection changes itself it is not told
	version int64         // PRAGMA data_version
	held    store.Info
}

// get is never older than the call.
func (c *infoCache) get(ctx context.Context, db *sql.DB) (store.Info, error) {
	if err := ctx.Err(); err != nil {
		return store.Info{}, err
	}
	select {
	case c.lock <- struct{}{}:
	case <-ctx.Done():
		return store.Info{}, ctx.Err()
	}
	defer func() { <-c.lock }()
	i, err := c.read(ctx, db)
	if err != nil {
		c.drop()
	}
	return i, err
}

func (c *infoCache) read(ctx context.Context, db *sql.DB) (_ store.Info, err error) {
	if c.db != db {
		c.drop()
	}
	known := c.conn != nil
	if !known {
		c.db = db
		if c.conn, err = db.Conn(ctx); err != nil {
			return store.Info{}, err
		}
	}
	var version int64
	if err := c.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return store.Info{}, err
	}
	if known && version == c.version {
		return c.held, nil
	}
	tx, err := c.conn.BeginTx(ctx, nil)
	if err != nil {
		return store.Info{}, err
	}
	defer tx.Rollback()
	held, err := readInfo(ctx, tx)
	if err == nil {
		c.version, c.held = version, held
	}
	return held, err
}

// drop lets the connection go; the next call takes another.
func (c *infoCache) drop() {
	if c.conn != nil {
		c.conn.Close()
	}
	c.conn = nil
}

func (c *infoCache) close() {
	c.lock <- struct{}{}
	c.drop()
	<-c.lock
}

func readInfo(ctx context.Context, tx *sql.Tx) (i store.Info, err error) {
	err = tx.QueryRowContext(ctx, `SELECT public, generation, demo, documents, posts, mentions, first_day, last_day, schema,
		(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) FROM state`).
		Scan(&i.ID, &i.Generation, &i.Demo, &i.Documents, &i.Posts, &i.Mentions, nullDay{&i.First}, nullDay{&i.Last}, &i.Schema, &i.Bytes)
	if err != nil {
		return i, err
	}
	r, err := tx.QueryContext(ctx, "SELECT part, name FROM version ORDER BY id")
	if err != nil {
		return i, err
	}
	versions, err := scanAll(r, func(scan scanner) (v [2]string, err error) { return v, scan(&v[0], &v[1]) })
	for _, v := range versions {
		if v[0] == "gazetteer" {
			i.Gazetteers = append(i.Gazetteers, v[1])
		} else {
			i.Locators = append(i.Locators, v[1])
		}
	}
	return i, err
}
