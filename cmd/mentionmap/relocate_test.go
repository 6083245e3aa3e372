//go:build sqlite_fts5

package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/sqlite"
)

// misplaced is a database that says another gazetteer placed its documents.
func misplaced(t *testing.T, documents int) (path string) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	path = filepath.Join(t.TempDir(), "t.db")
	if status, _, errs := mm(t, "", "ingest", "--db", path, reports(t, documents)); status != 0 {
		t.Fatal(errs)
	}
	direct(t, path, "UPDATE version SET name = 'another' WHERE part = 'gazetteer'")
	return path
}

// relocating runs the command with a seam.
func relocating(t *testing.T, r *relocation, db string) (out, errs string, err error) {
	t.Helper()
	c := r.command()
	c.SilenceUsage, c.SilenceErrors = true, true
	var stdout, stderr bytes.Buffer
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	c.SetArgs([]string{"--db", db})
	err = c.ExecuteContext(t.Context())
	return stdout.String(), stderr.String(), err
}

// openIndex opens an index as another program does: it must be closed.
func openIndex(t *testing.T, path string, o sqlite.Options) (*index.Store, error) {
	t.Helper()
	db, err := sqlite.Open(path, o)
	if err != nil {
		return nil, err
	}
	return index.Open(t.Context(), db, index.Options{})
}

// another is what another program does with the database.
func another(t *testing.T, db string, do func(*index.Store) error) {
	t.Helper()
	s, err := openIndex(t, db, sqlite.Options{})
	if err == nil {
		err = errors.Join(do(s), s.Close())
	}
	if err != nil {
		t.Error("another program:", err)
	}
}

func plainDocument(text string, seen ...string) mentionmap.Located {
	d := mentionmap.Document{Text: text, Key: "another", Published: mentionmap.NoStamp}
	for _, s := range seen {
		d.Seen = append(d.Seen, mentionmap.Seen{Source: s, URL: "https://" + s + ".example/1"})
	}
	return mentionmap.Located{Document: d}
}

