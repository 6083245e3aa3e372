package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
)

// BeginRun implements store.Backend.
func (b *Backend) BeginRun(ctx context.Context, paths []string) (run int64, err error) {
	given := make([]string, len(paths))
	for i, p := range paths {
		given[i] = storable(p)
	}
	err = b.transaction(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "INSERT INTO run (begun, paths) VALUES (now(), $1) RETURNING id", given).Scan(&run)
	})
	return run, err
}

// EndRun implements store.Backend.
func (b *Backend) EndRun(ctx context.Context, run int64) error {
	return b.transaction(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "UPDATE run SET ended = now() WHERE id = $1", run)
		if err == nil && tag.RowsAffected() == 0 {
			return noRun(run)
		}
		return err
	})
}

func noRun(run int64) error {
	return mentionmap.Errorf(mentionmap.NotFound, "there is no run %d that could be ended or taken back: 'mentionmap runs' lists them", run)
}

// ListRuns implements store.Backend.
func (b *Backend) ListRuns(ctx context.Context) (out []store.Run, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		var r store.Run
		var begun time.Time
		var ended *time.Time
		return each(ctx, tx, `SELECT r.id, r.begun, r.ended, r.paths, r.undone, coalesce(d.documents, 0), coalesce(d.mentions, 0)
			FROM run r LEFT JOIN (SELECT run, count(*) AS documents, sum(mentions) AS mentions FROM document WHERE run IS NOT NULL GROUP BY run) d ON d.run = r.id ORDER BY r.id DESC`,
			nil, []any{&r.ID, &begun, &ended, &r.Paths, &r.Undone, &r.Documents, &r.Mentions}, func() error {
				r.Begun, r.Ended = begun.UTC().Format(time.RFC3339), ""
				if ended != nil {
					r.Ended = ended.UTC().Format(time.RFC3339)
				}
				out = append(out, r)
				r.Paths = nil
				return nil
			})
	})
	return out, err
}

// Undo implements store.Backend, in one transaction.
func (b *Backend) Undo(ctx context.Context, run int64) (documents int, err error) {
	err = b.change(ctx, func(tx pgx.Tx) error {
		w := &writer{ctx: ctx, tx: tx}
		if _, err := w.begin(); err != nil {
			return err
		}
		n, err := w.exec("UPDATE run SET undone = true WHERE id = $1 AND NOT undone", run)
		if err != nil {
			return err
		}
		if n == 0 {
			return noRun(run)
		}
		documents, err = w.undo(run)
		return err
	})
	return documents, err
}

// undo takes a run's documents and sightings back. Documents that another run
// met, too, are that one's from now on.
func (w *writer) undo(run int64) (documents int, err error) {
	for _, sql := range []string{
		"DELETE FROM met WHERE run = $1",
		"UPDATE document d SET run = m.run FROM (SELECT document, min(run) AS run FROM met GROUP BY document) m WHERE d.run = $1 AND d.id = m.document",
		"DELETE FROM met USING document d WHERE met.document = d.id AND met.run = d.run AND $1 > 0",
	} {
		if _, err := w.exec(sql, run); err != nil {
			return 0, err
		}
	}
	stored, err := w.numbers("SELECT id FROM document WHERE run = $1 ORDER BY id", run)
	if err != nil {
		return 0, err
	}
	if len(stored) > 0 {
		if err := remove(w.ctx, w.tx, stored); err != nil {
			return 0, err
		}
	}
	// Where it was the only one that saw a document anywhere, that stays.
	seen, err := w.numbers("DELETE FROM seen s WHERE run = $1 AND EXISTS (SELECT FROM seen o WHERE o.document = s.document AND o.run IS DISTINCT FROM s.run) RETURNING document", run)
	if err != nil || len(seen) == 0 {
		return len(stored), err
	}
	if err := w.sourceAgain(seen); err != nil {
		return 0, err
	}
	return len(stored), grow(w.ctx, w.tx, w.generation)
}

// sourceAgain finds the source of posts that name none, of documents that are
// not known any more to have been seen somewhere.
func (w *writer) sourceAgain(documents []int64) error {
	args := []any{documents}
	for _, sql := range []string{
		`INSERT INTO source (name) SELECT DISTINCT key FROM document d WHERE id = ANY ($1) AND NOT EXISTS (SELECT FROM seen WHERE document = d.id AND source IS NOT NULL)
			AND NOT EXISTS (SELECT FROM source s WHERE md5(s.name) = md5(d.key))`,
		`UPDATE document d SET generation = $2,
			source = coalesce((SELECT source FROM seen WHERE document = d.id AND source IS NOT NULL ORDER BY n LIMIT 1), (SELECT id FROM source s WHERE md5(s.name) = md5(d.key)))
			WHERE id = ANY ($1)`,
	} {
		if _, err := w.exec(sql, args...); err != nil {
			return err
		}
		args = append(args, w.generation)
	}
	return nil
}

func (w *writer) numbers(sql string, arg any) (out []int64, err error) {
	var n int64
	err = w.each(sql, []any{arg}, []any{&n}, func() error {
		out = append(out, n)
		return nil
	})
	return out, err
}
