//go:build sqlite_fts5 && unix

package sqlite

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestAnotherProgram is no test: it is the other program of
// TestFolderThatMayNotBeWritten.
func TestAnotherProgram(t *testing.T) {
	path, seed := os.Getenv("LITE_TEST_PATH"), os.Getenv("LITE_TEST_SEED")
	if path == "" {
		t.Skip("is started by another test")
	}
	n, _ := strconv.Atoi(seed)
	d, err := Open(path, Options{})
	if err == nil {
		_, err = d.Put(t.Context(), 0, storetest.Corpus(uint64(n), 10))
	}
	if err == nil && os.Getenv("LITE_TEST_KILLED") == "" {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	os.Exit(0) // without closing it, if it is to be as killed
}

// another has another program store ten documents; a killed one leaves its log.
func another(t *testing.T, path string, seed int, killed bool) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestAnotherProgram$")
	c.Env = append(os.Environ(), "LITE_TEST_PATH="+path, "LITE_TEST_SEED="+strconv.Itoa(seed))
	if killed {
		c.Env = append(c.Env, "LITE_TEST_KILLED=1")
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// restricted runs fn while this program may not write to a folder: root does it as
// another user.
func restricted(t *testing.T, dir string, fn func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(dir, 0o755)
		fn()
		return
	}
	if err := syscall.Setreuid(-1, 65534); err != nil {
		t.Skip("cannot become another user:", err)
	}
	defer syscall.Setreuid(-1, 0)
	fn()
}

// TestFolderThatMayNotBeWritten: whatever another program does, the database is
// read as it is now, or it is said in one line what to do.
func TestFolderThatMayNotBeWritten(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "x.db")
	holds := func(d *Database, want int64) {
		t.Helper()
		restricted(t, dir, func() {
			i, err := d.Info(t.Context())
			if err != nil || i.Documents != want {
				t.Errorf("holds %d documents, %v; want %d", i.Documents, err, want)
			}
			if b, _ := all(t, d, -1); int64(len(b.Documents)) != want {
				t.Errorf("%d documents are followed, want %d", len(b.Documents), want)
			}
		})
	}
	open := func() (d *Database, err error) {
		restricted(t, dir, func() { d, err = Open(path, Options{ReadOnly: true}) })
		return d, err
	}
	another(t, path, 1, false)
	d, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	holds(d, 10)
	another(t, path, 2, true)
	holds(d, 20)
	second, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	holds(second, 20)
	another(t, path, 3, false)
	holds(d, 30)
	holds(second, 30)
	d.Close()
	second.Close()
	another(t, path, 4, true)
	os.Remove(path + "-shm")
	if _, err := open(); mentionmap.CodeOf(err) != mentionmap.Unavailable || !strings.Contains(err.Error(), "a user who may write") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a log that cannot be read: %v", err)
	}
}
