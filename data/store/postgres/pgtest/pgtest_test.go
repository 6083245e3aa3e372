package pgtest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// one answers a query for one value.
func one[T any](t *testing.T, url, sql string) (v T) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if err := c.QueryRow(t.Context(), sql).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	a, b := URL(t), URL(t)
	if a == b {
		t.Fatal("twice the same", a)
	}
	if n := one[int](t, a, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); n != 0 {
		t.Errorf("%d tables in a new database", n)
	}
	if e := one[string](t, b, "SHOW server_encoding"); e != "UTF8" {
		t.Errorf("encoding %s", e)
	}
}

func TestAServerCanBeStoppedAndStarted(t *testing.T) {
	s := Start(t, NotSafe...)
	url := s.Database(t)
	s.Stop(t, "immediate")
	if c, err := pgx.Connect(t.Context(), url); err == nil {
		c.Close(t.Context())
		t.Fatal("it was stopped, and answers")
	}
	s.Again(t)
	one[int](t, url, "SELECT 1")
}

// TestTheServerEndsWithTheProgram runs this test binary as one that panics.
func TestTheServerEndsWithTheProgram(t *testing.T) {
	if os.Getenv("PGTEST_PANIC") != "" {
		s, err := shared()
		check(t, err)
		os.Stdout.WriteString("folder " + s.folder + "\n")
		panic("as planned")
	}
	URL(t) // or skip
	cmd := exec.Command(os.Args[0], "-test.run", "^TestTheServerEndsWithTheProgram$")
	cmd.Env = append(os.Environ(), "PGTEST_PANIC=1")
	out, err := cmd.CombinedOutput()
	_, rest, found := strings.Cut(string(out), "folder ")
	if err == nil || !found || !strings.Contains(rest, "as planned") {
		t.Fatalf("the program did not panic: %v, %s", err, out)
	}
	folder, _, _ := strings.Cut(rest, "\n")
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, folderLeft := os.Stat(folder)
		running, _ := filepath.Glob(folder + "/.s.PGSQL.*")
		if os.IsNotExist(folderLeft) && len(running) == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%s is still there, with sockets %v", folder, running)
		}
	}
}

// outcome records what a test would do.
type outcome struct {
	testing.TB
	skipped, failed bool
}

func (o *outcome) Helper()      {}
func (o *outcome) Skip(...any)  { o.skipped = true }
func (o *outcome) Fatal(...any) { o.failed = true }

func TestWithoutAServerTestsAreSkippedButUnderCIFail(t *testing.T) {
	for ci, want := range map[string]outcome{"": {skipped: true}, "true": {failed: true}} {
		t.Setenv("CI", ci)
		var got outcome
		check(&got, errNone)
		if got != want {
			t.Errorf("CI=%q: %+v, want %+v", ci, got, want)
		}
	}
}
