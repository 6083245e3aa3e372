package sqlite

import (
	"context"
	"database/sql"

	"mentionmap"
	"mentionmap/data/store"
)

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	done, err := s.alone(ctx)
	if err != nil {
		return store.Added{}, err
	}
	defer done()
	added, err := s.putAll(ctx, batch)
	s.held.tell()
	s.put = s.put || added.Documents > 0
	if err != nil {
		return store.Added{}, s.takenBack(ctx, err)
	}
	return added, nil
}

// takenBack forgets what a transaction learned that was taken back, and says why it was.
func (s *Store) takenBack(ctx context.Context, err error) error {
	if mentionmap.CodeOf(err) == mentionmap.NotFound {
		return err // before anything was done
	}
	s.known.forget()
	if ctx.Err() != nil { // then the next statement says only that the transaction is gone
		return context.Cause(ctx)
	}
	return s.explain(err)
}

func (s *Store) putAll(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	blocks := newBlocks(batch)
	defer blocks.stop()
	first, err := blocks.next() // before anybody is kept from writing
	if err != nil || len(first) == 0 {
		return store.Added{}, err
	}
	tx, err := s.begin(ctx)
	if err != nil {
		return store.Added{}, err
	}
	defer tx.Rollback()
	w := newWriter(tx, s.known)
	if err := w.begin(); err != nil {
		return store.Added{}, err
	}
	if err := w.putBlocks(ctx, first, blocks); err != nil {
		return w.added, err
	}
	if err := w.finish(); err != nil {
		return w.added, err
	}
	return w.added, tx.Commit()
}

// putBlocks stores and counts a block and all that follow.
func (w *writer) putBlocks(ctx context.Context, docs []*prepared, more *blocks) error {
	for len(docs) > 0 {
		fresh, err := w.putBlock(ctx, docs)
		if err != nil {
			return err
		}
		more.count(fresh)
		if docs, err = more.next(); err != nil {
			return err
		}
	}
	w.counting.add(more.sum())
	return ctx.Err()
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
	generation  int64           // that this transaction makes
	next        int64           // number of the next section
	told        map[int64]int64 // mentions added to sources
	bands       filing          // documents of this transaction by their bands
	counting
}

func newWriter(tx *sql.Tx, known *rowCache) *writer {
	return &writer{tx: tx, known: known, places: map[*mentionmap.Place]placeRow{}, statements: map[string]*sql.Stmt{},
		first: mentionmap.NoDay, last: mentionmap.NoDay, told: map[int64]int64{}, bands: filing{}}
}

func (w *writer) begin() error {
	return w.tx.QueryRow("SELECT generation + 1, "+nextSection+" FROM state").Scan(&w.generation, &w.next)
}

// nextSection is the number after all that were ever given.
const nextSection = `max(coalesce((SELECT id + max(sections, 1) FROM document ORDER BY id DESC LIMIT 1), 1),
	coalesce((SELECT last + 1 FROM gone ORDER BY first DESC LIMIT 1), 1))`

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

// putBlock stores documents in their order, and gives those that are new.
func (w *writer) putBlock(ctx context.Context, docs []*prepared) (fresh []*prepared, err error) {
	known, err := w.stored(docs)
	if err != nil {
		return nil, err
	}
	filed, err := w.filed(docs)
	if err != nil {
		return nil, err
	}
	for _, d := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if id, ok := known[d.id]; ok {
			w.added.Known++
			err = w.putSeen(id, d.Document.Seen)
		} else {
			err = w.put(d, filed)
			known[d.id] = d.number
			fresh = append(fresh, d)
		}
		if err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

// put stores a new document; it is left to be counted.
func (w *writer) put(d *prepared, filed filing) (err error) {
	d.number = w.next
	w.next += int64(max(len(d.sections), 1))
	if d.story, err = w.storyOf(d, filed); err != nil {
		return err
	}
	for _, step := range []func(*prepared) error{w.numberPlaces, w.joinStory, w.putDocument, w.putPassages, w.putWords} {
		if err := step(d); err != nil {
			return err
		}
	}
	w.added.Documents++
	w.added.Posts += realPosts(d.sections)
	w.added.Mentions += len(d.records)
	w.first, w.last = earlier(w.first, d.first), later(w.last, d.last)
	return nil
}

func realPosts(sections []section) (n int) {
	for i := range sections {
		if sections[i].n >= 0 {
			n++
		}
	}
	return n
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
	if err := w.tellSources(); err != nil {
		return err
	}
	w.known.follow(w.generation)
	if err := w.finishRuns(); err != nil {
		return err
	}
	return w.finishPlaceDays()
}

// tellSources adds what was counted to the sources' own numbers.
func (w *writer) tellSources() error {
	for source, n := range w.told {
		if _, err := w.exec("UPDATE source SET mentions = mentions + ? WHERE id = ?", n, source); err != nil {
			return err
		}
	}
	return nil
}
