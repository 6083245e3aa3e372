package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"mentionmap"
)

// convertDocuments is how many documents are converted at a time.
const convertDocuments = 4096

// convert stores anew what stands in the tables of schema 2, which migration
// 0003 renamed, and drops these. Stories stay as they were found.
func convert(ctx context.Context, tx *sql.Tx) error {
	if err := convertPlaces(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE state SET documents = 0, posts = 0, mentions = 0, first_day = NULL, last_day = NULL")
	if err != nil {
		return err
	}
	c := converter{ctx: ctx, tx: tx, known: newRowCache(), numbers: map[int64]int64{}}
	for at, more := int64(-1), true; more && err == nil; {
		at, more, err = c.next(at)
	}
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DROP TABLE old_derived; DROP TABLE old_mention; DROP TABLE old_post; DROP TABLE old_passage;
		DROP TABLE old_seen; DROP TABLE old_document`)
	return err
}

func convertPlaces(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+placeColumns+" FROM place p")
	if err != nil {
		return err
	}
	places, err := scanAll(rows, scanPlace)
	for i := range places {
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE place SET cell = ? WHERE id = ?", cellOf(places[i].Lon, places[i].Lat), places[i].row)
		}
	}
	return err
}

type converter struct {
	ctx     context.Context
	tx      *sql.Tx
	known   *rowCache
	places  map[int64]*mentionmap.Place
	numbers map[int64]int64 // of the documents that began a story of several: old to new
}

// next converts the documents after one, as a Put of its own.
func (c *converter) next(after int64) (last int64, more bool, err error) {
	old, err := c.documents(after)
	if err != nil || len(old) == 0 {
		return after, false, err
	}
	w := newWriter(c.tx, c.known)
	if err := w.begin(); err != nil {
		return after, false, err
	}
	for i := range old {
		if err := c.ctx.Err(); err != nil {
			return after, false, err
		}
		if err := c.put(w, &old[i]); err != nil {
			return after, false, err
		}
	}
	return old[len(old)-1].id, true, w.finish()
}

func (c *converter) put(w *writer, old *oldDocument) error {
	l, err := c.located(old)
	if err != nil {
		return err
	}
	d, err := prepare(l)
	if err != nil {
		return err
	}
	d.begun = c.numbers[old.story]
	if old.story == old.id {
		c.numbers[old.id] = w.next
		d.begun = w.next
	}
	if err := w.put(d, nil); err != nil {
		return err
	}
	w.counting.document(d)
	return nil
}

type oldDocument struct {
	mentionmap.Document
	id, story          int64
	gazetteer, locator string
}

func (c *converter) documents(after int64) ([]oldDocument, error) {
	rows, err := c.tx.QueryContext(c.ctx, `SELECT d.id, d.story, d.key, d.title, d.lang, d.published, d.minute, d.zone, g.name, l.name
		FROM old_document d JOIN version g ON g.id = d.gazetteer JOIN version l ON l.id = d.locator WHERE d.id > ? ORDER BY d.id LIMIT ?`, after, convertDocuments)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (d oldDocument, err error) {
		return d, scan(&d.id, &d.story, &d.Key, &d.Title, &d.Lang, nullDay{&d.Published.Day}, &d.Published.Minute, &d.Published.Zone, &d.gazetteer, &d.locator)
	})
}

// located reads all of an old document.
func (c *converter) located(old *oldDocument) (*mentionmap.Located, error) {
	l := &mentionmap.Located{Document: old.Document, Gazetteer: old.gazetteer, Locator: old.locator}
	for _, read := range []func(int64, *mentionmap.Located) error{c.text, c.seen, c.posts, c.mentions} {
		if err := read(old.id, l); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func oldRows[T any](c *converter, document int64, query string, one func(scanner) (T, error)) ([]T, error) {
	rows, err := c.tx.QueryContext(c.ctx, query, key(document, 0), key(document, keySpan-1))
	if err != nil {
		return nil, err
	}
	return scanAll(rows, one)
}

func (c *converter) text(document int64, l *mentionmap.Located) error {
	parts, err := oldRows(c, document, "SELECT text FROM old_passage WHERE id BETWEEN ? AND ? ORDER BY id",
		func(scan scanner) (p passage, err error) { return p, scan(&p.text) })
	l.Document.Text = join(parts)
	return err
}

func (c *converter) seen(document int64, l *mentionmap.Located) (err error) {
	l.Document.Seen, err = oldRows(c, document, `SELECT coalesce(s.name, ''), e.url FROM old_seen e LEFT JOIN source s ON s.id = e.source
		WHERE e.document BETWEEN ?1 >> 28 AND ?2 >> 28 ORDER BY e.n`,
		func(scan scanner) (s mentionmap.Seen, err error) { return s, scan(&s.Source, &s.URL) })
	return err
}

func (c *converter) posts(document int64, l *mentionmap.Located) error {
	at := newPoints(l.Document.Text)
	_, err := oldRows(c, document, `SELECT p.id, p.n, p.length, p.title, p.author, iif(p.own_source, s.name, ''), p.published, p.minute, p.zone, p.repeat
		FROM old_post p LEFT JOIN source s ON s.id = p.source WHERE p.id BETWEEN ? AND ? AND p.n >= 0 ORDER BY p.id`,
		func(scan scanner) (none struct{}, err error) {
			p := mentionmap.Post{Date: mentionmap.NoDay}
			var id int64
			var n, length int
			err = scan(&id, &n, &length, &p.Title, &p.Author, &p.Source, nullDay{&p.Published.Day}, &p.Published.Minute, &p.Published.Zone, &p.Repeat)
			p.Span = at.span(int(id&(keySpan-1)), length)
			if i := strings.Index(p.Of(l.Document.Text), p.Title); p.Title != "" && i >= 0 {
				p.TitleSpan = mentionmap.Span{Start: p.Start + i, End: p.Start + i + len(p.Title)}
			}
			for len(l.Posts) < n { // an empty post was not stored
				l.Posts = append(l.Posts, mentionmap.Post{Span: mentionmap.Span{Start: p.Start, End: p.Start}, Published: mentionmap.NoStamp, Date: mentionmap.NoDay})
			}
			l.Posts = append(l.Posts, p)
			return none, err
		})
	return err
}

func (c *converter) mentions(document int64, l *mentionmap.Located) error {
	at := newPoints(l.Document.Text)
	starts := map[int64]int{}
	_, err := oldRows(c, document, `SELECT id, length, place, traits, confidence, radius, day, days, sentence, sentence_length, words, words_length
		FROM old_mention WHERE id BETWEEN ? AND ? ORDER BY id`,
		func(scan scanner) (none struct{}, err error) {
			r := mentionRecord{}
			err = scan(&r.id, &r.length, &r.place, &r.traits, &r.confidence, &r.radius, nullDay{&r.day}, &r.days, &r.sentence, &r.sentenceLength, &r.words, &r.wordsLength)
			if err != nil {
				return none, err
			}
			r.start = int(r.id & (keySpan - 1))
			m := r.mention()
			m.Span, m.Sentence = at.span(r.start, r.length), at.span(r.start-r.sentence, r.sentenceLength)
			if r.wordsLength > 0 {
				m.Dates.Words = at.span(r.start+r.words, r.wordsLength)
			}
			m.Place, err = c.place(r.place)
			starts[r.id] = len(l.Mentions)
			l.Mentions = append(l.Mentions, m)
			return none, err
		})
	if err != nil {
		return err
	}
	return c.derived(document, l, at, starts)
}

func (c *converter) derived(document int64, l *mentionmap.Located, at *points, mentions map[int64]int) error {
	_, err := oldRows(c, document, `SELECT mention, relation, words, words_length, lon, lat, radius FROM old_derived
		WHERE mention BETWEEN ? AND ? ORDER BY mention, n`,
		func(scan scanner) (none struct{}, err error) {
			var id int64
			var d derivedRecord
			if err = scan(&id, &d.Relation, &d.words, &d.length, &d.Lon, &d.Lat, &d.RadiusKM); err != nil {
				return none, err
			}
			if d.length > 0 {
				d.Words = at.span(int(id&(keySpan-1))+d.words, d.length)
			}
			if n, ok := mentions[id]; ok {
				l.Mentions[n].Derived = append(l.Mentions[n].Derived, d.Derived)
			}
			return none, err
		})
	return err
}

// place gives a stored place by its row.
func (c *converter) place(row int64) (*mentionmap.Place, error) {
	if row == 0 {
		return nil, nil
	}
	if p := c.places[row]; p != nil {
		return p, nil
	}
	p, err := scanPlace(c.tx.QueryRowContext(c.ctx, "SELECT "+placeColumns+" FROM place p WHERE p.id = ?", row).Scan)
	if err != nil {
		return nil, err
	}
	if c.places == nil {
		c.places = map[int64]*mentionmap.Place{}
	}
	c.places[row] = &p.Place
	return &p.Place, nil
}
