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
	return mentionmap.Errorf(mentionmap.NotFound, "there is no run %d: 'mentionmap runs' lists them", run)
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

// Undo implements store.Backend. What a later run met, too, counts as that
// run's from then on.
func (b *Backend) Undo(ctx context.Context, run int64) (documents int, err error) {
	err = b.change(ctx, func(tx pgx.Tx) error {
		w := &writer{ctx: ctx, tx: tx}
		if _, err := w.begin(); err != nil {
			return err
		}
		var undone bool
		if err := tx.QueryRow(ctx, "SELECT undone FROM run WHERE id = $1", run).Scan(&undone); err != nil {
			if err == pgx.ErrNoRows {
				return noRun(run)
			}
			return err
		}
		documents, err = w.undo(run)
		return err
	})
	return documents, err
}

func (w *writer) undo(run int64) (documents int, err error) {
	// later is the first of the later runs that met a document of this one.
	const later = "(SELECT document, min(run) AS run FROM met WHERE run > $1 GROUP BY document) later"
	for _, sql := range []string{
		"UPDATE seen SET run = later.run FROM " + later + " WHERE seen.run = $1 AND seen.document = later.document",
		"UPDATE document SET run = later.run FROM " + later + " WHERE document.run = $1 AND document.id = later.document",
		"DELETE FROM met USING document d WHERE met.document = d.id AND met.run = d.run AND d.run > $1", // that it is its own now says the same
		"UPDATE run SET undone = true WHERE id = $1",
	} {
		if _, err := w.exec(sql, run); err != nil {
			return 0, err
		}
	}
	rows, err := w.tx.Query(w.ctx, "SELECT id FROM document WHERE run = $1 ORDER BY id", run)
	if err != nil {
		return 0, err
	}
	stored, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return 0, err
	}
	seen, err := w.exec(`WITH taken AS (DELETE FROM seen WHERE run = $1 AND NOT EXISTS (SELECT FROM document d WHERE d.id = seen.document AND d.run = $1) RETURNING document)
		UPDATE document SET generation = $2 WHERE id IN (SELECT document FROM taken)`, run, w.generation)
	if err != nil {
		return 0, err
	}
	if _, err := w.exec("DELETE FROM met WHERE run = $1", run); err != nil {
		return 0, err
	}
	switch {
	case len(stored) > 0:
		err = remove(w.ctx, w.tx, stored)
	case seen > 0:
		err = grow(w.ctx, w.tx, w.generation)
	}
	return len(stored), err
}
