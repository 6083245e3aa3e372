package ingest

import (
	"context"
	"io"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/text/reader"
)

// Taken is a document that Take has stored, or that was there already.
type Taken struct {
	ID              string
	New             bool
	Posts, Mentions int // found in it; 0 for one that was there
}

// Take stores the documents of one stream, all of them or none, in one
// transaction; name is what it is called: its ending tells the format. Of the
// options it takes Store, Locate, Source and MaxBytes. Errors: Invalid or
// TooLarge, which name the line, if any document cannot be read; the store's; ctx's.
func Take(ctx context.Context, o Options, name string, r io.Reader) ([]Taken, store.Added, error) {
	var batch []mentionmap.Located
	var list []Taken
	seen := map[string]bool{}
	read := reader.Options{Source: o.Source, MaxBytes: o.MaxBytes}
	err := read.ReadFrom(ctx, name, r, func(doc mentionmap.Document) error {
		t := Taken{ID: mentionmap.DocumentID(doc.Text)}
		known, err := o.Store.Known(ctx, t.ID)
		if err != nil {
			return err
		}
		located := mentionmap.Located{Document: doc}
		if !known && !seen[t.ID] {
			located = o.Locate(doc)
			t.New, t.Posts, t.Mentions = true, len(located.Posts), len(located.Mentions)
		}
		seen[t.ID] = true
		batch, list = append(batch, located), append(list, t)
		return nil
	})
	if err != nil {
		return nil, store.Added{}, err
	}
	added, err := o.Store.Put(ctx, batch)
	return list, added, err
}
