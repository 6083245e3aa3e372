package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"mentionmap"
)

// placeCache holds places as they are at one generation, by their row. What a
// later generation changed is dropped, the rest stays.
type placeCache struct {
	mu         sync.RWMutex
	generation int64
	rows       []*mentionmap.Place
}

// follow brings the cache to the generation of a transaction, unless it is older.
func (c *placeCache) follow(ctx context.Context, tx *sql.Tx, generation int64) error {
	c.mu.RLock()
	current := c.generation >= generation
	c.mu.RUnlock()
	if current {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation >= generation {
		return nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT id FROM place WHERE generation > ?", c.generation)
	if err != nil {
		return err
	}
	changed, err := scanAll(rows, func(scan scanner) (row int64, err error) { return row, scan(&row) })
	if err != nil {
		return err
	}
	for _, row := range changed {
		if uint64(row) < uint64(len(c.rows)) {
			c.rows[row] = nil
		}
	}
	c.generation = generation
	return nil
}

// fill gives matches their places, as far as they are held, and lists the rows of
// the others.
func (c *placeCache) fill(generation int64, of []match, out []*mentionmap.Place) (missing idSet) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	usable := c.generation == generation
	for i := range of {
		row := of[i].place
		if usable && uint64(row) < uint64(len(c.rows)) {
			out[i] = c.rows[row]
		}
		if out[i] == nil {
			missing.add(row)
		}
	}
	return missing
}

// mostPlaces is the most rows that are held: a gazetteer of the world has fewer.
const mostPlaces = 1 << 24

func (c *placeCache) put(generation int64, found []placeRecord) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	for i := range found {
		p := &found[i]
		if p.row < 0 || p.row >= mostPlaces {
			continue
		}
		if n := int(p.row) + 1; n > len(c.rows) {
			c.rows = slices.Grow(c.rows, n-len(c.rows))[:n]
		}
		c.rows[p.row] = &p.Place
	}
}

// placesOf gives the places of matches; what is not known is read at once.
func (s *Store) placesOf(ctx context.Context, tx *sql.Tx, of []match) ([]*mentionmap.Place, error) {
	var generation int64
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return nil, err
	}
	if err := s.places.follow(ctx, tx, generation); err != nil {
		return nil, err
	}
	out := make([]*mentionmap.Place, len(of))
	missing := s.places.fill(generation, of, out)
	if len(missing) == 0 {
		return out, nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+placeColumns+" FROM json_each(?) j CROSS JOIN place p ON p.id = j.value", missing.list())
	if err != nil {
		return nil, err
	}
	found, err := scanAll(rows, scanPlace)
	if err != nil {
		return nil, err
	}
	s.places.put(generation, found)
	read := make(map[int64]*mentionmap.Place, len(found))
	for i := range found {
		read[found[i].row] = &found[i].Place
	}
	for i := range of {
		if out[i] == nil {
			out[i] = read[of[i].place]
		}
	}
	return out, nil
}
