package sqlite

import (
	"cmp"
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
	byCell     []cellPoint
}

// cellPoint says where a point is now, in which cell.
type cellPoint struct {
	lon, lat float64
	cell     uint32
	point    int32
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

// at gives the table of a generation; nil if that is not the newest.
func (p *placeTables) at(generation int64) *placeTable {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.newest != nil && p.newest.generation == generation {
		return p.newest
	}
	return nil
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
	next := &placeTable{generation: generation, points: t.points, most: t.most, byCell: t.byCell}
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
	next.byCell = cellsOf(next.points)
	return next, nil
}

func cellsOf(points []placePoint) []cellPoint {
	out := make([]cellPoint, len(points))
	for i := range points {
		p := &points[i]
		out[i] = cellPoint{p.lon, p.lat, cellOf(p.lon, p.lat), int32(i)}
	}
	slices.SortFunc(out, func(a, b cellPoint) int { return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.point, b.point)) })
	return out
}

// public gives the id of a place; 0 where there is none.
func (t *placeTable) public(row int64) mentionmap.PlaceID {
	if i, ok := slices.BinarySearchFunc(t.points, row, func(p placePoint, row int64) int { return cmp.Compare(p.row, row) }); ok {
		return t.points[i].public
	}
	return 0
}

// in calls fn for the places in a box (nil: anywhere) that are among some
// (none: among all).
func (t *placeTable) in(box *orb.Bound, among []mentionmap.PlaceID, fn func(*placePoint)) {
	among = slices.Sorted(slices.Values(among))
	take := func(p *placePoint) {
		if len(among) > 0 {
			if _, ok := slices.BinarySearch(among, p.public); !ok {
				return
			}
		}
		fn(p)
	}
	if box != nil {
		t.inBox(box, take)
		return
	}
	for i := range t.points {
		take(&t.points[i])
	}
}

// inBox calls fn for the places in a box, cell by cell.
func (t *placeTable) inBox(box *orb.Bound, fn func(*placePoint)) {
	west, east := box.Min.Lon(), box.Max.Lon()
	sides := [][2]float64{{west, east}}
	if west > east {
		sides = [][2]float64{{west, 180}, {-180, east}}
	}
	south, north := cellOf(-180, box.Min.Lat()), cellOf(-180, box.Max.Lat())
	for row := south; row <= north; row += cellsAround {
		for _, s := range sides {
			first, last := row+cellOf(s[0], -90), row+cellOf(s[1], -90)
			at, _ := slices.BinarySearchFunc(t.byCell, first, func(c cellPoint, cell uint32) int { return cmp.Compare(c.cell, cell) })
			for ; at < len(t.byCell) && t.byCell[at].cell <= last; at++ {
				if p := &t.byCell[at]; inBox(box, p.lon, p.lat) {
					fn(&t.points[p.point])
				}
			}
		}
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
