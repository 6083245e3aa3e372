package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"mentionmap"
)

// placeTable holds where all places are, of one generation, so that those of a
// box are found without asking the database. It never changes.
type placeTable struct {
	generation int64
	points     []placePoint
	most       int64 // place.id
}

type placePoint struct {
	row      int64
	public   mentionmap.PlaceID
	lon, lat float64
	cell     uint32
}

// placeTables keeps the newest table.
type placeTables struct {
	mu     sync.Mutex
	newest *placeTable
}

// of gives the table as a transaction sees it.
func (p *placeTables) of(ctx context.Context, tx *sql.Tx) (*placeTable, error) {
	var generation int64
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.newest
	if old != nil && old.generation == generation {
		return old, nil
	}
	if old == nil || old.generation > generation {
		old = &placeTable{generation: -1}
	}
	t, err := old.renew(ctx, tx, generation)
	if err == nil && (p.newest == nil || p.newest.generation < generation) {
		p.newest = t
	}
	return t, err
}

// renew adds what is newer to a table.
func (t *placeTable) renew(ctx context.Context, tx *sql.Tx, generation int64) (*placeTable, error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, public, lon, lat, cell FROM place WHERE generation > ? ORDER BY id", t.generation)
	if err != nil {
		return nil, err
	}
	newer, err := scanAll(rows, func(scan scanner) (p placePoint, err error) {
		return p, scan(&p.row, &p.public, &p.lon, &p.lat, &p.cell)
	})
	if err != nil {
		return nil, err
	}
	next := &placeTable{generation: generation, points: t.points, most: t.most}
	if len(newer) == 0 {
		return next, nil
	}
	next.points = slices.Clone(t.points)
	for _, p := range newer {
		i, had := slices.BinarySearchFunc(next.points, p.row, func(p placePoint, row int64) int { return int(p.row - row) })
		if had {
			next.points[i] = p
		} else {
			next.points = slices.Insert(next.points, i, p)
		}
		next.most = max(next.most, p.row)
	}
	return next, nil
}

// in calls fn for the places in a box (nil: anywhere) that are among some
// (none: among all).
func (t *placeTable) in(box *orb.Bound, among []mentionmap.PlaceID, fn func(*placePoint)) {
	among = slices.Sorted(slices.Values(among))
	for i := range t.points {
		p := &t.points[i]
		if box != nil && !inBox(box, p.lon, p.lat) {
			continue
		}
		if len(among) > 0 {
			if _, ok := slices.BinarySearch(among, p.public); !ok {
				continue
			}
		}
		fn(p)
	}
}

// inBox: a box whose west is east of its east crosses the antimeridian.
func inBox(b *orb.Bound, lon, lat float64) bool {
	if lat < b.Min.Lat() || lat > b.Max.Lat() {
		return false
	}
	if b.Min.Lon() > b.Max.Lon() {
		return lon >= b.Min.Lon() || lon <= b.Max.Lon()
	}
	return lon >= b.Min.Lon() && lon <= b.Max.Lon()
}
