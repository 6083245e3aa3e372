package queue

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"mentionmap"
	"mentionmap/data/store"
)

// WorkOptions say how a program works. The functions must be set; they are called
// by several goroutines.
type WorkOptions struct {
	// SourceOf names the source whose home matters for a document; "": none.
	SourceOf func(*mentionmap.Document) string
	// Learn sums up where a source is at home, as JSON, by texts of it; nil if
	// they do not say. The texts come in an order that their words decide.
	Learn func(texts []mentionmap.Document) []byte
	// Locator gives what locates documents, with the homes of their sources as
	// Learn made them.
	Locator func(homes map[string][]byte) (func(mentionmap.Document) mentionmap.Located, error)

	// Parallel is how many jobs are worked on at one time; 0: one for each CPU.
	Parallel int
	// Attempts is how often a document that fails alone is tried; 0: 5.
	Attempts int
	// Silence is after how long without a sign of life the jobs of a worker are
	// given to others; 0: 30 s. All workers should have the same.
	Silence time.Duration
	// Longest is the most time that a document may take to be located; 0: 10 min.
	Longest time.Duration
	// UntilEmpty ends the work when nothing is left that can be done.
	UntilEmpty bool
	// Tell, if set, is told in a line what went wrong.
	Tell func(string)
	// Progress, if set, is told after each job, from one goroutine at a time.
	Progress func(Done)
}

// Done is what a worker did.
type Done struct {
	store.Added
	Jobs   int
	Bytes  int64 // of text, of new and known documents
	Parted int   // documents that failed and were put into a job of their own
	Failed int   // documents that were set aside
}

// longest is the most time that a document may take.
const longest = 10 * time.Minute

// partAfter is how often a job of several documents is tried before it is parted.
const partAfter = 2

// Work takes jobs and stores their documents until the context is done, which it
// returns the error of; or, with UntilEmpty, until the queue is empty. It then ends
// at once: what was not stored is given back.
func (q *Queue) Work(ctx context.Context, o WorkOptions) (Done, error) {
	o.Parallel = cmp.Or(max(o.Parallel, 0), runtime.NumCPU())
	o.Attempts = cmp.Or(max(o.Attempts, 0), 5)
	o.Silence = cmp.Or(o.Silence, 30*time.Second)
	o.Longest = cmp.Or(o.Longest, longest)
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	w := &worker{Queue: q, WorkOptions: o, name: workerName()}
	if err := w.begin(ctx); err != nil {
		return Done{}, explain(ctx, err)
	}
	err := w.run(ctx)
	return w.done(), err
}

// workerName is unique for each time that a program works.
func workerName() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%.60s-%d-%s", strings.ToValidUTF8(cmp.Or(host, "worker"), "_"), os.Getpid(), strings.ToLower(rand.Text()[:6]))
}

// worker is one Work. It implements river.Worker.
type worker struct {
	river.WorkerDefaults[batch]
	*Queue
	WorkOptions
	name    string
	stopped atomic.Bool

	mu      sync.Mutex // guards what follows, and calls of Progress
	sum     Done
	paces   []pace
	trouble string
}

func (w *worker) done() Done {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sum
}

// run works until the end.
func (w *worker) run(ctx context.Context) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, w)
	client, err := river.NewClient(riverpgxv5.New(w.pool), &river.Config{
		ID: w.name, Logger: quiet, Workers: workers, Queues: map[string]river.QueueConfig{name: {MaxWorkers: w.Parallel}},
		JobTimeout: -1, RescueStuckJobsAfter: 10 * 365 * 24 * time.Hour, // see rescue
		RetryPolicy: backoff{}, ErrorHandler: w,
		FetchCooldown: 20 * time.Millisecond, FetchPollInterval: min(time.Second, w.Silence/6),
		CompletedJobRetentionPeriod: 10 * time.Minute, CancelledJobRetentionPeriod: -1, DiscardedJobRetentionPeriod: -1,
	})
	if err != nil {
		return explain(ctx, err)
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return explain(ctx, err)
	}
	err = w.watch(ctx)
	w.stopped.Store(true)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), ending)
	defer cancel()
	stopped := client.StopAndCancel(end)
	return errors.Join(err, explain(end, stopped), explain(end, w.end(end)))
}

