package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
)

// relocateBatch is how much text is stored in one transaction, in bytes.
const relocateBatch = 4 << 20

const (
	// closingTime is how long a program that is just ending may take to close the database.
	closingTime = time.Second
	// relocatePatience is how long, once all documents are placed, relocate waits
	// for other programs to close the database.
	relocatePatience = 10 * time.Minute
)

// relocation is the command. Its fields are for tests.
type relocation struct {
	patience time.Duration
	caughtUp func() // is called each time the new database holds what the old one held a moment ago
}

func newRelocate() *cobra.Command {
	return (&relocation{patience: relocatePatience, caughtUp: func() {}}).command()
}

func (r *relocation) command() *cobra.Command {
	c := &cobra.Command{
		Use:   "relocate",
		Short: "Place stored documents anew with today's gazetteer and locator",
		Long: "Finds the places of all stored documents again: after an import of places, or with a newer program. Ids of documents\n" +
			"stay, and where they were seen. The database is made anew beside the old one, needs as much room again for the time,\n" +
			"and takes its place at the end; until then nothing changes. Stop `mentionmap serve` before. What an `ingest` stores\n" +
			"or deletes meanwhile is placed, too; while that has the database open at the end, relocate waits up to ten minutes.\n" +
			"Runs are not kept, so `ingest --undo` cannot take back what was stored before. Tables and layers that others put into the file,\n" +
			"such as styles of QGIS, are not kept either: it refuses, unless --drop-layers is given.",
		Example:     "  mentionmap gazetteer import UA && mentionmap relocate --db war.db",
		Annotations: behind,
		Args:        arguments(cobra.NoArgs),
		RunE:        r.run,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	c.Flags().Bool("drop-layers", false, "go on though tables and layers that others put into the file are lost")
	return c
}

func (r *relocation) run(c *cobra.Command, _ []string) error {
	path, _, err := fileOf(c)
	if err != nil {
		return err
	}
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	info, added, err := relocatable(c.Context(), path)
	if err != nil {
		return err
	}
	_, expected := settingPrior.of(c) // what was expected when they were placed is not kept
	if !expected && slices.Equal(info.Gazetteers, []string{w.gazetteer.Version()}) && slices.Equal(info.Locators, []string{locate.Version}) {
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: all %d mentions are placed with today's gazetteer and locator\n", path, info.Mentions)
		return err
	}
	if drop, _ := c.Flags().GetBool("drop-layers"); len(added) > 0 && !drop {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: it holds tables or layers that would be lost (%s): export each of them (ogr2ogr layers.gpkg %s %s), or give --drop-layers to go on without; nothing was changed",
			path, strings.Join(added, ", "), path, strings.Join(added, " "))
	}
	file, err := filepath.EvalSymlinks(path) // what SQLite keeps beside a database lies there
	if err != nil {
		return err
	}
	free, err := sqlite.LockWork(file)
	if err != nil {
		return err
	}
	defer free()
	m := &moving{relocation: r, works: w, from: file, fresh: file + ".relocating"}
	sqlite.Remove(m.fresh) // of one that was killed
	defer sqlite.Remove(m.fresh)
	if err := m.all(c); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents placed anew: %d mentions, were %d\n", path, m.made.Documents, m.made.Mentions, m.known.Mentions)
	return err
}

// relocatable describes a database that is of this program's schema, and names
// what others put into it.
func relocatable(ctx context.Context, path string) (info store.Info, added []string, err error) {
	db, err := sqlite.Open(path, sqlite.Options{AnyContent: true, ReadOnly: true})
	if err != nil {
		return info, nil, err
	}
	defer db.Close()
	if info, err = db.Info(ctx); err == nil {
		added, err = db.Added(ctx)
	}
	return info, added, err
}

// moving places the documents of one database and puts them in another, in
// order, until that holds the same documents.
type moving struct {
	*relocation
	*works
	from, fresh string           // files
	file        os.FileInfo      // of the old database
	known       store.Info       // of it, when all it held then was moved
	moved       map[int64]string // ids of the documents that the new one holds, by their numbers in the old one
	to          *sqlite.Database // the new one
	made        store.Info       // of it
	progress    *progress
	batch       []mentionmap.Located
	bytes       int   // of the batch
	done        int64 // bytes
	stored      int   // documents
}

// all makes the new database and puts it in the place of the old one.
func (m *moving) all(c *cobra.Command) (err error) {
	ctx := c.Context()
	sole, err := sqlite.LockExclusive(ctx, m.from, closingTime) // rather now than after an hour
	if err != nil {
		return err
	}
	m.file = sole.File()
	if err := sole.Close(); err != nil {
		return err
	}
	m.progress = newProgress("Placing", c.ErrOrStderr())
	defer m.progress.done()
	if err := m.catchUp(ctx, m.learn); err != nil {
		return err
	}
	m.caughtUp()
	if sole, err = m.lock(c); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sole.Close()) }()
	if m.made.Documents != int64(len(m.moved)) {
		return mentionmap.Errorf(mentionmap.Internal, "%s: %d of %d documents were placed; nothing was changed", m.from, m.made.Documents, len(m.moved))
	}
	return sole.Replace(ctx, m.fresh, "", m.known.Generation+1)
}

