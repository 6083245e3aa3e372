package sqlite

import (
	"context"

	"mentionmap"
)

// alone waits until nobody else writes, in the order of asking; done lets the
// next one. It returns Unavailable if the database is open for reading only.
func (s *Store) alone(ctx context.Context) (done func(), err error) {
	if s.write == nil {
		return nil, mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	select {
	case s.putting <- struct{}{}:
		return func() { <-s.putting }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// BeginAfter makes an empty database count its generations on from one that it
// will stand in for, so that nobody takes what they know of that for this. It
// returns Conflict if something is stored already.
func (s *Store) BeginAfter(ctx context.Context, generation int64) error {
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	r, err := s.write.ExecContext(ctx, "UPDATE state SET generation = ? WHERE documents = 0 AND generation <= ?", generation, generation)
	if err != nil {
		return s.explain(err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return mentionmap.Errorf(mentionmap.Conflict, "%s: something is stored here already", s.path)
	}
	return nil
}
