package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"runtime"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store"
)

// blockOfFollow is how many documents one reader reads at a time.
const blockOfFollow = 512

// Follow implements store.Backend. Readers take the documents block by block, and
// blocks are handed over in order. Each is read in a transaction of its own, that
// is over when it is handed over. The generation is that of the begin: what
// changed since comes with the next call, perhaps once more.
func (d *Database) Follow(ctx context.Context, after int64, fn func(*store.Block) error) (generation int64, err error) {
	f := following{database: d}
	if err := d.view(ctx, func(tx *sql.Tx) error { return f.plan(ctx, tx, after) }); err != nil {
		return 0, err
	}
	if len(f.gone) > 0 {
		if err := fn(&store.Block{Gone: f.gone, Left: f.documents}); err != nil {
			return 0, err
		}
	}
	return f.generation, f.run(ctx, fn)
}

// numbers is a range of document numbers, both ends included.
type numbers struct{ from, to int64 }

// following is one call of Follow.
type following struct {
	database   *Database
	generation int64
	documents  int64     // about how many there are to read
	changed    []numbers // what is to be read, in order
	gone       []int64
}

// plan finds out what is to be read.
func (f *following) plan(ctx context.Context, tx *sql.Tx, after int64) error {
	var last int64
	err := tx.QueryRowContext(ctx, "SELECT generation, documents, coalesce((SELECT max(id) FROM document), 0) FROM state").Scan(&f.generation, &f.documents, &last)
	if err != nil || after >= f.generation {
		f.documents = 0
		return err
	}
	if after < 0 {
		for from := int64(1); from <= last; from += blockOfFollow {
			f.changed = append(f.changed, numbers{from, min(last, from+blockOfFollow-1)})
		}
		return nil
	}
	if f.gone, err = int64s(tx.QueryContext(ctx, "SELECT document FROM gone WHERE generation > ? ORDER BY document", after)); err != nil {
		return err
	}
	ids, err := int64s(tx.QueryContext(ctx, "SELECT id FROM document WHERE generation > ? ORDER BY id", after))
	f.documents = int64(len(ids))
	f.changed = ranges(ids)
	return err
}

func int64s(r *sql.Rows, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	return scanAll(r, func(scan scanner) (n int64, err error) { return n, scan(&n) })
}

// ranges joins numbers that follow one another, up to a block of them.
func ranges(ids []int64) (out []numbers) {
	for _, id := range ids {
		if n := len(out) - 1; n >= 0 && out[n].to+1 == id && id-out[n].from < blockOfFollow {
			out[n].to = id
		} else {
			out = append(out, numbers{id, id})
		}
	}
	return out
}

// part is what one reader reads at a time.
type part struct {
	changed []numbers
	block   chan *store.Block
	err     error // once block is closed
}

// parts cuts what is to be read into blocks.
func (f *following) parts() (out []*part) {
	size := int64(0)
	for _, n := range f.changed {
		count := n.to - n.from + 1
		if len(out) == 0 || size+count > blockOfFollow {
			out, size = append(out, &part{block: make(chan *store.Block, 1)}), 0
		}
		p := out[len(out)-1]
		p.changed, size = append(p.changed, n), size+count
	}
	return out
}

