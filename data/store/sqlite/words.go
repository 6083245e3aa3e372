package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"mentionmap/data/store"
)

// wordsAtOnce is how many sentences are read in one transaction.
const wordsAtOnce = 100_000

// Words implements store.Backend.
func (d *Database) Words(ctx context.Context, t store.Term, after int64, fn func(sentence int64) error) error {
	match := matchOf(t)
	if match == "" {
		return ctx.Err()
	}
	row := int64(-1) // not known yet
	for {
		var keys []int64
		err := d.view(ctx, func(tx *sql.Tx) (err error) {
			if row < 0 {
				if row, err = rowOf(ctx, tx, after); err != nil {
					return err
				}
			}
			keys, row, err = search(ctx, tx, match, row)
			return err
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if key <= after {
				continue
			}
			if err := fn(key); err != nil {
				return err
			}
		}
		if len(keys) < wordsAtOnce {
			return ctx.Err()
		}
	}
}

// search gives the sentences after a row that match, and the row of the last.
func search(ctx context.Context, tx *sql.Tx, match string, after int64) (keys []int64, last int64, err error) {
	r, err := tx.QueryContext(ctx, `SELECT s.id, s.post, CASE WHEN s.start IS NULL THEN ? ELSE s.id - p.sentence END FROM
		(SELECT rowid FROM sentence_words WHERE sentence_words MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?) w
		CROSS JOIN sentence s ON s.id = w.rowid CROSS JOIN post p ON p.id = s.post`, store.TitleSentence, match, after, wordsAtOnce)
	if err != nil {
		return nil, after, err
	}
	keys, err = scanAll(r, func(scan scanner) (key int64, err error) {
		var post int64
		var n int
		err = scan(&last, &post, &n)
		return store.SentenceKey(post, n), err
	})
	return keys, last, err
}

// rowOf gives the row of a sentence, or of the last before it.
func rowOf(ctx context.Context, tx *sql.Tx, key int64) (row int64, err error) {
	post, n := key>>store.SentenceBits, key&(1<<store.SentenceBits-1)
	var id, first int64
	err = tx.QueryRowContext(ctx, "SELECT id, sentence FROM post WHERE id <= ? ORDER BY id DESC LIMIT 1", post).Scan(&id, &first)
	switch {
	case err == sql.ErrNoRows:
		return 0, nil
	case err != nil:
		return 0, err
	case id == post && n != store.TitleSentence:
		err = tx.QueryRowContext(ctx, "SELECT coalesce(max(id), ?1 - 1) FROM sentence WHERE id BETWEEN ?1 AND ?1 + ?2 AND post = ?3 AND start IS NOT NULL", first, n, post).Scan(&row)
		return row, err
	}
	err = tx.QueryRowContext(ctx, "SELECT coalesce((SELECT min(sentence) FROM post WHERE id = (SELECT min(id) FROM post WHERE id > ?)), (SELECT max(id) FROM sentence) + 1, 1) - 1", id).Scan(&row)
	return row, err
}

// matchOf is a term in the words of FTS5; "" if it holds no word.
func matchOf(t store.Term) string {
	var any []string
	if len(t.Words) > 0 {
		any = append(any, "text : "+quoted(strings.Join(t.Words, " ")))
	}
	for _, stem := range t.Stems {
		any = append(any, "{text stems} : "+quoted(stem))
	}
	return strings.Join(any, " OR ")
}

// quoted is a string of FTS5: its tokenizer cuts it into words as it cuts texts.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
