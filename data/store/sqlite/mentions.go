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
	f, err := s.finding(ctx, &q)
	if err != nil {
		return s.explain(err)
	}
	if f != nil && f.worthPicking() {
		r := columnReader{store: s, finding: f, at: c, left: q.Limit, size: firstSize(&q)}
		return s.eachPage(ctx, r.next, fn)
	}
	if done, err := s.mentionsAhead(ctx, &q, c.id, fn); done || err != nil {
		return err
	}
	r := pageReader{store: s, query: &q, at: c, left: q.Limit, size: firstPage}
	return s.eachPage(ctx, r.next, fn)
}

// firstSize is how many mentions of those that were found are read at first: who
// says how many are wanted waits for all.
func firstSize(q *mentionmap.Query) int {
	if q.Limit > 0 {
		return mostPage
	}
	return firstPage
}

// eachPage hands out mentions page by page, until next gives none; while one is
// handed out the next is read.
func (s *Store) eachPage(ctx context.Context, next func(context.Context) ([]store.Mention, error), fn func(*store.Mention) error) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	pages := make(chan []store.Mention)
	failed := make(chan error, 1)
	defer func() { cancel(); <-failed }()
	go func() {
		defer close(failed)
		defer close(pages)
		for {
			page, err := next(ctx)
			if err != nil || page == nil {
				failed <- err
				return
			}
			select {
			case pages <- page:
			case <-ctx.Done():
				failed <- ctx.Err()
				return
			}
		}
	}()
	for page := range pages {
		for i := range page {
			if err := fn(&page[i]); err != nil {
				return err
			}
		}
	}
	return s.explain(<-failed)
}

// pageReader reads page after page, each in a transaction of its own. What it
// looked up for the first it keeps: documents do not change.
type pageReader struct {
	store  *Store
	query  *mentionmap.Query
	at     cursor
	left   int // of the limit; with no limit it stays 0
	size   int // of the next page
	search *search
	probed bool    // some documents were looked through one by one
	narrow bool    // the search knows where to look
	sorted []dated // all matches, where they are few enough to be sorted
	done   bool
	buffer []match // for the next page
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
	err = view(ctx, r.store.readersFor(r.query), func(tx *sql.Tx) error {
		if err := r.prepare(ctx, tx); err != nil {
			return err
		}
		matches, err := r.matches(n)
		if err != nil || len(matches) == 0 {
			return err
		}
		r.buffer = matches
		page, err = r.store.hydrate(ctx, tx, matches)
		if err != nil {
			return err
		}
		for i := range page {
			r.at = r.at.on(&matches[i].mentionRecord, r.query.By)
			page[i].Cursor = r.at.String()
		}
		return nil
	})
	return page, err
}

// prepare makes the query ready, within the transaction of the next page.
func (r *pageReader) prepare(ctx context.Context, tx *sql.Tx) (err error) {
	if r.search != nil {
		r.search.ctx, r.search.tx = ctx, tx
		return nil
	}
	r.search, err = r.store.newSearch(ctx, tx, r.query)
	return err
}

// on returns the cursor that stands on a mention.
func (c cursor) on(m *mentionRecord, by mentionmap.By) cursor {
	c.started, c.id = true, m.id
	c.day, _, _ = m.filed(by)
	c.undated = c.order != mentionmap.OrderStored && c.day == mentionmap.NoDay
	return c
}

// matches gives the next n matches.
func (r *pageReader) matches(n int) ([]match, error) {
	switch {
	case r.search.filter.nothing:
		return nil, nil
	case r.at.order == mentionmap.OrderStored:
		return r.inStoredOrder(n)
	case r.at.undated:
		return r.undated(n)
	}
	return r.inOrderOfDays(n)
}

// probeDocuments is how many documents are looked through one by one, which is
// enough where most match, before it is looked up where matches are.
const probeDocuments = 128

func (r *pageReader) inStoredOrder(n int) (page []match, err error) {
	after := r.at.id
	page = r.buffer[:0]
	take := func(d *documentRecord, m *mentionRecord) (bool, error) {
		page = append(page, d.match(m))
		return len(page) < n, nil
	}
	more := true
	if after, more, err = r.search.eachRest(after, take); err != nil || !more {
		return page, err
	}
	if !r.probed && r.worthProbing(n) {
		r.probed = true
		if after, err = r.search.probe(after, probeDocuments, take); err != nil || len(page) == n {
			return page, err
		}
	}
	if err := r.narrowed(); err != nil {
		return nil, err
	}
	return page, r.search.each(after, take)
}

// worthProbing tells whether the next documents are likely to hold n matches.
func (r *pageReader) worthProbing(n int) bool {
	f := r.search.filter
	switch {
	case r.query.Limit == 0 || len(f.words.words) > 0 || f.sources != nil || f.documents != nil || r.query.Windowed():
		return false
	case f.places != nil:
		return len(f.places.keys)*probeDocuments > n*max(f.places.all, 1)
	}
	return true
}

func (r *pageReader) narrowed() error {
	if r.narrow {
		return nil
	}
	r.narrow = true
	return r.search.narrow()
}

// readersFor are the connections for what is asked: what has a limit lies apart,
// as a rule.
func (s *Store) readersFor(q *mentionmap.Query) *sql.DB {
	if q.Limit > 0 {
		return s.mapped
	}
	return s.read
}

// view runs fn in one read transaction.
func (s *Store) view(ctx context.Context, fn func(*sql.Tx) error) error {
	return view(ctx, s.read, fn)
}

func view(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}

// Mention implements store.Store.
func (s *Store) Mention(ctx context.Context, id string) (*store.Mention, error) {
	document, start, ok := mentionmap.SplitMentionID(id)
	public := publicBytes(document)
	if !ok || public == nil || start >= keySpan {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no mention %q", id)
	}
	var page []store.Mention
	err := view(ctx, s.mapped, func(tx *sql.Tx) error {
		one := search{ctx: ctx, tx: tx}
		var found []match
		err := one.read(func(d *documentRecord) (bool, error) {
			if d.seek(key(d.id, start)) {
				found = append(found, d.match(&d.current))
			}
			return false, nil
		}, "SELECT "+recordColumn+" FROM document d WHERE d.public = ?", public)
		if err != nil || len(found) == 0 {
			return err
		}
		page, err = s.hydrate(ctx, tx, found)
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
