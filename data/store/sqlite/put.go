package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	if s.write == nil {
		return store.Added{}, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	docs, err := prepareAll(batch)
	if err != nil {
		return store.Added{}, err
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	added, err := s.putAll(ctx, docs)
	s.put = s.put || added.Documents > 0
	if err != nil {
		s.known.forget() // it may know rows that were taken back
		if ctx.Err() != nil {
			// A cancelled transaction is gone, and the next statement says only that.
			return store.Added{}, context.Cause(ctx)
		}
		return store.Added{}, s.explain(err)
	}
	return added, nil
}

func (s *Store) putAll(ctx context.Context, docs []*prepared) (store.Added, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return store.Added{}, err
	}
	defer tx.Rollback()
	w := newWriter(tx, s.known)
	if err := w.begin(); err != nil {
		return store.Added{}, err
	}
	for _, d := range docs {
		if err := ctx.Err(); err != nil {
			return w.added, err
		}
		if err := w.put(d); err != nil {
			return w.added, err
		}
	}
	if err := w.finish(); err != nil {
		return w.added, err
	}
	return w.added, tx.Commit()
}

// writer is one transaction of Put. Its statements do not watch the context:
// the driver would start a goroutine for every row.
type writer struct {
	tx          *sql.Tx
	known       *rowCache
	places      map[*mentionmap.Place]placeRow // of this batch, by the pointers it holds
	statements  map[string]*sql.Stmt
	added       store.Added
	seen        int // new Seen entries
	first, last mentionmap.Day
	generation  int64             // that this transaction makes
	tallies     [2]placeday.Tally // by mentionmap.By
}

func newWriter(tx *sql.Tx, known *rowCache) *writer {
	return &writer{tx: tx, known: known, places: map[*mentionmap.Place]placeRow{}, statements: map[string]*sql.Stmt{},
		first: mentionmap.NoDay, last: mentionmap.NoDay}
}

func (w *writer) begin() error {
	return w.tx.QueryRow("SELECT generation + 1 FROM state").Scan(&w.generation)
}

func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if st := w.statements[query]; st != nil {
		return st, nil
	}
	st, err := w.tx.Prepare(query)
	if err == nil {
		w.statements[query] = st
	}
	return st, err
}

// exec runs a statement and returns the row id of what it inserted.
func (w *writer) exec(query string, args ...any) (int64, error) {
	st, err := w.prepare(query)
	if err != nil {
		return 0, err
	}
	r, err := st.Exec(args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// number answers a query for one integer; ok is false when there is no row.
func (w *writer) number(query string, args ...any) (n int64, ok bool, err error) {
	st, err := w.prepare(query)
	if err != nil {
		return 0, false, err
	}
	err = st.QueryRow(args...).Scan(&n)
	if err == sql.ErrNoRows {
		return 0, false, nil
	}
	return n, err == nil, err
}

func (w *writer) put(d *prepared) error {
	id, known, err := w.number("SELECT id FROM document WHERE public = ?", d.id)
	if err != nil {
		return err
	}
	if known {
		w.added.Known++
		return w.putSeen(id, d.Document.Seen)
	}
	if id, err = w.putDocument(d); err != nil {
		return err
	}
	for _, step := range []func(int64, *prepared) error{w.putPassages, w.putPosts, w.putMentions, w.countPlaceDays} {
		if err := step(id, d); err != nil {
			return err
		}
	}
	w.added.Documents++
	w.added.Posts += realPosts(d.posts)
	w.added.Mentions += len(d.mentions)
	w.first, w.last = earlier(w.first, d.first), later(w.last, d.last)
	return nil
}

func realPosts(rows []postRow) (n int) {
	for _, r := range rows {
		if r.n >= 0 {
			n++
		}
	}
	return n
}

func (w *writer) putDocument(d *prepared) (int64, error) {
	gazetteer, err := w.version("gazetteer", d.Gazetteer)
	if err != nil {
		return 0, err
	}
	locator, err := w.version("locator", d.Locator)
	if err != nil {
		return 0, err
	}
	doc := &d.Document
	id, err := w.exec(`INSERT INTO document (public, key, title, lang, published, minute, zone, story, gazetteer, locator, posts, mentions, first_day, last_day)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)`,
		d.id, doc.Key, doc.Title, doc.Lang, day(doc.Published.Day), doc.Published.Minute, doc.Published.Zone,
		gazetteer, locator, realPosts(d.posts), len(d.mentions), day(d.first), day(d.last))
	if err != nil {
		return 0, err
	}
	if d.story, err = w.storyOf(id, d.shingles, d.bands); err != nil {
		return 0, err
	}
	if _, err := w.exec("UPDATE document SET story = ? WHERE id = ?", d.story, id); err != nil {
		return 0, err
	}
	return id, w.putFirstSeen(id, doc.Seen)
}

// day gives a day to the driver; NoDay is NULL.
func day(d mentionmap.Day) any {
	if d == mentionmap.NoDay {
		return nil
	}
	return int64(d)
}

// finish counts what was added and makes the generation grow, if anything was.
func (w *writer) finish() error {
	if w.added.Documents == 0 && w.seen == 0 {
		return nil
	}
	_, err := w.exec(`UPDATE state SET generation = generation + 1, documents = documents + ?, posts = posts + ?, mentions = mentions + ?,
		first_day = coalesce(min(first_day, ?4), first_day, ?4), last_day = coalesce(max(last_day, ?5), last_day, ?5)`,
		w.added.Documents, w.added.Posts, w.added.Mentions, day(w.first), day(w.last))
	if err != nil {
		return err
	}
	return w.finishPlaceDays()
}
