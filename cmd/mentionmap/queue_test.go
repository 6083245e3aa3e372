//go:build sqlite_fts5

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap/data/queue"
	"mentionmap/data/store/postgres/pgtest"
)

func TestQueueCommands(t *testing.T) {
	db := pgtest.URL(t)
	input := reports(t, 200)
	ok := func(want string, args ...string) string {
		t.Helper()
		status, out, errs := mm(t, "", append(args, "--db", db)...)
		if status != 0 || !strings.Contains(out, want) || strings.Contains(out+errs, pgtest.Password) {
			t.Fatalf("%v: status %d, %s%s, want %q", args, status, out, errs, want)
		}
		return out
	}
	ok("200 documents put into the queue (1 jobs,", "enqueue", input)
	ok("0 documents put into the queue (0 jobs, 0 B); 200 stood there already", "enqueue", input)
	ok("no program works on it", "queue")
	ok("200 documents stored (0 more were known)", "work", "--until-empty", "--silence", "2s")
	ok("0 documents in the queue; 200 stored", "queue")
	var s queue.Status
	if err := json.Unmarshal([]byte(ok("", "queue", "--json")), &s); err != nil || s.Done.Documents != 200 || s.Done.Mentions < 200 || len(s.Workers) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	ok("200 are stored", "enqueue", input)
	ok("0 documents are tried again", "queue", "retry", "all")
	ok("0 documents were dropped", "queue", "drop", "all")
	ok("learned where 1 sources are at home", "queue", "learn")
}