// watch sees to the other things until the end: signs of life, jobs of workers
// that are gone, homes to learn.
func (w *worker) watch(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	empty := errors.New("the queue is empty")
	var others sync.WaitGroup
	others.Go(func() {
		w.every(ctx, min(2*time.Second, w.Silence/6), func() error { return w.learnWaiting(ctx) })
	})
	if w.UntilEmpty {
		others.Go(func() {
			w.every(ctx, min(time.Second, w.Silence/6), func() error {
				left, err := w.left(ctx)
				if err == nil && !left {
					cancel(empty)
				}
				return err
			})
		})
	}
	w.every(ctx, w.Silence/6, func() error { return w.beat(ctx) })
	others.Wait()
	if err := context.Cause(ctx); err != empty {
		return err
	}
	return nil
}

// every calls fn again and again until the context is done, and tells of its errors.
func (w *worker) every(ctx context.Context, pause time.Duration, fn func() error) {
	for {
		if err := safely("worker", fn); err != nil && ctx.Err() == nil {
			w.say(explain(ctx, err).Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// say tells what is wrong, once until something else is or it goes well again.
func (w *worker) say(trouble string) {
	w.mu.Lock()
	news := trouble != w.trouble
	w.trouble = trouble
	w.mu.Unlock()
	if news && trouble != "" {
		w.Tell(trouble)
	}
}

// left reports whether there are jobs that can be done, or may come to that.
func (w *worker) left(ctx context.Context) (left bool, err error) {
	err = w.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM river_job WHERE queue = $1 AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))", name).Scan(&left)
	return left, err
}

// Work does a job: it locates the documents, and stores them with the end of the job.
func (w *worker) Work(ctx context.Context, j *river.Job[batch]) error {
	err := w.work(ctx, j)
	switch code := mentionmap.CodeOf(err); {
	case err == nil:
		w.say("")
		return nil
	case w.stopped.Load() || ctx.Err() != nil:
		return river.JobSnooze(0) // the next who comes takes it
	case errors.Is(err, errLost):
		return river.JobSnooze(0)
	case code == mentionmap.Unavailable || code == mentionmap.Conflict:
		w.say(err.Error())
		return river.JobSnooze(pause(snoozes(j.JobRow)))
	case poisonous(err):
		if len(j.Args.Documents) > 1 {
			return w.part(ctx, j)
		}
		w.Tell("set aside: " + firstLine(err))
		w.add(Done{Failed: 1})
		return river.JobCancel(err)
	}
	return err
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// errLost: the job was given to another worker meanwhile.
var errLost = errors.New("the job was taken over by another worker")

// poisonous tells errors of a document, which come again, from those of the store.
func poisonous(err error) bool {
	code := mentionmap.CodeOf(err)
	return code == mentionmap.Invalid || code == mentionmap.TooLarge
}

func (w *worker) work(ctx context.Context, j *river.Job[batch]) error {
	if j.Attempt > partAfter && len(j.Args.Documents) > 1 {
		return w.part(ctx, j)
	}
	docs := make([]mentionmap.Document, len(j.Args.Documents))
	for i := range docs {
		docs[i] = j.Args.Documents[i].unpacked()
	}
	found, bad, err := w.locate(ctx, docs)
	if err != nil {
		return explain(ctx, err)
	}
	if len(bad) > 0 && len(docs) == 1 {
		return bad[0].err
	}
	return w.complete(ctx, j, found, bad)
}

// failure is a document that could not be located.
type failure struct {
	document mentionmap.Document
	err      error
}

// locate finds the mentions of documents. Those that are stored already are only
// kept for where they were seen.
func (w *worker) locate(ctx context.Context, docs []mentionmap.Document) (found []mentionmap.Located, bad []failure, err error) {
	ids, sources := make([]string, len(docs)), make([]string, len(docs))
	for i := range docs {
		ids[i], sources[i] = mentionmap.DocumentID(docs[i].Text), w.SourceOf(&docs[i])
	}
	stored, err := w.store.Numbers(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	homes, err := readHomes(ctx, w.pool, sources)
	if err != nil {
		return nil, nil, err
	}
	locate, err := w.Locator(homes)
	if err != nil {
		return nil, nil, err
	}
	for i, d := range docs {
		if stored[i] != 0 {
			found = append(found, mentionmap.Located{Document: d})
			continue
		}
		l, err := w.locateOne(ctx, d, locate)
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		if err != nil {
			bad = append(bad, failure{d, err})
		} else {
			found = append(found, l)
		}
	}
	return found, bad, nil
}

// locateOne locates a document.
func (w *worker) locateOne(ctx context.Context, d mentionmap.Document, locate func(mentionmap.Document) mentionmap.Located) (mentionmap.Located, error) {
	return bounded(ctx, w.Longest, fmt.Sprintf("document %q (%s)", d.Key, mentionmap.DocumentID(d.Text)), func() mentionmap.Located { return locate(d) })
}

// bounded makes a panic of fn an error, gives up what takes too long, and ends at
// once when the context is done; a function that goes on then is left to itself.
func bounded[T any](ctx context.Context, longest time.Duration, what string, fn func() T) (T, error) {
	type result struct {
		value T
		err   error
	}
	to := make(chan result, 1)
	go func() {
		var r result
		r.err = safely(what, func() error {
			r.value = fn()
			return nil
		})
		to <- r
	}()
	timer := time.NewTimer(longest)
	defer timer.Stop()
	var none T
	select {
	case r := <-to:
		return r.value, r.err
	case <-timer.C:
		return none, mentionmap.Errorf(mentionmap.TooLarge, "%s: was not done within %s", what, longest)
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
}

// complete stores what was found, puts what failed into jobs of its own, and ends
// the job, all in one transaction.
func (w *worker) complete(ctx context.Context, j *river.Job[batch], found []mentionmap.Located, bad []failure) error {
	done := Done{Jobs: 1, Parted: len(bad)}
	hashes := make([][]byte, len(found))
	for i := range found {
		d := &found[i].Document
		hashes[i] = hashOf(mentionmap.DocumentID(d.Text), d)
		done.Bytes += int64(len(d.Text))
	}
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if err := w.finish(ctx, tx, j); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM queued WHERE hash = ANY($1)", hashes); err != nil {
			return err
		}
		alone := make([]job, len(bad))
		for i := range bad {
			alone[i] = w.jobOf(j.Args.Run, []document{packed(&bad[i].document)})
		}
		if err := putJobs(ctx, w.client, tx, alone); err != nil {
			return err
		}
		added, err := w.store.PutTx(ctx, tx, j.Args.Run, found) // others that store wait from here to the end
		if err != nil {
			return err
		}
		done.Added = added
		return w.count(ctx, tx, done)
	})
	if err != nil {
		return explain(ctx, err)
	}
	w.add(done)
	for _, b := range bad {
		w.Tell("put into a job of its own: " + firstLine(b.err))
	}
	return nil
}

// finish ends a job, if it is still this worker's.
func (w *worker) finish(ctx context.Context, tx pgx.Tx, j *river.Job[batch]) error {
	var mine bool
	err := tx.QueryRow(ctx, "SELECT state = 'running' AND attempt = $2 AND attempted_by[array_upper(attempted_by, 1)] = $3 FROM river_job WHERE id = $1 FOR UPDATE",
		j.ID, j.Attempt, w.name).Scan(&mine)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !mine {
		return errLost
	}
	if err == nil {
		_, err = river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, j)
	}
	if err == nil { // its text is stored now, and need not be kept twice
		_, err = tx.Exec(ctx, `UPDATE river_job SET args = '{"run": 0, "documents": []}' WHERE id = $1`, j.ID)
	}
	return err
}

// part puts the two halves of a job in its place: so what fails comes to stand alone.
func (w *worker) part(ctx context.Context, j *river.Job[batch]) error {
	docs := j.Args.Documents
	half := len(docs) / 2
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if err := w.finish(ctx, tx, j); err != nil {
			return err
		}
		return putJobs(ctx, w.client, tx, []job{w.jobOf(j.Args.Run, docs[:half]), w.jobOf(j.Args.Run, docs[half:])})
	})
	return explain(ctx, err)
}

