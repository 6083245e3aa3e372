package queue

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mentionmap"
	"mentionmap/data/store"
)

// textsOfSource is how many texts of a source are learned from. They are those
// whose hashes come first, so it does not matter in which order texts were read.
const textsOfSource = 24

// Learned says what a learning did.
type Learned struct {
	Sources int // that have a home now that they had not
	Jobs    int // that were waiting for it
}

// learnWaiting learns where the sources of waiting documents are at home, and lets
// these be worked on. A source keeps the home that was learned first; of one with a
// single text nothing is learned. It does nothing while an Enqueue runs, which may
// still bring texts, and while another program learns.
func (w *worker) learnWaiting(ctx context.Context) error {
	var waiting bool
	err := w.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM river_job WHERE queue = $1 AND state = 'pending')", name).Scan(&waiting)
	if err != nil || !waiting {
		return err
	}
	l := &learner{Queue: w.Queue, learn: w.Learn, longest: w.Longest, tell: w.Tell}
	return w.learning(ctx, func(session *pgxpool.Conn) error {
		samples, last, err := waitingSamples(ctx, session.Conn())
		if err != nil || last == 0 {
			return err
		}
		homes, err := l.sumUp(ctx, samples)
		if err != nil {
			return err
		}
		return pgx.BeginFunc(ctx, session, func(tx pgx.Tx) error {
			if err := setHomes(ctx, tx, homes); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "UPDATE river_job SET state = 'available' WHERE queue = $1 AND state = 'pending' AND id <= $2", name, last)
			return err
		})
	})
}

// learning calls fn unless another program learns.
func (q *Queue) learning(ctx context.Context, fn func(session *pgxpool.Conn) error) error {
	session, err := q.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer closeSession(session)
	var mine bool
	if err := session.QueryRow(ctx, "SELECT pg_try_advisory_lock("+learnLock+")").Scan(&mine); err != nil || !mine {
		return err
	}
	return fn(session)
}

// learner is one learning.
type learner struct {
	*Queue
	stored  Stored // nil: only what stands in the queue
	learn   func(texts []mentionmap.Document) []byte
	longest time.Duration
	tell    func(string)
}

// sample is a text of a source.
type sample struct {
	source string
	hash   []byte
	job    int64  // that holds it; 0: it is stored
	id     string // of the document, if it is stored
}

// waitingSamples gives samples of the sources without a home whose documents wait,
// one source after the other, and the last job that waits; 0: an Enqueue runs.
func waitingSamples(ctx context.Context, db *pgx.Conn) (samples []sample, last int64, err error) {
	err = pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		var alone bool
		if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock("+enqueueLock+")").Scan(&alone); err != nil || !alone {
			return err
		}
		if err := tx.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM river_job WHERE queue = $1 AND state = 'pending'", name).Scan(&last); err != nil {
			return err
		}
		samples, err = queuedSamples(ctx, tx, "NOT EXISTS (SELECT FROM source_home h WHERE md5(h.name) = md5(q.source))")
		return err
	})
	return samples, last, err
}

// queuedSamples gives the first texts of each source by their hashes. All in the
// queue count, those that do not wait, too.
func queuedSamples(ctx context.Context, db queryer, where string) (samples []sample, err error) {
	rows, err := db.Query(ctx, `SELECT source, hash, job FROM (
			SELECT source, hash, job, row_number() OVER (PARTITION BY source ORDER BY hash) AS n FROM queued q WHERE source <> '' AND `+where+`) t
		WHERE n <= $1 ORDER BY source COLLATE "C", hash`, textsOfSource)
	if err != nil {
		return nil, err
	}
	var s sample
	_, err = pgx.ForEachRow(rows, []any{&s.source, &s.hash, &s.job}, func() error {
		samples = append(samples, sample{source: s.source, hash: slices.Clone(s.hash), job: s.job})
		return nil
	})
	return samples, err
}

// sumUp asks for the home of each source by its samples, one source after the
// other. A text that makes that fail is no reason not to go on: the source stays
// without a home, and the text fails again when it is located.
func (l *learner) sumUp(ctx context.Context, samples []sample) (map[string][]byte, error) {
	homes := map[string][]byte{}
	for len(samples) > 0 {
		source, n := samples[0].source, 1
		for n < len(samples) && samples[n].source == source {
			n++
		}
		if n > 1 { // a text says nothing of itself
			texts, err := l.texts(ctx, samples[:n])
			if err != nil {
				return nil, err
			}
			if home := l.home(ctx, source, texts); home != nil {
				homes[source] = home
			}
		}
		samples = samples[n:]
	}
	return homes, ctx.Err()
}

