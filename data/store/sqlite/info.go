package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"mentionmap/data/store"
)

// Info implements store.Store.
func (s *Store) Info(ctx context.Context) (store.Info, error) {
	if err := ctx.Err(); err != nil {
		return store.Info{}, err
	}
	i, err := s.now.info(s.read)
	return i, s.explain(err)
}

// Generation is Info's, alone.
func (s *Store) Generation(ctx context.Context) (int64, error) {
	i, err := s.Info(ctx)
	return i.Generation, err
}

// now knows what the store holds, and reads it again only when another
// connection, of this program or another, has changed the file since: SQLite
// tells so without reading a row. Every answer asks for it, most more than once.
type now struct {
	mu      sync.Mutex
	conn    *sql.Conn // none but this one, for what a connection changes itself it is not told
	version int64     // PRAGMA data_version
	held    store.Info
}

// info is never older than the call.
func (n *now) info(db *sql.DB) (store.Info, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	i, err := n.read(db)
	if err != nil {
		n.drop()
	}
	return i, err
}

func (n *now) read(db *sql.DB) (_ store.Info, err error) {
	ctx := context.Background() // what is asked for once serves all
	known := n.conn != nil
	if !known {
		if n.conn, err = db.Conn(ctx); err != nil {
			return store.Info{}, err
		}
	}
	var version int64
	if err := n.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return store.Info{}, err
	}
	if known && version == n.version {
		return n.held, nil
	}
	tx, err := n.conn.BeginTx(ctx, nil)
	if err != nil {
		return store.Info{}, err
	}
	defer tx.Rollback()
	held, err := readInfo(ctx, tx)
	if err == nil {
		n.version, n.held = version, held
	}
	return held, err
}

// drop lets the connection go; the next call takes another.
func (n *now) drop() {
	if n.conn != nil {
		n.conn.Close()
	}
	n.conn = nil
}

func (n *now) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.drop()
}

func readInfo(ctx context.Context, tx *sql.Tx) (i store.Info, err error) {
	err = tx.QueryRowContext(ctx, `SELECT generation, demo, documents, posts, mentions, first_day, last_day,
		(SELECT user_version FROM pragma_user_version), (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
		FROM state`).
		Scan(&i.Generation, &i.Demo, &i.Documents, &i.Posts, &i.Mentions, nullDay{&i.First}, nullDay{&i.Last}, &i.Schema, &i.Bytes)
	if err != nil {
		return i, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT part, name FROM version ORDER BY id")
	if err != nil {
		return i, err
	}
	versions, err := scanAll(rows, func(scan scanner) (v [2]string, err error) { return v, scan(&v[0], &v[1]) })
	for _, v := range versions {
		if v[0] == "gazetteer" {
			i.Gazetteers = append(i.Gazetteers, v[1])
		} else {
			i.Locators = append(i.Locators, v[1])
		}
	}
	return i, err
}
