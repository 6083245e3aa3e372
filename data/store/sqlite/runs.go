package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store"
)

// BeginRun implements store.Runs.
func (d *Database) BeginRun(ctx context.Context, paths []string) (run int64, err error) {
	if paths == nil {
		paths = []string{}
	}
	err = d.change(ctx, func(tx *sql.Tx, _ *sqlite3.SQLiteConn) error {
		r, err := tx.ExecContext(ctx, "INSERT INTO run (begun, paths, undone) VALUES (?, ?, 0)", now(), list(paths))
		if err == nil {
			run, err = r.LastInsertId()
		}
		return err
	})
	return run, err
}

// EndRun implements store.Runs.
func (d *Database) EndRun(ctx context.Context, run int64) error {
	return d.change(ctx, func(tx *sql.Tx, _ *sqlite3.SQLiteConn) error {
		r, err := tx.ExecContext(ctx, "UPDATE run SET ended = ? WHERE id = ?", now(), run)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); n == 0 && err == nil {
			return noRun(run)
		}
		return err
	})
}

func noRun(run int64) error {
	return mentionmap.Errorf(mentionmap.NotFound, "there is no run %d that could be taken back", run)
}

// ListRuns implements store.Runs.
func (d *Database) ListRuns(ctx context.Context) (out []store.Run, err error) {
	err = d.view(ctx, func(tx *sql.Tx) error {
		r, err := tx.QueryContext(ctx, `SELECT r.id, r.begun, ifnull(r.ended, ''), r.paths, r.undone, count(d.id), ifnull(sum(d.mentions), 0)
			FROM run r LEFT JOIN document d ON d.run = r.id GROUP BY r.id ORDER BY r.id DESC`)
		if err != nil {
			return err
		}
		out, err = scanAll(r, func(scan scanner) (x store.Run, err error) {
			var paths string
			if err = scan(&x.ID, &x.Begun, &x.Ended, &paths, &x.Undone, &x.Documents, &x.Mentions); err == nil {
				err = json.Unmarshal([]byte(paths), &x.Paths)
			}
			return x, err
		})
		return err
	})
	return out, err
}

// checkRun returns a Conflict error for a run that was taken back: what it still
// stores would be left when all its documents are thought to be gone.
func (w *writer) checkRun(run int64) error {
	if run == 0 {
		return nil
	}
	_, undone, err := w.number("SELECT id FROM run WHERE id = ? AND undone", run)
	if err == nil && undone {
		err = store.ErrUndone
	}
	return err
}

// Undo implements store.Runs. It is one transaction.
func (d *Database) Undo(ctx context.Context, run int64) (documents int, err error) {
	err = d.edit(ctx, 0, func(w *writer) error {
		_, found, err := w.number("SELECT id FROM run WHERE id = ? AND NOT undone", run)
		if err == nil && !found {
			err = noRun(run)
		}
		if err != nil {
			return err
		}
		if documents, err = w.undo(ctx, run); err != nil {
			return err
		}
		w.changes++
		_, err = w.exec("UPDATE run SET undone = 1 WHERE id = ?", run)
		return err
	})
	if err != nil {
		return 0, err
	}
	return documents, nil
}

// undo takes a run's documents and sightings back. Documents that another run
// met, too, are that one's from now on.
func (w *writer) undo(ctx context.Context, run int64) (documents int, err error) {
	for _, query := range []string{
		"DELETE FROM met WHERE run = ?",
		"UPDATE document SET run = (SELECT min(run) FROM met WHERE met.document = document.id) WHERE run = ? AND EXISTS (SELECT 1 FROM met WHERE met.document = document.id)",
		"DELETE FROM met WHERE EXISTS (SELECT 1 FROM document d WHERE d.id = met.document AND d.run = met.run) AND ? > 0",
	} {
		if _, err := w.exec(query, run); err != nil {
			return 0, err
		}
	}
	own, err := int64s(w.tx.QueryContext(ctx, "SELECT id FROM document WHERE run = ? ORDER BY id", run))
	if err != nil {
		return 0, err
	}
	for _, number := range own {
		if err := ctx.Err(); err != nil {
			return 0, context.Cause(ctx)
		}
		if err := w.remove(number); err != nil {
			return 0, err
		}
	}
	// Where it was the only one that saw a document anywhere, that stays.
	seen, err := int64s(w.tx.QueryContext(ctx, "SELECT DISTINCT document FROM seen s WHERE run = ? AND EXISTS (SELECT 1 FROM seen o WHERE o.document = s.document AND o.run IS NOT s.run)", run))
	if err != nil {
		return 0, err
	}
	for _, number := range seen {
		if _, err := w.exec("DELETE FROM seen WHERE document = ? AND run = ?", number, run); err != nil {
			return 0, err
		}
		if err := w.sourceAgain(number); err != nil {
			return 0, err
		}
	}
	return len(own), nil
}
