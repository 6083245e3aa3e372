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
	rows, err := s.rows(ctx, &q)
	if err != nil {
		return err
	}
	counts := placeCounts(rows, q.Count)
	list, err := s.placesByRow(ctx, counts)
	if err != nil {
		return s.explain(err)
	}
	slices.SortFunc(list, func(a, b *store.PlaceCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	if q.Limit > 0 {
		list = list[:min(len(list), q.Limit)]
	}
	for _, c := range list {
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// placeCounts sums up rows by the row of their place.
func placeCounts(rows []placeday.Row, unit mentionmap.Unit) map[int64]*store.PlaceCount {
	out := map[int64]*store.PlaceCount{}
	for i := range rows {
		r := &rows[i]
		if r.Place == 0 || r.Counts[unit] == 0 {
			continue
		}
		c := out[r.Place]
		if c == nil {
			c = &store.PlaceCount{First: mentionmap.NoDay, Last: mentionmap.NoDay}
			out[r.Place] = c
		}
		c.N += r.Counts[unit]
		if r.Day != placeday.Undated {
			c.First, c.Last = earlier(c.First, mentionmap.Day(r.Day)), later(c.Last, mentionmap.Day(r.Day+r.Span))
		}
	}
	return out
}

func (s *Store) placesByRow(ctx context.Context, counts map[int64]*store.PlaceCount) (list []*store.PlaceCount, err error) {
	var ids idSet
	for id := range counts {
		ids.add(id)
	}
	err = forAll(ctx, s, "SELECT "+placeColumns+" FROM json_each(?) j CROSS JOIN place p ON p.id = j.value", []any{ids.list()},
		scanPlace,
		func(p placeRecord) error {
			c := counts[p.row]
			c.Place = p.Place
			list = append(list, c)
			return nil
		})
	return list, err
}
