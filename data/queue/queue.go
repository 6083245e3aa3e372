// Package queue lets many machines work on one archive in PostgreSQL. Documents
// are put into it as jobs of River (riverqueue.com), in the same database; any
// number of workers locate them, and store documents and the end of their job in
// one transaction. So a worker that dies at any moment loses nothing and doubles
// nothing.
//
// A document comes from "pending", until the homes of its sources are learned, to
// "available", "running", and out of the queue. What fails again and again, alone
// in a job, is set aside with its error ("cancelled", "discarded") until it is
// retried or dropped.
package queue

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"mentionmap"
	"mentionmap/data/store"
)

// Store is the archive that a queue fills. PutTx is Put within a transaction of
// the caller's.
type Store interface {
	store.Runs
	PutTx(ctx context.Context, tx pgx.Tx, run int64, batch []mentionmap.Located) (store.Added, error)
	Numbers(ctx context.Context, ids []string) ([]int64, error)
}

// Queue is the queue of a database.
type Queue struct {
	pool   *pgxpool.Pool
	store  Store
	client *river.Client[pgx.Tx] // puts jobs in
}

// name is that of the queue in River's tables.
const name = "documents"

//go:embed queue.sql
var schema string

// Open opens the queue beside the tables of an archive, and makes its own tables
// if they are not there. The pool is of the same database and schema, with
// connections of a session of their own (no pooler between that shares them).
func Open(ctx context.Context, pool *pgxpool.Pool, s Store) (*Queue, error) {
	if err := migrate(ctx, pool); err != nil {
		return nil, explain(ctx, err)
	}
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: quiet})
	if err != nil {
		return nil, explain(ctx, err)
	}
	return &Queue{pool: pool, store: s, client: client}, nil
}

// Locks, each for a schema.
const (
	schemaLock  = "hashtextextended('mentionmap queue ' || current_schema(), 0)"
	enqueueLock = "hashtextextended('mentionmap enqueue ' || current_schema(), 0)"
	learnLock   = "hashtextextended('mentionmap learn ' || current_schema(), 0)"
)

// migrate makes or completes the tables; programs that do so at once take turns.
func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer closeSession(conn)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock("+schemaLock+")"); err != nil {
		return err
	}
	done, err := migrator.Validate(ctx, nil)
	if err != nil {
		return err
	}
	if !done.OK {
		// Not in one transaction: a value of an enumeration cannot be used in the one that adds it.
		if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return err
		}
	}
	var made bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('source_home') IS NOT NULL AND to_regclass('worker') IS NOT NULL").Scan(&made); err != nil || made {
		return err
	}
	_, err = conn.Exec(ctx, schema)
	return err
}

// closeSession ends a connection, and with it the locks that it holds.
func closeSession(conn *pgxpool.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), ending)
	defer cancel()
	conn.Hijack().Close(ctx)
}

// quiet is River's logger: what matters for people is told by Tell and Status.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// explain makes an error of the driver one line for people.
func explain(ctx context.Context, err error) error {
	var known *mentionmap.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var server *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.As(err, &server) && server.Code == "42501":
		return mentionmap.Errorf(mentionmap.Unavailable, "the queue: the user may not do this: grant it rights on the schema and its tables (%w)", err)
	case errors.As(err, &server) && transient(server.Code):
		return mentionmap.Errorf(mentionmap.Unavailable, "the queue: the server cannot do it now: run it again in a moment (%w)", err)
	case errors.As(err, &server):
		return mentionmap.Errorf(mentionmap.Internal, "the queue: the server reports an error (%w)", err)
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), pgconn.SafeToRetry(err):
		return mentionmap.Errorf(mentionmap.Unavailable, "the queue: the server cannot be reached: check that it runs (%w)", err)
	}
	return mentionmap.Errorf(mentionmap.Internal, "the queue: %w", err)
}

// transient reports states (SQLSTATE) that pass: too little of something, a
// server that stops, a lock, a connection that is gone.
func transient(state string) bool {
	switch state[:min(2, len(state))] {
	case "08", "40", "53", "55", "57":
		return true
	}
	return state == "25P03"
}

// safely makes a panic an error.
func safely(what string, fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: a fault of the program: %v\n%s", what, p, debug.Stack())
		}
	}()
	return fn()
}