func (w *worker) jobOf(run int64, docs []document) job {
	j := job{batch: batch{Run: run, Documents: docs}}
	for i := range docs {
		d := docs[i].unpacked()
		j.hashes = append(j.hashes, hashOf(mentionmap.DocumentID(d.Text), &d))
	}
	if len(docs) == 1 {
		j.attempts = w.Attempts
	}
	return j
}

// HandleError implements river.ErrorHandler.
func (w *worker) HandleError(_ context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if j.Attempt >= j.MaxAttempts {
		w.Tell(fmt.Sprintf("set aside after %d attempts: %s", j.Attempt, firstLine(err)))
		w.add(Done{Failed: 1})
	}
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (w *worker) HandlePanic(_ context.Context, _ *rivertype.JobRow, panicked any, _ string) *river.ErrorHandlerResult {
	w.Tell(fmt.Sprintf("a fault of the program: %v", panicked))
	return nil
}

// backoff is when a job that failed is tried again.
type backoff struct{}

// NextRetry implements river.ClientRetryPolicy.
func (backoff) NextRetry(j *rivertype.JobRow) time.Time { return time.Now().Add(pause(j.Attempt - 1)) }

// pause doubles from a second to five minutes.
func pause(times int) time.Duration { return min(time.Second<<min(max(times, 0), 20), 5*time.Minute) }
