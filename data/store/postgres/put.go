package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// Put implements store.Backend. Documents are prepared before others are kept
// from writing.
func (b *Backend) Put(ctx context.Context, run int64, batch []mentionmap.Located) (added store.Added, err error) {
	docs, err := prepareAll(ctx, batch)
	if err != nil || len(docs) == 0 {
		return added, err
	}
	var w *writer
	locked := false
	err = b.change(ctx, func(tx pgx.Tx) error {
		b.writing.Lock()
		locked = true
		w = &writer{ctx: ctx, tx: tx, run: run}
		return w.putAll(docs, &b.stories)
	})
	if locked {
		if err == nil {
			w.finder.Committed(w.now())
		}
		b.writing.Unlock()
	}
	if err != nil {
		return store.Added{}, err
	}
	return w.added, nil
}

// PutTx is Put inside a transaction of the caller's, which must read what is
// committed (READ COMMITTED): what else that does is stored with the documents
// or not at all. Other writers are held up until it ends.
func (b *Backend) PutTx(ctx context.Context, tx pgx.Tx, run int64, batch []mentionmap.Located) (added store.Added, err error) {
	docs, err := prepareAll(ctx, batch)
	if err != nil || len(docs) == 0 {
		return added, err
	}
	w := &writer{ctx: ctx, tx: tx, run: run}
	err = safely(func() error {
		if err := lockWriters(ctx, tx); err != nil {
			return err
		}
		return w.putAll(docs, &rows.Stories{}) // what would be remembered may be taken back
	})
	if err != nil {
		return store.Added{}, b.explain(ctx, err)
	}
	return w.added, nil
}

// document is a prepared document with its numbers.
type document struct {
	*rows.Document
	words  [][]byte // of each sentence and title, in the order of their rows: a tsvector as COPY takes it
	number int64
	story  int64
}

func prepareAll(ctx context.Context, batch []mentionmap.Located) ([]*document, error) {
	prepared, err := rows.PrepareAll(batch, runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, err
	}
	docs := make([]*document, len(prepared))
	err = inParallel(len(docs), func(i int) error {
		docs[i] = &document{Document: prepared[i], words: wordsOf(prepared[i])}
		return ctx.Err()
	})
	return docs, err
}

// writer is one transaction of Put.
type writer struct {
	ctx        context.Context
	tx         pgx.Tx
	run        int64
	generation int64 // that this transaction makes
	grown      bool  // it has made it
	finder     *rows.Finder
	sources    map[string]int64
	versions   map[version]int64
	places     map[mentionmap.PlaceID]placeNumber
	added      store.Added
}

// now is the generation that is when the transaction is committed.
func (w *writer) now() int64 {
	if w.grown {
		return w.generation
	}
	return w.generation - 1
}

type version struct{ part, name string }

// putAll stores documents; the lock of writers is held.
func (w *writer) putAll(docs []*document, stories *rows.Stories) error {
	last, err := w.begin()
	if err != nil {
		return err
	}
	var undone bool
	if err := w.tx.QueryRow(w.ctx, "SELECT EXISTS (SELECT 1 FROM run WHERE id = $1 AND undone)", w.run).Scan(&undone); err != nil {
		return err
	}
	if undone {
		return store.ErrUndone
	}
	w.finder = stories.Begin(w.generation-1, w)
	fresh, again, err := w.split(docs, last)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return w.numberSources(docs) },
		func() error { return w.numberVersions(fresh) },
		func() error { return w.numberPlaces(fresh) },
		func() error { return w.findStories(fresh) },
		func() error { return w.copyRows(fresh) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	seen, err := w.putSeen(again)
	if err != nil || len(fresh) == 0 && !seen {
		return err
	}
	w.grown = true
	return w.finish(fresh)
}

// lastDocument is the last number that was given to a document.
const lastDocument = "greatest((SELECT max(id) FROM document), (SELECT max(document) FROM gone), 0)"

func (w *writer) begin() (last int64, err error) {
	err = w.tx.QueryRow(w.ctx, "SELECT generation + 1, "+lastDocument+" FROM state").Scan(&w.generation, &last)
	return last, err
}

// split gives new documents their numbers, and tells those that are there
// already, or stand in the batch twice.
func (w *writer) split(docs []*document, last int64) (fresh, again []*document, err error) {
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	known, err := w.numbersOf(ids)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range docs {
		if n, ok := known[d.ID]; ok {
			d.number = n
			again = append(again, d)
			continue
		}
		if d.Located.Known {
			w.added.Missing++
			continue
		}
		last++
		d.number, known[d.ID] = last, last
		fresh = append(fresh, d)
	}
	w.added.Known = len(again)
	return fresh, again, nil
}

func (w *writer) numbersOf(ids []string) (map[string]int64, error) {
	known := map[string]int64{}
	var id string
	var n int64
	err := w.each("SELECT public, id FROM document WHERE public = ANY ($1)", []any{ids}, []any{&id, &n}, func() error {
		known[id] = n
		return nil
	})
	return known, err
}

// each runs a query and calls fn for each row, scanned into targets.
func (w *writer) each(sql string, args, targets []any, fn func() error) error {
	return each(w.ctx, w.tx, sql, args, targets, fn)
}

func each(ctx context.Context, tx pgx.Tx, sql string, args, targets []any, fn func() error) error {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, targets, fn)
	return err
}

func (w *writer) exec(sql string, args ...any) (int64, error) {
	tag, err := w.tx.Exec(w.ctx, sql, args...)
	return tag.RowsAffected(), err
}

