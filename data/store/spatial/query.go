package spatial

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// Mentions implements store.Store.
func (s *Store) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return err
	}
	return s.Store.Mentions(ctx, q, fn)
}

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (int64, error) {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return 0, err
	}
	return s.Store.Total(ctx, q)
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return err
	}
	return s.Store.Counts(ctx, q, fn)
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return err
	}
	return s.Store.Places(ctx, q, fn)
}

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) error {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return err
	}
	return s.Store.Documents(ctx, q, fn)
}

// Sources implements store.Store.
func (s *Store) Sources(ctx context.Context, q mentionmap.Query) ([]store.SourceCount, error) {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.Store.Sources(ctx, q)
}

// Summary implements store.Store.
func (s *Store) Summary(ctx context.Context, q mentionmap.Query) (store.Summary, error) {
	q, err := s.Resolve(ctx, q)
	if err != nil {
		return store.Summary{}, err
	}
	return s.Store.Summary(ctx, q)
}
