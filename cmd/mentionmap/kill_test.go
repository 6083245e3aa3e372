//go:build sqlite_fts5

package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap/data/store/sqlite"
)

// argsVariable makes the test binary be the program itself.
const argsVariable = "MENTIONMAP_TEST_ARGS"

func TestMain(m *testing.M) {
	if args := os.Getenv(argsVariable); args != "" {
		profileOnSignal()
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(own(ctx, strings.Split(args, "\n")))
	}
	os.Exit(m.Run())
}

// reports writes documents that name towns, one a line.
func reports(t testing.TB, n int) string {
	t.Helper()
	towns := []string{"Bakhmut", "Kramatorsk", "Kherson", "Kharkiv", "Pokrovsk", "Avdiivka", "Mariupol"}
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id":"r%d","date":"2023-%02d-%02d","source":"test","text":"Report %d. On %d January 2023 %s was shelled; %d houses burnt near %s."}`+"\n",
			i, 2+i%10, 1+i%28, i, 1+i%28, towns[i%len(towns)], i*7, towns[(i/3)%len(towns)])
	}
	return file(t, t.TempDir(), "reports.jsonl", lines.String())
}

// killed runs the program until a share of the documents is stored, and kills it.
func killed(t *testing.T, db string, share float64, documents int, args ...string) {
	t.Helper()
	c := program(args...)
	c.Stdout, c.Stderr = io.Discard, io.Discard
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { c.Wait(); close(ended) }()
	for stored(db) < int64(share*float64(documents)) {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
	time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	c.Process.Kill()
	<-ended
}

// stored is how many documents a database holds by now.
func stored(path string) int64 {
	s, err := sqlite.Open(path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return 0
	}
	defer s.Close()
	i, err := s.Info(context.Background())
	if err != nil {
		return 0
	}
	return i.Documents
}

// TestKilledIngest kills it at 10 to 90 % of its run: three times, or 45 times
// with SOAK=1. Each time the database must be whole, and reading again must end
// with what one run in peace gives.
func TestKilledIngest(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	const documents = 3000
	kills := 3
	if os.Getenv("SOAK") != "" {
		kills = 45
	}
	dir := t.TempDir()
	input, peace := reports(t, documents), filepath.Join(dir, "peace.db")
	if status, _, errs := mm(t, "", "ingest", "--db", peace, input); status != 0 {
		t.Fatal(errs)
	}
	_, want, _ := mm(t, "", "export", "--db", peace, "--format", "csv")
	early := 0
	for n := range kills {
		db := filepath.Join(dir, fmt.Sprintf("%d.db", n))
		killed(t, db, 0.1+0.8*float64(n)/float64(max(kills-1, 1)), documents, "ingest", "--db", db, input)
		if stored(db) < documents {
			early++
		}
		if err := os.Chmod(db, 0o640); err != nil { // from now on the file is younger than its log
			t.Fatal(err)
		}
		if status, out, errs := mm(t, "", "doctor", "--db", db); status != 0 {
			t.Fatalf("kill %d: %s%s", n, out, errs)
		}
		if status, _, errs := mm(t, "", "ingest", "--db", db, input); status != 0 {
			t.Fatalf("kill %d, again: %s", n, errs)
		}
		if _, got, _ := mm(t, "", "export", "--db", db, "--format", "csv"); got != want {
			t.Fatalf("kill %d: the export differs from that of a run in peace", n)
		}
		if status, out, errs := mm(t, "", "doctor", "--db", db); status != 0 {
			t.Fatalf("kill %d, at the end: %s%s", n, out, errs)
		}
	}
	if early < (kills+1)/2 {
		t.Errorf("only %d of %d were killed before they had ended", early, kills)
	}
}

// TestABackupPutOverAKilledDatabase: its log is not replayed over the backup.
func TestABackupPutOverAKilledDatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole lists: runs without -short")
	}
	const documents = 3000
	dir := t.TempDir()
	input, first := reports(t, documents), filepath.Join(dir, "first.db")
	few := file(t, dir, "few.jsonl", `{"id":"few","date":"2023-01-02","text":"Kherson was shelled on 1 January 2023."}`+"\n")
	if status, _, errs := mm(t, "", "ingest", "--db", first, few); status != 0 {
		t.Fatal(errs)
	}
	for _, how := range []string{"cp", "mv"} {
		db := filepath.Join(dir, how+".db")
		killed(t, db, 0.5, documents, "ingest", "--db", db, input)
		if info, err := os.Stat(db + "-wal"); err != nil || info.Size() == 0 {
			t.Fatalf("it left no log: %v", err)
		}
		time.Sleep(20 * time.Millisecond)
		content, err := os.ReadFile(first)
		if err != nil {
			t.Fatal(err)
		}
		to := db
		if how == "mv" {
			to = db + ".new"
		}
		if err := os.WriteFile(to, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(to, db); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"ingest", "--db", db, few}, {"export", "--db", db}, {"doctor", "--db", db}, {"backup", "--db", db, db + ".copy"}, {"relocate", "--db", db}} {
			if status, _, errs := mm(t, "", args...); status == 0 || !strings.Contains(errs, "is not its own") {
				t.Errorf("%s: %s: status %d: %s", how, args[0], status, errs)
			}
		}
		if now, err := os.ReadFile(db); err != nil || string(now) != string(content) {
			t.Errorf("%s: the backup was changed (%v)", how, err)
		}
		if err := os.Rename(db+"-wal", db+"-wal.old"); err != nil {
			t.Fatal(err)
		}
		if status, out, errs := mm(t, "", "doctor", "--db", db); status != 0 {
			t.Errorf("%s: without the log: %s%s", how, out, errs)
		}
	}
}
