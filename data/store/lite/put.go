package lite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Put implements store.Backend. Beside the batch itself it holds the rows of
// three blocks of documents at most: one is written, one is ready, one is made.
func (d *Database) Put(ctx context.Context, run int64, batch []mentionmap.Located) (store.Added, error) {
	if len(batch) == 0 {
		return store.Added{}, ctx.Err()
	}
	blocks := prepareAhead(batch)
	defer blocks.stop()
	first, err := blocks.next() // before others are kept from writing
	if err != nil {
		return store.Added{}, err
	}
	var added store.Added
	err = d.change(ctx, func(tx *sql.Tx) error {
		w, err := d.newWriter(tx, run)
		if err != nil {
			return err
		}
		for docs := first; len(docs) > 0; {
			if err := w.putBlock(ctx, docs); err != nil {
				return err
			}
			if docs, err = blocks.next(); err != nil {
				return err
			}
		}
		added = w.added
		return w.finish()
	})
	if err != nil {
		return store.Added{}, err
	}
	return added, nil
}

// writer is one transaction that changes what is stored. Its statements do not
// watch the context, which would cost more than many of them.
type writer struct {
	tx         *sql.Tx
	options    *Options
	known      *known
	statements map[string]*sql.Stmt
	run        any   // nil: none
	generation int64 // that this transaction makes
	document   int64 // number of the next document
	sentence   int64 // number of the next sentence
	stories    stories
	changes    int  // of any kind
	shrunk     bool // documents were deleted
	added      store.Added
	first      mentionmap.Day
	last       mentionmap.Day
	pointers   map[*mentionmap.Place]placeRow // of the batch, by what it points to
	places     box                            // of new and changed places
	outlines   box

	posts, sentences, words, mentions, derived, seen, bands *table
}

func (d *Database) newWriter(tx *sql.Tx, run int64) (*writer, error) {
	w := &writer{tx: tx, options: &d.options, known: d.known, statements: map[string]*sql.Stmt{}, pointers: map[*mentionmap.Place]placeRow{}, first: mentionmap.NoDay, last: mentionmap.NoDay}
	if run != 0 {
		w.run = run
	}
	w.posts = w.table("post", "id, number, sentence, start, byte, length, title, source, author, lang, reply_to, forwarded, published, minute, zone, repeat, text")
	w.sentences = w.table("sentence", "id, post, start, length")
	w.words = w.table("sentence_words", "rowid, text, stems")
	w.mentions = w.table("mention", "id, length, sentence, place, kind, use, relation, date, date_to, precision, basis, planned, words_start, words_length, confidence, radius_km, repeat, snippet_start, snippet_length")
	w.derived = w.table("derived", "mention, n, relation, words_start, words_length, lon, lat, radius_km")
	w.seen = w.table("seen", "document, n, source, url, run")
	w.bands = w.table("near_copy", "band, document")
	err := tx.QueryRow(`SELECT generation + 1, 1 + max(coalesce((SELECT max(id) FROM document), 0), coalesce((SELECT max(document) FROM gone), 0)),
		1 + coalesce((SELECT max(id) FROM sentence), 0) FROM state`).Scan(&w.generation, &w.document, &w.sentence)
	return w, err
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

// putBlock stores documents in their order.
func (w *writer) putBlock(ctx context.Context, docs []*rows.Document) error {
	known, err := w.stored(docs)
	if err != nil {
		return err
	}
	if err := w.stories.lookUp(w, docs, known); err != nil {
		return err
	}
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if number, ok := known[doc.ID]; ok {
			w.added.Known++
			err = w.putKnown(number, doc.Located.Document.Seen)
		} else {
			known[doc.ID] = w.document
			err = w.putDocument(doc)
		}
		if err != nil {
			return err
		}
	}
	return w.flush()
}

// stored gives the numbers of the documents that are there already.
func (w *writer) stored(docs []*rows.Document) (map[string]int64, error) {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	return numbersOf(w.tx.QueryContext, context.Background(), ids)
}

// flush writes what the tables hold back.
func (w *writer) flush() error {
	for _, t := range [...]*table{w.posts, w.sentences, w.words, w.mentions, w.derived, w.seen, w.bands} {
		if err := t.flush(); err != nil {
			return err
		}
	}
	return nil
}

// finish counts what was added and makes the generation grow, if anything was.
func (w *writer) finish() error {
	if w.changes == 0 {
		return nil
	}
	_, err := w.exec(`UPDATE state SET generation = generation + 1, documents = documents + ?, posts = posts + ?, mentions = mentions + ?,
		first_day = coalesce(min(first_day, ?4), first_day, ?4), last_day = coalesce(max(last_day, ?5), last_day, ?5)`,
		w.added.Documents, w.added.Posts, w.added.Mentions, day(w.first), day(w.last))
	if err != nil {
		return err
	}
	if w.shrunk {
		if err := w.spreadAgain(); err != nil {
			return err
		}
	}
	return w.finishLayers()
}

// table holds rows back, so that one statement writes many.
type table struct {
	w       *writer
	insert  string // up to VALUES
	row     string // (?, ?, …)
	columns int
	args    []any
}

// rowsAtOnce is how many rows one statement inserts at most; a power of two.
const rowsAtOnce = 16

func (w *writer) table(name, columns string) *table {
	n, marks := 1, "?"
	for _, r := range columns {
		if r == ',' {
			n++
			marks += ", ?"
		}
	}
	return &table{w: w, insert: "INSERT INTO " + name + " (" + columns + ") VALUES ", row: "(" + marks + ")", columns: n, args: make([]any, 0, n*rowsAtOnce)}
}

func (t *table) add(values ...any) error {
	t.args = append(t.args, values...)
	if len(t.args) < t.columns*rowsAtOnce {
		return nil
	}
	return t.flush()
}

func (t *table) flush() error {
	left := t.args
	for size := rowsAtOnce; size > 0; size /= 2 {
		if n := size * t.columns; len(left) >= n {
			if _, err := t.w.exec(t.statement(size), left[:n]...); err != nil {
				return err
			}
			left = left[n:]
		}
	}
	clear(t.args) // it holds texts
	t.args = t.args[:0]
	return nil
}

func (t *table) statement(rows int) string {
	b := []byte(t.insert)
	for i := range rows {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, t.row...)
	}
	return string(b)
}

// now is the time as runs tell it.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

// list is a JSON array for json_each.
func list[T any](values []T) string {
	b, _ := json.Marshal(values) // of numbers and strings
	return string(b)
}
