// Package postgres keeps mentions in PostgreSQL: store.Backend over pgx. Any
// number of programs may read and write one database at once. The tables, with
// a comment on every column, are in schema.sql.
package postgres

import (
	"context"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Options say how a database is opened.
type Options struct {
	// URL is postgres://user:password@host:port/database; the schema is that of
	// its parameter search_path, else public. What it leaves out comes from the
	// usual variables (PGHOST, PGPASSWORD, PGSERVICE …) and ~/.pgpass.
	URL string
	// Create makes the tables in a database that has none.
	Create bool
	// ReadOnly refuses to write.
	ReadOnly bool
	// Demo opens or makes the demo database, which holds no other documents.
	Demo bool
	// AnyContent opens what is there, demo or not: for programs that only read.
	AnyContent bool
	// Connections is the most that are held to the server; 0: 8 at least, or as
	// many as there are processors.
	Connections int32
}

// Backend implements store.Backend.
type Backend struct {
	explainer
	pool *pgxpool.Pool
	now  infoCache

	writing sync.Mutex   // is held by the transaction of this program that has the lock of writers
	stories rows.Stories // its own
}

var _ store.Backend = (*Backend)(nil)

const (
	// connectTimeout is how long a server may take to answer at first.
	connectTimeout = 10 * time.Second
	// writerIdle ends a writer that stands still inside its transaction, as one
	// does whose machine is gone: others wait for it.
	writerIdle = "60s"
	// writerMemory is what the server may use to put new words in order.
	writerMemory = "64MB"
)

// Open connects to a database. Errors: Invalid for a wrong address or the demo
// where it does not belong, Unavailable when the server cannot be reached or
// refuses, NotFound when there are no tables and Create is not set, Conflict
// for tables of another version.
func Open(ctx context.Context, o Options) (*Backend, error) {
	b := &Backend{explainer: explainer{nameOf(o.URL)}, now: infoCache{turn: make(chan struct{}, 1)}}
	config, err := b.config(o)
	if err != nil {
		return nil, err
	}
	if b.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, b.explain(ctx, err)
	}
	if err := b.prepareSchema(ctx, o); err != nil {
		b.pool.Close()
		return nil, b.explain(ctx, err)
	}
	return b, nil
}

// config reads the address. An error of the driver's is not passed on: it may
// quote what was meant to be a password.
func (b *Backend) config(o Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: this address is wrong: write postgres://user@host:5432/database, and %%-codes for special characters of a password", b.name)
	}
	if o.Connections > 0 {
		config.MaxConns = o.Connections
	} else if !strings.Contains(o.URL, "pool_max_conns") {
		config.MaxConns = max(config.MaxConns, 8)
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	set := config.ConnConfig.RuntimeParams
	if set["application_name"] == "" {
		set["application_name"] = "mentionmap"
	}
	set["client_encoding"] = "UTF8"
	set["jit"] = "off" // queries are many and short
	if o.ReadOnly {
		set["default_transaction_read_only"] = "on"
	}
	return config, nil
}

// Close ends all connections.
func (b *Backend) Close() error {
	b.pool.Close()
	return nil
}

