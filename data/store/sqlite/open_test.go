//go:build sqlite_fts5

package sqlite

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store/storetest"
)

// refuses opens a file that must be refused in one line, and left as it is.
func refuses(t *testing.T, path string, o Options, code mentionmap.Code, says string) {
	t.Helper()
	before, _ := os.ReadFile(path)
	s, err := Open(path, o)
	if err == nil {
		s.Close()
		t.Fatalf("opened %s", path)
	}
	if mentionmap.CodeOf(err) != code || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q of code %v, want one line of code %v that says %q", err, mentionmap.CodeOf(err), code, says)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// made writes a database with a corpus and closes it.
func made(t *testing.T, o Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.db")
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), 0, storetest.Corpus(1, 10)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func raw(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	refuses(t, write(t, "a.txt", "just a text, longer than any header would be"), Options{}, mentionmap.Invalid, "not a mentionmap database")
	refuses(t, write(t, "short", "SQL"), Options{}, mentionmap.Invalid, "not a mentionmap database")
	refuses(t, write(t, "damaged", magic+strings.Repeat("x", 5000)), Options{}, mentionmap.Internal, "damaged")
	refuses(t, write(t, "empty", ""), Options{ReadOnly: true}, mentionmap.Invalid, "not a mentionmap database")
	refuses(t, t.TempDir(), Options{}, mentionmap.Invalid, "folder")
	refuses(t, filepath.Join(t.TempDir(), "no", "such.db"), Options{}, mentionmap.NotFound, "does not exist")
	refuses(t, filepath.Join(t.TempDir(), "no.db"), Options{ReadOnly: true}, mentionmap.NotFound, "no such database")

	other := filepath.Join(t.TempDir(), "other.db")
	raw(t, other, "CREATE TABLE address (name TEXT)")
	refuses(t, other, Options{}, mentionmap.Invalid, "another program")

	geopackage := filepath.Join(t.TempDir(), "other.gpkg")
	raw(t, geopackage, "CREATE TABLE state (name TEXT); PRAGMA application_id = 0x47504b47")
	refuses(t, geopackage, Options{}, mentionmap.Invalid, "another program")

	early := filepath.Join(t.TempDir(), "early.db")
	raw(t, early, "CREATE TABLE passage (id INTEGER PRIMARY KEY); PRAGMA application_id = 0x4d4d4150; PRAGMA user_version = 4")
	refuses(t, early, Options{}, mentionmap.Conflict, "ingest the documents into a new one")
	refuses(t, early, Options{ReadOnly: true, AnySchema: true, AnyContent: true}, mentionmap.Conflict, "ingest the documents into a new one")

	newer := made(t, Options{})
	raw(t, newer, "UPDATE state SET schema = 99")
	refuses(t, newer, Options{}, mentionmap.Conflict, "schema 99")
}

func TestDemoAndOwnNeverMix(t *testing.T) {
	demo, own := made(t, Options{Demo: true}), made(t, Options{})
	refuses(t, demo, Options{}, mentionmap.Invalid, "demo database")
	refuses(t, own, Options{Demo: true}, mentionmap.Invalid, "your own documents")
	for path, isDemo := range map[string]bool{demo: true, own: false} {
		s := openAt(t, path, Options{AnyContent: true, ReadOnly: true})
		if i, err := s.Info(t.Context()); err != nil || i.Demo != isDemo || i.Documents != 10 {
			t.Errorf("%+v, %v, want demo %v", i, err, isDemo)
		}
		_, err := s.Put(t.Context(), 0, storetest.Corpus(2, 1))
		if mentionmap.CodeOf(err) != mentionmap.Unavailable {
			t.Errorf("a read-only database took documents: %v", err)
		}
	}
}

func TestLockedDatabase(t *testing.T) {
	path := made(t, Options{})
	s := openAt(t, path, Options{BusyTimeout: 50 * time.Millisecond})
	other, err := sql.Open("sqlite3", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Put(t.Context(), 0, storetest.Corpus(3, 1))
	if mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "another program") {
		t.Errorf("put while another program writes: %v", err)
	}
	if b, _ := all(t, s, -1); len(b.Mentions) == 0 {
		t.Error("nothing is read while another program writes")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), 0, storetest.Corpus(3, 1)); err != nil {
		t.Errorf("put after it ended: %v", err)
	}
}

