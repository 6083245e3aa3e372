package server

import (
	"context"
	"sync"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index"
)

const (
	// laterZones is how much later a day ends where it ends last (UTC-12).
	laterZones = 12 * time.Hour
	// delayRest is how much longer than the last one took to wait before all is
	// counted anew: a large store that grows would be counted all the time.
	delayRest = 20
	// embargoSpan keeps apart the generations of one store under many embargoes.
	embargoSpan = 10_000_000
)

// delayedStore is a store without what is newer than the delay: whatever is
// asked of it, by whichever resource, is asked under an embargo, so nothing
// newer is given or counted. Its generation grows with the days, too.
type delayedStore struct {
	Store
	delay time.Duration
	now   func() time.Time

	mu    sync.Mutex
	info  store.Info
	until time.Time // info is taken for right so long
}

// embargo is the last day that ended everywhere before the delay began.
func (s *delayedStore) embargo() mentionmap.Day {
	return mentionmap.DayOf(s.now().UTC().Add(-s.delay-laterZones)) - 1
}

func (s *delayedStore) under(q mentionmap.Query) mentionmap.Query {
	q.Embargo = s.embargo()
	return q
}

func (s *delayedStore) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	return s.Store.Mentions(ctx, s.under(q), fn)
}

func (s *delayedStore) Total(ctx context.Context, q mentionmap.Query) (int64, error) {
	return s.Store.Total(ctx, s.under(q))
}

func (s *delayedStore) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	return s.Store.Counts(ctx, s.under(q), fn)
}

func (s *delayedStore) Snapshot(ctx context.Context, q mentionmap.Query) (*index.Snapshot, error) {
	return s.Store.Snapshot(ctx, s.under(q))
}

func (s *delayedStore) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	return s.Store.Places(ctx, s.under(q), fn)
}

func (s *delayedStore) Sources(ctx context.Context, q mentionmap.Query) ([]store.SourceCount, error) {
	return s.Store.Sources(ctx, s.under(q))
}

func (s *delayedStore) Summary(ctx context.Context, q mentionmap.Query) (store.Summary, error) {
	return s.Store.Summary(ctx, s.under(q))
}

func (s *delayedStore) Mention(ctx context.Context, id string) (*store.Mention, error) {
	m, err := s.Store.Mention(ctx, id)
	if err != nil {
		return nil, err
	}
	q := s.under(mentionmap.NewQuery())
	if q.Embargoed(m.Published.Day, m.Dates) {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no mention %q", id)
	}
	return m, nil
}

// Place gives a place only where a mention of it may be shown.
func (s *delayedStore) Place(ctx context.Context, id mentionmap.PlaceID) (*mentionmap.Place, error) {
	q := mentionmap.NewQuery()
	q.Places = []mentionmap.PlaceID{id}
	if n, err := s.Total(ctx, q); err != nil {
		return nil, err
	} else if n == 0 {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "no place %d is mentioned", id)
	}
	return s.Store.Place(ctx, id)
}

func (s *delayedStore) Document(ctx context.Context, id string) (*store.Document, error) {
	d, err := s.Store.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	if d, err = s.shown(ctx, d); err == nil && d == nil {
		err = mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
	}
	return d, err
}

// Documents gives those that have a mention that may be shown.
func (s *delayedStore) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) error {
	return s.Store.Documents(ctx, s.under(q), func(d *store.Document) error {
		d, err := s.shown(ctx, d)
		if err != nil || d == nil { // nil: deleted meanwhile
			return err
		}
		return fn(d)
	})
}

// shown is a document with the numbers of what may be shown of it; nil if
// nothing may.
func (s *delayedStore) shown(ctx context.Context, d *store.Document) (*store.Document, error) {
	q := mentionmap.NewQuery()
	q.Documents = []string{d.ID}
	sum, err := s.Summary(ctx, q)
	if err != nil || sum.Mentions == 0 {
		return nil, err
	}
	short := *d
	if d.Published.Known() && d.Published.Day > s.embargo() { // it holds older posts
		short.Title, short.Published = "", mentionmap.NoStamp
	}
	if int64(d.Mentions) != sum.Mentions {
		short.Posts = int(sum.Posts)
	}
	short.Mentions, short.First, short.Last = int(sum.Mentions), sum.First, sum.Last
	return &short, nil
}

// Info counts what may be shown. It may be as old as it takes to count that
// twenty times.
func (s *delayedStore) Info(ctx context.Context) (store.Info, error) {
	info, err := s.Store.Info(ctx)
	if err != nil {
		return info, err
	}
	info.Generation = info.Generation*embargoSpan + int64(s.embargo())
	s.mu.Lock()
	defer s.mu.Unlock()
	start := s.now()
	if info.Generation == s.info.Generation || start.Before(s.until) && s.info.Generation%embargoSpan == info.Generation%embargoSpan {
		return s.info, nil
	}
	sum, err := s.Summary(ctx, mentionmap.NewQuery())
	if err != nil {
		return info, err
	}
	info.Documents, info.Posts, info.Mentions, info.First, info.Last = sum.Documents, sum.Posts, sum.Mentions, sum.First, sum.Last
	s.info, s.until = info, s.now().Add(delayRest*s.now().Sub(start))
	return info, nil
}