// IsURL reports whether a name of a database means one on PostgreSQL.
func IsURL(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// view runs fn in a transaction that reads one state of the database.
func (b *Backend) view(ctx context.Context, fn func(pgx.Tx) error) error {
	return b.transaction(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
}

// transaction runs fn in a transaction. If that cannot begin since the connection
// is gone, as all are when the server was restarted, all are replaced once.
func (b *Backend) transaction(ctx context.Context, o pgx.TxOptions, fn func(pgx.Tx) error) error {
	begun := false
	once := func() error {
		return pgx.BeginTxFunc(ctx, b.pool, o, func(tx pgx.Tx) error {
			begun = true
			return safely(func() error { return fn(tx) })
		})
	}
	err := once()
	if err != nil && !begun && ctx.Err() == nil {
		b.pool.Reset()
		err = once()
	}
	return b.explain(ctx, err)
}

// safely makes a panic an error, so that the transaction ends and the program goes on.
func safely(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = mentionmap.Errorf(mentionmap.Internal, "a fault of the program: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}

// change runs fn in a transaction that is the only one that writes.
func (b *Backend) change(ctx context.Context, fn func(pgx.Tx) error) error {
	return b.transaction(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		if err := lockWriters(ctx, tx); err != nil {
			return err
		}
		return fn(tx)
	})
}

// writersLock is the key of the advisory lock that writers of a schema take in
// turn: so numbers of documents ascend in the order of commits, and a reader
// that has seen a generation has seen all before it.
const writersLock = "hashtextextended('mentionmap writers ' || current_schema(), 0)"

func lockWriters(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "SELECT set_config('idle_in_transaction_session_timeout', '"+writerIdle+"', true), set_config('work_mem', '"+writerMemory+"', true), pg_advisory_xact_lock("+writersLock+")")
	return err
}

// infoCache shares what Info reads. Every answer asks for the generation: one
// SELECT tells it, of those who ask at once one for all. A notification would
// cost less, but comes some time after the commit: an answer could then be
// older than a change whose Put had returned to its caller, on another node.
type infoCache struct {
	turn  chan struct{} // who has it reads
	begun atomic.Int64  // readings that began
	of    int64         // the reading that held is of
	held  store.Info
	sized time.Time // when held.Bytes was read
}

// Info implements store.Backend. It is never older than the call, but for
// Bytes, which may be ten seconds old.
func (b *Backend) Info(ctx context.Context) (store.Info, error) {
	c := &b.now
	before := c.begun.Load()
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return store.Info{}, context.Cause(ctx)
	}
	if c.of > before { // another one began after this call, and has ended
		return c.held, nil
	}
	n := c.begun.Add(1)
	i, err := b.readInfo(ctx)
	if err != nil {
		return store.Info{}, b.explain(ctx, err)
	}
	c.of = n
	return i, nil
}

// readInfo reads the generation, and the rest only when that has changed.
func (b *Backend) readInfo(ctx context.Context) (store.Info, error) {
	var i store.Info
	var first, last *time.Time
	read := func() error {
		return b.pool.QueryRow(ctx, "SELECT public, generation, demo, documents, posts, mentions, first_day, last_day FROM state").
			Scan(&i.ID, &i.Generation, &i.Demo, &i.Documents, &i.Posts, &i.Mentions, &first, &last)
	}
	err := read()
	if err != nil && ctx.Err() == nil { // perhaps a restart of the server ended all connections
		b.pool.Reset()
		err = read()
	}
	c := &b.now
	if err != nil || i.Generation == c.held.Generation && c.held.Schema != 0 && time.Since(c.sized) < 10*time.Second {
		return c.held, err
	}
	i.First, i.Last, i.Schema = dayOf(first), dayOf(last), len(migrations)
	if i.Bytes = c.held.Bytes; time.Since(c.sized) >= 10*time.Second {
		err = b.pool.QueryRow(ctx, "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = current_schema()").
			Scan(&i.Bytes)
		if err != nil {
			return i, err
		}
		c.sized = time.Now()
	}
	rows, err := b.pool.Query(ctx, "SELECT part, name FROM version ORDER BY id")
	if err != nil {
		return i, err
	}
	var part, name string
	_, err = pgx.ForEachRow(rows, []any{&part, &name}, func() error {
		if part == "gazetteer" {
			i.Gazetteers = append(i.Gazetteers, name)
		} else {
			i.Locators = append(i.Locators, name)
		}
		return nil
	})
	if err == nil {
		c.held = i
	}
	return i, err
}

func dayOf(t *time.Time) mentionmap.Day {
	if t == nil {
		return mentionmap.NoDay
	}
	return mentionmap.DayOf(*t)
}

// Listen calls fn with every generation that a commit makes, from now on, until
// the context is done or fn returns an error: so a node can follow at once.
// When the connection is lost it comes back, and fn is called once though
// nothing may have changed. What was missed shows in Info.
func (b *Backend) Listen(ctx context.Context, fn func() error) error {
	const pause = time.Second
	for ctx.Err() == nil {
		var stop error
		b.listen(ctx, func() error {
			stop = fn()
			return stop
		})
		if stop != nil {
			return stop
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return ctx.Err()
}

func (b *Backend) listen(ctx context.Context, fn func() error) error {
	pooled, err := b.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := pooled.Hijack() // it is not given back: it would go on listening
	defer func() {
		end, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		conn.Close(end)
	}()
	if _, err := conn.Exec(ctx, "LISTEN mentionmap"); err != nil {
		return err
	}
	for {
		if err := fn(); err != nil {
			return err
		}
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
