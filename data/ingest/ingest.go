// Package ingest takes documents the whole way into the store: read, locate,
// put. Documents are located by several workers and stored by one writer in the
// order in which they were read.
package ingest

import (
	"context"
	"io"
	"io/fs"
	"runtime"

	"mentionmap"
	"mentionmap/data/store"
)

// Store is what is asked of a store.Store here.
type Store interface {
	Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error)
	Known(ctx context.Context, documentID string) (bool, error)
}

// Options say what is taken in and how. Paths, Store and Locate must be set.
type Options struct {
	Paths []string // files and folders; "-" is Input, if that is set
	Input io.Reader
	// FS, if set, is where Paths are looked up instead of on disk.
	FS    fs.FS
	Store Store
	// Locate finds the posts and mentions of a document; it is called by several goroutines.
	// A document that makes it panic is left out.
	Locate func(mentionmap.Document) mentionmap.Located
	// Learn, if set, is given the first documents before any is located, some
	// MB of them, to learn from them where their sources are at home.
	Learn func([]mentionmap.Document)
	// Source is the source of documents that name none (see reader.Options).
	Source string
	// MaxBytes is the most text a document may have; 0: what the reader allows.
	MaxBytes int64
	// Progress, if set, is told after each batch, from one goroutine.
	Progress func(Progress)
	// Skip, if set, is told of each file, line or document that was left out,
	// from one goroutine at a time.
	Skip func(error)
	// Workers locate at one time; 0 is one for each CPU.
	Workers int
	// BatchDocuments and BatchBytes end a batch, which is one transaction; 0 is 1,024 and 4 MiB of text.
	BatchDocuments, BatchBytes int
	// MemoryBytes is the most text on its way at one time, besides a document
	// that is larger; 0 is 16 MiB. What is on its way takes many times that (see
	// reader.MaxBytes), and what the store needs for a batch comes on top.
	MemoryBytes int
}

// Progress says how far it is.
type Progress struct {
	Summary
	ReadBytes  int64 // of the files, up to the last document stored
	TotalBytes int64 // of the files to read; 0 if it is not known
}

// Summary says what was done.
type Summary struct {
	store.Added
	Bytes   int64 // of text, of new and known documents
	Skipped int
}

func (o Options) withDefaults() Options {
	set := func(v *int, otherwise int) {
		if *v <= 0 {
			*v = otherwise
		}
	}
	set(&o.Workers, runtime.NumCPU())
	set(&o.BatchDocuments, 1024)
	set(&o.BatchBytes, 4<<20)
	set(&o.MemoryBytes, 16<<20)
	return o
}

// locate finds the posts and mentions of a document; the only error is a panic.
func (o *Options) locate(doc mentionmap.Document) (l mentionmap.Located, err error) {
	defer mentionmap.RecoverTo(&err, doc.Key)
	return o.Locate(doc), nil
}

// store stores documents. Those that were taken for known and were deleted
// meanwhile are located first: Put leaves them out.
func (o *Options) store(ctx context.Context, docs []mentionmap.Located) (added store.Added, err error) {
	for {
		now, err := o.Store.Put(ctx, docs)
		added.Documents += now.Documents
		added.Known += now.Known
		added.Posts += now.Posts
		added.Mentions += now.Mentions
		if err != nil || now.Missing == 0 {
			return added, err
		}
		var missing []mentionmap.Located
		for i := range docs {
			known := true
			if docs[i].Known {
				if known, err = o.Store.Known(ctx, mentionmap.DocumentID(docs[i].Document.Text)); err != nil {
					return added, err
				}
			}
			if known {
				continue
			}
			l, err := o.locate(docs[i].Document)
			if err != nil {
				return added, err
			}
			missing = append(missing, l)
		}
		docs = missing
	}
}

// Run takes in all documents. What cannot be read is told to Skip, counted, and
// the rest goes in. It may be stopped at any time by ctx and run again: the
// store then holds whole documents, and those it holds are not located twice.
// Errors are those of the paths (NotFound, Invalid), of the store and of ctx;
// what was read before an error in reading is stored.
func Run(ctx context.Context, o Options) (Summary, error) {
	o = o.withDefaults()
	total, err := o.check()
	if err != nil {
		return Summary{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &run{Options: o, cancel: cancel, total: total, gate: newGate(o.MemoryBytes),
		work: make(chan *item), order: make(chan *item, o.BatchDocuments)}
	r.startWorkers(ctx)
	read := make(chan error, 1)
	go func() { read <- r.readAll(ctx) }()
	written := r.writeAll(ctx)
	if written != nil {
		cancel(written)
	}
	failed := <-read
	r.workers.Wait()
	if written != nil {
		return r.sum(), written
	}
	return r.sum(), failed
}
