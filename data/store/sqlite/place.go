package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"mentionmap"
	"mentionmap/data/store"
)

const placeColumns = "p.id, p.public, p.name, p.kind, p.country, p.admin1, p.admin2, p.admin1_id, p.population, p.lon, p.lat, p.names"

// wireName is a name as it is kept in place.names.
type wireName struct {
	Text   string `json:"t"`
	Lang   string `json:"l,omitempty"`
	Former bool   `json:"f,omitempty"`
}

func toWire(names []mentionmap.Name) []wireName {
	out := make([]wireName, len(names))
	for i, n := range names {
		out[i] = wireName(n)
	}
	return out
}

func fromWire(text string) ([]mentionmap.Name, error) {
	var wire []wireName
	if err := json.Unmarshal([]byte(text), &wire); err != nil {
		return nil, fmt.Errorf("names of a place: %w", err)
	}
	if len(wire) == 0 {
		return nil, nil
	}
	out := make([]mentionmap.Name, len(wire))
	for i, n := range wire {
		out[i] = mentionmap.Name(n)
	}
	return out, nil
}

type placeRecord struct {
	mentionmap.Place
	row int64
}

// scanPlace reads placeColumns, and after them what more is asked for.
func scanPlace(scan scanner, more ...any) (p placeRecord, err error) {
	var names string
	err = scan(append([]any{&p.row, &p.ID, &p.Name, &p.Kind, &p.Country, &p.Admin1, &p.Admin2, &p.Admin1ID, &p.Population, &p.Lon, &p.Lat, &names}, more...)...)
	if err == nil {
		p.Names, err = fromWire(names)
	}
	return p, err
}

// Place implements store.Store.
func (s *Store) Place(ctx context.Context, id mentionmap.PlaceID) (*mentionmap.Place, error) {
	p, err := scanPlace(s.read.QueryRowContext(ctx, "SELECT "+placeColumns+" FROM place p WHERE p.public = ?", int64(id)).Scan)
	if err != nil {
		return nil, s.explain(notFound(err, "no place %d is mentioned", id))
	}
	return &p.Place, nil
}

func placesSQL(q *mentionmap.Query) (string, []any) {
	units, args := unitsSQL(q)
	query := "SELECT " + placeColumns + ", u.n, u.first, u.last FROM (SELECT place, count(*) AS n, min(day) AS first, max(last) AS last FROM (" + units +
		") GROUP BY place) u JOIN place p ON p.id = u.place ORDER BY u.n DESC, p.public"
	if q.Limit > 0 {
		query, args = query+" LIMIT ?", append(args, q.Limit)
	}
	return query, args
}

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	query, args := placesSQL(&q)
	return forAll(ctx, s, query, args, scanPlaceCount, fn)
}

func scanPlaceCount(scan scanner) (*store.PlaceCount, error) {
	var c store.PlaceCount
	p, err := scanPlace(scan, &c.N, nullDay{&c.First}, nullDay{&c.Last})
	c.Place = p.Place
	return &c, err
}

// placeCache holds the places of one generation, by their row.
type placeCache = cache[int64, *mentionmap.Place]

// placesOf gives the places of rows by their row; what the cache lacks is read at once.
func (s *Store) placesOf(ctx context.Context, tx *sql.Tx, rows []mentionRecord) (map[int64]*mentionmap.Place, error) {
	var generation int64
	if err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation); err != nil {
		return nil, err
	}
	out := map[int64]*mentionmap.Place{}
	list := []byte{'['}
	for i := range rows {
		id := rows[i].place
		if _, had := out[id]; had || id == 0 {
			continue
		}
		p, ok := s.places.get(generation, id)
		if out[id] = p; !ok {
			list = appendNumber(list, id)
		}
	}
	if len(list) == 1 {
		return out, nil
	}
	result, err := tx.QueryContext(ctx, "SELECT "+placeColumns+" FROM json_each(?) j CROSS JOIN place p ON p.id = j.value", string(append(list, ']')))
	if err != nil {
		return nil, err
	}
	found, err := scanAll(result, func(scan scanner) (placeRecord, error) { return scanPlace(scan) })
	for i := range found {
		out[found[i].row] = &found[i].Place
		s.places.put(generation, found[i].row, &found[i].Place)
	}
	return out, err
}
