//go:build sqlite_fts5

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	mostMemory   = 250 << 20 // resident, bytes
	healthWithin = 50 * time.Millisecond
)

// soaking is how many of a thing there are: many with SOAK=1.
func soaking(few, many int) int {
	if os.Getenv("SOAK") != "" {
		return many
	}
	return few
}

// served is the program serving a database in a process of its own.
type served struct {
	t       testing.TB
	address string // host:port
	process *os.Process
	ended   chan struct{}
}

func serveProcess(t testing.TB, db string, args ...string) *served {
	t.Helper()
	c := program(append([]string{"serve", "--db", db, "--addr", "127.0.0.1:0"}, args...)...)
	said, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(said).ReadString('\n')
	_, address, _ := strings.Cut(line, "http://")
	address, _, _ = strings.Cut(address, " ")
	s := &served{t: t, address: address, process: c.Process, ended: make(chan struct{})}
	go func() { io.Copy(io.Discard, said); c.Wait(); close(s.ended) }()
	t.Cleanup(func() { c.Process.Kill(); <-s.ended })
	if address == "" {
		t.Fatalf("it said %q", line)
	}
	s.await()
	return s
}

// await waits until the index has been read.
func (s *served) await() {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		res, err := http.Get("http://" + s.address + "/readyz")
		if err != nil {
			s.t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return
		}
	}
	s.t.Fatal("the server does not become ready")
}

// resident is the memory of the process, bytes.
func (s *served) resident() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
	if err != nil {
		s.t.Skip("this system does not tell how much memory a process takes")
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kb, _ := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	return kb << 10
}

// bears holds the server against its limits while clients misbehave. The
// best of several answers counts: the machine has other work, too.
func (s *served) bears(what string) {
	s.t.Helper()
	best, most := time.Hour, int64(0)
	for range 20 {
		start := time.Now()
		res, err := http.Get("http://" + s.address + "/healthz")
		if err != nil || res.StatusCode != 200 {
			s.t.Fatalf("%s: %v %v", what, res, err)
		}
		res.Body.Close()
		best, most = min(best, time.Since(start)), max(most, s.resident())
		time.Sleep(100 * time.Millisecond)
	}
	if best > healthWithin || most > mostMemory {
		s.t.Error("that is too much:")
	}
	s.t.Logf("%s: healthz took %v, %d MB of memory", what, best, most>>20)
}

// connect opens n connections and sends the same beginning on each.
func (s *served) connect(n int, beginning string) []net.Conn {
	s.t.Helper()
	all := make([]net.Conn, 0, n)
	for i := range n {
		c, err := net.Dial("tcp", s.address)
		if err == nil {
			_, err = io.WriteString(c, beginning)
		}
		if err != nil {
			s.t.Fatalf("connection %d: %v", i, err)
		}
		all = append(all, c)
		s.t.Cleanup(func() { c.Close() })
	}
	return all
}

// slowDatabase holds enough for downloads that no socket buffer takes whole.
func slowDatabase(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("measures the program at full speed: runs without -short")
	}
	db := filepath.Join(t.TempDir(), "slow.db")
	if out, err := program("bench", "generate", "--db", db, "--mentions", "20000").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return db
}

func TestSlowHeaders(t *testing.T) {
	s := serveProcess(t, slowDatabase(t))
	n := soaking(1000, 10_000)
	s.connect(n, "GET /api/info HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
	s.bears(fmt.Sprintf("%d slow headers", n))
}

func TestSlowBodies(t *testing.T) {
	s := serveProcess(t, slowDatabase(t))
	n := soaking(500, 5000)
	head := "POST /api/locate HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 199000\r\n\r\n"
	s.connect(n/2, head+strings.Repeat("a", 20_000))
	s.connect(n-n/2, head+"a")
	s.bears(fmt.Sprintf("%d slow bodies", n))
}

func TestSlowReaders(t *testing.T) {
	s := serveProcess(t, slowDatabase(t))
	n := soaking(200, 1000)
	for _, target := range []string{"/api/export?f=geojson", "/api/collections/mentions/items?limit=10000", "/api/cube"} {
		s.connect(n/4, "GET "+target+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	}
	s.connect(n/4, strings.Repeat("GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 50))
	s.bears(fmt.Sprintf("%d slow readers", n))
}

// slowly reads an answer a little at a time.
func slowly(body io.Reader) (all []byte, err error) {
	piece := make([]byte, 256<<10)
	for err == nil {
		var n int
		n, err = body.Read(piece)
		all = append(all, piece[:n]...)
		time.Sleep(2 * time.Millisecond)
	}
	if err == io.EOF {
		err = nil
	}
	return all, err
}

// TestSlowDownloadDuringIngest shows that a reader who takes his time holds
// nobody up and keeps no log from being written back; he gets what there was
// when he began.
func TestSlowDownloadDuringIngest(t *testing.T) {
	db := slowDatabase(t)
	s := serveProcess(t, db)
	res, err := http.Get("http://" + s.address + "/api/export?f=geojson")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	ingest := program("ingest", "--db", db, reports(t, soaking(2000, 40_000)))
	if err := ingest.Start(); err != nil {
		t.Fatal(err)
	}
	all, err := slowly(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := ingest.Wait(); err != nil {
		t.Errorf("ingest: %v", err)
	}
	var file struct {
		Metadata       struct{ MentionsMatched int }
		Features       []struct{}
		NumberReturned int
	}
	if err := json.Unmarshal(all, &file); err != nil || len(file.Features) != 20_000 || file.NumberReturned != 20_000 || file.Metadata.MentionsMatched != 20_000 {
		t.Errorf("%v: %d features, says %d of %d", err, len(file.Features), file.NumberReturned, file.Metadata.MentionsMatched)
	}
	if wal, err := os.Stat(db + "-wal"); err == nil && wal.Size() > 64<<20 {
		t.Errorf("the log has grown to %d MB", wal.Size()>>20)
	}
}

// TestTerminatedInMidDownload ends the program with a signal: it lets the
// download go on for a while, then breaks it off so that one can see it.
func TestTerminatedInMidDownload(t *testing.T) {
	s := serveProcess(t, slowDatabase(t))
	c := s.connect(1, "GET /api/export?f=geojson HTTP/1.1\r\nHost: localhost\r\n\r\n")[0]
	if _, err := io.CopyN(io.Discard, c, 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := s.process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.ended:
	case <-time.After(shutdownTime + 20*time.Second):
		t.Fatal("it does not end")
	}
	rest, _ := io.ReadAll(c)
	if bytes.HasSuffix(rest, []byte("0\r\n\r\n")) {
		t.Error("the download looks whole")
	}
}
