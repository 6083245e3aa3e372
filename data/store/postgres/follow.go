package postgres

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
)

// followDocuments is how many documents a block of Follow has, and
// followMentions about how many mentions, at most.
const (
	followDocuments = 2000
	followMentions  = 50_000
)

// Follow implements store.Backend. It reads one state of the database.
func (b *Backend) Follow(ctx context.Context, after int64, fn func(*store.Block) error) (generation int64, err error) {
	var stop error // fn's, returned as it is
	err = b.view(ctx, func(tx pgx.Tx) error {
		f := follower{ctx: ctx, tx: tx, after: after}
		if err := f.begin(); err != nil {
			return err
		}
		generation = f.generation
		if generation == after {
			return nil
		}
		for {
			more, err := f.next()
			if err != nil || !more {
				return err
			}
			if stop = fn(&f.block); stop != nil {
				return stop
			}
		}
	})
	if stop != nil {
		err = stop
	}
	return generation, err
}

// follower reads what changed after a generation, block by block.
type follower struct {
	ctx        context.Context
	tx         pgx.Tx
	after      int64
	generation int64
	begun      bool       // a block was made
	ended      bool       // the cursor gave all
	list       []followed // documents that the cursor gave and no block has had
	own        []int64    // source of each document of the block that stands where there is no other
	at         int        // of the block's documents, while their rows are read
	block      store.Block
}

// followed is a document of the cursor.
type followed struct {
	id, story, source int64
	mentions          int
}

func (f *follower) begin() error {
	err := f.tx.QueryRow(f.ctx, "SELECT generation, documents FROM state").Scan(&f.generation, &f.block.Left)
	if err != nil || f.generation == f.after {
		return err
	}
	if f.after >= 0 {
		if err := f.tx.QueryRow(f.ctx, "SELECT count(*) FROM document WHERE generation > $1", f.after).Scan(&f.block.Left); err != nil {
			return err
		}
		gone, err := f.tx.Query(f.ctx, "SELECT document FROM gone WHERE generation > $1 ORDER BY document", f.after)
		if err != nil {
			return err
		}
		if f.block.Gone, err = pgx.CollectRows(gone, pgx.RowTo[int64]); err != nil {
			return err
		}
	}
	order := "id" // of all: by the key
	if f.after >= 0 {
		order = "id + 0" // of those that changed: they are found by their generation, then sorted
	}
	_, err = f.tx.Exec(f.ctx, fmt.Sprintf("DECLARE followed NO SCROLL CURSOR FOR SELECT id, story, source, mentions FROM document WHERE generation > %d ORDER BY %s", f.after, order))
	return err
}