func TestDiskFullLosesNothing(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "full.db"), Options{})
	if _, err := s.Put(t.Context(), 0, storetest.Corpus(1, 20)); err != nil {
		t.Fatal(err)
	}
	before, err := s.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", before.Bytes/pageSize+2)); err != nil {
		t.Fatal(err)
	}
	docs := storetest.Corpus(2, 400)
	_, err = s.Put(t.Context(), 0, docs)
	if mentionmap.CodeOf(err) != mentionmap.Unavailable || !strings.Contains(err.Error(), "disk is full") {
		t.Fatalf("a full disk gives %v", err)
	}
	after, err := s.Info(t.Context())
	if err != nil || after.Documents != before.Documents || after.Generation != before.Generation {
		t.Errorf("%+v, %v, was %+v", after, err, before)
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if added, err := s.Put(t.Context(), 0, docs); err != nil || added.Documents != 400 {
		t.Errorf("with room again: %+v, %v", added, err)
	}
	integrity(t, s)
}

func integrity(t *testing.T, s *Database) {
	t.Helper()
	var result string
	if err := s.read.QueryRow("PRAGMA integrity_check").Scan(&result); err != nil || result != "ok" {
		t.Errorf("integrity: %q, %v", result, err)
	}
}

func TestHeader(t *testing.T) {
	s := openAt(t, made(t, Options{}), Options{})
	id, err := identify(t.Context(), s.read)
	if err != nil || id.application != applicationID || id.schema != newestSchema() || id.empty {
		t.Errorf("%+v, %v", id, err)
	}
	var mode string
	if err := s.read.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal mode %q, %v", mode, err)
	}
}

// later adds a schema that is yet to come, until the test ends.
func later(t *testing.T, script string) {
	migrations = append(migrations, script)
	t.Cleanup(func() { migrations = migrations[:len(migrations)-1] })
}

// TestMigrationKeepsACopy brings a database to a schema that is yet to come.
func TestMigrationKeepsACopy(t *testing.T) {
	path := made(t, Options{})
	was := newestSchema()
	later(t, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
	refuses(t, path, Options{ReadOnly: true}, mentionmap.Conflict, "older mentionmap")
	var notices []string
	d := openAt(t, path, Options{Notice: func(n string) { notices = append(notices, n) }})
	if i, err := d.Info(t.Context()); err != nil || i.Schema != was+1 || i.Documents != 10 {
		t.Errorf("%+v, %v, want schema %d", i, err, was+1)
	}
	if len(notices) != 1 || !strings.Contains(notices[0], fmt.Sprint("made.db.bak-", was)) {
		t.Errorf("notices %q", notices)
	}
	old := openAt(t, fmt.Sprint(path, ".bak-", was), Options{ReadOnly: true, AnySchema: true})
	if i, err := old.Info(t.Context()); err != nil || i.Documents != 10 || i.Schema != was {
		t.Errorf("the copy: %+v, %v", i, err)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	path := made(t, Options{})
	was := newestSchema()
	later(t, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; DELETE FROM document; SELECT broken FROM nothing")
	for n := range 2 {
		if _, err := Open(path, Options{}); err == nil {
			t.Fatal("a broken migration went through")
		}
		if name := path + fmt.Sprint(".bak-", was, [...]string{"", ".2"}[n]); !exists(name) {
			t.Errorf("there is no copy %s", name)
		}
	}
	d := openAt(t, path, Options{ReadOnly: true, AnySchema: true})
	if i, err := d.Info(t.Context()); err != nil || i.Schema != was {
		t.Errorf("%+v, %v", i, err)
	}
	var kept, made int
	err := d.read.QueryRow("SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM sqlite_schema WHERE name = 'later')").Scan(&kept, &made)
	if err != nil || kept == 0 || made != 0 {
		t.Errorf("%d documents, table made: %d, %v", kept, made, err)
	}
}

// Two programs may have the database open: what one writes, the other reads.
func TestTwoPrograms(t *testing.T) {
	path := made(t, Options{})
	a, b := openAt(t, path, Options{}), openAt(t, path, Options{})
	for i, s := range []*Database{a, b, a} {
		if _, err := s.Put(t.Context(), 0, storetest.Corpus(uint64(20+i), 5)); err != nil {
			t.Fatal(err)
		}
	}
	x, err := a.Info(t.Context())
	if y, err2 := b.Info(t.Context()); err != nil || err2 != nil || x.Generation != y.Generation || x.Documents != 25 || y.Mentions != x.Mentions {
		t.Errorf("%+v and %+v, %v, %v", x, y, err, err2)
	}
}
