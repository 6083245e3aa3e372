//go:build linux && sqlite_fts5

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// niceness gives that of each thread of a process: the 19th field of
// /proc/PID/task/*/stat (proc(5)).
func niceness(t *testing.T, pid int) (out []string) {
	t.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	for _, name := range files {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		_, after, _ := strings.Cut(string(stat), ") ")
		out = append(out, strings.Fields(after)[16])
	}
	return out
}

func TestIngestIsNiceAndServeIsNot(t *testing.T) {
	if now, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err != nil || now != 20 {
		t.Skip("runs with another niceness than 0")
	}
	db := filepath.Join(t.TempDir(), "t.db")
	c := program("ingest", "--db", db, "-")
	in, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(db); err == nil { // so the program is under way
			break
		}
		if time.Now().After(limit) {
			t.Fatal("there is no database after 20 s")
		}
	}
	for _, n := range niceness(t, c.Process.Pid) {
		if n != "10" {
			t.Errorf("a thread of ingest has niceness %s, want 10", n)
		}
	}
	if _, err := io.WriteString(in, article); err != nil {
		t.Fatal(err)
	}
	in.Close()
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := stored(db); n != 1 {
		t.Errorf("%d documents came from standard input, want 1", n)
	}
	for _, n := range niceness(t, serveProcess(t, db).process.Pid) {
		if n != "0" {
			t.Errorf("a thread of serve has niceness %s, want 0", n)
		}
	}
}
