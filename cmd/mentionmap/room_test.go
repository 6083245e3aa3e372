//go:build linux && sqlite_fts5

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// afterShell runs the program after some words of a shell.
func afterShell(before string, args ...string) (out string, err error) {
	c := program(args...)
	self := c.Path
	c.Path, c.Args = "/bin/sh", []string{"sh", "-c", before + ` && exec "$0"`, self}
	b, err := c.CombinedOutput()
	return string(b), err
}

// runsOut reads reports into a database where there is too little room, and
// again where there is enough: what was stored must be whole, and at the end
// nothing be missing.
func runsOut(t *testing.T, short, db string, more func()) {
	t.Helper()
	const documents = 6000
	input := reports(t, documents)
	out, err := afterShell(short, "ingest", "--db", db, input)
	if err == nil || strings.Count(out, "mentionmap: ") != 1 || strings.Contains(out, "goroutine") || !strings.Contains(out, db) {
		t.Fatalf("without room: %v %s", err, out)
	}
	t.Log(strings.TrimSpace(out))
	if n := stored(db); n == 0 || n >= documents {
		t.Errorf("%d of %d documents were stored", n, documents)
	}
	more()
	for _, args := range [][]string{{"doctor", "--db", db}, {"ingest", "--db", db, input}, {"doctor", "--db", db}} {
		if status, out, errs := mm(t, "", args...); status != 0 {
			t.Fatalf("%v with room: %s%s", args, out, errs)
		}
	}
	if n := stored(db); n != documents {
		t.Errorf("%d documents in the end, want %d", n, documents)
	}
}

func TestAFileSizeLimitLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many reports: runs without -short")
	}
	runsOut(t, "ulimit -f 2600", filepath.Join(t.TempDir(), "limited.db"), func() {}) // blocks of 512 bytes
}

// TestAFullDiskLosesNothing fills a file system of 1.5 MB in memory.
func TestAFullDiskLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many reports: runs without -short")
	}
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1536k", "none", disk).CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here: %s", out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	runsOut(t, "true", filepath.Join(disk, "small.db"), func() {
		if out, err := exec.Command("mount", "-o", "remount,size=1g", disk).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	})
}
