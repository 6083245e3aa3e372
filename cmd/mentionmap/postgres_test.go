//go:build sqlite_fts5

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap/data/store/postgres/pgtest"
)

// onServer gives an empty database on a PostgreSQL server. What programs keep of
// their own, such as snapshots and tokens, goes into a folder of the test.
func onServer(t *testing.T) (db, folder string) {
	t.Helper()
	folder = t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(folder, "config"))
	return pgtest.URL(t), folder
}

// want runs a command that must succeed, and gives what it said. A password of
// the database is never shown.
func want(t *testing.T, says string, args ...string) string {
	t.Helper()
	status, out, errs := mm(t, "", args...)
	if status != 0 || !strings.Contains(out+errs, says) || strings.Contains(out+errs, pgtest.Password) {
		t.Fatalf("%v: status %d, %s%s, want %q", args, status, out, errs, says)
	}
	return out
}

// allOf is all that a database holds, as two formats show it.
func allOf(t *testing.T, db string) string {
	t.Helper()
	_, features, _ := strings.Cut(want(t, "", "export", "--format", "geojson", "--db", db), "\n") // the first line tells the time
	return want(t, "", "export", "--format", "csv", "--db", db) + features
}

// startServe starts a server as a program of its own, which ends in an orderly way
// when stop is called.
func startServe(t *testing.T, args ...string) (address string, stop func()) {
	t.Helper()
	c := program(append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	c.Stderr = os.Stderr
	said, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	line, err := bufio.NewReader(said).ReadString('\n')
	_, address, _ = strings.Cut(line, " is at ")
	address, _, _ = strings.Cut(address, " ")
	if err != nil || address == "" {
		t.Fatalf("%q, %v", line, err)
	}
	return address, func() {
		t.Helper()
		c.Process.Signal(os.Interrupt)
		if err := c.Wait(); err != nil {
			t.Error("serve:", err)
		}
	}
}

// get asks a server; a status of 400 and above is an error.
func get(address, path string) (string, error) {
	answer, err := http.Get(address + path)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 400 {
		err = fmt.Errorf("%s: %d %s", path, answer.StatusCode, body)
	}
	return string(body), err
}

// mentionsOf tells how many mentions a server answers with now; -1 if it does not answer.
func mentionsOf(address string) int {
	var c struct{ NumberMatched int }
	body, err := get(address, "/api/collections/mentions/items?limit=1")
	if err != nil || json.Unmarshal([]byte(body), &c) != nil {
		return -1
	}
	return c.NumberMatched
}

// shows asks a server until it has so many mentions, and tells how long that took.
func shows(t *testing.T, node string, mentions int, within time.Duration) time.Duration {
	t.Helper()
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		n := mentionsOf(node)
		if n == mentions {
			return time.Since(began)
		}
		if time.Since(began) > within {
			t.Fatalf("%s has %d mentions after %v, want %d", node, n, within, mentions)
		}
	}
}

// TestPostgresIsLikeAFile: each command gives the same from a database on a
// server as from a file.
func TestPostgresIsLikeAFile(t *testing.T) {
	db, dir := onServer(t)
	name, file, input := strings.Replace(db, ":"+pgtest.Password, "", 1), filepath.Join(dir, "t.db"), reports(t, 300)
	want(t, "300 new documents", "ingest", "--db", db, input)
	want(t, "300 new documents", "ingest", "--db", file, input)
	if allOf(t, db) != allOf(t, file) {
		t.Error("the exports differ")
	}
	for _, args := range [][]string{{"documents", "list"}, {"documents", "list", "--json", "--q", "Kherson"}} {
		if got := want(t, "", append(args, "--db", db)...); got != want(t, "", append(args, "--db", file)...) || got == "" {
			t.Errorf("%v differ: %.300s", args, got)
		}
	}
	id, _, _ := strings.Cut(want(t, "", "documents", "list", "--db", db), "\t")
	if got := want(t, "houses burnt", "documents", "show", "--db", db, id); got != want(t, "", "documents", "show", "--db", file, id) {
		t.Error("the shown documents differ:", got)
	}
	for _, at := range []string{db, file} {
		want(t, "1 documents deleted", "documents", "delete", "--db", at, id)
	}
	if allOf(t, db) != allOf(t, file) {
		t.Error("the exports differ after a document was deleted")
	}
	want(t, name+": ", "ingest", "--undo", "--db", db)
	if out := allOf(t, db); strings.Contains(out, "Bakhmut") {
		t.Error("left after --undo:", out)
	}
	if status, _, errs := mm(t, "", "ingest", "--undo", "--db", db); status != 1 || !strings.Contains(errs, "holds no run") {
		t.Error(status, errs)
	}
}

