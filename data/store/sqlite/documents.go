package sqlite

import (
	"context"
	"database/sql"
	"strconv"

	"mentionmap"
	"mentionmap/data/store"
)

const documentColumns = `d.id, d.public, d.key, d.title, d.lang, d.published, d.minute, d.zone, first.public, d.posts, d.mentions, d.first_day, d.last_day
	FROM document d JOIN document first ON first.id = d.story`

type documentRecord struct {
	store.Document
	row int64
}

func scanDocument(scan scanner) (d documentRecord, err error) {
	err = scan(&d.row, &d.ID, &d.Key, &d.Title, &d.Lang, nullDay{&d.Published.Day}, &d.Published.Minute, &d.Published.Zone,
		&d.Story, &d.Posts, &d.Mentions, nullDay{&d.First}, nullDay{&d.Last})
	d.Cursor = documentCursor(d.row)
	return d, err
}

func documentCursor(row int64) string { return cursor{id: row}.String() }

// documentsSQL makes the statement for one page of at most n documents with
// rows above after.
func documentsSQL(q *mentionmap.Query, after int64, n int) (string, []any) {
	query, args := "SELECT "+documentColumns+" WHERE d.id > ?", []any{after}
	if s := choose(q); s.narrows() {
		query += " AND d.id IN (SELECT m.id >> 28" + s.sql() + ")"
		args = append(args, s.args...)
	}
	return query + " ORDER BY d.id LIMIT " + strconv.Itoa(n), args
}

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) error {
	at, err := parseCursor(q.After, mentionmap.OrderStored)
	if err != nil {
		return err
	}
	for left, n := q.Limit, mostPage; ; left -= n {
		if q.Limit > 0 {
			n = min(n, left)
		}
		if n <= 0 {
			return nil
		}
		page, err := s.documentPage(ctx, &q, at.id, n)
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
		at.id = page[n-1].row
	}
}

func (s *Store) documentPage(ctx context.Context, q *mentionmap.Query, after int64, n int) (page []documentRecord, err error) {
	query, args := documentsSQL(q, after, n)
	err = s.view(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if page, err = scanAll(rows, scanDocument); err != nil {
			return err
		}
		return readSeen(ctx, tx, page)
	})
	return page, err
}

// readSeen adds where documents were seen, in the order in which that was stored.
func readSeen(ctx context.Context, tx *sql.Tx, page []documentRecord) error {
	list, at := []byte{'['}, map[int64]int{}
	for i := range page {
		list = appendNumber(list, page[i].row)
		at[page[i].row] = i
	}
	rows, err := tx.QueryContext(ctx, `SELECT e.document, coalesce(s.name, ''), e.url FROM json_each(?) j CROSS JOIN seen e ON e.document = j.value
		LEFT JOIN source s ON s.id = e.source ORDER BY e.document, e.n`, string(append(list, ']')))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		var seen mentionmap.Seen
		if err := rows.Scan(&row, &seen.Source, &seen.URL); err != nil {
			return err
		}
		d := &page[at[row]]
		d.Seen = append(d.Seen, seen)
	}
	return rows.Err()
}

// Known implements store.Store.
func (s *Store) Known(ctx context.Context, documentID string) (known bool, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM document WHERE public = ?)", documentID).Scan(&known)
	return known, s.explain(err)
}

// Document implements store.Store.
func (s *Store) Document(ctx context.Context, id string) (*store.Document, error) {
	var d documentRecord
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		d, err = scanDocument(tx.QueryRowContext(ctx, "SELECT "+documentColumns+" WHERE d.public = ?", id).Scan)
		if err != nil {
			return notFound(err, "there is no document %q", id)
		}
		one := []documentRecord{d}
		if err := readSeen(ctx, tx, one); err != nil {
			return err
		}
		d = one[0]
		rows, err := tx.QueryContext(ctx, "SELECT text FROM passage WHERE id BETWEEN ? AND ? ORDER BY id", key(d.row, 0), key(d.row, keySpan-1))
		if err != nil {
			return err
		}
		parts, err := scanAll(rows, func(scan scanner) (p passage, err error) { return p, scan(&p.text) })
		d.Text = join(parts)
		return err
	})
	if err != nil {
		return nil, s.explain(err)
	}
	return &d.Document, nil
}
