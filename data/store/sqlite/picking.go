package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/columns"
)

// columnReader reads page after page of what the columns find, each in a
// transaction of its own. All are of the state that the query began with; what
// was deleted since is missed.
type columnReader struct {
	store *Store
	*finding
	search search
	at     cursor
	left   int             // of the limit; with no limit it stays 0
	size   int             // of the next page
	finder *columns.Finder // in stored order
	sorted []uint32        // in the orders by day: rows that come next
	last   bool            // and there are no others
}

// sortedRows is how many rows are sorted at a time.
const sortedRows = 1 << 16

// worthPicking reports whether it is better to read what was found than to read
// all documents in stored order by several readers.
func (f *finding) worthPicking() bool {
	return f.query.Limit > 0 || f.query.Order != mentionmap.OrderStored || f.view.Count(&f.in) < f.view.Len()/4
}

// next returns the next page, nil after the last.
func (r *columnReader) next(ctx context.Context) (page []store.Mention, err error) {
	for len(page) == 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := r.size
		if r.query.Limit > 0 {
			n = min(n, r.left)
		}
		rows := r.rows(n)
		if len(rows) == 0 {
			return nil, nil
		}
		if page, err = r.read(ctx, rows); err != nil {
			return nil, err
		}
		r.left -= len(page)
		r.size = min(2*r.size, mostPage)
	}
	return page, nil
}

// rows gives the next n rows, none after the last.
func (r *columnReader) rows(n int) []uint32 {
	if n <= 0 {
		return nil
	}
	if r.at.order == mentionmap.OrderStored {
		if r.finder == nil {
			from := r.view.After(r.at.place())
			if rows, known := r.found(from); known {
				r.finder = columns.Given(rows)
			} else {
				r.finder = r.view.Find(&r.in, from)
			}
		}
		return r.finder.Next(n)
	}
	if len(r.sorted) == 0 && !r.last {
		most := sortedRows
		if r.query.Limit > 0 {
			most = min(most, r.left)
		}
		r.sorted = r.view.ByDay(&r.in, r.order(most))
		r.last = len(r.sorted) < most
	}
	n = min(n, len(r.sorted))
	rows := r.sorted[:n]
	r.sorted = r.sorted[n:]
	return rows
}

// order says which rows come next.
func (r *columnReader) order(most int) columns.Order {
	o := columns.Order{Newest: r.at.order == mentionmap.OrderNewest, Limit: most, Started: r.at.started, Day: r.at.day}
	if r.at.undated {
		o.Day = mentionmap.NoDay
	}
	o.Document, o.Start = r.at.place()
	return o
}

// place gives the document that the cursor stands in, and where.
func (c cursor) place() (document int64, start int) {
	if c.id < 0 {
		return -1, 0
	}
	return c.id >> keyBits, int(c.id & (keySpan - 1))
}

// read reads the mentions of rows, as far as they are still there.
func (r *columnReader) read(ctx context.Context, rows []uint32) (page []store.Mention, err error) {
	keys := make([]dated, len(rows))
	for i, row := range rows {
		keys[i] = dated{r.view.Filed(row, r.query.By), key(r.view.Key(row))}
	}
	page, err = r.pick(ctx, keys)
	if last := keys[len(keys)-1]; err == nil { // on which the last match stands, if it is still there
		r.at = cursor{order: r.at.order, started: true, day: last.day, id: last.id}
		r.at.undated = r.at.order != mentionmap.OrderStored && last.day == mentionmap.NoDay
	}
	return page, err
}

// worthSharing is how many mentions are read by several readers, if others leave some.
const worthSharing = 256

// pick reads mentions by their keys, in that order.
func (r *columnReader) pick(ctx context.Context, keys []dated) (page []store.Mention, err error) {
	if len(keys) < worthSharing || r.search.rest != nil {
		return r.pickPart(ctx, &r.search, keys)
	}
	n, free := r.store.takeReaders()
	defer free()
	pages, errs := make([][]store.Mention, n), make([]error, n)
	var all sync.WaitGroup
	for i := 1; i < n; i++ {
		all.Go(func() { pages[i], errs[i] = r.pickPart(ctx, &search{}, part(keys, i, n)) })
	}
	pages[0], errs[0] = r.pickPart(ctx, &r.search, part(keys, 0, n))
	all.Wait()
	for i := range pages {
		if errs[i] != nil {
			return nil, errs[i]
		}
		page = append(page, pages[i]...)
	}
	return page, nil
}

// part is one of n equal parts.
func part[T any](list []T, i, n int) []T { return list[len(list)*i/n : len(list)*(i+1)/n] }

// pickPart reads mentions in a transaction of its own.
func (r *columnReader) pickPart(ctx context.Context, s *search, keys []dated) (page []store.Mention, err error) {
	err = view(ctx, r.store.readersFor(r.query), func(tx *sql.Tx) error {
		s.store, s.ctx, s.tx = r.store, ctx, tx
		matches, err := s.pick(keys)
		if err != nil || len(matches) == 0 {
			return err
		}
		page, err = r.store.hydrate(ctx, tx, matches)
		for i := range page {
			page[i].Cursor = r.at.on(&matches[i].mentionRecord, r.query.By).String()
		}
		return err
	})
	return page, err
}
