package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store"
)

// Pages are short, so that no read transaction is held long; the first is the
// shortest, so that a reader who wants ten does not wait for a thousand.
const (
	firstPage = 128
	mostPage  = 1024
)

// Mentions implements store.Store.
func (s *Store) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	c, err := parseCursor(q.After, q.Order)
	if err != nil {
		return err
	}
	r := pageReader{store: s, query: &q, at: c, left: q.Limit, size: firstPage}
	for {
		page, err := r.next(ctx)
		if err != nil {
			return s.explain(err)
		}
		if page == nil {
			return nil
		}
		for i := range page {
			if err := fn(&page[i]); err != nil {
				return err
			}
		}
	}
}

// pageReader reads page after page, each in a transaction of its own.
type pageReader struct {
	store *Store
	query *mentionmap.Query
	at    cursor
	left  int   // of the limit; with no limit it stays 0
	size  int   // of the next page
	end   int64 // keys from here on were stored after the first page; 0: not known yet
	done  bool
}

// next returns the next page, nil after the last.
func (r *pageReader) next(ctx context.Context) ([]store.Mention, error) {
	for !r.done {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := r.size
		if r.query.Limit > 0 {
			n = min(n, r.left)
		}
		page, err := r.read(ctx, n)
		if err != nil {
			return nil, err
		}
		r.advance(page, n)
		if len(page) > 0 {
			return page, nil
		}
	}
	return nil, nil
}

// advance moves behind the page that was had; n is how many were asked for.
func (r *pageReader) advance(page []store.Mention, n int) {
	r.size = min(2*r.size, mostPage)
	r.left -= len(page)
	switch {
	case r.query.Limit > 0 && r.left <= 0:
		r.done = true
	case len(page) == n:
		return
	case r.at.order == mentionmap.OrderStored || r.at.undated:
		r.done = true
	default:
		r.at = cursor{order: r.at.order, started: true, undated: true, id: -1}
	}
}

func (r *pageReader) read(ctx context.Context, n int) (page []store.Mention, err error) {
	err = r.store.view(ctx, func(tx *sql.Tx) error {
		if r.end == 0 {
			if err := tx.QueryRowContext(ctx, "SELECT (coalesce(max(id), 0) + 1) << 28 FROM document").Scan(&r.end); err != nil {
				return err
			}
		}
		rows, err := r.rows(ctx, tx, n)
		if err != nil || len(rows) == 0 {
			return err
		}
		page, err = r.store.hydrate(ctx, tx, rows)
		if err != nil {
			return err
		}
		for i := range page {
			r.at = r.at.on(&rows[i], r.query.By)
			page[i].Cursor = r.at.String()
		}
		return nil
	})
	return page, err
}

// on returns the cursor that stands on a row.
func (c cursor) on(row *mentionRecord, by mentionmap.By) cursor {
	c.started, c.id, c.day = true, row.id, row.day
	if by == mentionmap.ByPublished {
		c.day = row.published
	}
	return c
}

func (r *pageReader) rows(ctx context.Context, tx *sql.Tx, n int) ([]mentionRecord, error) {
	query, args := pageSQL(r.query, r.at, r.end, n)
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, scanMention)
}

// view runs fn in one read transaction.
func (s *Store) view(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}

// Mention implements store.Store.
func (s *Store) Mention(ctx context.Context, id string) (*store.Mention, error) {
	document, start, ok := mentionmap.SplitMentionID(id)
	if !ok || start >= keySpan {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no mention %q", id)
	}
	var page []store.Mention
	err := s.view(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT "+mentionColumns+" FROM document d JOIN mention m ON m.id = (d.id << 28) + ? WHERE d.public = ?", start, document)
		if err != nil {
			return err
		}
		records, err := scanAll(rows, scanMention)
		if err != nil || len(records) == 0 {
			return err
		}
		page, err = s.hydrate(ctx, tx, records)
		return err
	})
	if err != nil {
		return nil, s.explain(err)
	}
	if len(page) == 0 {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no mention %q", id)
	}
	page[0].Cursor = cursor{order: mentionmap.OrderStored}.String()
	return &page[0], nil
}

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (n int64, err error) {
	query, args := totalSQL(&q)
	err = s.read.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, s.explain(err)
}

func totalSQL(q *mentionmap.Query) (string, []any) {
	s := choose(q)
	if !s.narrows() {
		return "SELECT mentions FROM state", nil
	}
	return "SELECT count(*)" + s.sql(), s.args
}