// run reads all by several readers; each is at most two blocks ahead.
func (f *following) run(ctx context.Context, fn func(*store.Block) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	parts, free := f.parts(), make(chan *store.Block, 2*readersOfFollow)
	readers := min(len(parts), readersOfFollow, runtime.GOMAXPROCS(0))
	for range cap(free) {
		free <- &store.Block{}
	}
	work := make(chan *part)
	go func() {
		defer close(work)
		for _, p := range parts {
			select {
			case work <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range readers {
		go f.read(ctx, work, free)
	}
	for _, p := range parts {
		select {
		case b, ok := <-p.block:
			if !ok {
				return f.database.explain(p.err)
			}
			f.documents -= int64(len(b.Documents))
			b.Left = max(0, f.documents)
			if err := fn(b); err != nil {
				return err
			}
			free <- b
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

const readersOfFollow = 2

// read reads parts one after the other. It takes a block first: else others might
// hold all of them while the part that is to be handed over next has none.
func (f *following) read(ctx context.Context, work chan *part, free chan *store.Block) {
	for {
		var b *store.Block
		select {
		case b = <-free:
		case <-ctx.Done():
			return
		}
		p, more := <-work
		if !more {
			free <- b
			return
		}
		if p.err = f.database.fill(ctx, p.changed, b); p.err == nil {
			p.block <- b
		}
		close(p.block)
	}
}

// fill reads documents into a block, in one transaction.
func (d *Database) fill(ctx context.Context, changed []numbers, b *store.Block) (err error) {
	defer func() {
		if p := recover(); p != nil { // in a goroutine it would end the program
			err = fmt.Errorf("reading documents: %v", p)
		}
	}()
	*b = store.Block{Documents: b.Documents[:0], Posts: b.Posts[:0], Mentions: b.Mentions[:0]}
	return d.viewRaw(ctx, func(_ *sql.Tx, conn *sqlite3.SQLiteConn) error {
		r := blockReader{conn: conn, Block: b}
		for _, n := range changed {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := r.read(n); err != nil {
				return err
			}
		}
		return nil
	})
}

// blockReader reads ranges of documents. Small numbers come packed in few
// columns, for each column of each row costs.
type blockReader struct {
	conn *sqlite3.SQLiteConn
	*store.Block
	firsts []int64 // first sentence of each post of the range
}

const (
	followDocuments = "SELECT id, story, source FROM document WHERE id BETWEEN ? AND ?"
	followSeen      = "SELECT document, source FROM seen WHERE document BETWEEN ? AND ? AND source IS NOT NULL ORDER BY document, n"
	followPosts     = "SELECT id, ifnull(published, -2147483648), ifnull(source, 0) << 1 | (number IS NULL), sentence FROM post WHERE id BETWEEN ? AND ?"
	followMentions  = `SELECT id, sentence, ((((ifnull(place, 0) << 4 | kind) << 1 | use) << 4 | relation) << 3 | precision) << 10 | confidence,
		ifnull((date & 4294967295) << 32 | (date_to & 4294967295), -9223372034707292160) FROM mention WHERE id BETWEEN ? AND ?`
)

// read adds the documents of a range.
func (r *blockReader) read(n numbers) error {
	first, posts := len(r.Documents), len(r.Posts)
	err := r.each(followDocuments, n.from, n.to, 3, func(v []int64) error {
		r.Documents = append(r.Documents, store.DocumentRow{Number: v[0], Story: v[1], Sources: []int64{v[2]}})
		return nil
	})
	documents := r.Documents[first:]
	if err != nil || len(documents) == 0 {
		return err
	}
	if err := r.readSources(n, documents); err != nil {
		return err
	}
	r.firsts = r.firsts[:0]
	at := 0
	err = r.each(followPosts, n.from<<store.PostBits, n.to<<store.PostBits|(1<<store.PostBits-1), 4, func(v []int64) error {
		if at = find(documents, at, v[0]>>store.PostBits); at == len(documents) {
			return errDamaged
		}
		documents[at].Posts++
		r.firsts = append(r.firsts, v[3])
		r.Posts = append(r.Posts, store.PostRow{Published: mentionmap.Day(v[1]), Source: v[2] >> 1, Stretch: v[2]&1 == 1})
		return nil
	})
	if err != nil {
		return err
	}
	return r.readMentions(n, documents, r.Posts[posts:])
}

var errDamaged = errors.New("rows do not belong together: the database is damaged")

// find goes on to a document in a list in order.
func find(documents []store.DocumentRow, at int, number int64) int {
	for at < len(documents) && documents[at].Number < number {
		at++
	}
	if at < len(documents) && documents[at].Number == number {
		return at
	}
	return len(documents)
}

func (r *blockReader) readSources(n numbers, documents []store.DocumentRow) error {
	at, last := 0, int64(0)
	return r.each(followSeen, n.from, n.to, 2, func(v []int64) error {
		if at = find(documents, at, v[0]); at == len(documents) {
			return errDamaged
		}
		s := &documents[at].Sources
		if last != v[0] {
			*s, last = (*s)[:0], v[0]
		}
		for _, had := range *s {
			if had == v[1] {
				return nil
			}
		}
		*s = append(*s, v[1])
		return nil
	})
}

func (r *blockReader) readMentions(n numbers, documents []store.DocumentRow, posts []store.PostRow) error {
	at, firsts, post := 0, r.firsts, 0
	return r.each(followMentions, n.from<<store.StartBits, n.to<<store.StartBits|(1<<store.StartBits-1), 4, func(v []int64) error {
		number, traits, dates := v[0]>>store.StartBits, v[2], uint64(v[3])
		for at < len(documents) && documents[at].Number < number {
			firsts, post = firsts[documents[at].Posts:], 0
			at++
		}
		if at == len(documents) || documents[at].Number != number {
			return errDamaged
		}
		d := &documents[at]
		for post+1 < d.Posts && firsts[post+1] <= v[1] {
			post++
		}
		if post >= d.Posts || v[1] < firsts[post] || v[1]-firsts[post] > math.MaxUint16 {
			return errDamaged
		}
		d.Mentions++
		r.Mentions = append(r.Mentions, store.MentionRow{Start: int32(v[0] & (1<<store.StartBits - 1)), Post: uint16(post), Sentence: uint16(v[1] - firsts[post]),
			Confidence: int16(traits & 1023), Precision: mentionmap.Precision(traits >> 10 & 7), Relation: mentionmap.Relation(traits >> 13 & 15),
			Use: mentionmap.Use(traits >> 17 & 1), Kind: mentionmap.Kind(traits >> 18 & 15), Place: traits >> 22,
			From: mentionmap.Day(int32(dates >> 32)), To: mentionmap.Day(int32(dates))})
		return nil
	})
}

// each runs a query over a range and hands over its rows of integers.
func (r *blockReader) each(query string, from, to int64, columns int, fn func([]int64) error) error {
	var numbers [4]int64
	return eachRow(r.conn, query, []driver.Value{from, to}, func(values []driver.Value) error {
		if err := integers(values, numbers[:columns]); err != nil {
			return err
		}
		return fn(numbers[:columns])
	})
}
