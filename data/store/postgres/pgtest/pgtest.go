// Package pgtest gives tests a real PostgreSQL server: one for a test binary,
// with a database of its own for each test. The server runs as an ordinary
// user in a temporary folder on a free port, and ends with the test binary,
// however that ends. Where there is no PostgreSQL, tests are skipped and say so;
// under CI they fail.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Password is that of the server's only user, postgres.
const Password = "correct-horse"

// NotSafe makes a server forget what was committed when the machine dies, and
// much faster at starting, stopping and committing.
var NotSafe = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

// Server is a running server.
type Server struct {
	bin, folder string
	port        int
	user        []string // the command that becomes the user whose server it is, if we are root
	life        io.Closer
	settings    []string
	databases   atomic.Int64
}

var shared = sync.OnceValues(func() (*Server, error) { return start(NotSafe) })

// URL gives the address of a new, empty database on the server of this test
// binary. The database is removed when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	s, err := shared()
	check(t, err)
	return s.Database(t)
}

// Start gives a test a server of its own with settings as in postgresql.conf,
// to be stopped and started again. It ends with the test.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := start(settings)
	check(t, err)
	t.Cleanup(func() { s.life.Close() })
	return s
}

// errNone says that there is no PostgreSQL here.
var errNone = errors.New("no PostgreSQL server is installed (apt-get install postgresql)")

func check(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, errNone) && os.Getenv("CI") == "":
		t.Skip("skipped:", err)
	case err != nil:
		t.Fatal(err)
	}
}

// binaries is the folder of the newest server installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errNone
}

func start(settings []string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, settings: settings}
	if s.folder, err = os.MkdirTemp("", "pgtest-"); err != nil {
		return nil, err
	}
	if err := s.create(); err != nil {
		os.RemoveAll(s.folder)
		return nil, err
	}
	for try := 0; ; try++ { // another program may take the free port first
		if s.port, err = freePort(); err == nil {
			err = s.run()
		}
		if err == nil || try == 2 {
			return s, err
		}
	}
}

// create makes the files of a server, as a user who is not root.
func (s *Server) create() error {
	if os.Geteuid() == 0 {
		s.user = []string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}
		if err := exec.Command("chown", "postgres", s.folder).Run(); err != nil {
			return fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres: %w", err)
		}
	}
	secret := filepath.Join(s.folder, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		return err
	}
	return s.command(filepath.Join(s.bin, "initdb"), "-D", s.data(), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret,
		"-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// command runs a program as the server's user.
func (s *Server) command(args ...string) error {
	args = append(slices.Clone(s.user), args...)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// keeper starts the server, and ends it when its own input ends: when Close is
// called or this process dies.
const keeper = `trap '' INT TERM HUP
"$1"/pg_ctl start -w -s -D "$2"/data -l "$2"/log -o "$3" </dev/null >/dev/null 2>&1 && echo started || { cat "$2"/log; exit 1; }
read -r line
"$1"/pg_ctl stop -s -m immediate -D "$2"/data </dev/null >/dev/null 2>&1
rm -rf "$2"`

func (s *Server) run() error {
	args := append(slices.Clone(s.user), "sh", "-c", keeper, "sh", s.bin, s.folder, s.options())
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.folder
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	line := make([]byte, len("started\n"))
	if _, err := io.ReadFull(out, line); err != nil || string(line) != "started\n" {
		rest, _ := io.ReadAll(out)
		return fmt.Errorf("PostgreSQL does not start: %s%s", line, rest)
	}
	s.life = closer(func() error {
		in.Close()
		return cmd.Wait()
	})
	return nil
}

func (s *Server) options() string {
	o := fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c max_connections=60", s.port, s.folder)
	for _, set := range s.settings {
		o += " -c " + set
	}
	return o
}

type closer func() error

func (c closer) Close() error { return c() }

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// URL is the address of a database of the server, whether it is there or not.
func (s *Server) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("postgres", Password), Host: fmt.Sprint("127.0.0.1:", s.port), Path: "/" + database}
	return u.String()
}

// Database makes a new, empty database that is removed when the test ends, and
// gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprint("test", s.databases.Add(1))
	s.Exec(t, "CREATE DATABASE "+name)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if c, err := pgx.Connect(ctx, s.URL("postgres")); err == nil { // else the server is gone
			c.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
			c.Close(ctx)
		}
	})
	return s.URL(name)
}

// Exec runs a statement as the server's user, in the database postgres.
func (s *Server) Exec(t testing.TB, sql string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err == nil {
		defer c.Close(context.Background())
		_, err = c.Exec(t.Context(), sql)
	}
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// Stop stops the server in a way (smart, fast, immediate) until Again.
func (s *Server) Stop(t testing.TB, way string) {
	t.Helper()
	s.control(t, "stop", "-m", way)
}

// Again starts a server that was stopped.
func (s *Server) Again(t testing.TB) {
	t.Helper()
	s.control(t, "start", "-l", filepath.Join(s.folder, "log"), "-o", s.options())
}

func (s *Server) control(t testing.TB, verb string, args ...string) {
	t.Helper()
	args = append([]string{"sh", "-c", `exec "$0" "$@" </dev/null >/dev/null 2>&1`, filepath.Join(s.bin, "pg_ctl"), verb, "-w", "-s", "-D", s.data()}, args...)
	if err := s.command(args...); err != nil {
		t.Fatal(err)
	}
}

// Processes lists the ids of the server's processes.
func (s *Server) Processes(t testing.TB) (pids []int) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	rows, err := c.Query(t.Context(), "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
	if err == nil {
		pids, err = pgx.CollectRows(rows, pgx.RowTo[int])
	}
	if err != nil {
		t.Fatal(err)
	}
	return pids
}