// lock takes the old database from all other programs while the new one holds the
// same documents. What a program stores before is placed first; a program that
// opens it after waits, and then finds the new one.
func (m *moving) lock(c *cobra.Command) (*sqlite.Exclusive, error) {
	ctx := c.Context()
	waiting := false
	for end := time.Now().Add(m.patience); ; {
		sole, err := sqlite.LockExclusive(ctx, m.from, min(closingTime, m.patience/4))
		if err == nil {
			same, failed := m.unchanged(ctx, sole)
			if same {
				return sole, nil
			}
			err = errors.Join(failed, sole.Close())
			if err == nil && time.Now().After(end) {
				err = mentionmap.Errorf(mentionmap.Conflict, "%s: other programs store documents without a pause: stop them and run the command again; nothing was changed", m.from)
			}
		} else if mentionmap.CodeOf(err) == mentionmap.Conflict && time.Now().Before(end) {
			if !waiting {
				m.progress.done()
				fmt.Fprintf(c.ErrOrStderr(), "mentionmap: all documents are placed; waiting up to %v for another program to close %s\n", m.patience, m.from)
			}
			waiting, err = true, nil
		}
		if err == nil {
			err = m.catchUp(ctx, nil)
		}
		if err != nil {
			return nil, err
		}
		m.caughtUp()
	}
}

// unchanged reports whether the old database is still what was moved.
func (m *moving) unchanged(ctx context.Context, sole *sqlite.Exclusive) (bool, error) {
	if !os.SameFile(m.file, sole.File()) {
		return false, mentionmap.Errorf(mentionmap.Conflict, "%s: another file was put in its place meanwhile: run the command again; nothing was changed", m.from)
	}
	generation, err := sole.Generation(ctx)
	return err == nil && generation == m.known.Generation, err
}

// catchUp moves what the old database has gained since the last time, and deletes
// what it has lost. learn, if set, is given the first documents before any is
// placed. What is stored while it runs is left for the next time. At the end the
// new database is closed and on the disk: there is little left to do while others
// are kept out.
func (m *moving) catchUp(ctx context.Context, learn func([]mentionmap.Document)) (err error) {
	old, err := sqlite.Open(m.from, sqlite.Options{AnyContent: true, ReadOnly: true})
	if err != nil {
		return err
	}
	defer old.Close()
	info, err := old.Info(ctx)
	if err != nil || learn == nil && info.Generation == m.known.Generation {
		return err
	}
	if m.to, err = sqlite.Open(m.fresh, sqlite.Options{Demo: info.Demo, Outline: m.polygon}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.to.Close()) }()
	changed, err := m.changes(ctx, old, info)
	if err != nil {
		return err
	}
	first := locate.Ahead{Learn: learn, Next: func(d mentionmap.Document) error { return m.move(ctx, d) }}
	for part := range slices.Chunk(changed, relocatePart) {
		if err := m.take(ctx, old, part, &first); err != nil {
			return err
		}
	}
	if err := errors.Join(first.Flush(), m.flush(ctx)); err != nil {
		return err
	}
	m.made, err = m.to.Info(ctx)
	return err
}

// relocatePart is how many documents are looked up at a time.
const relocatePart = 512

// changes gives the numbers of the documents that were stored or changed since
// the last time, in the order of storing, and drops those that were deleted.
func (m *moving) changes(ctx context.Context, old *sqlite.Database, info store.Info) (changed []int64, err error) {
	after := int64(-1)
	if m.moved == nil {
		m.moved = map[int64]string{}
	} else {
		after = m.known.Generation
	}
	var gone []int64
	m.known = info
	m.known.Generation, err = old.Follow(ctx, after, func(b *store.Block) error {
		gone = append(gone, b.Gone...)
		for i := range b.Documents {
			changed = append(changed, b.Documents[i].Number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, number := range gone {
		if err := m.drop(ctx, number); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// take moves documents. One that was moved already can only have been seen
// elsewhere. One that was deleted since it was listed is left for the next time.
func (m *moving) take(ctx context.Context, old *sqlite.Database, numbers []int64, first *locate.Ahead) error {
	listed, err := old.Documents(ctx, numbers)
	if err != nil {
		return err
	}
	ids := make([]string, len(listed))
	for i := range listed {
		ids[i] = listed[i].ID
	}
	if numbers, err = old.Numbers(ctx, ids); err != nil {
		return err
	}
	for i, id := range ids {
		whole, err := old.Document(ctx, id)
		switch {
		case numbers[i] == 0 || mentionmap.CodeOf(err) == mentionmap.NotFound:
			continue
		case err != nil:
			return err
		case m.moved[numbers[i]] != "":
			m.batch = append(m.batch, mentionmap.Located{Document: whole.Document, Known: true})
			continue
		}
		m.moved[numbers[i]] = id
		if err := first.Take(whole.Document); err != nil {
			return err
		}
	}
	return nil
}

// drop deletes a document, by its number in the old database, from the new one.
func (m *moving) drop(ctx context.Context, number int64) error {
	id := m.moved[number]
	if id == "" {
		return nil
	}
	delete(m.moved, number)
	return m.to.Delete(ctx, id)
}

func (m *moving) move(ctx context.Context, d mentionmap.Document) (err error) {
	defer mentionmap.RecoverTo(&err, m.from+" is left as it was: "+d.Key) // left out, the document would be lost
	m.batch = append(m.batch, m.locateDocument(d, locate.Want{}))
	if m.bytes += len(d.Text); m.bytes < relocateBatch {
		return nil
	}
	return m.flush(ctx)
}

func (m *moving) flush(ctx context.Context) error {
	added, err := m.to.Put(ctx, 0, m.batch)
	m.stored += added.Documents
	m.done += int64(m.bytes)
	m.batch, m.bytes = m.batch[:0], 0
	m.progress.show(m.done, 0, fmt.Sprintf("%d documents of %d", m.stored, m.known.Documents))
	return err
}
