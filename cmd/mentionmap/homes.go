package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/geo/locate"
)

// homesRetry is how long after a failure a server tries again to learn where sources
// are at home.
const homesRetry = time.Minute

// storedHomes is where the sources of stored documents are at home, learned when it is
// first asked for. Any number of goroutines may use it.
type storedHomes struct {
	locator *locate.Locator
	store   store.Store
	now     func() time.Time
	tell    func(string) // is told of the first of a row of failures

	mu     sync.Mutex
	homes  *locate.Homes // nil: not learned yet
	failed time.Time     // when it was last tried in vain; zero: never
}

// locateStored is locateText for a server: reasons of stored documents are
// worked out knowing where their sources are at home, as when they were read.
// tell is told, in one line, if that cannot be learned.
func (w *works) locateStored(ctx context.Context, db store.Store, tell func(string)) func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located {
	known := &storedHomes{locator: w.locator, store: db, now: time.Now, tell: tell}
	return func(doc mentionmap.Document, explain, demonyms bool) mentionmap.Located {
		with := *w
		if explain && len(doc.Seen) > 0 {
			with.homes = known.get(ctx)
		}
		return with.locateText(doc, explain, demonyms)
	}
}

// get returns the homes; nil while they cannot be learned: then reasons are told
// without them, and it is tried again after homesRetry.
func (s *storedHomes) get(ctx context.Context) *locate.Homes {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.homes != nil || !s.failed.IsZero() && s.now().Sub(s.failed) < homesRetry {
		return s.homes
	}
	homes, err := s.learn(ctx)
	if err == nil {
		s.homes = homes
		return homes
	}
	if s.failed.IsZero() && ctx.Err() == nil {
		s.tell(fmt.Sprintf("where sources are at home could not be learned, so reasons are told without it; it is tried again every %v: %v", homesRetry, err))
	}
	s.failed = s.now()
	return nil
}

// learn learns from the documents that were stored first.
func (s *storedHomes) learn(ctx context.Context) (*locate.Homes, error) {
	homes := &locate.Homes{}
	enough := errors.New("enough")
	first := locate.Ahead{
		Learn: func(docs []mentionmap.Document) { s.locator.Learn(homes, docs) },
		Next:  func(mentionmap.Document) error { return enough },
	}
	err := s.store.Documents(ctx, mentionmap.NewQuery(), func(d *store.Document) error {
		whole, err := s.store.Document(ctx, d.ID)
		if mentionmap.CodeOf(err) == mentionmap.NotFound { // deleted since it was listed
			return nil
		}
		if err != nil {
			return err
		}
		return first.Take(whole.Document)
	})
	if err == nil {
		err = first.Flush()
	}
	if errors.Is(err, enough) {
		err = nil
	}
	return homes, err
}
