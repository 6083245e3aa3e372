// Package spatial answers the filters Near, Polygon and Within for any store: it turns
// them into the ids of the places that lie there. Which places are stored is
// asked once for each generation; outlines are searched once for each query.
package spatial

import (
	"context"
	"sync"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// Store is a store that knows Near, Polygon and Within. Its methods return, besides the
// errors of the store it stands before, an Invalid one about "within" for a
// place without an outline.
type Store struct {
	store.Store
	polygon func(mentionmap.PlaceID) orb.MultiPolygon

	mu         sync.Mutex
	generation int64
	all        []store.PlaceCount
	regions    map[mentionmap.PlaceID]*region
	bounds     map[mentionmap.PlaceID]orb.Bound
}

// New returns the store before st. polygon gives outlines (lon, lat), nil for
// a place that has none.
func New(st store.Store, polygon func(mentionmap.PlaceID) orb.MultiPolygon) *Store {
	return &Store{Store: st, polygon: polygon, generation: -1, regions: map[mentionmap.PlaceID]*region{}, bounds: map[mentionmap.PlaceID]orb.Bound{}}
}

// All gives all places with their numbers of reports, most first, as they were
// when the store's generation was asked for. The list must not be changed.
func (s *Store) All(ctx context.Context) ([]store.PlaceCount, error) {
	info, err := s.Info(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == info.Generation {
		return s.all, nil
	}
	var all []store.PlaceCount
	err = s.Store.Places(ctx, mentionmap.NewQuery(), func(p *store.PlaceCount) error {
		all = append(all, *p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.all, s.generation = all, info.Generation
	return all, nil
}

// nowhere is no place's id: a list of places that holds it alone matches nothing.
const nowhere = mentionmap.PlaceID(-1 << 63)

// Resolve turns Near, Polygon and Within into Places.
func (s *Store) Resolve(ctx context.Context, q mentionmap.Query) (mentionmap.Query, error) {
	if q.Near == nil && q.Polygon == nil && len(q.Within) == 0 {
		return q, nil
	}
	inside, err := s.filter(&q)
	if err != nil {
		return q, err
	}
	all, err := s.All(ctx)
	if err != nil {
		return q, err
	}
	asked := map[mentionmap.PlaceID]bool{}
	for _, id := range q.Places {
		asked[id] = true
	}
	q.Near, q.Polygon, q.Within, q.Places = nil, nil, nil, nil
	for i := range all {
		if p := &all[i].Place; (len(asked) == 0 || asked[p.ID]) && inside(p) {
			q.Places = append(q.Places, p.ID)
		}
	}
	if len(q.Places) == 0 {
		q.Places = []mentionmap.PlaceID{nowhere}
	}
	return q, nil
}

// filter makes the test of one place.
func (s *Store) filter(q *mentionmap.Query) (func(*mentionmap.Place) bool, error) {
	var regions []*region
	for _, id := range q.Within {
		r, err := s.region(id)
		if err != nil {
			return nil, err
		}
		regions = append(regions, r)
	}
	near := q.Near
	var drawn *region
	if q.Polygon != nil {
		drawn = newRegion(nowhere, orb.MultiPolygon{{q.Polygon}})
	}
	return func(p *mentionmap.Place) bool {
		if near != nil && distanceKM(near.Center, orb.Point{p.Lon, p.Lat}) > near.KM {
			return false
		}
		if drawn != nil && !drawn.contains(orb.Point{p.Lon, p.Lat}) {
			return false
		}
		return len(regions) == 0 || s.inAny(regions, p)
	}, nil
}

// region returns the outline of a place, made ready for searches.
func (s *Store) region(id mentionmap.PlaceID) (*region, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.regions[id]; r != nil {
		return r, nil
	}
	outline := s.polygon(id)
	if len(outline) == 0 {
		return nil, mentionmap.ParamErrorf("within", "the place %d has no outline: take the id of a feature of the collection regions", id)
	}
	r := newRegion(id, outline)
	s.regions[id] = r
	return r, nil
}

// inAny reports whether a place lies in one of the regions. The label point of
// a country lies in one of its regions without the country doing so: a place
// with an outline of its own must fit in as a whole, and what is wider than a
// country lies in nothing.
func (s *Store) inAny(regions []*region, p *mentionmap.Place) bool {
	for _, r := range regions {
		if r.id == p.ID || r.contains(orb.Point{p.Lon, p.Lat}) && s.fits(r, p) {
			return true
		}
	}
	return false
}

func (s *Store) fits(r *region, p *mentionmap.Place) bool {
	switch p.Kind {
	case mentionmap.Area:
		return false
	case mentionmap.Region, mentionmap.Country:
		own, known := s.bound(p.ID)
		if !known {
			return p.Kind == mentionmap.Region
		}
		wide := r.bound.Pad(boundSlack)
		return wide.Contains(own.Min) && wide.Contains(own.Max)
	}
	return true
}

// bound returns the bounds of a place's outline, and whether it has one.
func (s *Store) bound(id mentionmap.PlaceID) (orb.Bound, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, had := s.bounds[id]
	if !had {
		b = s.polygon(id).Bound()
		s.bounds[id] = b
	}
	return b, !b.IsEmpty()
}
