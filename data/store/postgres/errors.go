package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"mentionmap"
)

// explainer turns errors of the driver into one line for people. It knows the
// database by a name without a password.
type explainer struct{ name string }

// explain leaves errors that are for people already, and those of a context.
func (e explainer) explain(ctx context.Context, err error) error {
	var known *mentionmap.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil { // then the server only says that the statement was ended
		return context.Cause(ctx)
	}
	code, text := mentionmap.Internal, "the server or the connection to it has a fault"
	var server *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.As(err, &server):
		code, text = meaning(server)
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), pgconn.SafeToRetry(err):
		code, text = mentionmap.Unavailable, "the server cannot be reached: check that it runs, and the host and port of --db"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &mentionmap.Error{Code: code, Message: e.name + ": " + text + " (" + cause(err) + ")", Err: err}
}

// cause is the one reason at the bottom of what the driver says, on one line. It
// names host, user and database on the first of several, a password nowhere.
func cause(err error) string {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return oneLine(server.Message) + ", SQLSTATE " + server.Code
	}
	var system syscall.Errno
	var host *net.DNSError
	switch {
	case errors.As(err, &host):
		return oneLine(host.Err + ": " + host.Name)
	case errors.As(err, &system):
		return system.Error()
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	}
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	return oneLine(lines[len(lines)-1])
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// meanings are the errors that have an advice, by their code (SQLSTATE) or the
// class that it begins with. The first that fits counts.
var meanings = []struct {
	state string
	code  mentionmap.Code
	text  string
}{
	{"28", mentionmap.Unavailable, "the server refuses the user: check user and password of --db, or set PGPASSWORD"},
	{"3D000", mentionmap.Unavailable, "there is no such database: make it with 'createdb', or name another with --db"},
	{"3F000", mentionmap.Unavailable, "there is no such schema: make it with 'CREATE SCHEMA', or name another as search_path in --db"},
	{"53100", mentionmap.Unavailable, "the server's disk is full; what was stored before is safe: free some space and run it again"},
	{"53200", mentionmap.Unavailable, "the server is out of memory: run it again, with smaller batches"},
	{"53300", mentionmap.Unavailable, "the server has too many connections: end some, or raise its max_connections"},
	{"53", mentionmap.Unavailable, "the server has too little of something"},
	{"25006", mentionmap.Unavailable, "the database cannot be written: it is a standby or read-only; name the primary server with --db"},
	{"42501", mentionmap.Unavailable, "the user may not do this: grant it rights on the schema and its tables"},
	{"55P03", mentionmap.Conflict, "another program is writing and does not end (lock_timeout): wait for it, then run it again"},
	{"25P03", mentionmap.Unavailable, "the transaction stood still for too long and was taken back: run it again"},
	{"57014", mentionmap.Unavailable, "the server ended the statement (statement_timeout or an administrator): run it again"},
	{"57", mentionmap.Unavailable, "the server is stopping or starting: run it again in a moment"},
	{"08", mentionmap.Unavailable, "the connection to the server is gone: run it again"},
	{"40", mentionmap.Conflict, "another program changed the same: run it again"},
	{"42P07", mentionmap.Conflict, "the schema holds tables of another program: make one with 'CREATE SCHEMA' and name it as search_path in --db"},
	{"42P01", mentionmap.Conflict, "a table is missing: the schema was changed by another program; restore a backup"},
	{"22P05", mentionmap.Unavailable, "the database is not encoded in UTF-8: make another with 'createdb -E UTF8 -T template0'"},
	{"54000", mentionmap.TooLarge, "a document is too large for the database"},
	{"58", mentionmap.Unavailable, "the server cannot read or write its disk: see its log"},
	{"XX", mentionmap.Internal, "the database is damaged, or the server has a fault: see its log, and restore a backup"},
}

func meaning(e *pgconn.PgError) (mentionmap.Code, string) {
	for _, m := range meanings {
		if strings.HasPrefix(e.Code, m.state) {
			return m.code, m.text
		}
	}
	return mentionmap.Internal, "the server reports an error"
}

// nameOf is an address as it may be shown: without password and parameters.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || !IsURL(address) {
		return "the PostgreSQL database"
	}
	user := ""
	if u.User != nil && u.User.Username() != "" {
		user = u.User.Username() + "@"
	}
	return u.Scheme + "://" + user + u.Host + u.Path
}

// notFound makes a NotFound error of no row.
func notFound(err error, format string, args ...any) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return mentionmap.Errorf(mentionmap.NotFound, format, args...)
	}
	return err
}
