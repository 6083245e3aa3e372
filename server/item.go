package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
	"mentionmap/data/store"
)

// item answers with one feature and its links.
func (h *handlers) item(c *fiber.Ctx) error {
	k, err := collectionOf(c)
	if err != nil {
		return err
	}
	takes := []string{}
	if k.name == "mentions" {
		takes = append(takes, "why")
	}
	v, err := onlyParams(c, takes...)
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	if _, had, err := h.fresh(ctx, c); had || err != nil {
		return err
	}
	body, err := h.itemBody(ctx, k.name, c.Params("id"), v)
	if err != nil {
		return err
	}
	links, err := json.Marshal([]link{
		{h.here(c, v), "self", mediaGeoJSON, "This feature"},
		{h.root(c) + "/api/collections/" + k.name, "collection", mediaJSON, k.title},
	})
	if err != nil {
		return err
	}
	body = append(append(body[:len(body)-1], `,"links":`...), links...)
	return send(c, mediaGeoJSON, append(body, '}'))
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
	n, err := h.placeCount(ctx, id, mentionmap.NewQuery())
	if err != nil {
		return nil, err
	}
	if collection == "places" {
		return export.AppendPlace(nil, n), nil
	}
	if len(intersect([]mentionmap.Kind{n.Kind}, mentionmap.Region, mentionmap.Country)) == 0 {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "the place %d is a %s, neither a region nor a country: see the collection places", n.ID, n.Kind)
	}
	return export.AppendRegion(nil, n, h.Polygon(n.ID)), nil
}

// placeCount finds a place by its id, with its count under the filters.
func (h *handlers) placeCount(ctx context.Context, id string, q mentionmap.Query) (found *store.PlaceCount, err error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no place %q: ids of places are whole numbers", shown(id))
	}
	q.Places = []mentionmap.PlaceID{mentionmap.PlaceID(n)}
	enough := errors.New("enough")
	err = h.Store.Places(ctx, q, func(n *store.PlaceCount) error {
		found = n
		return enough
	})
	if err != nil && !errors.Is(err, enough) {
		return nil, err
	}
	if found != nil {
		return found, nil
	}
	// No mention of it matches: it may be stored all the same.
	place, err := h.Store.Place(ctx, mentionmap.PlaceID(n))
	if err != nil {
		return nil, err
	}
	return &store.PlaceCount{Place: *place, First: mentionmap.NoDay, Last: mentionmap.NoDay}, nil
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
	if err := h.locates.take("texts"); err != nil {
		return nil, err
	}
	defer h.locates.give()
	d, err := h.whole.Document(ctx, m.DocumentID)
	if err != nil {
		return nil, err
	}
	if shown, err := h.Store.Document(ctx, m.DocumentID); err != nil || shown.Mentions != d.Mentions { // reasons tell of what is kept back
		return export.AppendExplained(nil, m, &mentionmap.Why{}, d.Text), err
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
