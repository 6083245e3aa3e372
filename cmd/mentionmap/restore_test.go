//go:build linux && sqlite_fts5

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// backedUp is a database with a backup of it, and what that exports.
func backedUp(t *testing.T, documents int) (db, backup, want string) {
	t.Helper()
	db, backup = filepath.Join(t.TempDir(), "x.db"), filepath.Join(t.TempDir(), "backup.db")
	for _, args := range [][]string{{"ingest", "--db", db, reports(t, documents)}, {"backup", "--db", db, backup}} {
		if status, _, errs := mm(t, "", args...); status != 0 {
			t.Fatal(errs)
		}
	}
	_, want, _ = mm(t, "", "export", "--db", backup, "--format", "csv")
	return db, backup, want
}

// killedLater is backedUp with an ingest that was killed after it: it leaves a log.
func killedLater(t *testing.T) (db, backup, want string) {
	t.Helper()
	db, backup, want = backedUp(t, 300)
	const documents = 3000
	killed(t, db, 0.5, documents, "ingest", "--db", db, reports(t, documents))
	if log, err := os.Stat(db + "-wal"); err != nil || log.Size() == 0 {
		t.Fatalf("the kill left no log: %v", err)
	}
	return db, backup, want
}

func exported(t *testing.T, db string) string {
	t.Helper()
	status, out, errs := mm(t, "", "export", "--db", db, "--format", "csv")
	if status != 0 {
		t.Fatal(errs)
	}
	return out
}

// TestRestoreAfterAKill: a backup that is copied over the database by hand is
// damaged by the log of what was killed; restore puts it back whole.
func TestRestoreAfterAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program: runs without -short")
	}
	db, backup, want := killedLater(t)
	byHand := filepath.Join(t.TempDir(), "x.db")
	for from, to := range map[string]string{backup: byHand, db + "-wal": byHand + "-wal"} {
		if out, err := exec.Command("cp", from, to).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
	}
	if status, out, _ := mm(t, "", "doctor", "--db", byHand); status == 0 {
		if _, got, _ := mm(t, "", "export", "--db", byHand, "--format", "csv"); got == want {
			t.Error("the log did no harm: the test must make another")
		}
	} else {
		t.Log("by hand:", strings.ReplaceAll(out, "\n", " "))
	}
	status, out, errs := mm(t, "", "restore", "--db", db, "--json", backup)
	var said struct {
		DB, Backup, Kept      string
		Documents, Generation int
	}
	if err := json.Unmarshal([]byte(out), &said); err != nil || status != 0 || said.DB != db || said.Backup != backup || said.Documents != 300 || said.Generation < 3 || errs != "" {
		t.Fatalf("%d %v %s %s", status, err, out, errs)
	}
	if got := exported(t, db); got != want {
		t.Error("the restored database is not the backup")
	}
	for _, whole := range []string{db, backup, said.Kept} {
		if status, out, errs := mm(t, "", "doctor", "--db", whole); status != 0 {
			t.Errorf("%s: %s%s", whole, out, errs)
		}
	}
	if stored(said.Kept) < 1500 {
		t.Errorf("%s holds %d documents", said.Kept, stored(said.Kept))
	}
	status, out, errs = mm(t, "", "restore", "--db", filepath.Join(t.TempDir(), "new.db"), backup)
	if status != 0 || !strings.Contains(out, "300 documents") || strings.Contains(out, "kept") || errs != "" {
		t.Errorf("where nothing was: %d %s %s", status, out, errs)
	}
}

