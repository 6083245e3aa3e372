package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Delete implements store.Backend.
func (b *Backend) Delete(ctx context.Context, id string) error {
	return b.change(ctx, func(tx pgx.Tx) error {
		var number int64
		if err := tx.QueryRow(ctx, "SELECT id FROM document WHERE public = $1", storable(id)).Scan(&number); err != nil {
			return notFound(err, "there is no document %q", id)
		}
		return remove(ctx, tx, []int64{number})
	})
}

// remove takes documents out of all tables, which makes one generation; the lock
// of writers is held.
func remove(ctx context.Context, tx pgx.Tx, numbers []int64) error {
	w := &writer{ctx: ctx, tx: tx}
	if _, err := w.begin(); err != nil {
		return err
	}
	if err := w.leaveStories(numbers); err != nil {
		return err
	}
	const of = " WHERE document = ANY ($1)"
	_, err := w.exec(`UPDATE state SET documents = documents - n, posts = state.posts - d.posts, mentions = state.mentions - d.mentions
		FROM (SELECT count(*) AS n, coalesce(sum(posts), 0) AS posts, coalesce(sum(mentions), 0) AS mentions FROM document WHERE id = ANY ($1)) d`, numbers)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		"DELETE FROM derived" + of, "DELETE FROM mention" + of, "DELETE FROM seen" + of, "DELETE FROM met" + of,
		"DELETE FROM sentence s USING unnest($1::bigint[]) d WHERE s.id BETWEEN d << 32 AND ((d + 1) << 32) - 1",
		"DELETE FROM post p USING unnest($1::bigint[]) d WHERE p.id BETWEEN d << 16 AND ((d + 1) << 16) - 1",
	} {
		if _, err := w.exec(sql, numbers); err != nil {
			return err
		}
	}
	var outer bool // one of them has the first or the last day of all
	err = tx.QueryRow(ctx, `WITH deleted AS (DELETE FROM document WHERE id = ANY ($1) RETURNING id, first_day, last_day),
			noted AS (INSERT INTO gone (document, generation) SELECT id, $2 FROM deleted)
		SELECT coalesce(bool_or(d.first_day <= s.first_day OR d.last_day >= s.last_day), false) FROM deleted d, state s`, numbers, w.generation).Scan(&outer)
	if err != nil {
		return err
	}
	if outer {
		if _, err := w.exec("UPDATE state SET first_day = (SELECT min(first_day) FROM document), last_day = (SELECT max(last_day) FROM document)"); err != nil {
			return err
		}
	}
	return grow(ctx, tx, w.generation)
}

// Known implements store.Backend.
func (b *Backend) Known(ctx context.Context, id string) (known bool, err error) {
	list, err := b.Numbers(ctx, []string{id})
	return err == nil && list[0] != 0, err
}

// Numbers implements store.Backend.
func (b *Backend) Numbers(ctx context.Context, ids []string) (numbers []int64, err error) {
	given := make([]string, len(ids))
	for i, id := range ids {
		given[i] = storable(id)
	}
	numbers = make([]int64, len(ids))
	err = b.view(ctx, func(tx pgx.Tx) error {
		var n int
		var number int64
		return each(ctx, tx, "SELECT u.n - 1, d.id FROM unnest($1::text[]) WITH ORDINALITY AS u (id, n) JOIN document d ON d.public = u.id",
			[]any{given}, []any{&n, &number}, func() error {
				numbers[n] = number
				return nil
			})
	})
	return numbers, err
}
