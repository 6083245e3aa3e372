package sqlite

import (
	"context"
	"database/sql"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"mentionmap/data/store/columns"
	"mentionmap/data/store/postings"
)

// held keeps all mentions in memory, as columns: they are read once in the
// background, and then follow what is stored, by this program or another.
type held struct {
	store   *Store
	columns *columns.Columns
	ready   atomic.Bool // all was read once

	mu    sync.Mutex // of the one who brings the columns up to date
	gone  goneTo
	taken map[int64]bool // first sections of what was taken out

	sources   sync.RWMutex
	unsourced postings.Set // sections of posts that named no source, of documents seen at none that is known

	news chan struct{} // something was stored
	stop context.CancelFunc
	done sync.WaitGroup
}

const (
	// heldPage is how many documents are read in one transaction.
	heldPage = 4000
	// fewMissing is how many sections a query waits for that were stored since.
	fewMissing = 1 << 15
	// lookEvery is how often is looked whether another program stored something,
	// so that no query has to wait for it.
	lookEvery = 200 * time.Millisecond
)

// hold begins to hold all mentions.
func (s *Store) hold(notice func(string)) {
	ctx, stop := context.WithCancel(context.Background())
	h := &held{store: s, columns: columns.New(), taken: map[int64]bool{}, news: make(chan struct{}, 1), stop: stop}
	s.held = h
	h.done.Go(func() { h.keep(ctx, notice) })
}

// Held reports whether the mentions have been read into memory, as Options.Hold
// asks: until then queries take longer.
func (s *Store) Held() bool { return s.held != nil && s.held.ready.Load() }

// close ends what goes on in the background.
func (h *held) close() {
	if h != nil {
		h.stop()
		h.done.Wait()
	}
}

// tell says that something was stored.
func (h *held) tell() {
	if h == nil {
		return
	}
	select {
	case h.news <- struct{}{}:
	default:
	}
}

// keep reads all that is stored, and then what is new, until the context ends.
// While that fails, the database answers.
func (h *held) keep(ctx context.Context, notice func(string)) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	told := ""
	for ctx.Err() == nil {
		err := h.catchUp(ctx)
		if h.columns.Index(); ctx.Err() == nil {
			h.ready.Store(err == nil)
		}
		if err != nil && ctx.Err() == nil && told != err.Error() {
			told = err.Error()
			notice("queries take longer, the mentions cannot be held in memory: " + h.store.explain(err).Error())
		}
		select {
		case <-ctx.Done():
		case <-look.C:
		case <-h.news:
		}
	}
}

// catchUp reads what is missing, page by page.
func (h *held) catchUp(ctx context.Context) error {
	for {
		generation, err := h.store.Generation(ctx)
		if err != nil || h.columns.At(generation) != nil {
			return err
		}
		whole := false
		err = h.store.view(ctx, func(tx *sql.Tx) (err error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			whole, err = h.follow(ctx, tx, heldPage)
			return err
		})
		if err != nil || whole {
			return err
		}
	}
}

// at gives the columns as a transaction sees the store, bringing them up to date
// if little is missing; nil if they cannot be had. What cannot be read is told by
// those who look for it in the database.
func (h *held) at(ctx context.Context, tx *sql.Tx) (*columns.View, error) {
	var generation int64
	if !h.ready.Load() {
		return nil, nil
	}
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return nil, err
	}
	if v := h.columns.At(generation); v != nil {
		return v, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.columns.View().Generation < generation {
		end, err := sectionsEnd(ctx, tx)
		if err != nil || end-h.columns.View().End() > fewMissing {
			return nil, err
		}
		if _, err := h.follow(ctx, tx, fewMissing); err != nil {
			return nil, ctx.Err()
		}
	}
	return h.columns.At(generation), nil
}

func sectionsEnd(ctx context.Context, tx *sql.Tx) (end int64, err error) {
	return end, tx.QueryRowContext(ctx, "SELECT "+nextSection).Scan(&end)
}

// follow reads the next documents and what was deleted since; whole reports
// whether the columns are then what the transaction sees.
func (h *held) follow(ctx context.Context, tx *sql.Tx, documents int) (whole bool, err error) {
	var generation int64
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return false, err
	}
	if h.columns.View().Generation >= generation {
		return true, nil
	}
	end, err := sectionsEnd(ctx, tx)
	if err != nil {
		return false, err
	}
	c := h.columns.Begin()
	n, err := h.add(ctx, tx, c, documents)
	if whole = n < documents; whole && err == nil {
		err = h.remove(ctx, tx, c)
	}
	switch {
	case err != nil:
		c.Drop()
	case whole:
		c.Publish(generation, end)
	default:
		c.Publish(partly, c.End())
	}
	return whole, err
}

// partly is the generation of columns that lack documents.
const partly = -1

// add adds the next documents, and counts them.
func (h *held) add(ctx context.Context, tx *sql.Tx, c *columns.Change, most int) (n int, err error) {
	var d columns.Document
	all := search{ctx: ctx, tx: tx}
	err = all.read(func(r *documentRecord) (bool, error) {
		n++
		h.noteSources(r)
		if err := r.toColumns(&d); err != nil {
			return false, err
		}
		return true, c.Add(&d)
	}, "SELECT "+recordColumn+" FROM document d WHERE d.id >= ? ORDER BY d.id LIMIT ?", c.End(), most)
	return n, err
}

// toColumns gives what is held of a document.
func (d *documentRecord) toColumns(out *columns.Document) error {
	out.Number, out.Sections, out.Mentions = d.id, out.Sections[:0], out.Mentions[:0]
	for i := range d.sections {
		out.Sections = append(out.Sections, columns.Section{Published: d.sections[i].published.Day, Mentions: d.sections[i].mentions})
	}
	for m := &d.current; d.next(m); {
		out.Mentions = append(out.Mentions, columns.Mention{Start: m.start, Place: m.place, Kind: m.kind(), Use: m.use(), Relation: m.relation(),
			Precision: m.precision(), Confidence: m.confidence, Day: m.day, Days: m.days})
	}
	return d.err()
}

// remove takes out what was deleted.
func (h *held) remove(ctx context.Context, tx *sql.Tx, c *columns.Change) error {
	now, err := deletedSoFar(ctx, tx)
	if err != nil || now == h.gone {
		return err
	}
	list, err := readGone(tx)
	if err != nil {
		return err
	}
	for _, g := range list {
		if !h.taken[g[0]] {
			c.Remove(g[0], g[1])
			h.taken[g[0]] = true
		}
	}
	h.gone = now
	return nil
}

// noteSources remembers the sections whose sources may change: those of a
// document that was seen nowhere that is known count for its key, until it is
// seen somewhere.
func (h *held) noteSources(d *documentRecord) {
	for s := range eachSeen(d.seen) {
		if s.source == d.source {
			return
		}
	}
	h.sources.Lock()
	defer h.sources.Unlock()
	end := d.id + int64(len(d.sections))
	for int64(len(h.unsourced))*64 < end {
		h.unsourced = append(h.unsourced, 0)
	}
	for i := range d.sections {
		if d.sections[i].source == 0 {
			h.unsourced.Add(d.id + int64(i))
		}
	}
}

// uncertain gives those sections of a set that may have lost their source.
func (h *held) uncertain(set postings.Set) (out []int64) {
	h.sources.RLock()
	defer h.sources.RUnlock()
	both := postings.NewSet(int64(min(len(set), len(h.unsourced))) * 64)
	for i := range both {
		both[i] = set[i] & h.unsourced[i]
	}
	return both.After(nil, -1, math.MaxInt)
}
