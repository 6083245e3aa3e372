package sqlite

import (
	"context"
	"database/sql"
	"runtime"

	"mentionmap"
	"mentionmap/data/store"
)

const (
	// aheadRows is about how many mentions one reader reads at a time when all are
	// read by several; aheadPage is a little more, so that one page holds them.
	aheadRows = 400
	aheadPage = 600
)

// ahead reads all mentions that match, in stored order, by several readers: each
// takes the next few documents, and what they find is put in order again. No
// transaction outlasts a page.
type ahead struct {
	store  *Store
	search *search
	order  chan *stretch
	work   chan *stretch
}

// stretch is some documents, and the pages of what is found there: mentions
// above a key, of documents that begin before a section.
type stretch struct {
	after, end int64
	pages      chan []store.Mention
	err        error // once pages is closed
}

// mentionsAhead is Mentions for a query without limit, in stored order, that
// goes through all documents; done tells whether it is one.
func (s *Store) mentionsAhead(ctx context.Context, q *mentionmap.Query, after int64, fn func(*store.Mention) error) (done bool, err error) {
	search, step, err := s.wholeSearch(ctx, q)
	if search == nil || err != nil {
		return false, s.explain(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	readers, free := s.takeReaders()
	a := &ahead{store: s, search: search, order: make(chan *stretch, readers), work: make(chan *stretch)}
	defer free()
	defer cancel()
	go a.divide(ctx, after, step, search.end)
	for range readers {
		go a.read(ctx)
	}
	for p := range a.order {
		for page := range p.pages {
			for i := range page {
				if err := fn(&page[i]); err != nil {
					return true, err
				}
			}
		}
		if p.err != nil {
			return true, s.explain(p.err)
		}
	}
	return true, ctx.Err()
}

// wholeSearch makes a query ready, if it means to look through all documents;
// step is how many sections one reader takes at a time.
func (s *Store) wholeSearch(ctx context.Context, q *mentionmap.Query) (whole *search, step int64, err error) {
	if q.Limit > 0 || q.Order != mentionmap.OrderStored {
		return nil, 0, nil
	}
	err = s.view(ctx, func(tx *sql.Tx) error {
		found, err := s.newSearch(ctx, tx, q)
		if err != nil || found.filter.nothing || len(found.filter.words.words) > 0 {
			return err
		}
		if err := found.narrow(); err != nil || found.set != nil {
			return err
		}
		var mentions int64
		err = tx.QueryRowContext(ctx, "SELECT mentions FROM state").Scan(&mentions)
		step, whole = max(1, aheadRows*found.end/max(1, mentions)), found
		return err
	})
	return whole, step, err
}

// takeReaders says how many readers there are for one who reads all: those
// that others leave, at least one.
func (s *Store) takeReaders() (n int, free func()) {
	for n = 1; n < runtime.GOMAXPROCS(0) && s.readers.TryAcquire(1); n++ {
	}
	return n, func() { s.readers.Release(int64(n - 1)) }
}

// divide hands out the sections.
func (a *ahead) divide(ctx context.Context, after, step, end int64) {
	defer close(a.work)
	defer close(a.order)
	for from := max(0, after>>keyBits); from < end; from += step {
		p := &stretch{after: max(after, key(from, 0)-1), end: min(end, from+step), pages: make(chan []store.Mention, 1)}
		select {
		case a.order <- p:
		case <-ctx.Done():
			return
		}
		select {
		case a.work <- p:
		case <-ctx.Done(): // it is waited for, and nobody will read it
			p.err = ctx.Err()
			close(p.pages)
			return
		}
	}
}

func (a *ahead) read(ctx context.Context) {
	var buffer []match
	for p := range a.work {
		buffer, p.err = a.fill(ctx, p, buffer)
		close(p.pages)
	}
}

// fill reads one stretch, page by page; buffer is used again and returned.
func (a *ahead) fill(ctx context.Context, p *stretch, buffer []match) ([]match, error) {
	own := &search{store: a.store, filter: a.search.filter, end: p.end}
	r := pageReader{store: a.store, query: own.filter.query, at: cursor{order: mentionmap.OrderStored, id: p.after}, size: aheadPage, search: own, narrow: true,
		buffer: buffer}
	for {
		page, err := r.next(ctx)
		if err != nil || page == nil {
			return r.buffer, err
		}
		select {
		case p.pages <- page:
		case <-ctx.Done():
			return r.buffer, ctx.Err()
		}
	}
}
