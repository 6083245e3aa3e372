//go:build sqlite_fts5

package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// TestNothingIsStoredInAFileThatIsReplacedWhileItIsWaitedFor: a writer that waits
// for the lock while the file is replaced would store in one without a name.
func TestNothingIsStoredInAFileThatIsReplacedWhileItIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	docs := storetest.Corpus(5, 3)
	holder, waiting := openAt(t, dir+"/x.db", Options{}), openAt(t, dir+"/x.db", Options{})
	tx, err := holder.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func() error{
		"put":  func() error { _, err := waiting.Put(t.Context(), 0, docs); return err },
		"mend": func() error { return waiting.Mend(t.Context()) },
	} {
		ended := make(chan error, 1)
		go func() { ended <- write() }()
		for len(waiting.writing) == 0 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(20 * time.Millisecond) // until it asks for the lock
		if err := os.Rename(dir+"/x.db", dir+"/old.db"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/x.db", nil, 0o600); err != nil {
			t.Fatal(err)
		}
		tx.Rollback()
		if err := <-ended; mentionmap.CodeOf(err) != mentionmap.Unavailable || !strings.Contains(err.Error(), "start the program again") {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Rename(dir+"/old.db", dir+"/x.db"); err != nil {
			t.Fatal(err)
		}
		if tx, err = holder.write.BeginTx(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	tx.Rollback()
	if i, err := holder.Info(t.Context()); err != nil || i.Documents != 0 {
		t.Errorf("%+v, %v", i, err)
	}
}

// TestLockExclusive: no program has the database open, even one that does
// nothing, and none can open it.
func TestLockExclusive(t *testing.T) {
	path := made(t, Options{})
	for _, o := range []Options{{}, {ReadOnly: true}} {
		idle, err := Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		if x, err := LockExclusive(t.Context(), path, 0); mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "another program") {
			t.Errorf("while it is open (%+v): %v, %v", o, x, err)
		}
		if err := idle.Close(); err != nil {
			t.Fatal(err)
		}
	}
	x, err := LockExclusive(t.Context(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if g, err := x.Generation(t.Context()); err != nil || g != 1 {
		t.Errorf("generation %d, %v", g, err)
	}
	for _, o := range []Options{{}, {ReadOnly: true}} {
		o.BusyTimeout = 10 * time.Millisecond
		if s, err := Open(path, o); mentionmap.CodeOf(err) != mentionmap.Conflict {
			t.Errorf("opened while it is locked (%+v): %v, %v", o, s, err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	openAt(t, path, Options{})
}

// TestReplaceBehindTheBackOfOneThatOpens: a program that waits to open the
// database while it is replaced stores in the new file, not in the one without
// a name, whose log it would take for that of the new one.
func TestReplaceBehindTheBackOfOneThatOpens(t *testing.T) {
	for range 5 {
		path, fresh := made(t, Options{}), made(t, Options{})
		more := openAt(t, fresh, Options{})
		if _, err := more.Put(t.Context(), 0, storetest.Corpus(8, 20)); err != nil {
			t.Fatal(err)
		}
		if err := more.Close(); err != nil {
			t.Fatal(err)
		}
		x, err := LockExclusive(t.Context(), path, 0)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			s, err := Open(path, Options{})
			if err == nil {
				_, err = s.Put(context.Background(), 0, storetest.Corpus(9, 5))
			}
			if err == nil {
				err = s.Close()
			}
			ended <- err
		}()
		time.Sleep(50 * time.Millisecond) // until it has found the old file
		if err := x.Replace(t.Context(), fresh, "", 100); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		s := openAt(t, path, Options{})
		if i, err := s.Info(t.Context()); err != nil || i.Documents != 35 || i.Generation != 101 {
			t.Errorf("%d documents of 35, generation %d of 101: %v", i.Documents, i.Generation, err)
		}
		if wrong := faults(t, s); len(wrong) > 0 {
			t.Error(wrong)
		}
	}
}

func TestLockWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	free, err := LockWork(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockWork(path); mentionmap.CodeOf(err) != mentionmap.Conflict || strings.Contains(err.Error(), "\n") {
		t.Errorf("twice: %v", err)
	}
	free()
	if exists(path + ".lock") {
		t.Error("the lock is left behind")
	}
	if err := os.WriteFile(path+".lock", nil, 0o600); err != nil { // of one that was killed
		t.Fatal(err)
	}
	if free, err = LockWork(path); err != nil {
		t.Fatal(err)
	}
	free()
}
