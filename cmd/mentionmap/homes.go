package main

import (
	"context"
	"errors"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/sqlite"
	"mentionmap/geo/locate"
)

// locateStored is locateText for a server: reasons of stored documents are
// worked out knowing where their sources are at home, as when they were read.
func (w *works) locateStored(ctx context.Context, db *sqlite.Store) func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located {
	again := *w
	again.homes = &locate.Homes{}
	var learn sync.Once
	return func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located {
		if explain {
			learn.Do(func() { again.learnStored(ctx, db) })
		}
		return again.locateText(doc, explain, demonyms)
	}
}

// learnStored learns from the documents that were stored first. What cannot be
// read is left out: reasons are told all the same.
func (w *works) learnStored(ctx context.Context, db *sqlite.Store) {
	enough := errors.New("enough")
	first := locate.Ahead{
		Learn: func(docs []mentionmap.Document) { w.locator.Learn(w.homes, docs) },
		Next:  func(mentionmap.Document) error { return enough },
	}
	_ = db.Documents(ctx, mentionmap.NewQuery(), func(d *store.Document) error {
		whole, err := db.Document(ctx, d.ID)
		if err != nil {
			return err
		}
		return first.Take(whole.Document)
	})
	_ = first.Flush()
}
