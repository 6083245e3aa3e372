package server

import (
	"context"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store"
)

// mentionBytes is what a mention takes in a page, about.
const mentionBytes = 1200

func (h *handlers) listMentions(ctx context.Context, q mentionmap.Query) (p page, err error) {
	if p.matched, err = h.Store.Total(ctx, q); err != nil || q.Limit == 0 {
		return p, err
	}
	limit, last := q.Limit, ""
	p.features = append(make([]byte, 0, len(pageStart)+int(min(int64(limit), p.matched))*mentionBytes), pageStart...)
	q.Limit++ // one more than asked for tells whether there is a next page
	err = h.Store.Mentions(ctx, q, func(m *store.Mention) error {
		if p.returned == limit {
			p.next = last
			return nil
		}
		p.add(func(dst []byte) []byte { return export.AppendFeature(dst, m) })
		last = m.Cursor
		return nil
	})
	return p, err
}

func (h *handlers) listDocuments(ctx context.Context, q mentionmap.Query) (p page, err error) {
	all, err := h.Store.Summary(ctx, q)
	if p.matched = all.Documents; err != nil || q.Limit == 0 {
		return p, err
	}
	limit, last := q.Limit, ""
	q.Limit++
	err = h.Store.Documents(ctx, q, func(d *store.Document) error {
		if p.returned == limit {
			p.next = last
			return nil
		}
		p.add(func(dst []byte) []byte { return export.AppendDocument(dst, d) })
		last = d.Cursor
		return nil
	})
	return p, err
}

func (h *handlers) listPlaces(ctx context.Context, q mentionmap.Query) (page, error) {
	return h.listRanked(ctx, q, func(dst []byte, n *store.PlaceCount) []byte { return export.AppendPlace(dst, n) })
}

// listRegions lists the places that have an outline: regions and countries.
func (h *handlers) listRegions(ctx context.Context, q mentionmap.Query) (page, error) {
	if q.Kinds = intersect(q.Kinds, mentionmap.Region, mentionmap.Country); len(q.Kinds) == 0 {
		return page{}, nil
	}
	return h.listRanked(ctx, q, func(dst []byte, n *store.PlaceCount) []byte {
		return export.AppendRegion(dst, n, h.Polygon(n.ID))
	})
}

// intersect keeps what is asked for and possible; nothing asked for is all.
func intersect(asked []mentionmap.Kind, possible ...mentionmap.Kind) []mentionmap.Kind {
	if len(asked) == 0 {
		return possible
	}
	var both []mentionmap.Kind
	for _, k := range asked {
		for _, p := range possible {
			if k == p {
				both = append(both, k)
			}
		}
	}
	return both
}

// listRanked pages through places, most first: the cursor is the rank of the
// last one had, so that what is stored meanwhile moves no page.
func (h *handlers) listRanked(ctx context.Context, q mentionmap.Query, one func([]byte, *store.PlaceCount) []byte) (p page, err error) {
	after, err := parseRank(q.After)
	if err != nil {
		return p, err
	}
	limit, last := q.Limit, rank{}
	q.Limit, q.After = 0, ""
	err = h.Store.Places(ctx, q, func(n *store.PlaceCount) error {
		p.matched++
		at := rank{n.N, n.ID}
		switch {
		case limit == 0 || !after.before(at):
		case p.returned < limit:
			p.add(func(dst []byte) []byte { return one(dst, n) })
			last = at
		default:
			p.next = last.String()
		}
		return nil
	})
	return p, err
}

// rank is where a place stands among all: by its number, then by its id.
type rank struct {
	n  int64
	id mentionmap.PlaceID
}

// before reports whether a place of that rank comes after r in the list; the
// zero rank is the start.
func (r rank) before(o rank) bool {
	return r == rank{} || o.n < r.n || o.n == r.n && o.id > r.id
}

func (r rank) String() string { return strconv.FormatInt(r.n, 10) + "." + r.id.String() }

func parseRank(s string) (r rank, err error) {
	if s == "" {
		return r, nil
	}
	number, place, _ := strings.Cut(s, ".")
	n, err1 := strconv.ParseInt(number, 10, 64)
	id, err2 := strconv.ParseInt(place, 10, 64)
	if err1 != nil || err2 != nil || n < 1 {
		return r, mentionmap.ParamErrorf("after", "%q is no cursor of this collection: follow its next link", shown(s))
	}
	return rank{n, mentionmap.PlaceID(id)}, nil
}
