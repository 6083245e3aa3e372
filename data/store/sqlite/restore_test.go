//go:build sqlite_fts5

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// copyFolder copies the files of a folder as a program that is killed now would
// leave them.
func copyFolder(t *testing.T, from string) (to string) {
	t.Helper()
	to = t.TempDir()
	list, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, e.Name()), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// crashed is a folder in which a program was killed that had stored documents in
// x.db after a backup was made of it: the log holds some that the file lacks.
func crashed(t *testing.T) (dir string) {
	t.Helper()
	running := t.TempDir()
	s := openAt(t, running+"/x.db", Options{})
	for n := range uint64(40) {
		if _, err := s.Put(t.Context(), 0, storetest.Corpus(n, 10)); err != nil {
			t.Fatal(err)
		}
		if n == 15 {
			if _, err := s.Backup(t.Context(), running+"/backup.db", nil); err != nil {
				t.Fatal(err)
			}
		}
		if n == 30 { // as after each 16 MB: then the log is begun anew
			if _, err := s.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir = copyFolder(t, running)
	if log, err := os.Stat(dir + "/x.db-wal"); err != nil || log.Size() == 0 {
		t.Fatalf("no log: %v", err)
	}
	return dir
}

// content is all that a whole database holds, in words; a damaged one fails.
func content(t *testing.T, path string) string {
	t.Helper()
	s, err := Open(path, Options{AnyContent: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if wrong := faults(t, s); len(wrong) > 0 {
		t.Fatalf("%s: %v", filepath.Base(path), wrong)
	}
	var b strings.Builder
	block, _ := all(t, s, -1)
	found, err := s.Fetch(t.Context(), keysOf(&block))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range found {
		fmt.Fprintln(&b, m.ID, m.Place, m.Snippet)
	}
	for _, x := range block.Documents {
		list, err := s.Documents(t.Context(), []int64{x.Number})
		if err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		fmt.Fprintln(&b, list[0].ID, list[0].Seen)
	}
	return b.String()
}

// TestACopyByHandIsDamagedByTheLog is why restore is there.
func TestACopyByHandIsDamagedByTheLog(t *testing.T) {
	dir := crashed(t)
	copied, err := os.ReadFile(dir + "/backup.db")
	if err == nil {
		err = os.WriteFile(dir+"/x.db", copied, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir+"/x.db", Options{})
	if err == nil {
		defer s.Close()
		wrong := faults(t, s)
		if len(wrong) == 0 {
			t.Error("the log did no harm: the test must make another")
		}
		t.Log(wrong)
	}
}

func TestRestoreAfterACrash(t *testing.T) {
	dir := crashed(t)
	newest, want := content(t, copyFolder(t, dir)+"/x.db"), content(t, copyFolder(t, dir)+"/backup.db")
	before := files(t, dir)
	if err := os.Chmod(dir+"/x.db", 0o640); err != nil {
		t.Fatal(err)
	}
	done, err := Restore(t.Context(), dir+"/backup.db", dir+"/x.db", RestoreOptions{Now: time.Date(2026, 3, 1, 12, 30, 5, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if done.Kept != dir+"/x.db.before-restore-20260301-123005" || done.Info.Documents != 160 || done.Info.Generation != 41 {
		t.Errorf("%+v", done)
	}
	if i, err := os.Stat(dir + "/x.db"); err != nil || i.Mode().Perm() != 0o640 {
		t.Errorf("permissions: %v, %v", i.Mode(), err)
	}
	if after := files(t, dir); after["backup.db"] != before["backup.db"] || len(after) != 3 {
		t.Errorf("the backup was changed, or something is left behind: %v", keys(after))
	}
	if got := content(t, dir+"/x.db"); got != want {
		t.Error("the restored database is not the backup")
	}
	if content(t, done.Kept) != newest {
		t.Error("the old database lost something")
	}
}

// files are the names and contents of a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

func keys(m map[string]string) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	return names
}

// TestRestoreKilledAtEachStep looks at what a kill after each step would leave:
// the old database or the new one, whole, and a second restore that works.
func TestRestoreKilledAtEachStep(t *testing.T) {
	damagedHead := func(t *testing.T, dir string) {
		for _, name := range []string{"/x.db", "/x.db-wal"} {
			b, err := os.ReadFile(dir + name)
			if err == nil {
				err = os.WriteFile(dir+name, append(make([]byte, 200), b[200:]...), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		before func(*testing.T, string)
		steps  int
		whole  bool // the old one
	}{
		"a log":         {func(*testing.T, string) {}, 10, true},
		"damaged":       {damagedHead, 10, false},
		"no database":   {func(t *testing.T, dir string) { Remove(dir + "/x.db") }, 8, false},
		"a log without": {func(t *testing.T, dir string) { os.Remove(dir + "/x.db") }, 9, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := crashed(t)
			want := content(t, copyFolder(t, dir)+"/backup.db")
			old := ""
			if c.whole {
				old = content(t, copyFolder(t, dir)+"/x.db")
			}
			c.before(t, dir)
			damaged := files(t, dir)
			left, replaced := map[string]string{}, false
			step := func(name string) {
				left[name] = copyFolder(t, dir)
				replaced = replaced || name == "replaced"
			}
			done, err := Restore(t.Context(), dir+"/backup.db", dir+"/x.db", RestoreOptions{step: step})
			if err != nil {
				t.Fatal(err)
			}
			if content(t, dir+"/x.db") != want || len(left) < c.steps {
				t.Errorf("restored something else, or in fewer steps than %d: %v", c.steps, left)
			}
			if !c.whole && done.Kept != "" {
				for _, ending := range []string{"", "-wal"} {
					if b, err := os.ReadFile(strings.TrimSuffix(done.Kept, "-wal") + ending); err == nil && string(b) != damaged["x.db"+ending] || err != nil && damaged["x.db"+ending] != "" {
						t.Errorf("what was kept of x.db%s is not what was there: %v", ending, err)
					}
				}
			}
			for name, dir := range left {
				if name == "replaced" {
					if content(t, dir+"/x.db") != want {
						t.Errorf("after %q: not the new one", name)
					}
				} else if got := ""; c.whole {
					if got = content(t, copyFolder(t, dir)+"/x.db"); got != old {
						t.Errorf("after %q: not the old one", name)
					}
				}
				if _, err := Restore(t.Context(), dir+"/backup.db", dir+"/x.db", RestoreOptions{}); err != nil || content(t, dir+"/x.db") != want {
					t.Errorf("again after %q: %v", name, err)
				}
				for _, name := range keys(files(t, dir)) {
					if strings.Contains(name, ".restoring") || strings.HasSuffix(name, ".lock") {
						t.Errorf("left behind: %s", name)
					}
				}
			}
			if !replaced {
				t.Error("never replaced")
			}
		})
	}
}

func TestRestoreRefuses(t *testing.T) {
	backup := made(t, Options{})
	path := made(t, Options{})
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	inside := write(t, "inside.db", string(whole))
	raw(t, inside, "DELETE FROM post WHERE id = (SELECT min(id) FROM post)")
	newer := write(t, "newer.db", string(whole))
	raw(t, newer, "UPDATE state SET schema = 99")
	other := filepath.Join(t.TempDir(), "other.db")
	raw(t, other, "CREATE TABLE address (name TEXT)")
	void := filepath.Join(t.TempDir(), "void.db")
	raw(t, void, "CREATE TABLE x (y); DROP TABLE x")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "gone.db")
	if err := os.Symlink(filepath.Join(t.TempDir(), "nothing"), gone); err != nil {
		t.Fatal(err)
	}
	before := files(t, filepath.Dir(path))
	for name, c := range map[string]struct {
		backup, path string
		code         mentionmap.Code
		says         string
	}{
		"no backup":           {filepath.Join(t.TempDir(), "no.db"), path, mentionmap.NotFound, "no such backup"},
		"a folder":            {t.TempDir(), path, mentionmap.Invalid, "folder"},
		"empty":               {write(t, "empty", ""), path, mentionmap.Invalid, "empty"},
		"a text":              {write(t, "a.txt", "just a text, longer than a header"), path, mentionmap.Invalid, "not a backup"},
		"another program's":   {other, path, mentionmap.Invalid, "not a backup"},
		"without tables":      {void, path, mentionmap.Invalid, "not a backup"},
		"a newer program's":   {newer, path, mentionmap.Conflict, "schema 99"},
		"cut off":             {write(t, "short.db", string(whole[:len(whole)/2])), path, mentionmap.Internal, "damaged"},
		"damaged pages":       {write(t, "bad.db", string(damagePage(whole))), path, mentionmap.Internal, "damaged"},
		"a damaged document":  {inside, path, mentionmap.Internal, "damaged"},
		"itself":              {path, path, mentionmap.Invalid, "the database itself"},
		"itself by a link":    {link, path, mentionmap.Invalid, "the database itself"},
		"into a folder":       {backup, t.TempDir(), mentionmap.Invalid, "not a file"},
		"no such folder":      {backup, filepath.Join(t.TempDir(), "no", "x.db"), mentionmap.NotFound, "does not exist"},
		"a link to something": {backup, gone, mentionmap.NotFound, "leads to"},
	} {
		_, err := Restore(t.Context(), c.backup, c.path, RestoreOptions{})
		if mentionmap.CodeOf(err) != c.code || err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v of code %v, want one line of code %v that says %q", name, err, mentionmap.CodeOf(err), c.code, c.says)
		}
		if after := files(t, filepath.Dir(path)); len(after) != len(before) || after[filepath.Base(path)] != before[filepath.Base(path)] {
			t.Errorf("%s: something was changed: %v", name, keys(after))
		}
	}
}

// damagePage overwrites a page in the middle.
func damagePage(b []byte) []byte {
	b = bytes.Clone(b)
	at := len(b) / pageSize / 2 * pageSize
	for i := at; i < at+pageSize; i++ {
		b[i] = 0xaa
	}
	return b
}

// TestRestoreRefusesADatabaseInUse, also by an idle program, and by another
// restore.
func TestRestoreRefusesADatabaseInUse(t *testing.T) {
	backup, path := made(t, Options{}), made(t, Options{})
	for _, o := range []Options{{}, {ReadOnly: true}, {}} {
		idle, err := Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), backup, path, RestoreOptions{}); mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "stop that") {
			t.Errorf("%+v: %v", o, err)
		}
		idle.Close()
	}
	twice := errors.New("not tried")
	step := func(string) { _, twice = Restore(t.Context(), backup, path, RestoreOptions{}) }
	if _, err := Restore(t.Context(), backup, path, RestoreOptions{step: step}); err != nil {
		t.Fatal(err)
	}
	if mentionmap.CodeOf(twice) != mentionmap.Conflict || !strings.Contains(twice.Error(), "at work") {
		t.Errorf("two at once: %v", twice)
	}
}

// TestRestoreOfABackupInUse takes what its log holds, too.
func TestRestoreOfABackupInUse(t *testing.T) {
	backup := made(t, Options{})
	used := openAt(t, backup, Options{})
	if _, err := used.Put(t.Context(), 0, storetest.Corpus(3, 50)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	done, err := Restore(t.Context(), backup, path, RestoreOptions{})
	if err != nil || done.Info.Documents != 60 || done.Kept != "" {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := used.Put(t.Context(), 0, storetest.Corpus(4, 10)); err != nil {
		t.Errorf("the backup cannot be used any more: %v", err)
	}
	if i, err := openAt(t, path, Options{}).Info(t.Context()); err != nil || i.Documents != 60 {
		t.Errorf("%+v, %v", i, err)
	}
}

// TestRestoreThroughALink replaces what the link leads to, beside which its log lies.
func TestRestoreThroughALink(t *testing.T) {
	dir := crashed(t)
	want := content(t, copyFolder(t, dir)+"/backup.db")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(dir+"/x.db", link); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), dir+"/backup.db", link, RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	if i, err := os.Lstat(link); err != nil || i.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", i, err)
	}
	if content(t, dir+"/x.db") != want {
		t.Error("restored something else")
	}
}

// TestRestoreOfAnOlderSchema: the copy that is kept when a database is brought up
// to date can be gone back to.
func TestRestoreOfAnOlderSchema(t *testing.T) {
	backup := made(t, Options{})
	later(t, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
	path := made(t, Options{})
	if done, err := Restore(t.Context(), backup, path, RestoreOptions{}); err != nil || !done.Older {
		t.Fatal(done, err)
	}
	if _, err := Open(path, Options{ReadOnly: true}); mentionmap.CodeOf(err) != mentionmap.Conflict {
		t.Errorf("not of the older schema: %v", err)
	}
	content(t, path)
}

// TestRestoreStopped changes nothing.
func TestRestoreStopped(t *testing.T) {
	for _, at := range []string{"locked", "checked", "copied"} {
		backup, path := made(t, Options{}), made(t, Options{})
		before := files(t, filepath.Dir(path))
		ctx, cancel := context.WithCancel(t.Context())
		_, err := Restore(ctx, backup, path, RestoreOptions{step: func(name string) {
			if name == at {
				cancel()
			}
		}})
		if err == nil {
			t.Errorf("stopped when %s: it went on", at)
		}
		if after := files(t, filepath.Dir(path)); len(after) != 1 || after["made.db"] != before["made.db"] {
			t.Errorf("stopped when %s: %v", at, keys(after))
		}
	}
}
