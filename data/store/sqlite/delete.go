package sqlite

import (
	"context"
	"database/sql"
	"unicode/utf8"

	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Delete implements store.Backend.
func (d *Database) Delete(ctx context.Context, id string) error {
	return d.edit(ctx, 0, func(w *writer) error {
		number, found, err := w.number("SELECT id FROM document WHERE public = ?", id)
		if err != nil {
			return err
		}
		if !found {
			return noDocument(id)
		}
		return w.remove(number)
	})
}

// remove takes a document out of every table. Places and sources stay.
func (w *writer) remove(number int64) error {
	posts, mentions, err := w.sizes(number)
	if err != nil {
		return err
	}
	if err := w.leaveStory(number); err != nil {
		return err
	}
	if err := w.removeWords(number); err != nil {
		return err
	}
	firstPost, firstMention := store.PostKey(number, 0), store.MentionKey(number, 0)
	lastPost, lastMention := firstPost|(1<<store.PostBits-1), firstMention|(1<<store.StartBits-1)
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"DELETE FROM sentence WHERE id BETWEEN (SELECT min(sentence) FROM post WHERE id BETWEEN ?1 AND ?2) AND " + lastSentence, []any{firstPost, lastPost}},
		{"DELETE FROM derived WHERE mention BETWEEN ? AND ?", []any{firstMention, lastMention}},
		{"DELETE FROM snippet WHERE mention BETWEEN ? AND ?", []any{firstMention, lastMention}},
		{"UPDATE place_count SET mentions = mentions - (SELECT count(*) FROM mention m WHERE m.id BETWEEN ?1 AND ?2 AND m.place = place_count.place) WHERE place IN (SELECT place FROM mention WHERE id BETWEEN ?1 AND ?2)", []any{firstMention, lastMention}},
		{"DELETE FROM mention WHERE id BETWEEN ? AND ?", []any{firstMention, lastMention}},
		{"DELETE FROM post WHERE id BETWEEN ? AND ?", []any{firstPost, lastPost}},
		{"DELETE FROM seen WHERE document = ?", []any{number}},
		{"DELETE FROM met WHERE document = ?", []any{number}},
		{"DELETE FROM document WHERE id = ?", []any{number}},
		{"INSERT INTO gone VALUES (?, ?)", []any{w.generation, number}},
	} {
		if _, err := w.exec(s.query, s.args...); err != nil {
			return err
		}
	}
	w.changes++
	w.added.Documents--
	w.added.Posts -= posts
	w.added.Mentions -= mentions
	w.shrunk = true
	return nil
}

// lastSentence is the number of the last sentence of the document whose posts
// are ?1 to ?2.
const lastSentence = "coalesce((SELECT sentence FROM post WHERE id > ?2 ORDER BY id LIMIT 1) - 1, (SELECT max(id) FROM sentence))"

func (w *writer) sizes(number int64) (posts, mentions int, err error) {
	err = w.tx.QueryRow("SELECT posts, mentions FROM document WHERE id = ?", number).Scan(&posts, &mentions)
	return posts, mentions, err
}

// removeWords takes the sentences of a document out of the search, which must be
// told the words that it was given.
func (w *writer) removeWords(number int64) error {
	first := store.PostKey(number, 0)
	r, err := w.tx.Query(`SELECT s.id, s.start, s.length, p.id, p.text, coalesce(p.title, d.title), d.lang FROM document d
		JOIN post p ON p.id BETWEEN ?1 AND ?2 JOIN sentence s ON s.id BETWEEN p.sentence AND coalesce((SELECT sentence FROM post WHERE id > p.id ORDER BY id LIMIT 1) - 1, (SELECT max(id) FROM sentence))
		WHERE d.id = ?3 ORDER BY s.id`, first, first|(1<<store.PostBits-1), number)
	if err != nil {
		return err
	}
	type row struct {
		id          int64
		text, stems string
	}
	var at textCursor
	all, err := scanAll(r, func(scan scanner) (x row, err error) {
		var start sql.NullInt64
		var length, post int64
		var text, title, lang string
		if err := scan(&x.id, &start, &length, &post, &text, &title, &lang); err != nil {
			return x, err
		}
		if x.text = title; start.Valid {
			x.text = at.cut(post, text, int(start.Int64), int(length))
		}
		x.stems = rows.Stems(x.text, lang)
		return x, nil
	})
	if err != nil {
		return err
	}
	for _, x := range all {
		if _, err := w.exec("INSERT INTO sentence_words (sentence_words, rowid, text, stems) VALUES ('delete', ?, ?, ?)", x.id, x.text, x.stems); err != nil {
			return err
		}
	}
	return nil
}

// textCursor cuts the sentences of posts out of their texts, one after the other.
type textCursor struct {
	post         int64
	runes, bytes int
}

func (c *textCursor) cut(post int64, text string, start, length int) string {
	if c.post != post || start < c.runes {
		*c = textCursor{post: post}
	}
	c.bytes += byteOf(text[min(c.bytes, len(text)):], start-c.runes)
	c.runes = start
	rest := text[min(c.bytes, len(text)):]
	return rest[:byteOf(rest, length)]
}

// byteOf gives the bytes of the first n code points.
func byteOf(text string, n int) (at int) {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// leaveStory makes the next oldest of the near-copies the first of a story that
// the document began.
func (w *writer) leaveStory(number int64) error {
	if story, _, err := w.number("SELECT story FROM document WHERE id = ?", number); err != nil || story != number {
		return err
	}
	if err := w.fileBands(number, "DELETE FROM near_copy WHERE band = ? AND document = ?"); err != nil {
		return err
	}
	heir, found, err := w.number("SELECT id FROM document WHERE story = ? AND story <> id ORDER BY id LIMIT 1", number)
	if err != nil || !found {
		return err
	}
	if _, err := w.exec("UPDATE document SET story = ?, generation = ? WHERE story = ? AND id <> ?", heir, w.generation, number, number); err != nil {
		return err
	}
	return w.fileBands(heir, "INSERT OR IGNORE INTO near_copy VALUES (?, ?)")
}

// fileBands runs a statement with each of the bands of a stored document.
func (w *writer) fileBands(number int64, query string) error {
	text, err := readText(context.Background(), w.tx, number)
	if err != nil {
		return err
	}
	for _, b := range rows.Bands(rows.Shingles(text)) {
		if _, err := w.exec(query, bandOf(b), number); err != nil {
			return err
		}
	}
	return nil
}

// spreadAgain works out the first and last day anew.
func (w *writer) spreadAgain() error {
	_, err := w.exec("UPDATE state SET first_day = (SELECT min(first_day) FROM document), last_day = (SELECT max(last_day) FROM document)")
	return err
}
