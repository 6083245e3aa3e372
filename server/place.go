package server

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
)

const (
	// postsLookedAt bounds how many mentions of a place, newest first, are
	// looked around for other places.
	postsLookedAt = 200
	// withPlaces is how many of these are told.
	withPlaces = 12
)

// placeBody is what is known of a place.
type placeBody struct {
	ID         mentionmap.PlaceID  `json:"id"`
	Name       string              `json:"name"`
	Kind       string              `json:"kind"`
	Country    any                 `json:"country"`
	Admin1     any                 `json:"admin1"`
	Admin2     any                 `json:"admin2"`
	GeoNames   any                 `json:"geonames_id"`
	Population int64               `json:"population"`
	Lon        float64             `json:"lon"`
	Lat        float64             `json:"lat"`
	Unit       string              `json:"unit"`
	Count      int64               `json:"count"`
	First      any                 `json:"first"`
	Last       any                 `json:"last"`
	Names      map[string][]string `json:"names"`  // by language; "" where it cannot be told
	Former     map[string][]string `json:"former"` // no longer in official use
	Days       []placeDays         `json:"days"`
	With       []placeWith         `json:"with"`
	LookedAt   int                 `json:"posts_looked_at"`
}

// placeDays is how many units fall on the same days; null for the undated.
type placeDays struct {
	From      any    `json:"from"`
	To        any    `json:"to"`
	Precision string `json:"precision"`
	Count     int64  `json:"count"`
}

// placeWith is a place that stands in so many of the posts looked at.
type placeWith struct {
	ID    mentionmap.PlaceID `json:"id"`
	Name  string             `json:"name"`
	Kind  string             `json:"kind"`
	Posts int                `json:"posts"`
}

// place answers with what is known of one place under the filters.
func (h *handlers) place(c *fiber.Ctx) error {
	q, v, err := query(c)
	if err == nil {
		err = refuse(v, "the place is named in the path", "place", "near", "polygon", "within", "sortby", "limit", "after")
	}
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	if _, had, err := h.fresh(ctx, c); had || err != nil {
		return err
	}
	p, err := h.placeCount(ctx, c.Params("id"), q)
	if err != nil {
		return err
	}
	body := newPlaceBody(p, q.Count)
	q.Places = []mentionmap.PlaceID{p.ID}
	if body.Days, err = h.daysOf(ctx, q); err != nil {
		return err
	}
	if body.With, body.LookedAt, err = h.namedWith(ctx, q); err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, body)
}

func newPlaceBody(p *store.PlaceCount, unit mentionmap.Unit) *placeBody {
	b := &placeBody{
		ID: p.ID, Name: p.Name, Kind: p.Kind.String(), Country: orNull(p.Country), Admin1: orNull(p.Admin1), Admin2: orNull(p.Admin2),
		Population: p.Population, Lon: p.Lon, Lat: p.Lat, Unit: unit.String(), Count: p.N, First: orNull(p.First.String()), Last: orNull(p.Last.String()),
		Names: map[string][]string{}, Former: map[string][]string{},
	}
	if id, ok := p.ID.GeoNames(); ok {
		b.GeoNames = id
	}
	for _, n := range p.Names {
		names := b.Names
		if n.Former {
			names = b.Former
		}
		names[n.Lang] = append(names[n.Lang], n.Text)
	}
	return b
}

// daysOf adds up the counts of the same days.
func (h *handlers) daysOf(ctx context.Context, q mentionmap.Query) ([]placeDays, error) {
	rows, err := h.counts(ctx, q)
	if err != nil {
		return nil, err
	}
	days := []placeDays{}
	for i, r := range rows {
		if i > 0 && r.From == rows[i-1].From && r.To == rows[i-1].To && r.Precision == rows[i-1].Precision {
			days[len(days)-1].Count += r.N
			continue
		}
		precision := r.Precision.String()
		if r.Precision == mentionmap.Undated {
			precision = "undated"
		}
		days = append(days, placeDays{orNull(r.From.String()), orNull(r.To.String()), precision, r.N})
	}
	return days, nil
}

type postKey struct {
	document string
	start    int
}

// namedWith counts which other places stand in the newest posts of a place.
func (h *handlers) namedWith(ctx context.Context, q mentionmap.Query) ([]placeWith, int, error) {
	q.Order, q.Limit = mentionmap.OrderNewest, postsLookedAt
	posts := map[postKey]bool{}
	documents := map[string]bool{}
	err := h.Store.Mentions(ctx, q, func(m *store.Mention) error {
		posts[postKey{m.DocumentID, m.PostStart}] = true
		documents[m.DocumentID] = true
		return nil
	})
	if err != nil || len(posts) == 0 {
		return []placeWith{}, 0, err
	}
	own, around := q.Places[0], mentionmap.NewQuery()
	around.Documents = slices.Sorted(maps.Keys(documents))
	found := map[mentionmap.PlaceID]*placeWith{}
	last := map[mentionmap.PlaceID]postKey{} // posts come one after the other
	err = h.Store.Mentions(ctx, around, func(m *store.Mention) error {
		at := postKey{m.DocumentID, m.PostStart}
		if m.Place == nil || m.Place.ID == own || !posts[at] || last[m.Place.ID] == at {
			return nil
		}
		last[m.Place.ID] = at
		if found[m.Place.ID] == nil {
			found[m.Place.ID] = &placeWith{ID: m.Place.ID, Name: m.Place.Name, Kind: m.Place.Kind.String()}
		}
		found[m.Place.ID].Posts++
		return nil
	})
	return mostNamed(found), len(posts), err
}

func mostNamed(found map[mentionmap.PlaceID]*placeWith) []placeWith {
	all := []placeWith{}
	for _, w := range found {
		all = append(all, *w)
	}
	slices.SortFunc(all, func(a, b placeWith) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), withPlaces)]
}
