//go:build sqlite_fts5

package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// leftBy copies a database and its log to a new name: what a program that is
// killed now leaves.
func leftBy(t *testing.T, d *Database) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "killed.db")
	for _, ending := range [...]string{"", "-wal"} {
		copyFile(t, d.path+ending, path+ending)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("no log: %v", err)
	}
	return path
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheLogOfAnotherFileIsNotReplayed: a backup that is copied or moved over a
// database whose program was killed has that one's log beside it.
func TestTheLogOfAnotherFileIsNotReplayed(t *testing.T) {
	docs := storetest.Corpus(3, 400)
	d := openNew(t)
	put(t, d, docs[:100]...)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if _, err := d.Backup(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	put(t, d, docs[100:300]...)
	if _, err := d.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	put(t, d, docs[300:]...)
	for how, place := range map[string]func(path string) error{
		"cp": func(path string) error { copyFile(t, backup, path); return nil },
		"mv": func(path string) error {
			copyFile(t, backup, path+".new")
			old := time.Now().Add(-time.Hour) // as cp -p has it
			if err := os.Chtimes(path+".new", old, old); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
	} {
		t.Run(how, func(t *testing.T) {
			path := leftBy(t, d)
			time.Sleep(20 * time.Millisecond)
			if err := place(path); err != nil {
				t.Fatal(err)
			}
			file, log := read(t, path), read(t, path+"-wal")
			for _, o := range []Options{{}, {ReadOnly: true}} {
				s, err := Open(path, o)
				if mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "killed.db-wal beside it is not its own") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%+v: %v, %v", o, s, err)
				}
				if !bytes.Equal(file, read(t, path)) || !bytes.Equal(log, read(t, path+"-wal")) {
					t.Errorf("%+v: the file or its log was changed", o)
				}
			}
			if _, err := Restore(t.Context(), backup, path, RestoreOptions{Now: time.Unix(0, 0)}); err != nil {
				t.Fatal(err)
			}
			kept, _ := filepath.Glob(path + ".before-restore-*[0-9]")
			if len(kept) != 1 || !bytes.Equal(file, read(t, kept[0])) || !bytes.Equal(log, read(t, kept[0]+"-wal")) {
				t.Errorf("restore kept %v, not as it was", kept)
			}
			if i, err := openAt(t, path, Options{}).Info(t.Context()); err != nil || i.Documents != 100 {
				t.Errorf("restored: %d documents, %v", i.Documents, err)
			}
		})
	}
	t.Run("its own", func(t *testing.T) {
		path := leftBy(t, d)
		changedLater(t, path)
		if i, err := openAt(t, path, Options{}).Info(t.Context()); err != nil || i.Documents != 400 {
			t.Errorf("%d documents, %v", i.Documents, err)
		}
	})
	t.Run("its own, written back", func(t *testing.T) {
		if _, err := d.write.Exec("PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
			t.Fatal(err)
		}
		path := leftBy(t, d)
		changedLater(t, path)
		if i, err := openAt(t, path, Options{}).Info(t.Context()); err != nil || i.Documents != 400 {
			t.Errorf("%d documents, %v", i.Documents, err)
		}
	})
}

// changedLater makes the change time of a file later than that of its log.
func changedLater(t *testing.T, path string) {
	t.Helper()
	time.Sleep(20 * time.Millisecond)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	file, err := os.Stat(path)
	log, failed := os.Stat(path + "-wal")
	if err != nil || failed != nil || changeTime(file).Before(log.ModTime()) {
		t.Fatal(err, failed, "the log is later")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
