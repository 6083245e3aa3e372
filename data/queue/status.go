package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap"
)

// Status says how a queue stands.
type Status struct {
	Learning  int64     `json:"learning"`  // jobs that wait until it is learned where their sources are at home
	Waiting   int64     `json:"waiting"`   // jobs
	Retrying  int64     `json:"retrying"`  // jobs that failed and are tried again later
	Running   int64     `json:"running"`   // jobs
	SetAside  int64     `json:"set_aside"` // documents that failed alone, each in a job of its own
	Documents int64     `json:"documents"` // in all of these
	Done      Sum       `json:"done"`      // by all workers, since the queue began
	Rate      float64   `json:"rate"`      // documents a second, of the workers that live
	Workers   []Worker  `json:"workers"`   // those of the last day
	Failures  []Failure `json:"failures"`  // of what is set aside, the newest first
}

// Sum is what workers did.
type Sum struct {
	Jobs      int64 `json:"jobs"`
	Documents int64 `json:"documents"` // new ones
	Known     int64 `json:"known"`     // that were stored already
	Mentions  int64 `json:"mentions"`
	Bytes     int64 `json:"bytes"` // of text
	Parted    int64 `json:"parted"`
}

// Worker is a program that works or did.
type Worker struct {
	Name    string    `json:"name"`
	State   string    `json:"state"` // working, ended, or silent: its jobs are given to others
	Begun   time.Time `json:"begun"`
	Seen    time.Time `json:"seen"`
	Running int64     `json:"running"` // jobs
	Rate    float64   `json:"rate"`    // documents a second in the last minute
	Trouble string    `json:"trouble,omitempty"`
	Sum
}

// Failure is a document that is set aside.
type Failure struct {
	Job      int64     `json:"job"`
	Document string    `json:"document"` // id
	Key      string    `json:"key"`
	Source   string    `json:"source,omitempty"`
	Bytes    int       `json:"bytes"`
	Attempts int       `json:"attempts"`
	At       time.Time `json:"at"`
	Error    string    `json:"error"` // its first line
}

// FailuresShown is how many failures a Status lists.
const FailuresShown = 100

// silent is after how long without a sign of life a worker is shown as silent.
const silent = 30 * time.Second

// Status tells how the queue stands.
func (q *Queue) Status(ctx context.Context) (Status, error) {
	s, _, err := StatusOf(ctx, q.pool)
	return s, err
}

