package ingest

import (
	"context"
	"errors"
	"io"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/text/reader"
)

const (
	// MostTaken is how many documents Take takes at a time.
	MostTaken = 10_000

	// A batch of Take is one transaction: small, so that others who write need
	// not wait for long.
	takenDocuments = 256
	takenBytes     = 256 << 10
	takenTime      = time.Second // of locating
)

// Taken is a document that Take has stored, or that was there already.
type Taken struct {
	ID              string
	New             bool
	Posts, Mentions int // found in it; 0 for one that was there
}

// Take stores the documents of one stream; name is what it is called: its
// ending tells the format. If one of them cannot be read, none is stored. Then
// they are located, while others write, and stored some at a time, each whole:
// what is returned with an error was stored. Of the options it takes Store,
// Locate, Source and MaxBytes. Errors: Invalid or TooLarge, which name the line,
// if any document cannot be read; the store's; Unavailable when ctx ends.
func Take(ctx context.Context, o Options, name string, r io.Reader) ([]Taken, store.Added, error) {
	docs, err := readTaken(ctx, o, name, r)
	if err != nil {
		return nil, store.Added{}, err
	}
	t := taking{Options: o, seen: map[string]bool{}}
	for i := range docs {
		if err = t.take(ctx, docs[i]); err != nil {
			break
		}
		docs[i] = mentionmap.Document{}
	}
	if err == nil {
		err = t.flush(ctx)
	}
	return t.stored, t.sum, t.explain(ctx, err, len(docs))
}

// readTaken reads all documents of a stream.
func readTaken(ctx context.Context, o Options, name string, r io.Reader) (docs []mentionmap.Document, err error) {
	read := reader.Options{Source: o.Source, MaxBytes: o.MaxBytes}
	err = read.ReadFrom(ctx, name, r, func(doc mentionmap.Document) error {
		if len(docs) == MostTaken {
			return mentionmap.Errorf(mentionmap.TooLarge, "%s: holds more than %d documents: send fewer at a time; 'mentionmap ingest' takes more", name, MostTaken)
		}
		docs = append(docs, doc)
		return nil
	})
	return docs, err
}

// taking is one call of Take.
type taking struct {
	Options
	batch   []mentionmap.Located
	waiting []Taken // of the batch
	bytes   int     // of the batch
	begun   time.Time
	seen    map[string]bool
	stored  []Taken
	sum     store.Added
}

func (t *taking) take(ctx context.Context, doc mentionmap.Document) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	one := Taken{ID: mentionmap.DocumentID(doc.Text)}
	known, err := t.Store.Known(ctx, one.ID)
	if err != nil {
		return err
	}
	if len(t.batch) == 0 {
		t.begun = time.Now()
	}
	located := mentionmap.Located{Document: doc, Known: true}
	if !known && !t.seen[one.ID] {
		if located, err = t.locate(doc); err != nil {
			return err
		}
		one.New, one.Posts, one.Mentions = true, len(located.Posts), len(located.Mentions)
	}
	t.seen[one.ID] = true
	t.batch, t.waiting, t.bytes = append(t.batch, located), append(t.waiting, one), t.bytes+len(doc.Text)
	if len(t.batch) < takenDocuments && t.bytes < takenBytes && time.Since(t.begun) < takenTime {
		return nil
	}
	return t.flush(ctx)
}

// flush stores the batch.
func (t *taking) flush(ctx context.Context) error {
	if len(t.batch) == 0 {
		return nil
	}
	added, err := t.store(ctx, t.batch)
	if err != nil {
		return err
	}
	t.sum.Documents += added.Documents
	t.sum.Known += added.Known
	t.sum.Posts += added.Posts
	t.sum.Mentions += added.Mentions
	t.stored = append(t.stored, t.waiting...)
	clear(t.batch)
	t.batch, t.waiting, t.bytes = t.batch[:0], t.waiting[:0], 0
	return nil
}

// explain says how much was stored before an error.
func (t *taking) explain(ctx context.Context, err error, all int) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		err = context.Cause(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			err = errors.New("the time for one request is over")
		}
		return mentionmap.Errorf(mentionmap.Unavailable, "%d of %d documents are stored, then it was ended (%w): send the rest again, or all of it", len(t.stored), all, err)
	case len(t.stored) > 0:
		return mentionmap.Errorf(mentionmap.CodeOf(err), "%d of %d documents are stored, then: %w", len(t.stored), all, err)
	}
	return err
}
