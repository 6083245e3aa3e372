package queue

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"mentionmap"
)

const (
	// jobBytes is the text of a job.
	jobBytes = 256 << 10
	// flushBytes is the text that is put in in one transaction, and flushDocuments the most documents.
	flushBytes     = 4 << 20
	flushDocuments = 4096
	// jobAttempts is how often a job of several documents is tried. It is high, for
	// those that fail are parted, and only what stands alone is set aside.
	jobAttempts = 1000
	// ending is how long an orderly end may take.
	ending = 10 * time.Second
)

// EnqueueOptions say what is put in. Read must be set.
type EnqueueOptions struct {
	// Paths are what is read, as the record of the run names them.
	Paths []string
	// Read gives each document to add, in any order; it ends with the error of add.
	Read func(ctx context.Context, add func(mentionmap.Document) error) error
	// SourceOf names the source whose home matters for a document; "": none.
	SourceOf func(*mentionmap.Document) string
	// JobBytes is the text of a job, besides a document that is larger and has one
	// of its own; 0: 256 KiB.
	JobBytes int
	// Progress, if set, is told after each transaction.
	Progress func(Enqueued)
}

// Enqueued says what an Enqueue did.
type Enqueued struct {
	Run       int64
	Documents int   // put in
	Waiting   int   // that stand in the queue already
	Stored    int   // that are stored already
	Jobs      int   // put in
	Bytes     int64 // of the text put in
}

// Enqueue puts documents into the queue, some at a time. It may be ended at any
// moment and run again: what stands in the queue or is stored is not put in twice.
// Of what is stored it is kept where it was seen. Documents of sources whose home
// is not learned yet wait until no Enqueue runs any more.
func (q *Queue) Enqueue(ctx context.Context, o EnqueueOptions) (Enqueued, error) {
	session, err := q.pool.Acquire(ctx)
	if err != nil {
		return Enqueued{}, explain(ctx, err)
	}
	defer closeSession(session)
	if _, err := session.Exec(ctx, "SELECT pg_advisory_lock_shared("+enqueueLock+")"); err != nil {
		return Enqueued{}, explain(ctx, err)
	}
	run, err := q.store.BeginRun(ctx, o.Paths)
	if err != nil {
		return Enqueued{}, err
	}
	e := &enqueuer{Queue: q, EnqueueOptions: o, sum: Enqueued{Run: run}}
	err = o.Read(ctx, func(d mentionmap.Document) error { return e.add(ctx, d) })
	if last := e.flush(ctx); err == nil {
		err = last
	}
	if ended := q.store.EndRun(ctx, run); err == nil {
		err = ended
	}
	return e.sum, explain(ctx, err)
}

// enqueuer is one Enqueue.
type enqueuer struct {
	*Queue
	EnqueueOptions
	sum   Enqueued
	held  []arrived
	bytes int
}

// arrived is a document that was read.
type arrived struct {
	mentionmap.Document
	id, source string
	hash       []byte
}

func (e *enqueuer) add(ctx context.Context, d mentionmap.Document) error {
	a := arrived{Document: d, id: mentionmap.DocumentID(d.Text)}
	a.source, a.hash = e.SourceOf(&d), hashOf(a.id, &d)
	e.held = append(e.held, a)
	if e.bytes += len(d.Text); e.bytes < flushBytes && len(e.held) < flushDocuments {
		return nil
	}
	return e.flush(ctx)
}

// flush puts in what is held.
func (e *enqueuer) flush(ctx context.Context) error {
	if len(e.held) == 0 {
		return nil
	}
	fresh, stored, err := e.split(ctx)
	if err != nil {
		return err
	}
	now := e.sum
	now.Stored += len(stored)
	err = pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		put, err := reserve(ctx, tx, fresh)
		if err != nil {
			return err
		}
		now.Waiting += len(fresh) - len(put)
		if err := e.insert(ctx, tx, put, &now); err != nil || len(stored) == 0 {
			return err
		}
		_, err = e.store.PutTx(ctx, tx, e.sum.Run, stored) // last: others that store wait for its end
		return err
	})
	if err != nil {
		return err
	}
	clear(e.held)
	e.held, e.bytes, e.sum = e.held[:0], 0, now
	if e.Progress != nil {
		e.Progress(e.sum)
	}
	return nil
}

