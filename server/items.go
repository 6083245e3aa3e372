package server

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store"
)

// page is what a lister found: features already written, how many match in
// all, and where the next page starts ("" if this is the last).
type page struct {
	features []byte
	returned int
	matched  int64
	next     string
}

// lister fills a page of one collection; q.Limit is set.
type lister func(h *handlers, ctx context.Context, q mentionmap.Query) (page, error)

var listers = map[string]lister{
	"mentions":  (*handlers).listMentions,
	"places":    (*handlers).listPlaces,
	"regions":   (*handlers).listRegions,
	"documents": (*handlers).listDocuments,
}

// items answers with a page of features of a collection.
func (h *handlers) items(c *fiber.Ctx) error {
	i, err := collectionIndex(c)
	if err != nil {
		return err
	}
	q, v, err := query(c, "f", "resultType")
	if err != nil {
		return err
	}
	if _, err := choice(v, "f", "geojson", "json"); err != nil {
		return err
	}
	result, err := choice(v, "resultType", "results", "hits")
	if err != nil {
		return err
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	ctx, cancel := bounded()
	defer cancel()
	info, err := h.Store.Info(ctx)
	if err != nil {
		return err
	}
	if h.unchanged(c, info.Generation) {
		return nil
	}
	p, err := listers[collectionNames[i].name](h, ctx, q)
	if err != nil {
		return err
	}
	if result == "hits" {
		p.features, p.returned, p.next = nil, 0, ""
	}
	return h.sendPage(c, v, p)
}

func (h *handlers) sendPage(c *fiber.Ctx, v url.Values, p page) error {
	links := []link{selfLink(c)}
	if p.next != "" {
		links = append(links, nextLink(c, v, p.next))
	}
	head, err := c.App().Config().JSONEncoder(fiber.Map{
		"type": "FeatureCollection", "timeStamp": h.Now().UTC().Format("2006-01-02T15:04:05Z"),
		"numberMatched": p.matched, "numberReturned": p.returned, "links": links,
	})
	if err != nil {
		return err
	}
	body := append(head[:len(head)-1:len(head)-1], `,"features":[`...)
	body = append(append(body, p.features...), "]}"...)
	return send(c, mediaGeoJSON, body)
}

// add appends a feature with the comma before it.
func (p *page) add(feature func(dst []byte) []byte) {
	if p.returned > 0 {
		p.features = append(p.features, ",\n"...)
	}
	p.features = feature(p.features)
	p.returned++
}

func (h *handlers) listMentions(ctx context.Context, q mentionmap.Query) (p page, err error) {
	if p.matched, err = h.Store.Total(ctx, q); err != nil {
		return p, err
	}
	limit, last := q.Limit, ""
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

func (h *handlers) listPlaces(ctx context.Context, q mentionmap.Query) (page, error) {
	return h.listRanked(ctx, q, func(dst []byte, n *store.PlaceCount) []byte { return export.AppendPlace(dst, n) })
}

// listRegions lists the places that have an outline: regions and countries.
func (h *handlers) listRegions(ctx context.Context, q mentionmap.Query) (page, error) {
	q.Kinds = intersect(q.Kinds, mentionmap.Region, mentionmap.Country)
	if len(q.Kinds) == 0 {
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

// listRanked pages by rank: the cursor is the number of places before.
func (h *handlers) listRanked(ctx context.Context, q mentionmap.Query, one func([]byte, *store.PlaceCount) []byte) (p page, err error) {
	skip := int64(0)
	if q.After != "" {
		if skip, err = strconv.ParseInt(q.After, 10, 64); err != nil || skip < 0 {
			return p, mentionmap.ParamErrorf("after", "%q is no cursor of this collection: follow its next link", shown(q.After))
		}
	}
	limit := q.Limit
	q.Limit, q.After = 0, ""
	err = h.Store.Places(ctx, q, func(n *store.PlaceCount) error {
		p.matched++
		if p.matched > skip && p.returned < limit {
			p.add(func(dst []byte) []byte { return one(dst, n) })
		}
		return nil
	})
	if had := skip + int64(p.returned); p.returned > 0 && had < p.matched {
		p.next = strconv.FormatInt(had, 10)
	}
	return p, err
}

func (h *handlers) listDocuments(ctx context.Context, q mentionmap.Query) (p page, err error) {
	if p.matched, err = h.countDocuments(ctx, q); err != nil {
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

func (h *handlers) countDocuments(ctx context.Context, q mentionmap.Query) (n int64, err error) {
	q.Limit, q.After = 0, ""
	err = h.Store.Documents(ctx, q, func(*store.Document) error {
		n++
		return nil
	})
	return n, err
}

// item answers with one feature.
func (h *handlers) item(c *fiber.Ctx) error {
	i, err := collectionIndex(c)
	if err != nil {
		return err
	}
	v, err := values(c)
	if err != nil {
		return err
	}
	for name := range v {
		if name != "f" && name != "why" {
			return mentionmap.ParamErrorf(shown(name), "an item takes no such parameter")
		}
	}
	ctx, cancel := bounded()
	defer cancel()
	body, err := h.itemBody(ctx, collectionNames[i].name, c.Params("id"), v)
	if err != nil {
		return err
	}
	return send(c, mediaGeoJSON, body)
}

func (h *handlers) itemBody(ctx context.Context, collection, id string, v url.Values) ([]byte, error) {
	switch collection {
	case "mentions":
		return h.mentionBody(ctx, id, v)
	case "documents":
		d, err := h.Store.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		return export.AppendDocument(nil, d), nil
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no place %q: ids of places are whole numbers", shown(id))
	}
	return h.placeBody(ctx, mentionmap.PlaceID(n), collection == "regions")
}

// errEnough stops a listing that has given what was wanted.
var errEnough = errors.New("enough")

// placeBody counts the place's reports over all times.
func (h *handlers) placeBody(ctx context.Context, id mentionmap.PlaceID, outline bool) (body []byte, err error) {
	q := mentionmap.NewQuery()
	q.Places = []mentionmap.PlaceID{id}
	err = h.Store.Places(ctx, q, func(n *store.PlaceCount) error {
		if body = export.AppendPlace(nil, n); outline {
			body = export.AppendRegion(nil, n, h.Polygon(id))
		}
		return errEnough
	})
	if err == nil {
		err = mentionmap.Errorf(mentionmap.NotFound, "no text mentions a place %d", id)
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	return body, err
}

// mentionBody works out the reasons anew if they are asked for: they are not stored.
func (h *handlers) mentionBody(ctx context.Context, id string, v url.Values) ([]byte, error) {
	why, err := flag(v, "why")
	if err != nil {
		return nil, err
	}
	m, err := h.Store.Mention(ctx, id)
	if err != nil {
		return nil, err
	}
	if !why {
		return export.AppendFeature(nil, m), nil
	}
	d, err := h.Store.Document(ctx, m.DocumentID)
	if err != nil {
		return nil, err
	}
	located := h.Locate(d.Document, true, false)
	for i := range located.Mentions {
		if again := &located.Mentions[i]; again.Start == m.Mention.Start && again.Why != nil {
			return export.AppendExplained(nil, m, again.Why, d.Text), nil
		}
	}
	// The locator has changed since and does not find this mention any more.
	return export.AppendExplained(nil, m, &mentionmap.Why{}, d.Text), nil
}