func TestQueueRefusesPlainly(t *testing.T) {
	empty := pgtest.URL(t)
	file := filepath.Join(t.TempDir(), "war.db")
	for _, c := range []struct {
		want string
		args []string
	}{
		{"a queue needs PostgreSQL: name a database with --db postgres://", []string{"enqueue", ".", "--db", file}},
		{"a queue needs PostgreSQL: name a database with --db postgres://", []string{"work", "--db", file}},
		{"a queue needs PostgreSQL: name a database with --db postgres://", []string{"queue", "--db", file}},
		{"a queue needs PostgreSQL: name a database with --db postgres://", []string{"queue", "drop", "all", "--db", file}},
		{"no such file or folder", []string{"enqueue", file, "--db", empty}},
		{"enqueue needs a PATH", []string{"enqueue", "--db", empty}},
		{"has no tables of mentionmap yet", []string{"work", "--db", empty}},
		{"has no tables of mentionmap yet", []string{"queue", "--db", empty}},
		{`"x" is no number`, []string{"queue", "drop", "x", "--db", empty}},
		{"--silence at least 1s", []string{"work", "--silence", "1ms", "--db", empty}},
		{"there is no command", []string{"queue", "burn", "--db", empty}},
		{"there is no such database", []string{"queue", "--db", strings.TrimRight(empty, "0123456789") + "/none"}},
	} {
		status, out, errs := mm(t, "", c.args...)
		first, _, _ := strings.Cut(errs, "\nSee ")
		if status == 0 || out != "" || !strings.Contains(errs, c.want) || strings.Count(strings.TrimSpace(first), "\n") > 0 || strings.Contains(errs, pgtest.Password) {
			t.Errorf("%v: status %d, %s%s, want %q", c.args, status, out, errs, c.want)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was made")
	}
}

// TestThreeWorkLikeOne: three programs, killed at random three times, or 20 times with
// SOAK=1, store what one stores, with homes, near-copies and dates.
func TestThreeWorkLikeOne(t *testing.T) {
	kills, n := 3, 1500
	if os.Getenv("SOAK") != "" {
		kills, n = 20, 8000
	}
	input := longReports(t, n)
	var stored [2][]string
	for i, many := range []int{1, 3} {
		db := pgtest.URL(t)
		if status, _, errs := mm(t, "", "enqueue", input, "--db", db); status != 0 {
			t.Fatal(errs)
		}
		work := []string{"work", "--until-empty", "--silence", "2s", "--parallel", "2", "--db", db}
		if many > 1 {
			killSome(t, db, many, kills, n, work)
		}
		if status, out, errs := mm(t, "", work...); status != 0 {
			t.Fatal(out, errs)
		}
		conn, err := pgx.Connect(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		stored[i] = contents(t, conn)
		if many > 1 {
			var rescued, left int
			err := conn.QueryRow(t.Context(), "SELECT count(*) FILTER (WHERE cardinality(errors) > 0), count(*) FILTER (WHERE state <> 'completed') FROM river_job").Scan(&rescued, &left)
			t.Logf("%d kills, %d jobs rescued, %d left, %v; %d lines", kills, rescued, left, err, len(stored[i]))
		}
		conn.Close(t.Context())
	}
	if len(stored[0]) < 2*n {
		t.Errorf("only %d lines are stored", len(stored[0]))
	}
	for i := range stored[0] {
		if i >= len(stored[1]) || stored[0][i] != stored[1][i] {
			t.Fatalf("%d lines, one program stored %d; they differ at\n%s", len(stored[1]), len(stored[0]), stored[0][i])
		}
	}
}

// longReports writes documents of some 900 bytes, of seven sources; some are near-copies.
func longReports(t *testing.T, n int) string {
	t.Helper()
	towns := []string{"Bakhmut", "Kramatorsk", "Kherson", "Kharkiv", "Pokrovsk", "Avdiivka", "Mariupol", "Troitske", "Ivanivka"}
	r := rand.New(rand.NewPCG(3, 4))
	var lines strings.Builder
	for i := range n {
		var text strings.Builder
		for range 10 {
			// Words of its own in each: texts that all share some would make near-copies
			// depend on which of very many are looked at.
			fmt.Fprintf(&text, "On %d January 2023 %s was shelled, item x%d y%d z%d; v%d burnt near %s, w%d. ", 1+r.IntN(28), towns[r.IntN(9)],
				r.IntN(1e6), r.IntN(1e6), r.IntN(1e6), r.IntN(1e6), towns[r.IntN(9)], r.IntN(1e6))
		}
		if i%50 == 1 { // a near-copy of the one before
			fmt.Fprintf(&lines, `{"id":"c%d","date":"2023-02-01","source":"copies","text":"A copy. %s"}`+"\n", i, text.String())
		}
		fmt.Fprintf(&lines, `{"id":"r%d","date":"2023-%02d-%02d","source":"source %d","text":"%s"}`+"\n", i, 2+i%10, 1+i%28, i%7, text.String())
	}
	return file(t, t.TempDir(), "reports.jsonl", lines.String())
}

// killSome runs so many programs and kills one of them again and again, at random
// moments while documents are stored.
func killSome(t *testing.T, db string, many, kills, documents int, args []string) {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	running := make([]*exec.Cmd, many)
	start := func(i int) {
		running[i] = program(args...)
		if err := running[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	end := func(i int) {
		running[i].Process.Kill()
		running[i].Wait()
	}
	for i := range running {
		start(i)
	}
	for kill := range kills {
		for stop := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			s, _, err := queue.StatusOf(t.Context(), pool)
			if err != nil || time.Now().After(stop) {
				t.Fatalf("not killed %d times: %v, %+v", kills, err, s)
			}
			if s.Done.Documents >= int64(documents*kill/kills) && s.Running > 0 {
				break
			}
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
		i := rand.IntN(many)
		end(i)
		start(i)
	}
	for i := range running {
		end(i)
	}
}

// contents are lines of all that a database holds, whatever the order of storing.
func contents(t *testing.T, conn *pgx.Conn) (lines []string) {
	t.Helper()
	for _, query := range []string{
		`SELECT to_jsonb(d) - 'story' - 'run' FROM documents d`,
		`SELECT to_jsonb(m) - 'story' - 'ogc_fid' FROM mentions m`,
		`SELECT to_jsonb(array_agg(document ORDER BY document)) FROM documents GROUP BY story`,
		`SELECT to_jsonb(h) - 'learned' FROM source_home h`,
	} {
		rows, err := conn.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		var line string
		if _, err := pgx.ForEachRow(rows, []any{&line}, func() error { lines = append(lines, line); return nil }); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", query, err))
		}
	}
	slices.Sort(lines)
	return lines
}