// StatusOf is Status without opening the queue, for programs that only read. made
// is false where there is no queue.
func StatusOf(ctx context.Context, pool *pgxpool.Pool) (s Status, made bool, err error) {
	err = pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, "SELECT to_regclass('source_home') IS NOT NULL AND to_regclass('river_job') IS NOT NULL").Scan(&made)
		if err != nil || !made {
			return err
		}
		for _, read := range []func(context.Context, pgx.Tx) error{s.readJobs, s.readWorkers, s.readFailures} {
			if err := read(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return s, made, explain(ctx, err)
}

func (s *Status) readJobs(ctx context.Context, tx pgx.Tx) error {
	err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'available' OR state = 'scheduled'),
			count(*) FILTER (WHERE state = 'retryable'), count(*) FILTER (WHERE state = 'running'), count(*) FILTER (WHERE state IN ('cancelled', 'discarded'))
		FROM river_job WHERE queue = $1 AND state <> 'completed'`, name).Scan(&s.Learning, &s.Waiting, &s.Retrying, &s.Running, &s.SetAside)
	if err != nil {
		return err
	}
	return tx.QueryRow(ctx, "SELECT count(*) FROM queued").Scan(&s.Documents)
}

func (s *Status) readWorkers(ctx context.Context, tx pgx.Tx) error {
	s.Workers = []Worker{}
	rows, err := tx.Query(ctx, `SELECT name, CASE WHEN ended THEN 'ended' WHEN seen > now() - $2::interval THEN 'working' ELSE 'silent' END, begun, seen,
			(SELECT count(*) FROM river_job j WHERE queue = $1 AND j.state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = worker.name),
			rate, trouble, jobs, documents, known, mentions, bytes, parted
		FROM worker ORDER BY name = 'earlier', begun, name`, name, silent)
	if err != nil {
		return err
	}
	var w Worker
	_, err = pgx.ForEachRow(rows, []any{&w.Name, &w.State, &w.Begun, &w.Seen, &w.Running, &w.Rate, &w.Trouble, &w.Jobs, &w.Sum.Documents, &w.Known, &w.Mentions, &w.Bytes, &w.Parted}, func() error {
		d := &s.Done
		d.Jobs += w.Jobs
		d.Documents += w.Sum.Documents
		d.Known += w.Known
		d.Mentions += w.Mentions
		d.Bytes += w.Bytes
		d.Parted += w.Parted
		if w.State == "working" {
			s.Rate += w.Rate
		}
		if w.Name != "earlier" {
			s.Workers = append(s.Workers, w)
		}
		return nil
	})
	return err
}

func (s *Status) readFailures(ctx context.Context, tx pgx.Tx) error {
	s.Failures = []Failure{}
	rows, err := tx.Query(ctx, `SELECT id, attempt, finalized_at, coalesce(errors[array_upper(errors, 1)]->>'error', ''), args
		FROM river_job WHERE queue = $1 AND state IN ('cancelled', 'discarded') ORDER BY finalized_at DESC, id DESC LIMIT $2`, name, FailuresShown)
	if err != nil {
		return err
	}
	var f Failure
	var args []byte
	_, err = pgx.ForEachRow(rows, []any{&f.Job, &f.Attempts, &f.At, &f.Error, &args}, func() error {
		f.Error, _, _ = strings.Cut(f.Error, "\n")
		f.Document, f.Key, f.Source, f.Bytes = "", "", "", 0
		var b batch
		if err := json.Unmarshal(args, &b); err == nil && len(b.Documents) > 0 {
			d := b.Documents[0].unpacked()
			f.Document, f.Key, f.Bytes = mentionmap.DocumentID(d.Text), d.Key, len(d.Text)
			if len(d.Seen) > 0 {
				f.Source = d.Seen[0].Source
			}
		}
		s.Failures = append(s.Failures, f)
		return nil
	})
	return err
}

// Retry puts documents that are set aside back into the queue, those of some jobs
// or, without any, all. It returns of how many jobs.
func (q *Queue) Retry(ctx context.Context, jobs []int64) (int64, error) {
	done, err := q.pool.Exec(ctx, `UPDATE river_job SET state = 'available', attempt = 0, finalized_at = NULL, scheduled_at = now()
		WHERE queue = $1 AND state IN ('cancelled', 'discarded') AND (cardinality($2::bigint[]) = 0 OR id = ANY($2))`, name, some(jobs))
	return done.RowsAffected(), explain(ctx, err)
}

// Drop removes documents that are set aside, those of some jobs or, without any,
// all. It returns of how many jobs. They can be enqueued again.
func (q *Queue) Drop(ctx context.Context, jobs []int64) (dropped int64, err error) {
	err = q.pool.QueryRow(ctx, `WITH gone AS (DELETE FROM river_job WHERE queue = $1 AND state IN ('cancelled', 'discarded')
			AND (cardinality($2::bigint[]) = 0 OR id = ANY($2)) RETURNING id),
		free AS (DELETE FROM queued WHERE job IN (SELECT id FROM gone))
		SELECT count(*) FROM gone`, name, some(jobs)).Scan(&dropped)
	return dropped, explain(ctx, err)
}

// some is never nil, which would be NULL.
func some(jobs []int64) []int64 { return append([]int64{}, jobs...) }

// Metrics writes a status in the text format of Prometheus, version 0.0.4.
func (s *Status) Metrics() string {
	var b strings.Builder
	head := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	head("mentionmap_queue_jobs", "gauge", "jobs of the queue by state")
	for _, of := range []struct {
		state string
		n     int64
	}{{"learning", s.Learning}, {"waiting", s.Waiting}, {"retrying", s.Retrying}, {"running", s.Running}, {"set_aside", s.SetAside}} {
		fmt.Fprintf(&b, "mentionmap_queue_jobs{state=%q} %d\n", of.state, of.n)
	}
	one := func(name, kind, help string, n int64) {
		head(name, kind, help)
		fmt.Fprintf(&b, "%s %d\n", name, n)
	}
	one("mentionmap_queue_documents", "gauge", "documents in the queue", s.Documents)
	one("mentionmap_queue_jobs_done_total", "counter", "jobs that workers completed", s.Done.Jobs)
	one("mentionmap_queue_documents_stored_total", "counter", "new documents that workers stored", s.Done.Documents)
	one("mentionmap_queue_documents_known_total", "counter", "documents of jobs that were stored already", s.Done.Known)
	one("mentionmap_queue_mentions_stored_total", "counter", "mentions that workers stored", s.Done.Mentions)
	one("mentionmap_queue_text_bytes_total", "counter", "bytes of text that workers took in", s.Done.Bytes)
	one("mentionmap_queue_documents_parted_total", "counter", "documents that failed and were put into a job of their own", s.Done.Parted)
	working := int64(0)
	for _, w := range s.Workers {
		if w.State == "working" {
			working++
		}
	}
	one("mentionmap_queue_workers", "gauge", "programs that work", working)
	head("mentionmap_queue_worker_documents_per_second", "gauge", "documents a second in the last minute, of programs that work")
	for _, w := range s.Workers {
		if w.State == "working" {
			fmt.Fprintf(&b, "mentionmap_queue_worker_documents_per_second{worker=%q} %g\n", w.Name, w.Rate)
		}
	}
	return b.String()
}
