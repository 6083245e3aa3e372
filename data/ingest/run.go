package ingest

import (
	"context"
	"sync"
	"time"

	"mentionmap"
)

// item is a document on its way. done is closed once located is there.
type item struct {
	document mentionmap.Document
	located  mentionmap.Located
	fault    error // of locating it: it is left out
	err      error // of the store
	size     int
	read     int64 // bytes of the files, up to and with it
	done     chan struct{}
}

// run is one call of Run.
type run struct {
	Options
	cancel  context.CancelCauseFunc
	total   int64
	gate    *gate
	work    chan *item // to the workers
	order   chan *item // to the writer, in the order of reading
	workers sync.WaitGroup

	mu      sync.Mutex // guards what follows, and calls of Skip
	summary Summary
}

func (r *run) sum() Summary {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.summary
}

// skip tells of something left out.
func (r *run) skip(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.summary.Skipped++
	if r.Skip != nil {
		r.Skip(err)
	}
}

// take sends a document on its way, once there is room for it.
func (r *run) take(ctx context.Context, doc mentionmap.Document, read int64) error {
	it := &item{document: doc, size: len(doc.Text), read: read, done: make(chan struct{})}
	if err := r.gate.enter(ctx, it.size); err != nil {
		return err
	}
	for _, to := range []chan *item{r.order, r.work} {
		select {
		case to <- it:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

func (r *run) startWorkers(ctx context.Context) {
	for range r.Workers {
		r.workers.Go(func() {
			for it := range r.work {
				r.process(ctx, it)
				close(it.done)
			}
		})
	}
}

// process locates a document, unless the store holds it already.
func (r *run) process(ctx context.Context, it *item) {
	defer mentionmap.RecoverTo(&it.err, it.document.Key)
	known, err := r.Store.Known(ctx, mentionmap.DocumentID(it.document.Text))
	if err != nil || known {
		it.located, it.err = mentionmap.Located{Document: it.document, Known: true}, err
		return
	}
	it.located, it.fault = r.locate(it.document)
}

// idle is how long the writer waits for more before it stores what it has, so
// that room is made and progress is seen.
const idle = 200 * time.Millisecond

// slow is how long a batch is collected while documents keep coming.
const slow = 2 * time.Second

// writeAll stores what comes, batch by batch, until the reader is done.
func (r *run) writeAll(ctx context.Context) error {
	b := batch{run: r}
	timer := time.NewTimer(idle)
	defer timer.Stop()
	for {
		timer.Reset(idle)
		select {
		case it, more := <-r.order:
			if !more {
				return b.flush(ctx)
			}
			if err := b.add(ctx, it); err != nil {
				return err
			}
		case <-timer.C:
			if err := b.flush(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// batch is what the next transaction stores.
type batch struct {
	*run
	documents []mentionmap.Located
	size      int
	read      int64 // bytes of the files that hold what was added so far
	begun     time.Time
}

func (b *batch) add(ctx context.Context, it *item) error {
	select {
	case <-it.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if it.err != nil {
		return it.err
	}
	if it.fault != nil {
		b.skip(it.fault)
		b.gate.leave(it.size)
		b.read = it.read
		return nil
	}
	if len(b.documents) == 0 {
		b.begun = time.Now()
	}
	b.documents = append(b.documents, it.located)
	b.size, b.read = b.size+it.size, it.read
	if len(b.documents) >= b.BatchDocuments || b.size >= b.BatchBytes || time.Since(b.begun) > slow {
		return b.flush(ctx)
	}
	return nil
}

// flush stores the batch. If a document of it is refused, each is stored on
// its own, so that the others go in.
func (b *batch) flush(ctx context.Context) error {
	if len(b.documents) == 0 {
		return nil
	}
	err := b.put(ctx, b.documents)
	if refused(err) {
		err = b.putEach(ctx)
	}
	if err != nil {
		return err
	}
	b.gate.leave(b.size)
	b.documents, b.size = b.documents[:0], 0
	clear(b.documents[:cap(b.documents)])
	if b.Progress != nil {
		b.Progress(Progress{Summary: b.sum(), ReadBytes: b.read, TotalBytes: b.total})
	}
	return nil
}

// refused tells errors of a document from those of the store.
func refused(err error) bool {
	if err == nil {
		return false
	}
	code := mentionmap.CodeOf(err)
	return code == mentionmap.Invalid || code == mentionmap.TooLarge
}

// putEach stores the documents one by one and leaves out those refused.
func (b *batch) putEach(ctx context.Context) error {
	for i := range b.documents {
		err := b.put(ctx, b.documents[i:i+1])
		if refused(err) {
			b.skip(err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) put(ctx context.Context, docs []mentionmap.Located) error {
	added, err := b.store(ctx, docs)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s := &b.summary
	s.Documents += added.Documents
	s.Known += added.Known
	s.Posts += added.Posts
	s.Mentions += added.Mentions
	for i := range docs {
		s.Bytes += int64(len(docs[i].Document.Text))
	}
	return nil
}
