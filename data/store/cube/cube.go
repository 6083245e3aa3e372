// Package cube holds the counts of a store in memory, so that counting needs no
// database: of any window, kind, use, precision, place or box. It stands before
// a store and is one itself.
package cube

import (
	"context"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
)

// Source is a store that keeps packed counts beside its mentions.
type Source interface {
	store.Store
	// Generation is that of Info.
	Generation(ctx context.Context) (int64, error)
	// PlaceDays gives the counts that were added after a generation, or all: chunk
	// after chunk, with the number of the part each is of. fn must not take long.
	PlaceDays(ctx context.Context, by mentionmap.By, after int64, fn func(part int, chunk []byte)) (placeday.Parts, error)
	// PlaceRows gives the places added or changed after a generation, and the
	// generation of the answer.
	PlaceRows(ctx context.Context, after int64) (generation int64, places []placeday.Place, err error)
	// ParseNames reads placeday.Place.OtherNames.
	ParseNames(text string) ([]mentionmap.Name, error)
}

// Store answers Counts, Places and Total from memory where it can, and passes
// everything else on. What it holds is read when it is first asked for, and
// kept up to date: an answer is never older than the call.
type Store struct {
	Source
	views  [2]keeper
	mu     sync.Mutex // guards places and names
	places *placeTable
	names  map[*placeday.Place][]mentionmap.Name

	sizes sizes
}

// sizes are what tests make smaller.
type sizes struct {
	fewRows  int // a tail of so many rows may stand beside any base
	markRows int // at least about so many rows lie between two marks of a base
}

var _ store.Store = (*Store)(nil)

// Wrap returns the store before a source.
func Wrap(s Source) *Store {
	return &Store{Source: s, places: &placeTable{generation: -1}, names: map[*placeday.Place][]mentionmap.Name{}, sizes: sizes{1 << 16, 1 << 16}}
}

// ask returns the view of now and what a query means there. The places are read
// only if the query chooses among them or what is found will be named.
func (s *Store) ask(ctx context.Context, q *mentionmap.Query, named bool) (*view, *filter, error) {
	var reading sync.WaitGroup
	named = named || choosesPlaces(q)
	if named {
		reading.Go(func() { s.placesOf(ctx, 0) }) // beside the counts; an error comes again below
	}
	v, err := s.current(ctx, q.By)
	reading.Wait()
	if err != nil {
		return nil, nil, err
	}
	f := newFilter(q, v.groups)
	if named {
		f.places, err = s.placesOf(ctx, v.generation)
	}
	return v, f, err
}

// placesOf returns what is known of the places, at that generation or later.
func (s *Store) placesOf(ctx context.Context, generation int64) (*placeTable, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.places.generation >= generation {
		return s.places, nil
	}
	at, newer, err := s.PlaceRows(ctx, s.places.generation)
	if err != nil {
		return nil, err
	}
	s.places = s.places.with(at, newer)
	return s.places, nil
}

// namesOf gives the names of a place.
func (s *Store) namesOf(p *placeday.Place) ([]mentionmap.Name, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if names, ok := s.names[p]; ok {
		return names, nil
	}
	names, err := s.ParseNames(p.OtherNames)
	if err == nil {
		s.names[p] = names
	}
	return names, err
}
