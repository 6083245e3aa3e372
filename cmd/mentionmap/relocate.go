package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
)

// relocateBatch is how much text is stored in one transaction, in bytes.
const relocateBatch = 4 << 20

func newRelocate() *cobra.Command {
	c := &cobra.Command{
		Use:   "relocate",
		Short: "Place stored documents anew with today's gazetteer and locator",
		Long: "Finds the places of all stored documents again: after an import of places, or with a newer program. Ids of documents\n" +
			"stay, and where they were seen. The database is made anew beside the old one, needs as much room again for the time,\n" +
			"and takes its place at the end; until then nothing changes. Stop `mentionmap serve` before.",
		Example:     "  mentionmap gazetteer import UA && mentionmap relocate --db war.db",
		Annotations: behind,
		Args:        arguments(cobra.NoArgs),
		RunE:        runRelocate,
	}
	settingDB.add(c)
	settingGazetteer.add(c)
	settingPrior.add(c)
	return c
}

func runRelocate(c *cobra.Command, _ []string) error {
	path, _ := settingDB.of(c)
	w, err := openWorks(c)
	if err != nil {
		return err
	}
	old, err := sqlite.Open(path, sqlite.Options{AnyContent: true, ReadOnly: true})
	if err != nil {
		return err
	}
	defer old.Close()
	info, err := old.Info(c.Context())
	if err != nil {
		return err
	}
	_, expected := settingPrior.of(c) // what was expected when they were placed is not kept
	if !expected && slices.Equal(info.Gazetteers, []string{w.gazetteer.Version()}) && slices.Equal(info.Locators, []string{locate.Version}) {
		_, err = fmt.Fprintf(c.OutOrStdout(), "%s: all %d mentions are placed with today's gazetteer and locator\n", path, info.Mentions)
		return err
	}
	fresh := path + ".relocating"
	defer removeDatabase(fresh)
	added, err := relocate(c, w, old, info, fresh)
	if err != nil {
		return err
	}
	if err := replaceDatabase(old, path, fresh); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d documents placed anew: %d mentions, were %d\n", path, added.Documents, added.Mentions, info.Mentions)
	return err
}

// relocate makes a new database of the documents of an old one.
func relocate(c *cobra.Command, w *works, old *sqlite.Store, info store.Info, fresh string) (sum store.Added, err error) {
	removeDatabase(fresh)
	db, err := sqlite.Open(fresh, sqlite.Options{Demo: info.Demo})
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.BeginAfter(c.Context(), info.Generation); err != nil {
		return sum, err
	}
	p := newProgress("Placing", c.ErrOrStderr())
	defer p.done()
	m := moving{works: w, to: db, show: func(bytes int64, documents int) {
		p.show(bytes, 0, fmt.Sprintf("%d documents of %d", documents, info.Documents))
	}}
	first := locate.Ahead{Learn: w.learn, Next: func(d mentionmap.Document) error { return m.move(c.Context(), d) }}
	read := func(d *store.Document) error {
		whole, err := old.Document(c.Context(), d.ID)
		if err != nil {
			return err
		}
		return first.Take(whole.Document)
	}
	if err := old.Documents(c.Context(), mentionmap.NewQuery(), read); err != nil {
		return m.sum, err
	}
	if err := first.Flush(); err != nil {
		return m.sum, err
	}
	return m.sum, m.flush(c.Context())
}

// moving places documents of one store and puts them in another, in order.
type moving struct {
	*works
	to    *sqlite.Store
	show  func(bytes int64, documents int)
	batch []mentionmap.Located
	bytes int   // of the batch
	done  int64 // bytes
	sum   store.Added
}

func (m *moving) move(ctx context.Context, d mentionmap.Document) error {
	m.batch = append(m.batch, m.locateDocument(d, locate.Want{}))
	if m.bytes += len(d.Text); m.bytes < relocateBatch {
		return nil
	}
	return m.flush(ctx)
}

func (m *moving) flush(ctx context.Context) error {
	added, err := m.to.Put(ctx, m.batch)
	m.sum.Documents += added.Documents
	m.sum.Mentions += added.Mentions
	m.done += int64(m.bytes)
	m.batch, m.bytes = m.batch[:0], 0
	m.show(m.done, m.sum.Documents)
	return err
}

// replaceDatabase puts the new file in the place of the old one, unless
// another program has that open: SQLite leaves a log beside a file in use.
func replaceDatabase(old *sqlite.Store, path, fresh string) error {
	if err := old.Close(); err != nil {
		return err
	}
	if again, err := sqlite.Open(path, sqlite.Options{AnyContent: true}); err != nil {
		return err
	} else if err := again.Close(); err != nil { // the last to close empties the log
		return err
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return mentionmap.Errorf(mentionmap.Conflict, "%s is open in another program: stop it and run the command again; nothing was changed", path)
	}
	if err := os.Rename(fresh, path); err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s cannot be replaced: %w", path, err)
	}
	return nil
}