// holds lists the documents of a database: id, title, where they were seen.
func holds(t *testing.T, db string) (list []string) {
	t.Helper()
	s, err := openIndex(t, db, sqlite.Options{ReadOnly: true, AnyContent: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Documents(t.Context(), mentionmap.NewQuery(), func(d *store.Document) error {
		list = append(list, fmt.Sprint(d.ID, d.Title, d.Seen))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestRelocateKeepsWhatOthersDoMeanwhile: documents that are stored, seen
// elsewhere, deleted, or deleted and stored again, once or for some rounds.
func TestRelocateKeepsWhatOthersDoMeanwhile(t *testing.T) {
	const documents = 60
	db := misplaced(t, documents)
	all := holds(t, db)
	var ids []string
	another(t, db, func(s *index.Store) error {
		return s.Documents(t.Context(), mentionmap.NewQuery(), func(d *store.Document) error { ids = append(ids, d.ID); return nil })
	})
	before := idsAndVersion(t, db)
	var want []string
	rounds := 0
	r := &relocation{patience: time.Minute, caughtUp: func() {
		if rounds++; rounds > 3 {
			return
		}
		another(t, db, func(s *index.Store) error {
			again, err := s.Document(t.Context(), ids[10+rounds])
			if err != nil {
				return err
			}
			for _, id := range []string{ids[rounds], ids[10+rounds]} {
				if err := s.Delete(t.Context(), id); err != nil {
					return err
				}
			}
			again.Document.Title = "stored again"
			seen, err := s.Document(t.Context(), ids[20+rounds])
			if err != nil {
				return err
			}
			seen.Seen = []mentionmap.Seen{{Source: "elsewhere", URL: fmt.Sprint(rounds)}}
			_, err = s.Put(t.Context(), []mentionmap.Located{{Document: again.Document}, {Document: seen.Document}, plainDocument(fmt.Sprintf("Stored meanwhile, %d, in Kherson.", rounds), "b")})
			return err
		})
		want = holds(t, db)
	}}
	out, errs, err := relocating(t, r, db)
	if err != nil || !strings.Contains(out, "60 documents placed anew") {
		t.Fatal(out, errs, err)
	}
	if rounds < 4 || slices.Equal(all, want) || len(want) != documents {
		t.Fatalf("%d rounds, %d documents", rounds, len(want))
	}
	if got := holds(t, db); !slices.Equal(got, want) {
		t.Errorf("the documents differ:\n%q\nwant\n%q", got, want)
	}
	if after := idsAndVersion(t, db); after.generation <= before.generation+3 || after.version == before.version {
		t.Errorf("generation %d after %d, gazetteer %s", after.generation, before.generation, after.version)
	}
	if status, out, errs := mm(t, "", "doctor", "--db", db); status != 0 {
		t.Error(out, errs)
	}
	for _, pattern := range []string{".*", "-wal"} {
		if left, _ := filepath.Glob(db + pattern); len(left) > 0 {
			s, _ := os.Stat(left[0])
			if s.Size() > 0 {
				t.Errorf("left behind: %v", left)
			}
		}
	}
}

// TestRelocateEnds although documents never stop coming, by one line, and waits
// for a program that closes the database in time.
func TestRelocateEnds(t *testing.T) {
	db := misplaced(t, 20)
	n := 0
	r := &relocation{patience: 300 * time.Millisecond, caughtUp: func() {
		n++
		another(t, db, func(s *index.Store) error {
			_, err := s.Put(t.Context(), []mentionmap.Located{plainDocument(fmt.Sprintf("Never ending, %d, in Kherson.", n))})
			return err
		})
	}}
	before := holds(t, db)
	if _, _, err := relocating(t, r, db); mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "without a pause") || strings.Contains(err.Error(), "\n") {
		t.Errorf("never ending: %v", err)
	}
	if got := holds(t, db); len(got) != len(before)+n {
		t.Errorf("%d documents, want %d and %d", len(got), len(before), n)
	}
	var open *index.Store
	r = &relocation{patience: 300 * time.Millisecond, caughtUp: func() {
		if open == nil {
			var err error
			if open, err = openIndex(t, db, sqlite.Options{}); err != nil {
				t.Fatal(err)
			}
		}
	}}
	if _, errs, err := relocating(t, r, db); mentionmap.CodeOf(err) != mentionmap.Conflict || !strings.Contains(err.Error(), "stop that") || !strings.Contains(errs, "waiting up to") {
		t.Errorf("open to the end: %v, %s", err, errs)
	}
	rounds := 0
	open.Close()
	open = nil
	r = &relocation{patience: time.Minute, caughtUp: func() {
		switch rounds++; rounds {
		case 1:
			var err error
			if open, err = openIndex(t, db, sqlite.Options{}); err != nil {
				t.Fatal(err)
			}
		case 2:
			if _, err := open.Put(t.Context(), []mentionmap.Located{plainDocument("The last one, in Kherson.")}); err != nil {
				t.Error(err)
			}
		case 3:
			open.Close()
		}
	}}
	if _, errs, err := relocating(t, r, db); err != nil || !strings.Contains(errs, "waiting up to") {
		t.Errorf("closed in time: %v, %s", err, errs)
	}
	if got := holds(t, db); len(got) != len(before)+n+1 {
		t.Errorf("%d documents, want %d", len(got), len(before)+n+1)
	}
	if left, _ := filepath.Glob(db + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestRelocateLosesNothing that another program was told is stored, by one that
// stores document after document, opening the database for each, and by an ingest
// that has it open until after the last was placed.
func TestRelocateLosesNothing(t *testing.T) {
	db := misplaced(t, 300)
	before := len(holds(t, db))
	stop, ended := make(chan struct{}), make(chan int)
	pause := sync.OnceFunc(func() { close(stop) })
	go func() {
		n := 0
		for r := rand.New(rand.NewPCG(1, 1)); ; n++ {
			select {
			case <-stop:
				ended <- n
				return
			case <-time.After(time.Duration(r.IntN(30)) * time.Millisecond):
			}
			another(t, db, func(s *index.Store) error {
				_, err := s.Put(t.Context(), []mentionmap.Located{plainDocument(fmt.Sprintf("Number %d, in Kherson.", n))})
				return err
			})
		}
	}()
	rounds := 0 // on a busy machine a round takes longer than any pause between two documents
	_, errs, err := relocating(t, &relocation{patience: time.Minute, caughtUp: func() {
		if rounds++; rounds == 5 {
			pause()
		}
	}}, db)
	pause()
	n := <-ended
	if err != nil {
		t.Fatal(err, errs)
	}
	if got := len(holds(t, db)); n == 0 || got != before+n {
		t.Errorf("%d documents, want %d and %d", got, before, n)
	}
	if status, out, errs := mm(t, "", "doctor", "--db", db); status != 0 {
		t.Error(out, errs)
	}
}

func TestRelocateBesideAnIngest(t *testing.T) {
	if testing.Short() {
		t.Skip("runs two programs: runs without -short")
	}
	const old, more = 300, 2000
	db := misplaced(t, old)
	ingest := program("ingest", "--db", db, "-")
	in, err := ingest.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := os.ReadFile(reports(t, old+more))
	if err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	rounds := 0
	r := &relocation{patience: time.Minute, caughtUp: func() {
		once.Do(func() {
			if err := ingest.Start(); err != nil {
				t.Fatal(err)
			}
			in.Write(lines)
			for start := time.Now(); time.Since(start) < time.Minute; time.Sleep(10 * time.Millisecond) { // until it has the database open
				x, err := sqlite.LockExclusive(t.Context(), db, 0)
				if err != nil {
					break
				}
				x.Close()
			}
		})
		if rounds++; rounds == 4 {
			in.Close()
		}
	}}
	if _, errs, err := relocating(t, r, db); err != nil {
		t.Fatal(err, errs)
	}
	if err := ingest.Wait(); err != nil {
		t.Error("the ingest:", err)
	}
	if got := len(holds(t, db)); got != old+more {
		t.Errorf("%d documents, want %d", got, old+more)
	}
}

// TestTwoRelocatesAtOnce: the second is refused, the first goes on.
func TestTwoRelocatesAtOnce(t *testing.T) {
	db := misplaced(t, 20)
	want := holds(t, db)
	r := &relocation{patience: time.Minute, caughtUp: func() {
		for _, args := range [][]string{{"relocate", "--db", db}, {"restore", "--db", db, db + ".relocating"}} {
			if status, _, errs := mm(t, "", args...); status != exitFailure || !strings.Contains(errs, "at work on it") || strings.Count(errs, "\n") != 1 {
				t.Error(args[0], status, errs)
			}
		}
	}}
	if _, errs, err := relocating(t, r, db); err != nil {
		t.Fatal(err, errs)
	}
	if !slices.Equal(holds(t, db), want) {
		t.Error("the documents differ")
	}
}

// TestRelocateKilled changes nothing, and the next one is not hurt.
func TestRelocateKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program: runs without -short")
	}
	db := misplaced(t, 3000)
	want, before := holds(t, db), idsAndVersion(t, db)
	for range 3 {
		c := program("relocate", "--db", db)
		c.Stdout, c.Stderr = io.Discard, io.Discard
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for start := time.Now(); time.Since(start) < time.Minute; time.Sleep(time.Millisecond) {
			if log, err := os.Stat(db + ".relocating-wal"); err == nil && log.Size() > 0 {
				break
			}
		}
		c.Process.Kill()
		c.Wait()
		if _, err := os.Stat(db + ".relocating"); err != nil {
			t.Error("it was not killed in the middle")
		}
		if after := idsAndVersion(t, db); after != before {
			t.Errorf("killed: %+v, was %+v", after.version, before.version)
		}
	}
	if status, _, errs := mm(t, "", "relocate", "--db", db); status != 0 {
		t.Fatal(errs)
	}
	if !slices.Equal(holds(t, db), want) {
		t.Error("the documents differ")
	}
	if left, _ := filepath.Glob(db + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestRelocateKeepsWhatIsNotADocument: the mark of the demo, tokens, permissions,
// and the link that leads to the database.
func TestRelocateKeepsWhatIsNotADocument(t *testing.T) {
	db := misplaced(t, 20)
	demo := filepath.Join(t.TempDir(), "demo.db")
	made, err := openIndex(t, demo, sqlite.Options{Demo: true})
	if err == nil {
		_, err = made.Put(t.Context(), []mentionmap.Located{plainDocument("Kherson was shelled.")}) // placed by no gazetteer
	}
	if err != nil || made.Close() != nil {
		t.Fatal(err)
	}
	if status, _, errs := mm(t, "", "token", "new", "--db", db, "--scope", "write", "mine"); status != 0 {
		t.Fatal(errs)
	}
	if err := os.Chmod(db, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(db, link); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := mm(t, "", "relocate", "--db", link); status != 0 {
		t.Fatal(errs)
	}
	if i, err := os.Lstat(link); err != nil || i.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link: %v, %v", i, err)
	}
	if i, err := os.Stat(db); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("permissions: %v, %v", i.Mode(), err)
	}
	if _, out, _ := mm(t, "", "token", "list", "--db", db); !strings.Contains(out, "mine") {
		t.Errorf("tokens: %s", out)
	}
	if status, out, errs := mm(t, "", "relocate", "--db", demo); status != 0 || !strings.Contains(out, "1 documents placed anew: 1 mentions") {
		t.Fatal(out, errs)
	}
	if status, _, errs := mm(t, "", "ingest", "--db", demo, reports(t, 1)); status != exitFailure || !strings.Contains(errs, "demo database") {
		t.Errorf("the demo takes other documents: %s", errs)
	}
}

// TestRelocateDropsNothingOfUsers: tables and layers that others put into the file
// are lost only if that was asked for.
func TestRelocateDropsNothingOfUsers(t *testing.T) {
	db := misplaced(t, 5)
	direct(t, db, "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT); CREATE VIEW mine AS SELECT name FROM mentions")
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = relocating(t, &relocation{patience: time.Second, caughtUp: func() { t.Error("the work was begun") }}, db)
	if mentionmap.CodeOf(err) != mentionmap.Invalid || !strings.Contains(err.Error(), "(layer_styles, mine)") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
	if after, err := os.ReadFile(db); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was changed (%v)", err)
	}
	if status, out, errs := mm(t, "", "relocate", "--db", db, "--drop-layers"); status != 0 || !strings.Contains(out, "5 documents placed anew") {
		t.Errorf("--drop-layers: %s%s", out, errs)
	}
}

// direct changes a database as another program may.
func direct(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}