// next fills the block with the next documents.
func (f *follower) next() (more bool, err error) {
	b := &f.block
	first := !f.begun
	if f.begun = true; !first {
		b.Gone = nil
	}
	b.Documents, b.Posts, b.Mentions = b.Documents[:0], b.Posts[:0], b.Mentions[:0]
	if len(f.list) == 0 && !f.ended {
		if err := f.fetch(); err != nil {
			return false, err
		}
	}
	if len(f.list) == 0 {
		b.Left = 0
		return first && len(b.Gone) > 0, nil
	}
	f.take()
	b.Left = max(0, b.Left-int64(len(b.Documents)))
	for _, read := range []func() error{f.sources, f.posts, f.mentions} {
		f.at = 0
		if err := read(); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (f *follower) fetch() error {
	f.list = f.list[:0]
	rows, err := f.tx.Query(f.ctx, "FETCH "+strconv.Itoa(followDocuments)+" FROM followed")
	if err != nil {
		return err
	}
	var d followed
	_, err = pgx.ForEachRow(rows, []any{&d.id, &d.story, &d.source, &d.mentions}, func() error {
		f.list = append(f.list, d)
		return nil
	})
	f.ended = len(f.list) < followDocuments
	return err
}

// take makes the next documents those of the block.
func (f *follower) take() {
	n, mentions := 0, 0
	for n < len(f.list) && (n == 0 || mentions+f.list[n].mentions <= followMentions) {
		mentions += f.list[n].mentions
		n++
	}
	f.own = f.own[:0]
	for _, d := range f.list[:n] {
		f.block.Documents = append(f.block.Documents, store.DocumentRow{Number: d.id, Story: d.story})
		f.own = append(f.own, d.source)
	}
	f.list = f.list[n:]
}

// of makes a query of the rows of the block's documents, which lie in a range of
// keys: all in it if it has few others, else those of each document.
func (f *follower) of(columns, table, key string, bits int, order string) string {
	docs := f.block.Documents
	first, last := docs[0].Number, docs[len(docs)-1].Number
	if last-first < 4*int64(len(docs)) {
		return fmt.Sprintf("SELECT %s FROM %s t WHERE t.%s BETWEEN %d AND %d ORDER BY %s", columns, table, key, first<<bits, (last+1)<<bits-1, order)
	}
	list := make([]byte, 0, 12*len(docs))
	for i := range docs {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, docs[i].Number, 10)
	}
	return fmt.Sprintf("SELECT %s FROM unnest('{%s}'::bigint[]) d JOIN %s t ON t.%s BETWEEN d << %d AND ((d + 1) << %d) - 1 ORDER BY %s", columns, list, table, key, bits, bits, order)
}

// document finds a document of the block; rows come in the order of documents.
func (f *follower) document(number int64) *store.DocumentRow {
	docs := f.block.Documents
	for f.at < len(docs) && docs[f.at].Number < number {
		f.at++
	}
	if f.at < len(docs) && docs[f.at].Number == number {
		return &docs[f.at]
	}
	return nil // of a document that did not change
}

func (f *follower) sources() error {
	err := copyTo(f.ctx, f.tx, f.of("t.document, t.source", "seen", "document", 0, "t.document, t.n"), func(v fields) error {
		d, source := f.document(v.int()), v.int()
		if d != nil && source != 0 && !slices.Contains(d.Sources, source) {
			d.Sources = append(d.Sources, source)
		}
		return nil
	})
	for i := range f.block.Documents {
		if d := &f.block.Documents[i]; len(d.Sources) == 0 {
			d.Sources = []int64{f.own[i]}
		}
	}
	return err
}

func (f *follower) posts() error {
	return copyTo(f.ctx, f.tx, f.of("t.id, t.published, t.source, t.number IS NULL", "post", "id", store.PostBits, "t.id"), func(v fields) error {
		d := f.document(v.int() >> store.PostBits)
		if d == nil {
			return nil
		}
		f.block.Posts = append(f.block.Posts, store.PostRow{Published: v.day(), Source: v.int(), Stretch: v.int() != 0})
		d.Posts++
		return nil
	})
}

// mentionColumns are read by followedMention. Fewer columns are read faster: the
// small ones come as one number, four bits each.
const mentionColumns = "t.id, t.sentence, t.place, t.date, t.date_to, t.confidence, ((t.kind * 16 + t.use) * 16 + t.relation) * 16 + t.precision"

func (f *follower) mentions() error {
	return copyTo(f.ctx, f.tx, f.of(mentionColumns, "mention", "document", 0, "t.document, t.start"), func(v fields) error {
		id := v.int()
		d := f.document(id >> store.StartBits)
		if d == nil {
			return nil
		}
		f.block.Mentions = append(f.block.Mentions, followedMention(id, &v))
		d.Mentions++
		return nil
	})
}

func followedMention(id int64, v *fields) store.MentionRow {
	sentence, place, from, to, confidence, codes := v.int(), v.int(), v.day(), v.day(), v.int(), v.int()
	return store.MentionRow{
		Start: int32(id & (1<<store.StartBits - 1)), Post: uint16(sentence >> store.SentenceBits), Sentence: uint16(sentence),
		Confidence: int16(thousandths(math.Float32frombits(uint32(confidence)))),
		Kind:       mentionmap.Kind(codes >> 12), Use: mentionmap.Use(codes >> 8 & 15), Relation: mentionmap.Relation(codes >> 4 & 15), Precision: mentionmap.Precision(codes & 15),
		Place: place, From: from, To: to,
	}
}

// thousandths is a confidence as it was rounded when it was stored.
func thousandths(confidence float32) int64 { return int64(math.Round(float64(confidence) * 1000)) }