// TestRestoreIsRefusedWhileAServerRuns, also over a database that is damaged by now.
func TestRestoreIsRefusedWhileAServerRuns(t *testing.T) {
	db, backup, want := backedUp(t, 30)
	c := program("serve", "--db", db, "--addr", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { c.Process.Kill(); c.Wait() }()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.Contains(line, " is at ") {
		t.Fatalf("%q, %v", line, err)
	}
	refused := func(what string) {
		t.Helper()
		again := program("restore", "--db", db, backup) // a program of its own: locks are those of programs
		said, err := again.CombinedOutput()
		if err == nil || !strings.Contains(string(said), "stop that (such as 'mentionmap serve'") || strings.Count(string(said), "\n") != 1 {
			t.Errorf("%s: %v %s", what, err, said)
		}
	}
	refused("while it is served")
	f, err := os.OpenFile(db, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(make([]byte, 100), 0); err != nil {
		t.Fatal(err)
	}
	refused("while it is served and damaged")
	c.Process.Kill()
	c.Wait()
	if status, out, errs := mm(t, "", "restore", "--db", db, backup); status != 0 || !strings.Contains(out, "kept as") {
		t.Fatal(out, errs)
	}
	if exported(t, db) != want {
		t.Error("the restored database is not the backup")
	}
}

// TestRestoreKilled kills the program at any moment of it.
func TestRestoreKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program: runs without -short")
	}
	db, backup, want := backedUp(t, 3000)
	if status, _, errs := mm(t, "", "ingest", "--db", db, file(t, t.TempDir(), "a.txt", article)); status != 0 {
		t.Fatal(errs)
	}
	newer := exported(t, db)
	old, restored := 0, 0
	for _, sign := range []string{"", ".lock", ".restoring", ".before-restore-*"} { // when there is such a file
		c := program("restore", "--db", db, backup)
		c.Stdout, c.Stderr = io.Discard, io.Discard
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { c.Wait(); close(ended) }()
	watch:
		for {
			if found, _ := filepath.Glob(db + sign); len(found) > 0 {
				break
			}
			select {
			case <-ended:
				break watch
			default:
			}
		}
		c.Process.Kill()
		<-ended
		switch exported(t, db) {
		case want:
			restored++
		case newer:
			old++
		default:
			t.Errorf("killed at %q: neither the old one nor the new one", sign)
		}
		kept, _ := filepath.Glob(db + ".before-restore-*")
		for _, name := range kept {
			if exported(t, name) != newer {
				t.Errorf("killed at %q: %s lost something", sign, name)
			}
		}
	}
	if old == 0 {
		t.Errorf("%d times the old one, %d times the new one", old, restored)
	}
	if status, _, errs := mm(t, "", "restore", "--db", db, backup); status != 0 || exported(t, db) != want {
		t.Error("again:", errs)
	}
}

// mounted is a file system in memory, of some options.
func mounted(t *testing.T, options string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "none", dir).CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here: %s", out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestRestoreWithoutRoom says so in one line, and nothing is changed: on a full
// disk, and in a folder that may not be written.
func TestRestoreWithoutRoom(t *testing.T) {
	made, backup, _ := backedUp(t, 300)
	content, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	disk := mounted(t, "size=1m")
	db := filepath.Join(disk, "x.db")
	if err := os.WriteFile(db, content, 0o600); err != nil {
		t.Fatal(err)
	}
	before := exported(t, db)
	for _, c := range [][2]string{{"size=1m", "the disk is full"}, {"ro", "cannot be written"}} {
		mount, says := c[0], c[1]
		if out, err := exec.Command("mount", "-o", "remount,"+mount, disk).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, path := range []string{db, filepath.Join(disk, "new.db")} {
			if mount != "ro" {
				file(t, disk, "other", strings.Repeat("x", 1<<20-len(content)-300_000))
			}
			status, _, errs := mm(t, "", "restore", "--db", path, backup)
			if status != exitFailure || !strings.Contains(errs, says) || strings.Count(errs, "\n") != 1 {
				t.Errorf("%s: %d %s", mount, status, errs)
			}
		}
		if list, _ := os.ReadDir(disk); len(list) > 3 {
			t.Errorf("%s: left behind: %v", mount, list)
		}
		os.Remove(filepath.Join(disk, "other"))
	}
	if exported(t, db) != before {
		t.Error("the database has changed")
	}
}

// TestDatabaseOfAnotherUser: what this user may not write is refused in a line, and
// nothing is left beside it. Root may write all, so root runs it as another user.
func TestDatabaseOfAnotherUser(t *testing.T) {
	dir, err := os.MkdirTemp("", "mentionmap")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	db, backup, _ := backedUp(t, 3)
	for from, to := range map[string]string{db: "x.db", backup: "backup.db", os.Args[0]: "program"} {
		if out, err := exec.Command("cp", from, filepath.Join(dir, to)).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	for name, mode := range map[string]os.FileMode{"": 0o777, "x.db": 0o444, "backup.db": 0o444, "program": 0o755} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"restore", "--db", "x.db", "backup.db"}, {"relocate", "--db", "x.db", "--prior", "prior.tsv"}} {
		c := program(args...)
		c.Path, c.Dir = filepath.Join(dir, "program"), dir
		c.Env = append(c.Env, "HOME="+dir, "XDG_CONFIG_HOME="+dir)
		if os.Geteuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		if err := os.WriteFile(filepath.Join(dir, "prior.tsv"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "x.db cannot be written: permission denied") || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%v: %v %s", args, err, out)
		}
		for _, name := range []string{"x.db-wal", "x.db.lock", "x.db.restoring", "x.db.relocating"} {
			if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Size() > 0 {
				t.Errorf("%v left %s", args, name)
			}
		}
	}
}
