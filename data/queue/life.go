package queue

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"
)

// forgotten is after how long a worker that is gone has no row of its own any more.
const forgotten = "interval '1 day'"

// begin makes the row of a worker, before it takes a job, and sums up old ones.
func (w *worker) begin(ctx context.Context) error {
	return pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `WITH old AS (DELETE FROM worker WHERE seen < now() - `+forgotten+` AND name <> 'earlier'
				RETURNING begun, jobs, documents, known, mentions, bytes, parted)
			INSERT INTO worker (name, begun, ended, jobs, documents, known, mentions, bytes, parted)
				SELECT 'earlier', min(begun), true, sum(jobs), sum(documents), sum(known), sum(mentions), sum(bytes), sum(parted) FROM old HAVING count(*) > 0
			ON CONFLICT (name) DO UPDATE SET jobs = worker.jobs + excluded.jobs, documents = worker.documents + excluded.documents,
				known = worker.known + excluded.known, mentions = worker.mentions + excluded.mentions, bytes = worker.bytes + excluded.bytes,
				parted = worker.parted + excluded.parted, seen = now()`)
		if err == nil {
			_, err = tx.Exec(ctx, "INSERT INTO worker (name) VALUES ($1)", w.name)
		}
		return err
	})
}

// beat says that the worker lives and how it goes, and frees what dead ones hold.
func (w *worker) beat(ctx context.Context) error {
	w.mu.Lock()
	rate, trouble := w.rate(time.Now()), w.trouble
	w.mu.Unlock()
	_, err := w.pool.Exec(ctx, `INSERT INTO worker (name, rate, trouble) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET seen = now(), rate = excluded.rate, trouble = excluded.trouble`, w.name, rate, storable(trouble))
	if err != nil {
		return err
	}
	return w.rescue(ctx)
}

// rescue gives others the jobs of workers that are gone or silent. A worker that
// comes back finds in finish that a job is not its own any more. River's own rescue
// knows only how long a job runs, so it would take an hour.
//
// One of the jobs may have been what ended the worker. Those that it happens to again
// begin one after the other, so that not all are blamed for it.
func (w *worker) rescue(ctx context.Context) error {
	_, err := w.pool.Exec(ctx, `WITH held AS (
			SELECT id, attempt, attempt >= max_attempts AS last, attempted_by[array_upper(attempted_by, 1)] AS holder FROM river_job j
			WHERE queue = $1 AND state = 'running' AND NOT EXISTS (SELECT FROM worker w
				WHERE w.name = j.attempted_by[array_upper(j.attempted_by, 1)] AND w.seen > now() - $2::interval AND NOT w.ended)
			FOR UPDATE SKIP LOCKED),
		lost AS (SELECT *, CASE WHEN attempt > 1 THEN row_number() OVER (PARTITION BY holder, attempt > 1 ORDER BY id) - 1 ELSE 0 END AS place FROM held)
		UPDATE river_job j SET state = CASE WHEN last THEN 'discarded' ELSE 'available' END::river_job_state,
			finalized_at = CASE WHEN last THEN now() END, scheduled_at = now() + least(place * $2::interval / 2, interval '10 minutes'),
			errors = array_append(errors, jsonb_build_object('at', now(), 'attempt', j.attempt, 'error', 'the worker ' || holder || ' ended or fell silent while it worked on it', 'trace', ''))
		FROM lost WHERE j.id = lost.id`, name, w.Silence)
	return err
}

// end says that the worker ended, and gives back what River could not.
func (w *worker) end(ctx context.Context) error {
	if _, err := w.pool.Exec(ctx, "UPDATE worker SET ended = true, rate = 0, seen = now() WHERE name = $1", w.name); err != nil {
		return err
	}
	_, err := w.pool.Exec(ctx, `UPDATE river_job SET state = 'available', attempt = greatest(attempt - 1, 0), scheduled_at = now()
		WHERE queue = $1 AND state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $2`, name, w.name)
	return err
}

// count adds to the row of the worker, in the transaction of what it did.
func (w *worker) count(ctx context.Context, tx pgx.Tx, d Done) error {
	_, err := tx.Exec(ctx, `UPDATE worker SET jobs = jobs + $2, documents = documents + $3, known = known + $4, mentions = mentions + $5, bytes = bytes + $6,
		parted = parted + $7, seen = now() WHERE name = $1`, w.name, d.Jobs, d.Documents, d.Known, d.Mentions, d.Bytes, d.Parted)
	return err
}

// pace is how many documents were done at a time.
type pace struct {
	at        time.Time
	documents int
}

// add counts what was done.
func (w *worker) add(d Done) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := &w.sum
	s.Jobs += d.Jobs
	s.Added.Documents += d.Added.Documents
	s.Known += d.Known
	s.Posts += d.Posts
	s.Mentions += d.Mentions
	s.Bytes += d.Bytes
	s.Parted += d.Parted
	s.Failed += d.Failed
	w.paces = append(w.paces, pace{time.Now(), d.Added.Documents + d.Known})
	if w.Progress != nil {
		w.Progress(*s)
	}
}

// rate is how many documents a second were done in the last minute.
func (w *worker) rate(now time.Time) float32 {
	const window = time.Minute
	for len(w.paces) > 0 && now.Sub(w.paces[0].at) > window {
		w.paces = w.paces[1:]
	}
	n := 0
	for _, p := range w.paces {
		n += p.documents
	}
	return float32(n) / float32(window.Seconds())
}

// snoozes is how often a job was put off.
func snoozes(j *rivertype.JobRow) int {
	var m struct {
		Snoozes int `json:"snoozes"`
	}
	_ = json.Unmarshal(j.Metadata, &m) // none: 0
	return m.Snoozes
}