// TestTwoNodesFollowEachOther: what one stores, the other answers with; both go
// on from a snapshot in the cache folder.
func TestTwoNodesFollowEachOther(t *testing.T) {
	db, dir := onServer(t)
	want(t, "100 new documents", "ingest", "--db", db, reports(t, 100))
	secret := strings.TrimSpace(want(t, "once", "token", "new", "--scope", "write", "--db", db, "desk"))
	want(t, "desk", "token", "list", "--db", db)
	var nodes [2]string
	var stops [2]func()
	for i := range nodes {
		nodes[i], stops[i] = startServe(t, "--db", db)
	}
	has := func(node, mentions int, within time.Duration) time.Duration {
		t.Helper()
		return shows(t, nodes[node], mentions, within)
	}
	has(0, 200, time.Minute)
	has(1, 200, time.Minute)
	send := func(node int, method, path, text string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, nodes[node]+path, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		r.Header.Set("Content-Type", "text/plain")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if body, _ := io.ReadAll(answer.Body); answer.StatusCode >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, answer.StatusCode, body)
		}
	}
	var took []time.Duration
	for n := range 10 {
		send(n%2, "POST", "/api/documents?source=desk", fmt.Sprintf("On 9 January 2023 Kupiansk was struck, reading %d of the log, column %d.", n*7919, n*104729))
		took = append(took, has(1-n%2, 201+n, 10*time.Second))
	}
	slices.Sort(took)
	t.Logf("a document stored by one node is in the answers of the other after %v to %v", took[0], took[len(took)-1])
	if took[len(took)/2] > time.Second {
		t.Errorf("half of the documents took longer than a second: %v", took)
	}
	// What a program deletes, both lose.
	id, _, _ := strings.Cut(want(t, "", "documents", "list", "--q", "Kupiansk", "--db", db), "\t")
	send(0, "DELETE", "/api/documents/"+id, "")
	has(1, 209, 10*time.Second)
	for i := range nodes {
		body, err := get(nodes[i], "/api/info")
		if err != nil || strings.Contains(body, pgtest.Password) || !strings.Contains(body, "209") {
			t.Error(body, err)
		}
		stops[i]()
	}
	kept, _ := filepath.Glob(filepath.Join(dir, "cache", "mentionmap", "postgres-*-index"))
	if len(kept) != 1 {
		t.Fatalf("snapshots: %v", kept)
	}
	again, stop := startServe(t, "--db", db)
	t.Log("started from its snapshot, it answers after", shows(t, again, 209, time.Minute))
	stop()
}

// TestMetricsTellOfTheQueue of a database on a server, once it has one.
func TestMetricsTellOfTheQueue(t *testing.T) {
	db, _ := onServer(t)
	want(t, "documents", "ingest", "--db", db, reports(t, 10))
	node, stop := startServe(t, "--db", db)
	defer stop()
	body, err := get(node, "/metrics")
	if err != nil || !strings.Contains(body, "\nmentionmap_documents 10\n") || strings.Contains(body, "mentionmap_queue") {
		t.Errorf("without a queue: %v %s", err, body)
	}
	want(t, "documents put into the queue", "enqueue", "--db", db, longReports(t, 20))
	body, err = get(node, "/metrics")
	if err != nil || !strings.Contains(body, "\nmentionmap_queue_documents 21\n") || !strings.Contains(body, `mentionmap_queue_jobs{state="learning"}`) || !strings.Contains(body, "\nmentionmap_documents 10\n") {
		t.Errorf("with a queue: %v %s", err, body)
	}
}