// numberSources finds the numbers of all sources that documents name, and adds new ones.
func (w *writer) numberSources(docs []*document) error {
	w.sources = map[string]int64{}
	var names []string
	add := func(name string) {
		name = storable(name)
		if _, ok := w.sources[name]; !ok {
			w.sources[name] = 0
			names = append(names, name)
		}
	}
	for _, d := range docs {
		add(d.Source())
		for _, s := range d.Located.Document.Seen {
			add(s.Source)
		}
		for i := range d.Posts {
			add(d.Posts[i].Source)
		}
	}
	var name string
	var id int64
	return w.each(`WITH named AS (SELECT name, n FROM unnest($1::text[]) WITH ORDINALITY AS u (name, n)),
		new AS (INSERT INTO source (name) SELECT name FROM named WHERE NOT EXISTS (SELECT FROM source WHERE md5(source.name) = md5(named.name)) ORDER BY n RETURNING name, id)
		SELECT name, id FROM new UNION ALL SELECT s.name, s.id FROM named JOIN source s ON md5(s.name) = md5(named.name)`,
		[]any{names}, []any{&name, &id}, func() error {
			w.sources[name] = id
			return nil
		})
}

// source is the number of a source; 0 for none.
func (w *writer) source(name string) int64 {
	if name == "" {
		return 0
	}
	return w.sources[storable(name)]
}

func (w *writer) numberVersions(docs []*document) error {
	w.versions = map[version]int64{}
	for _, d := range docs {
		for _, v := range []version{{"gazetteer", storable(d.Gazetteer)}, {"locator", storable(d.Locator)}} {
			if _, ok := w.versions[v]; ok {
				continue
			}
			var id int64
			err := w.tx.QueryRow(w.ctx, `WITH new AS (INSERT INTO version (part, name) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM version WHERE part = $1 AND name = $2) RETURNING id)
				SELECT id FROM new UNION ALL SELECT id FROM version WHERE part = $1 AND name = $2`, v.part, v.name).Scan(&id)
			if err != nil {
				return err
			}
			w.versions[v] = id
		}
	}
	return nil
}

// sighting is where a document was seen.
type sighting struct {
	source int64 // 0: not known
	url    string
}

// sightings lists where a document says it was seen, each place once.
func (w *writer) sightings(d *document) (out []sighting) {
	for _, s := range d.Located.Document.Seen {
		if s := (sighting{w.source(s.Source), storable(s.URL)}); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// putSeen adds where documents that are there already were seen, as far as that is new.
func (w *writer) putSeen(again []*document) (grown bool, err error) {
	if len(again) == 0 {
		return false, nil
	}
	numbers := make([]int64, len(again))
	for i, d := range again {
		numbers[i] = d.number
	}
	if w.run != 0 {
		_, err := w.exec(`INSERT INTO met (document, run) SELECT DISTINCT d.id, $2::bigint FROM unnest($1::bigint[]) n JOIN document d ON d.id = n
			WHERE d.run IS DISTINCT FROM $2 ON CONFLICT DO NOTHING`, numbers, w.run)
		if err != nil {
			return false, err
		}
	}
	had := map[int64][]sighting{}
	var document, source int64
	var url string
	next := map[int64]int{}
	var n int
	err = w.each("SELECT document, n, coalesce(source, 0), url FROM seen WHERE document = ANY ($1) ORDER BY document, n", []any{numbers}, []any{&document, &n, &source, &url}, func() error {
		had[document], next[document] = append(had[document], sighting{source, url}), n+1
		return nil
	})
	if err != nil {
		return false, err
	}
	seen, changed := newCopier("seen (document, n, source, url, run)"), []int64{}
	for _, d := range again {
		for _, s := range w.sightings(d) {
			if slices.Contains(had[d.number], s) {
				continue
			}
			w.copySeen(seen, d.number, next[d.number], s)
			had[d.number], next[d.number] = append(had[d.number], s), next[d.number]+1
			changed = append(changed, d.number)
		}
	}
	if len(changed) == 0 {
		return false, nil
	}
	if err := seen.send(w.ctx, w.tx); err != nil {
		return false, err
	}
	_, err = w.exec("UPDATE document SET generation = $2 WHERE id = ANY ($1)", changed, w.generation)
	return true, err
}

// finish counts what was added, makes the generation grow and tells others.
func (w *writer) finish(fresh []*document) error {
	first, last := mentionmap.NoDay, mentionmap.NoDay
	for _, d := range fresh {
		w.added.Posts += d.RealPosts()
		w.added.Mentions += len(d.Mentions)
		if d.First != mentionmap.NoDay && (first == mentionmap.NoDay || d.First < first) {
			first = d.First
		}
		last = max(last, d.Last)
	}
	w.added.Documents = len(fresh)
	_, err := w.exec(`UPDATE state SET documents = documents + $1, posts = posts + $2, mentions = mentions + $3,
		first_day = least(first_day, $4), last_day = greatest(last_day, $5)`, w.added.Documents, w.added.Posts, w.added.Mentions, date(first), date(last))
	if err != nil {
		return err
	}
	return grow(w.ctx, w.tx, w.generation)
}

// grow makes the generation one that a transaction makes, and tells others when that commits.
func grow(ctx context.Context, tx pgx.Tx, generation int64) error {
	_, err := tx.Exec(ctx, "UPDATE state SET generation = $1", generation)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO history VALUES ($1, $2) ON CONFLICT DO NOTHING", generation, rand.Int64())
	}
	if err == nil {
		_, err = tx.Exec(ctx, "SELECT pg_notify('mentionmap', $1)", fmt.Sprint(generation))
	}
	return err
}

// date gives a day to the driver; NoDay is NULL.
func date(d mentionmap.Day) *time.Time {
	if d == mentionmap.NoDay {
		return nil
	}
	t := d.Time()
	return &t
}
