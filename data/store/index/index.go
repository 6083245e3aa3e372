// Package index answers the questions of store.Store from memory, before any
// store.Backend, which keeps the rows and is asked for nothing but by their
// keys. It reads all that the backend holds once, or a snapshot of that from a
// file, and follows it: what it holds can be thrown away at any time.
//
//	Follow ─▶ change ─▶ view ─▶ filter ─▶ rows ─▶ Fetch ─▶ mentions
//	                                      └─▶ counts ─▶ places, days, totals
//
// A mention is a row; rows are numbered in stored order. A view is what was
// stored at a generation, and never changes: readers take the newest, and hold
// no locks.
package index

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"mentionmap"
	"mentionmap/data/store"
)

// Options are those of Open.
type Options struct {
	// Snapshot is the file beside which a start is quick; "": none.
	Snapshot string
	// Background reads the rows while others may ask already: until all are
	// read, those who need them get an Unavailable error. Without it the first
	// who needs them reads them.
	Background bool
	// CacheBytes bounds the memory of answers that are kept; 0: 512 MB.
	CacheBytes int64
	// Notice is told what goes wrong in the background, one line a time; nil: nobody is.
	Notice func(string)

	tail int // so many rows are looked through rather than made a segment; 0: tailRows
	few  int // so many mentions are counted one by one for a Summary; 0: fewMentions
}

// Store is a store.Store over a backend.
type Store struct {
	backend store.Backend
	options Options
	words   *cache // of hits
	answers *cache // of cubeOf and distinctOf
	newest  atomic.Pointer[view]
	ready   atomic.Bool // all was read once
	warm    atomic.Bool // the background has made counts of all

	following chan struct{}         // holds one thing while the view is brought up to date
	lists     map[string]uint32     // see change.listOf
	failed    atomic.Pointer[error] // why nothing could be read at first
	done, all atomic.Int64          // documents read, of so many

	saving  sync.Mutex // guards saved
	saved   *view      // that the snapshot holds
	counted bool       // it holds counts, too

	news       chan struct{}
	life       context.Context // ends when the store is closed
	stop       context.CancelFunc
	counting   sync.Mutex // held while distinct totals are counted in the background
	closing    sync.Mutex // guards closed
	closed     bool
	background sync.WaitGroup
}

var _ store.Store = (*Store)(nil)

// ErrReading is in the chain of the error of those who ask before all is read.
var ErrReading = errors.New("the index is being read")

const (
	defaultCache = 512 << 20
	// lookEvery is how often is looked in the background whether another program
	// stored something, so that a query need not take that over first.
	lookEvery = 200 * time.Millisecond
)

// Open returns the store over a backend, which it closes in the end.
func Open(ctx context.Context, b store.Backend, o Options) (*Store, error) {
	o.CacheBytes = cmp.Or(o.CacheBytes, defaultCache)
	o.tail, o.few = cmp.Or(o.tail, tailRows), cmp.Or(o.few, fewMentions)
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	info, err := b.Info(ctx)
	if err != nil {
		return nil, err
	}
	s := &Store{backend: b, options: o, words: newCache(o.CacheBytes / 2), answers: newCache(o.CacheBytes / 2),
		following: make(chan struct{}, 1), lists: map[string]uint32{}, news: make(chan struct{}, 1)}
	s.newest.Store(empty(info.ID))
	s.all.Store(info.Documents)
	s.life, s.stop = context.WithCancel(context.Background())
	if o.Background {
		s.spawn(func() { s.keep(s.life) })
	}
	return s, nil
}

// spawn runs what goes on in the background; false if the store was closed.
func (s *Store) spawn(fn func()) bool {
	s.closing.Lock()
	defer s.closing.Unlock()
	if !s.closed {
		s.background.Go(func() { s.safely(fn) })
	}
	return !s.closed
}

// safely makes a panic a notice.
func (s *Store) safely(fn func()) {
	var err error
	defer func() {
		if err != nil {
			s.options.Notice(err.Error())
		}
	}()
	defer mentionmap.RecoverTo(&err, "")
	fn()
}

// Close ends what goes on in the background, writes the snapshot if it is
// behind, and closes the backend.
func (s *Store) Close() error {
	s.closing.Lock()
	s.closed = true
	s.closing.Unlock()
	s.stop()
	s.background.Wait()
	s.safely(func() { s.save(true) })
	return s.backend.Close()
}

// Progress says how many documents have been read, of about how many, and
// whether questions are answered, be it after some waiting.
func (s *Store) Progress() (done, all int64, ready bool) {
	return s.done.Load(), max(s.all.Load(), s.done.Load()), s.ready.Load() || !s.options.Background
}

// Backend is what the store stands before.
func (s *Store) Backend() store.Backend { return s.backend }

// keep follows the backend until the context ends.
func (s *Store) keep(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	told := ""
	for ctx.Err() == nil {
		v, err := s.current(ctx)
		if err == nil && !s.warm.Load() {
			s.safely(func() { s.cube(ctx, v, mentionmap.NewQuery()) }) // which is asked for first
			s.warm.Store(true)
			s.tidy()
		}
		if err != nil && ctx.Err() == nil {
			if s.failed.Store(&err); told != err.Error() {
				told = err.Error()
				s.options.Notice("the index cannot be read: " + told)
			}
		}
		select {
		case <-ctx.Done():
		case <-look.C:
		case <-s.news:
		}
	}
}

