package sqlite

import (
	"context"

	"mentionmap"
)

// BeginAfter makes an empty database count its generations on from one that it
// will stand in for, so that nobody takes what they know of that for this. It
// returns Conflict if something is stored already.
func (s *Store) BeginAfter(ctx context.Context, generation int64) error {
	if s.write == nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	r, err := s.write.ExecContext(ctx, "UPDATE state SET generation = ? WHERE documents = 0 AND generation <= ?", generation, generation)
	if err != nil {
		return s.explain(err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return mentionmap.Errorf(mentionmap.Conflict, "%s: something is stored here already", s.path)
	}
	return nil
}
