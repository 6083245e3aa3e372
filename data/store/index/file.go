package index

import (
	"context"

	"mentionmap/data/store"
)

func (s *Store) load(ctx context.Context, info *store.Info) *view { return nil }
func (s *Store) save(closing bool)                                {}
func (s *Store) worthSaving(v *view) bool                         { return false }
