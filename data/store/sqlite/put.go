package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Put implements store.Backend. Beside the batch itself it holds the rows of
// three blocks of documents at most (one is written, one is ready, one is made),
// and the words of wordsAtLeast sentences and a block.
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
	err = d.edit(ctx, run, func(w *writer) error {
		if err := w.checkRun(run); err != nil {
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
		return nil
	})
	if err != nil {
		return store.Added{}, err
	}
	return added, nil
}

// edit changes documents in one transaction, which makes the next generation if
// there was anything to change.
func (d *Database) edit(ctx context.Context, run int64, fn func(*writer) error) error {
	return d.change(ctx, func(tx *sql.Tx, conn *sqlite3.SQLiteConn) error {
		w, err := d.newWriter(tx, conn, run)
		defer w.statements.close()
		if err == nil {
			err = fn(w)
		}
		if err == nil {
			err = w.finish()
		}
		return err
	})
}

// writer is one transaction that changes what is stored. Its statements do not
// watch the context, which would cost more than many of them.
type writer struct {
	tx         *sql.Tx
	options    *Options
	known      *known
	statements statements
	run        any   // nil: none
	generation int64 // that this transaction makes
	document   int64 // number of the next document
	sentence   int64 // number of the next sentence
	stories    *rows.Finder
	words      []words    // held back
	bands      [][2]int64 // of documents that began stories, held back
	changes    int        // of any kind
	shrunk     bool       // documents were deleted
	added      store.Added
	first      mentionmap.Day
	last       mentionmap.Day
	pointers   map[*mentionmap.Place]placeRow // of the batch, by what it points to
	counts     map[int64]int64                // mentions added to places
	places     box                            // of new and changed places
	outlines   box

	documents, posts, sentences, mentions, snippets, derived, seen *table
}

func (d *Database) newWriter(tx *sql.Tx, conn *sqlite3.SQLiteConn, run int64) (*writer, error) {
	w := &writer{tx: tx, options: &d.options, known: d.known, statements: statements{conn: conn, open: map[string]*statement{}}, pointers: map[*mentionmap.Place]placeRow{}, counts: map[int64]int64{}, first: mentionmap.NoDay, last: mentionmap.NoDay}
	if run != 0 {
		w.run = run
	}
	w.documents = w.table("document", "id, public, key, title, lang, published, minute, zone, source, story, gazetteer, locator, posts, mentions, first_day, last_day, run, generation")
	w.posts = w.table("post", "id, number, sentence, start, byte, length, title, source, author, lang, reply_to, forwarded, published, minute, zone, repeat, text")
	w.sentences = w.table("sentence", "id, post, start, length")
	w.mentions = w.table("mention", "id, length, sentence, place, kind, use, relation, date, date_to, precision, basis, planned, words_start, words_length, confidence, radius_km, repeat")
	w.snippets = w.table("snippet", "mention, start, length")
	w.derived = w.table("derived", "mention, n, relation, words_start, words_length, lon, lat, radius_km")
	w.seen = w.table("seen", "document, n, source, url, run")
	err := tx.QueryRow(`SELECT generation + 1, 1 + max(coalesce((SELECT max(id) FROM document), 0), coalesce((SELECT max(document) FROM gone), 0)),
		1 + coalesce((SELECT max(id) FROM sentence), 0) FROM state`).Scan(&w.generation, &w.document, &w.sentence)
	w.stories = d.stories.Begin(w.generation-1, heads{tx})
	d.committed = func() {
		if w.changes > 0 && !w.shrunk {
			w.stories.Committed(w.generation)
		}
	}
	return w, err
}

// exec runs a statement and returns the row id of what it inserted.
func (w *writer) exec(query string, args ...any) (int64, error) {
	r, err := w.tx.Exec(query, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// number answers a query for one integer; ok is false when there is no row.
func (w *writer) number(query string, args ...any) (n int64, ok bool, err error) {
	err = w.tx.QueryRow(query, args...).Scan(&n)
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
	if err := w.stories.LookUp(docs); err != nil {
		return err
	}
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if number, ok := known[doc.ID]; ok {
			w.added.Known++
			err = w.putKnown(number, doc.Located.Document.Seen)
		} else if doc.Located.Known {
			w.added.Missing++
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

// flush writes the rows that are held back.
func (w *writer) flush() error {
	for _, t := range [...]*table{w.documents, w.posts, w.sentences, w.mentions, w.snippets, w.derived, w.seen} {
		if err := t.flush(); err != nil {
			return err
		}
	}
	if len(w.words) < wordsAtLeast {
		return nil
	}
	return w.flushWords()
}

// wordsAtLeast is how many sentences are held back until they go into the search.
const wordsAtLeast = 1 << 15

// flushWords writes the sentences that are held back. They come many at a time,
// after the rows, and one a statement: before each statement that writes many
// rows SQLite has FTS5 write out what it gathered, and little pieces of that are
// merged again and again.
func (w *writer) flushWords() error {
	for i := range w.words {
		x := &w.words[i]
		if err := w.statements.run(insertWords, x.sentence, x.text, x.stems); err != nil {
			return err
		}
	}
	clear(w.words)
	w.words = w.words[:0]
	return nil
}

const insertWords = "INSERT INTO sentence_words (rowid, text, stems) VALUES (?, ?, ?)"

// words are a row of the search.
type words struct {
	sentence    int64
	text, stems string
}

// finish counts what was added and makes the generation grow, if anything was.
func (w *writer) finish() error {
	if w.changes == 0 {
		return nil
	}
	if err := w.flushWords(); err != nil {
		return err
	}
	if err := w.flushBands(); err != nil {
		return err
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
	for place, n := range w.counts {
		if err := w.statements.run("INSERT INTO place_count VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET mentions = mentions + excluded.mentions", place, n); err != nil {
			return err
		}
	}
	return w.finishLayers()
}

// table holds rows back, so that one statement writes many.
type table struct {
	w          *writer
	columns    int
	statements map[int]string // by how many rows they insert
	args       []any
}

// rowsAtOnce is how many rows one statement inserts at most; a power of two.
const rowsAtOnce = 64

func (w *writer) table(name, columns string) *table {
	t := &table{w: w, columns: 1 + strings.Count(columns, ","), statements: map[int]string{}}
	row := "(?" + strings.Repeat(", ?", t.columns-1) + ")"
	for n := 1; n <= rowsAtOnce; n *= 2 {
		t.statements[n] = "INSERT INTO " + name + " (" + columns + ") VALUES " + row + strings.Repeat(", "+row, n-1)
	}
	return t
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
			if err := t.w.statements.run(t.statements[size], left[:n]...); err != nil {
				return err
			}
			left = left[n:]
		}
	}
	clear(t.args) // it holds texts
	t.args = t.args[:0]
	return nil
}

// now is the time as runs tell it.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

// numberList is a JSON array for json_each.
func numberList(numbers []int64) string {
	b := make([]byte, 1, 2+12*len(numbers))
	b[0] = '['
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(append(b, ']'))
}

// list is the same of texts.
func list(values []string) string {
	b, _ := json.Marshal(values)
	return string(b)
}