// split tells new documents from those that are stored.
func (e *enqueuer) split(ctx context.Context) (fresh []*arrived, stored []mentionmap.Located, err error) {
	ids := make([]string, len(e.held))
	for i := range e.held {
		ids[i] = e.held[i].id
	}
	numbers, err := e.store.Numbers(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i := range e.held {
		if numbers[i] != 0 {
			stored = append(stored, mentionmap.Located{Document: e.held[i].Document})
		} else {
			fresh = append(fresh, &e.held[i])
		}
	}
	return fresh, stored, nil
}

// reserve marks documents as standing in the queue, and returns those that did
// not, once each. Of two that enqueue the same, one waits here for the other.
func reserve(ctx context.Context, tx pgx.Tx, docs []*arrived) (put []*arrived, err error) {
	hashes, sources := make([][]byte, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		hashes[i], sources[i] = d.hash, storable(d.source)
	}
	// In the order of the hashes, so that two do not wait for each other.
	rows, err := tx.Query(ctx, `INSERT INTO queued (hash, source, job)
		SELECT h, s, 0 FROM unnest($1::bytea[], $2::text[]) AS new(h, s) ORDER BY h
		ON CONFLICT DO NOTHING RETURNING hash`, hashes, sources)
	if err != nil {
		return nil, err
	}
	news := map[string]bool{}
	var hash []byte
	_, err = pgx.ForEachRow(rows, []any{&hash}, func() error {
		news[string(hash)] = true
		return nil
	})
	for _, d := range docs {
		if news[string(d.hash)] {
			put = append(put, d)
			delete(news, string(d.hash))
		}
	}
	return put, err
}

// insert makes jobs of documents.
func (e *enqueuer) insert(ctx context.Context, tx pgx.Tx, docs []*arrived, sum *Enqueued) error {
	var sources []string
	for _, d := range docs {
		sources = append(sources, d.source)
	}
	homes, err := readHomes(ctx, tx, sources)
	if err != nil {
		return err
	}
	var jobs []job
	bytes := 0
	for _, d := range docs {
		if bytes += len(d.Text); len(jobs) == 0 || bytes > cmp.Or(e.JobBytes, jobBytes) {
			jobs = append(jobs, job{batch: batch{Run: e.sum.Run}})
			bytes = len(d.Text)
		}
		j := &jobs[len(jobs)-1]
		j.Documents = append(j.Documents, packed(&d.Document))
		j.hashes = append(j.hashes, d.hash)
		_, learned := homes[d.source]
		j.pending = j.pending || d.source != "" && !learned
		sum.Documents++
		sum.Bytes += int64(len(d.Text))
	}
	sum.Jobs += len(jobs)
	return putJobs(ctx, e.client, tx, jobs)
}

// job is a batch to be put in, and the names of its documents.
type job struct {
	batch
	hashes   [][]byte
	pending  bool // until homes are learned
	attempts int  // 0: as many as a batch has
}

// putJobs puts jobs in whose documents are reserved.
func putJobs(ctx context.Context, client *river.Client[pgx.Tx], tx pgx.Tx, jobs []job) error {
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, j := range jobs {
		o := &river.InsertOpts{Queue: name, Pending: j.pending, MaxAttempts: j.attempts}
		if j.attempts == 0 {
			o.MaxAttempts = jobAttempts
		}
		params[i] = river.InsertManyParams{Args: j.batch, InsertOpts: o}
	}
	put, err := client.InsertManyTx(ctx, tx, params)
	if err != nil {
		return err
	}
	var hashes [][]byte
	var ids []int64
	for i, j := range jobs {
		hashes = append(hashes, j.hashes...)
		ids = append(ids, slices.Repeat([]int64{put[i].Job.ID}, len(j.hashes))...)
	}
	_, err = tx.Exec(ctx, "UPDATE queued SET job = put.job FROM unnest($1::bytea[], $2::bigint[]) AS put(hash, job) WHERE queued.hash = put.hash", hashes, ids)
	return err
}
