package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store"
)

const documentColumns = `d.id, d.public, d.key, d.title, d.lang, d.published, d.minute, d.zone, first.public, d.posts, d.mentions, d.first_day, d.last_day, CAST(d.seen AS TEXT)
	FROM document d JOIN document first ON first.id = d.story`

type listedDocument struct {
	store.Document
	row  int64
	seen []sighting
}

func scanDocument(scan scanner) (d listedDocument, err error) {
	var public, story []byte
	var seen string
	err = scan(&d.row, &public, &d.Key, &d.Title, &d.Lang, nullDay{&d.Published.Day}, &d.Published.Minute, &d.Published.Zone,
		&story, &d.Posts, &d.Mentions, nullDay{&d.First}, nullDay{&d.Last}, &seen)
	if err != nil {
		return d, err
	}
	if len(public) != publicSize || len(story) != publicSize {
		return d, errDamagedDocument(d.row)
	}
	d.ID, d.Story, d.seen = publicID(public), publicID(story), unpackSeen(seen)
	d.Cursor = documentCursor(d.row)
	return d, nil
}

func documentCursor(row int64) string { return cursor{id: row}.String() }

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) error {
	at, err := parseCursor(q.After, mentionmap.OrderStored)
	if err != nil {
		return err
	}
	r := documentReader{store: s, query: &q, at: at.id}
	for left, n := q.Limit, mostPage; ; left -= n {
		if q.Limit > 0 {
			n = min(n, left)
		}
		if n <= 0 {
			return nil
		}
		page, err := r.next(ctx, n)
		if err != nil {
			return s.explain(err)
		}
		for i := range page {
			if err := fn(&page[i].Document); err != nil {
				return err
			}
		}
		if len(page) < n {
			return nil
		}
	}
}

// documentReader reads page after page, each in a transaction of its own.
type documentReader struct {
	store  *Store
	query  *mentionmap.Query
	at     int64 // document.id of the last that was had
	search *search
	found  *finding // nil: the search tells
}

// next gives the next n documents; fewer, if these are the last.
func (r *documentReader) next(ctx context.Context, n int) (page []listedDocument, err error) {
	err = r.store.view(ctx, func(tx *sql.Tx) error {
		if err := r.prepare(ctx, tx); err != nil {
			return err
		}
		if r.search.filter.everything() {
			page, err = r.store.list(ctx, tx, "SELECT "+documentColumns+" WHERE d.id > ? ORDER BY d.id LIMIT ?", r.at, n)
		} else {
			page, err = r.matching(ctx, tx, n)
		}
		if len(page) > 0 {
			r.at = page[len(page)-1].row
		}
		return err
	})
	return page, err
}

func (r *documentReader) prepare(ctx context.Context, tx *sql.Tx) (err error) {
	if r.search != nil {
		r.search.ctx, r.search.tx = ctx, tx
		return nil
	}
	r.search, err = r.store.newSearch(ctx, tx, r.query)
	if err != nil || r.search.filter.everything() {
		return err
	}
	if r.found, err = r.store.findingIn(r.search); r.found != nil || err != nil {
		return err
	}
	return r.search.narrow()
}

// matching lists the next documents that have a mention that matches. Those that
// were deleted since they were found are passed over.
func (r *documentReader) matching(ctx context.Context, tx *sql.Tx, n int) (page []listedDocument, err error) {
	for at := r.at; len(page) < n; {
		wanted := n - len(page)
		documents, err := r.after(at, wanted)
		if err != nil || len(documents) == 0 {
			return page, err
		}
		list := []byte{'['}
		for _, at = range documents {
			list = appendNumber(list, at)
		}
		more, err := r.store.list(ctx, tx, "SELECT "+documentColumns+" WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id", string(append(list, ']')))
		if page = append(page, more...); err != nil || len(documents) < wanted {
			return page, err
		}
	}
	return page, nil
}

// after gives the next n documents that have a mention that matches, after one.
func (r *documentReader) after(last int64, n int) (documents []int64, err error) {
	if r.found != nil {
		return r.found.documents(last, n), nil
	}
	err = r.search.each(key(max(last+1, 0), 0)-1, func(d *documentRecord, _ *mentionRecord) (bool, error) {
		if d.id != last && len(documents) == n {
			return false, nil
		}
		if d.id != last {
			documents = append(documents, d.id)
		}
		last = d.id
		return true, nil
	})
	return documents, err
}

// list reads documents with where they were seen.
func (s *Store) list(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]listedDocument, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	page, err := scanAll(rows, scanDocument)
	if err != nil {
		return nil, err
	}
	var sources idSet
	for i := range page {
		for _, seen := range page[i].seen {
			sources.add(seen.source)
		}
	}
	known, err := s.sources.of(ctx, tx, sources)
	for i := range page {
		for _, seen := range page[i].seen {
			page[i].Seen = append(page[i].Seen, mentionmap.Seen{Source: known[seen.source], URL: seen.url})
		}
	}
	return page, err
}

// Known implements store.Store.
func (s *Store) Known(ctx context.Context, documentID string) (known bool, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM document WHERE public = ?)", publicBytes(documentID)).Scan(&known)
	return known, s.explain(err)
}

// Document implements store.Store.
func (s *Store) Document(ctx context.Context, id string) (*store.Document, error) {
	var d *listedDocument
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		page, err := s.list(ctx, tx, "SELECT "+documentColumns+" WHERE d.public = ?", publicBytes(id))
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
		}
		d = &page[0]
		d.Text, err = wholeText(ctx, tx, d.row)
		return err
	})
	if err != nil {
		return nil, s.explain(err)
	}
	return &d.Document, nil
}

func wholeText(ctx context.Context, tx *sql.Tx, document int64) (string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT text FROM passage WHERE id BETWEEN ? AND ? ORDER BY id", key(document, 0), key(document, keySpan-1))
	if err != nil {
		return "", err
	}
	parts, err := scanAll(rows, func(scan scanner) (p passage, err error) { return p, scan(&p.text) })
	return join(parts), err
}