// view gives what is held, never older than the call.
func (s *Store) view(ctx context.Context) (*view, error) {
	if s.options.Background && !s.awaitReady(ctx) {
		if err := s.failed.Load(); err != nil {
			return nil, *err
		}
		done, all, _ := s.Progress()
		e := mentionmap.Errorf(mentionmap.Unavailable, "%w (%d %%): ask again in a moment", ErrReading, 100*done/max(all, 1))
		return nil, e
	}
	return s.current(ctx)
}

// shortly is how long a question waits for an index that is being read: a small
// one is ready by then.
const shortly = 500 * time.Millisecond

// awaitReady waits shortly until all has been read, and reports whether it has.
func (s *Store) awaitReady(ctx context.Context) bool {
	for end := time.Now().Add(shortly); !s.ready.Load(); time.Sleep(5 * time.Millisecond) {
		if s.failed.Load() != nil || ctx.Err() != nil || time.Now().After(end) {
			return false
		}
	}
	return true
}

// current brings the view up to date, one goroutine at a time.
func (s *Store) current(ctx context.Context) (v *view, err error) {
	defer mentionmap.RecoverTo(&err, "")
	if v, _, err = s.isCurrent(ctx); v != nil || err != nil {
		return v, err
	}
	select {
	case s.following <- struct{}{}:
		defer func() { <-s.following }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	v, info, err := s.isCurrent(ctx)
	if v != nil || err != nil {
		return v, err // another did it
	}
	return s.follow(ctx, &info)
}

// isCurrent gives the view if it is that of now, else nil.
func (s *Store) isCurrent(ctx context.Context) (*view, store.Info, error) {
	info, err := s.backend.Info(ctx)
	if err != nil {
		return nil, info, err
	}
	if v := s.newest.Load(); s.ready.Load() && v.database == info.ID && v.generation == info.Generation {
		return v, info, nil
	}
	return nil, info, nil
}

// follow reads what is missing, or all if what is held is of another database
// or of one that was taken back to an earlier state.
func (s *Store) follow(ctx context.Context, info *store.Info) (*view, error) {
	v := s.newest.Load()
	if !s.ready.Load() {
		if read := s.load(ctx, info); read != nil {
			v = read
		}
	}
	same, err := s.goesOn(ctx, v, info)
	if err != nil {
		return nil, err
	}
	if !same {
		v = s.forget(info)
	}
	next, err := s.read(ctx, v, info)
	if errors.Is(err, errOutOfOrder) {
		next, err = s.read(ctx, s.forget(info), info)
	}
	if err != nil {
		return nil, err
	}
	next.segments = next.grown(s.options.tail)
	s.newest.Store(next)
	s.ready.Store(true)
	s.tidy()
	return next, nil
}

// goesOn reports whether the database went on from a view: not if it is another,
// was taken back to an earlier state, or is a copy that went another way since.
func (s *Store) goesOn(ctx context.Context, v *view, info *store.Info) (bool, error) {
	if v.database != info.ID || v.generation > info.Generation {
		return false, nil
	}
	if v.generation <= 0 {
		return true, nil
	}
	stamp, err := s.backend.Stamp(ctx, v.generation)
	return stamp == v.stamp && stamp != 0, err
}

// forget begins anew. What is kept of the old is of no use any more.
func (s *Store) forget(info *store.Info) *view {
	s.words.clear()
	s.answers.clear()
	s.lists = map[string]uint32{}
	return empty(info.ID)
}

// read gives the view that comes after one.
func (s *Store) read(ctx context.Context, v *view, info *store.Info) (*view, error) {
	c := v.change(s.lists)
	s.done.Store(int64(v.documents))
	generation, err := s.backend.Follow(ctx, v.generation, func(b *store.Block) error {
		done := s.done.Add(int64(len(b.Documents)))
		if !s.ready.Load() {
			s.all.Store(done + b.Left)
		}
		return c.block(b)
	})
	if err != nil {
		return nil, err
	}
	placed, err := s.backend.Places(ctx, v.placesAt)
	if err != nil {
		return nil, err
	}
	if c.places, err = v.places.with(placed); err != nil {
		return nil, err
	}
	named, err := s.backend.Sources(ctx, int64(v.sources.end()-1))
	if err != nil {
		return nil, err
	}
	if len(named) > 0 {
		if c.sources, err = v.sources.with(named); err != nil {
			return nil, err
		}
	}
	if c.stamp, err = s.backend.Stamp(ctx, generation); err != nil {
		return nil, err
	}
	c.generation, c.placesAt, c.database = generation, generation, info.ID
	c.copies = &copies{}
	next := c.view
	return &next, nil
}

// tidy writes the snapshot in the background if there is reason to.
func (s *Store) tidy() {
	if s.warm.Load() && s.worthSaving(s.newest.Load()) {
		s.spawn(func() { s.save(false) })
	}
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, batch []mentionmap.Located) (store.Added, error) {
	defer s.tell()
	return s.backend.Put(ctx, 0, batch)
}

// Delete implements store.Store.
func (s *Store) Delete(ctx context.Context, documentID string) error {
	defer s.tell()
	return s.backend.Delete(ctx, documentID)
}

// tell says that something was stored.
func (s *Store) tell() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// Known implements store.Store.
func (s *Store) Known(ctx context.Context, documentID string) (bool, error) {
	return s.backend.Known(ctx, documentID)
}

// Info implements store.Store.
func (s *Store) Info(ctx context.Context) (store.Info, error) { return s.backend.Info(ctx) }

// Document implements store.Store.
func (s *Store) Document(ctx context.Context, id string) (*store.Document, error) {
	return s.backend.Document(ctx, id)
}
