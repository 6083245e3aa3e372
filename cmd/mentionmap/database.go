package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/spatial"
	"mentionmap/data/store/sqlite"
)

// database is what --db names: a file, or a database on a PostgreSQL server.
type database struct {
	store.Backend
	name string // for messages; without a password
	file string // "" on a server
}

// fileOf gives the file that --db names. It returns a usage error where that is
// a database on a server, which the command is not for.
func fileOf(c *cobra.Command) (path string, given bool, err error) {
	if path, given = settingDB.of(c); postgres.IsURL(path) {
		err = usagef("%s works on a database file: with PostgreSQL %s", c.CommandPath(), insteadOf[c.Name()])
	}
	return path, given, err
}

// insteadOf tells what to do instead of a command that works on a file.
var insteadOf = map[string]string{
	"backup":   "use pg_dump (docs/scale.md)",
	"restore":  "use pg_restore (docs/scale.md)",
	"doctor":   "use pg_amcheck, and the server's log",
	"generate": "make a file, and 'mentionmap copy' it",
	"relocate": "copy it into a file ('mentionmap copy'), relocate that, and copy it back into a new database",
}

// openDatabase opens what --db names. Of o, a server needs Demo, AnyContent and
// ReadOnly; tables are made there unless one of the last two is set.
func openDatabase(ctx context.Context, name string, o sqlite.Options) (*database, error) {
	if postgres.IsURL(name) {
		db, err := postgres.Open(ctx, postgres.Options{URL: name, Create: !o.ReadOnly && !o.AnyContent, ReadOnly: o.ReadOnly, Demo: o.Demo, AnyContent: o.AnyContent})
		if err != nil {
			return nil, err
		}
		return &database{Backend: db, name: postgres.Name(name)}, nil
	}
	db, err := sqlite.Open(name, o)
	if err != nil {
		return nil, err
	}
	return &database{db, name, name}, nil
}

// openExisting opens the database to show what is in it; it does not make one.
func openExisting(c *cobra.Command, o sqlite.Options) (*database, error) {
	path, _ := settingDB.of(c)
	if !postgres.IsURL(path) {
		if _, err := os.Stat(path); err != nil {
			return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no database %s: make it with 'mentionmap ingest --db %s FOLDER'", path, path)
		}
	}
	return openShown(c.Context(), path, o)
}

// openShown opens a database to show what is in it: without changing anything
// where the file may not be written.
func openShown(ctx context.Context, path string, o sqlite.Options) (*database, error) {
	o.AnyContent = true
	if !postgres.IsURL(path) {
		if at, err := os.Stat(path); err == nil && at.Size() == 0 {
			return nil, mentionmap.Errorf(mentionmap.Invalid, "%s: the file is empty, there is nothing to show: fill it with 'mentionmap ingest --db %s FOLDER', or name another with --db", path, path)
		}
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
			o.ReadOnly = true
		} else {
			f.Close()
		}
	}
	db, err := openDatabase(ctx, path, o)
	if errors.Is(err, sqlite.ErrHeld) {
		o.ReadOnly = true
		if db, err = openDatabase(ctx, path, o); err == nil && o.Notice != nil {
			o.Notice(path + ": another program has the database open, if only to read, and turned its log off: it is shown, but nothing can be stored; close it there, such as in QGIS or sqlite3, and start again")
		}
	}
	return db, err
}

// index opens the index over a database, which it closes in the end. Its
// snapshot lies beside the file, or in the user's cache folder.
func (d *database) index(ctx context.Context, o index.Options) (*index.Store, error) {
	o.Snapshot = d.beside("-index")
	st, err := index.Open(ctx, d.Backend, o)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return st, nil
}

// openFiltered opens the database for a command that takes the API's filters, and
// gives the outlines of regions with it.
func openFiltered(c *cobra.Command) (*spatial.Store, func(mentionmap.PlaceID) orb.MultiPolygon, error) {
	g, err := openGazetteer(c)
	if err != nil {
		return nil, nil, err
	}
	db, err := openExisting(c, sqlite.Options{Notice: told(c)})
	if err != nil {
		return nil, nil, err
	}
	found, err := db.index(c.Context(), index.Options{Notice: told(c)})
	if err != nil {
		return nil, nil, err
	}
	outlines := (&works{gazetteer: g}).polygon
	return spatial.New(found, outlines), outlines, nil
}

// beside names a file that belongs to the database: beside its own file, or, for
// one on a server, in the user's cache folder; "" if there is none.
func (d *database) beside(ending string) string {
	if d.file != "" {
		return d.file + ending
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	dir = filepath.Join(dir, "mentionmap")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return ""
	}
	return filepath.Join(dir, fmt.Sprintf("postgres-%x%s", sha256.Sum256([]byte(d.name)), ending))
}

// inRun is a database whose documents are stored as those of one run.
type inRun struct {
	*database
	id int64
}

// beginRun records that paths are read.
func (d *database) beginRun(ctx context.Context, paths []string) (*inRun, error) {
	id, err := d.BeginRun(ctx, paths)
	return &inRun{d, id}, err
}

// Put implements ingest.Store.
func (r *inRun) Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	return r.database.Put(ctx, r.id, batch)
}

// end records that all was read, or as much as could be.
func (r *inRun) end(ctx context.Context) error {
	return r.EndRun(context.WithoutCancel(ctx), r.id)
}

// tokensOf names the database that a file of tokens lies beside: the file
// itself, or, for a database on a server, a name in the user's configuration
// folder, so that each machine that serves it has tokens of its own.
func tokensOf(name, file string) string {
	if file != "" {
		return file
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		dir = os.TempDir()
	}
	dir = filepath.Join(dir, "mentionmap")
	os.MkdirAll(dir, 0o700) // where it fails, so does the file, which says so
	return filepath.Join(dir, fmt.Sprintf("postgres-%x", sha256.Sum256([]byte(postgres.Name(name)))))
}