func (l *learner) home(ctx context.Context, source string, texts []mentionmap.Document) []byte {
	if len(texts) < 2 {
		return nil
	}
	home, err := bounded(ctx, l.longest, "where "+source+" is at home", func() []byte { return l.learn(texts) })
	if err != nil && ctx.Err() == nil {
		l.tell(firstLine(err))
	}
	return home
}

// texts reads the documents of samples, each text once, in their order.
func (l *learner) texts(ctx context.Context, of []sample) (texts []mentionmap.Document, err error) {
	var jobs []int64
	for _, s := range of {
		if s.job != 0 {
			jobs = append(jobs, s.job)
		}
	}
	slices.Sort(jobs)
	held := map[string]mentionmap.Document{} // by hash
	for _, s := range of {
		if s.job == 0 {
			d, err := l.stored.Document(ctx, s.id)
			if mentionmap.CodeOf(err) == mentionmap.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			held[string(s.hash)] = d.Document
		}
	}
	wanted := map[string]bool{}
	for _, s := range of {
		wanted[string(s.hash)] = true
	}
	for _, id := range slices.Compact(jobs) { // one at a time: they may be large
		var b batch
		err := l.pool.QueryRow(ctx, "SELECT args FROM river_job WHERE id = $1", id).Scan(&b)
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := range b.Documents {
			d := b.Documents[i].unpacked()
			if hash := string(hashOf(mentionmap.DocumentID(d.Text), &d)); wanted[hash] {
				held[hash] = d
			}
		}
	}
	seen := map[string]bool{}
	for _, s := range of {
		if d := held[string(s.hash)]; d.Text != "" && !seen[d.Text] {
			seen[d.Text] = true
			texts = append(texts, d)
		}
	}
	return texts, nil
}

// Stored is what LearnAnew reads of an archive.
type Stored interface {
	Follow(ctx context.Context, after int64, fn func(*store.Block) error) (generation int64, err error)
	Documents(ctx context.Context, numbers []int64) ([]store.Document, error)
	Document(ctx context.Context, id string) (*store.Document, error)
}

// LearnAnew learns where all sources are at home by the documents that are stored
// and those that stand in the queue, in place of what was learned before. It returns
// of how many sources it learned. Documents that are stored stay as they were located.
func (q *Queue) LearnAnew(ctx context.Context, stored Stored, o WorkOptions) (sources int, err error) {
	l := &learner{Queue: q, stored: stored, learn: o.Learn, longest: cmp.Or(o.Longest, longest), tell: o.Tell}
	done := false
	err = q.learning(ctx, func(session *pgxpool.Conn) error {
		samples, err := queuedSamples(ctx, session, "true")
		if err != nil {
			return err
		}
		if samples, err = l.addStored(ctx, samples, o.SourceOf); err != nil {
			return err
		}
		homes, err := l.sumUp(ctx, samples)
		if err != nil {
			return err
		}
		sources, done = len(homes), true
		return pgx.BeginFunc(ctx, session, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "DELETE FROM source_home"); err != nil {
				return err
			}
			return setHomes(ctx, tx, homes)
		})
	})
	if err == nil && !done {
		err = mentionmap.Errorf(mentionmap.Conflict, "another program learns where sources are at home: wait for it, then run it again")
	}
	return sources, explain(ctx, err)
}

// addStored adds stored documents to samples, of each source those whose hashes come first.
func (l *learner) addStored(ctx context.Context, samples []sample, sourceOf func(*mentionmap.Document) string) ([]sample, error) {
	of := map[string][]sample{}
	for _, s := range samples {
		of[s.source] = append(of[s.source], s)
	}
	add := func(b *store.Block) error {
		numbers := make([]int64, len(b.Documents))
		for i := range numbers {
			numbers[i] = b.Documents[i].Number
		}
		docs, err := l.stored.Documents(ctx, numbers)
		for i := range docs {
			d := &docs[i].Document
			if source := sourceOf(d); source != "" {
				of[source] = addSample(of[source], sample{source: storable(source), hash: hashOf(docs[i].ID, d), id: docs[i].ID})
			}
		}
		return err
	}
	if _, err := l.stored.Follow(ctx, -1, add); err != nil {
		return nil, err
	}
	samples = samples[:0]
	for _, source := range slices.Sorted(maps.Keys(of)) {
		samples = append(samples, of[source]...)
	}
	return samples, nil
}

// addSample keeps the first by their hashes, in that order.
func addSample(of []sample, s sample) []sample {
	at, known := slices.BinarySearchFunc(of, s, func(a, b sample) int { return bytes.Compare(a.hash, b.hash) })
	if known || at == textsOfSource {
		return of
	}
	of = slices.Insert(of, at, s)
	return of[:min(len(of), textsOfSource)]
}