// TestPostgresErrorsAreForPeople: one line, and never the password.
func TestPostgresErrorsAreForPeople(t *testing.T) {
	db, dir := onServer(t)
	input := reports(t, 3)
	none := strings.TrimRight(db, "0123456789") + "_none"
	wrong := strings.Replace(db, pgtest.Password, "very-secret-guess", 1)
	const down = "postgres://analyst:very-secret-guess@127.0.0.1:9/war"
	demo := pgtest.URL(t)
	want(t, "", "ingest", "--demo", "--db", demo)
	for _, c := range []struct {
		says string
		args []string
	}{
		{"cannot be reached", []string{"ingest", "--db", down, input}},
		{"cannot be reached", []string{"serve", "--addr", "127.0.0.1:0", "--db", down}},
		{"cannot be reached", []string{"export", "--db", down}},
		{"cannot be reached", []string{"documents", "list", "--db", down}},
		{"cannot be reached", []string{"token", "new", "--db", down, "desk"}},
		{"cannot be reached", []string{"copy", down, filepath.Join(dir, "x.db")}},
		{"cannot be reached", []string{"queue", "--db", down}},
		{"check user and password", []string{"ingest", "--db", wrong, input}},
		{"check user and password", []string{"serve", "--addr", "127.0.0.1:0", "--db", wrong}},
		{"check user and password", []string{"export", "--db", wrong}},
		{"there is no such database", []string{"export", "--db", none}},
		{"this address is wrong", []string{"export", "--db", "postgres://analyst:very-secret-guess@h:port/war"}},
		{"has no tables of mentionmap yet", []string{"serve", "--addr", "127.0.0.1:0", "--db", db}},
		{"has no tables of mentionmap yet", []string{"export", "--db", db}},
		{"has no tables of mentionmap yet", []string{"documents", "list", "--db", db}},
		{"has no tables of mentionmap yet", []string{"token", "new", "--db", db, "desk"}},
		{"has no tables of mentionmap yet", []string{"copy", db, filepath.Join(dir, "x.db")}},
		{"has no tables of mentionmap yet", []string{"ingest", "--undo", "--db", db}},
		{"own documents do not go into it", []string{"ingest", "--db", demo, input}},
		{"takes no documents", []string{"token", "new", "--scope", "write", "--db", demo, "desk"}},
		{"use pg_dump", []string{"backup", "--db", db, filepath.Join(dir, "b.db")}},
		{"use pg_restore", []string{"restore", "--db", db, input}},
		{"relocate that, and copy it back", []string{"relocate", "--db", db}},
		{"use pg_amcheck", []string{"doctor", "--db", db}},
	} {
		status, out, errs := mm(t, "", c.args...)
		said, _, _ := strings.Cut(errs, "See 'mentionmap")
		if status == 0 || out != "" || !strings.Contains(said, c.says) || strings.Count(said, "\n") != 1 || strings.Contains(errs, "very-secret-guess") || strings.Contains(errs, pgtest.Password) {
			t.Errorf("%v: status %d, %q%q, want %q", c.args, status, out, errs, c.says)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.db*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// copyKilled copies in a program of its own and kills that when the target holds
// a share of the documents.
func copyKilled(t *testing.T, from, to string, atLeast int64, held func() int64) {
	t.Helper()
	c := program("copy", from, to)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	killWhen(t, c, func() bool { return held() >= atLeast })
	t.Logf("killed with %d documents", held())
}

// killWhen kills a program as soon as a moment has come, or it ended.
func killWhen(t *testing.T, c *exec.Cmd, now func() bool) {
	t.Helper()
	ended := make(chan struct{})
	go func() { c.Wait(); close(ended) }()
	for !now() {
		select {
		case <-ended:
			return
		case <-time.After(2 * time.Millisecond):
		}
	}
	c.Process.Kill()
	<-ended
}

// storedOnServer is how many documents a database on a server holds by now.
func storedOnServer(t *testing.T, db string) int64 {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var n int64
	conn.QueryRow(t.Context(), "SELECT documents FROM state").Scan(&n) // there may be no table yet
	return n
}

// TestCopyFromPostgresAndBack: a copy that was killed goes on where it ended, and
// the export of what was copied to the other engine, and back, is the same.
func TestCopyFromPostgresAndBack(t *testing.T) {
	db, dir := onServer(t)
	n := 1500
	if testing.Short() {
		n = 600
	}
	file, documents := filepath.Join(dir, "copy.db"), int64(n+n/50)
	want(t, fmt.Sprint(documents, " new documents"), "ingest", "--db", db, longReports(t, n))
	before := allOf(t, db)
	copyKilled(t, db, file, 1, func() int64 { return stored(file) })
	want(t, file+": ", "copy", db, file)
	if allOf(t, file) != before {
		t.Error("the export of the file differs")
	}
	want(t, fmt.Sprintf("0 documents copied (%d were there)", documents), "copy", db, file)
	if status, out, errs := mm(t, "", "doctor", "--db", file); status != 0 {
		t.Error(out, errs)
	}
	backAndForth(t, file, before, documents)
}

// backAndForth copies a file to a server and from there to another file; the
// first way is killed once.
func backAndForth(t *testing.T, file, before string, documents int64) {
	t.Helper()
	db, back := pgtest.URL(t), file+"-back.db"
	copyKilled(t, file, db, 1, func() int64 { return storedOnServer(t, db) })
	want(t, " documents copied (", "copy", file, db)
	if n := storedOnServer(t, db); n != documents {
		t.Errorf("%d documents on the server, want %d", n, documents)
	}
	if allOf(t, db) != before {
		t.Error("the export of the server differs")
	}
	want(t, fmt.Sprintf("0 documents copied (%d were there)", documents), "copy", file, db)
	want(t, fmt.Sprintf("%d documents copied (0 were there)", documents), "copy", db, back)
	if allOf(t, back) != before {
		t.Error("the export of the file that came back differs")
	}
	want(t, "is taken back", "ingest", "--undo", "--db", back)
}
