package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/placeday"
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

// scanPlace reads placeColumns.
func scanPlace(scan scanner) (p placeRecord, err error) {
	var names string
	err = scan(&p.row, &p.ID, &p.Name, &p.Kind, &p.Country, &p.Admin1, &p.Admin2, &p.Admin1ID, &p.Population, &p.Lon, &p.Lat, &names)
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

// Places implements store.Store.
func (s *Store) Places(ctx context.Context, q mentionmap.Query, fn func(*store.PlaceCount) error) error {
	var list []countedPlace
	err := s.eachRows(ctx, &q, func(rows []placeday.Row, table *placeTable) error {
		list = append(list, placeCounts(rows, q.Count, table)...)
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b countedPlace) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	if q.Limit > 0 {
		list = list[:min(len(list), q.Limit)]
	}
	if err := s.fillPlaces(ctx, list); err != nil {
		return s.explain(err)
	}
	for i := range list {
		if err := fn(list[i].PlaceCount); err != nil {
			return err
		}
	}
	return nil
}

// countedPlace is a place, at first no more than its id, and its row.
type countedPlace struct {
	*store.PlaceCount
	row int64
}

// placeCounts sums up rows by their place.
func placeCounts(rows []placeday.Row, unit mentionmap.Unit, table *placeTable) (list []countedPlace) {
	counts := map[int64]*store.PlaceCount{}
	for i := range rows {
		r := &rows[i]
		if r.Place == 0 || r.Counts[unit] == 0 {
			continue
		}
		c := counts[r.Place]
		if c == nil {
			c = &store.PlaceCount{Place: mentionmap.Place{ID: table.public(r.Place)}, First: mentionmap.NoDay, Last: mentionmap.NoDay}
			counts[r.Place] = c
			list = append(list, countedPlace{c, r.Place})
		}
		c.N += r.Counts[unit]
		if r.Day != placeday.Undated {
			c.First, c.Last = earlier(c.First, mentionmap.Day(r.Day)), later(c.Last, mentionmap.Day(r.Day+r.Span))
		}
	}
	return list
}

// fillPlaces reads what is known of places.
func (s *Store) fillPlaces(ctx context.Context, list []countedPlace) error {
	counts := map[int64]*store.PlaceCount{}
	var ids idSet
	for _, c := range list {
		counts[c.row] = c.PlaceCount
		ids.add(c.row)
	}
	return forAll(ctx, s, "SELECT "+placeColumns+" FROM json_each(?) j CROSS JOIN place p ON p.id = j.value", []any{ids.list()},
		scanPlace,
		func(p placeRecord) error {
			counts[p.row].Place = p.Place
			return nil
		})
}
