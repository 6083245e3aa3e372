package server

import (
	"context"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// page is what a lister found: features already written after pageStart, how many match in
// all, and where the next page starts ("" if this is the last).
type page struct {
	features []byte
	returned int
	matched  int64
	next     string
}

// pageStart begins a page; what is known only at the end stands there.
const pageStart = `{"type":"FeatureCollection","features":[`

// add appends a feature with the comma before it.
func (p *page) add(feature func(dst []byte) []byte) {
	switch {
	case p.returned > 0:
		p.features = append(p.features, ",\n"...)
	case p.features == nil:
		p.features = append(p.features, pageStart...)
	}
	p.features = feature(p.features)
	p.returned++
}

// items answers with a page of features of a collection.
func (h *handlers) items(c *fiber.Ctx) error {
	k, err := collectionOf(c)
	if err != nil {
		return err
	}
	q, v, hits, err := h.itemsQuery(c, k)
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	if _, had, err := h.fresh(ctx, c); had || err != nil {
		return err
	}
	if hits {
		q.Limit = 0
	}
	room, err := h.room.take(ctx, q.Limit*k.bytes)
	if err != nil {
		return err
	}
	sent := false
	defer func() {
		if !sent { // an error, or a panic
			room.give()
		}
	}()
	var p page
	err = h.inTurn(ctx, func() (err error) {
		p, err = k.list(h, ctx, q)
		return err
	})
	if err == nil {
		err = h.sendPage(c, k, v, p)
	}
	if err != nil {
		return err
	}
	sent = true
	hold(c, room)
	return nil
}

// inTurn lets few pages and summaries be made at a time, in the order in which they
// were asked for: the readers of the store would be given to any of those who wait.
func (h *handlers) inTurn(ctx context.Context, do func() error) error {
	select {
	case h.turns <- struct{}{}:
		defer h.turns.give()
		return do()
	case <-ctx.Done():
		return mentionmap.Errorf(mentionmap.Unavailable, "too many pages are asked for at the moment: try again in a few seconds")
	}
}

// itemsQuery reads the parameters of a page; hits tells that only the number
// of features is asked for.
func (h *handlers) itemsQuery(c *fiber.Ctx, k collection) (q mentionmap.Query, v url.Values, hits bool, err error) {
	if q, v, err = query(c, "f", "resultType"); err != nil {
		return q, v, false, err
	}
	if k.name != "mentions" {
		if err = refuse(v, k.name+" have an order of their own", "sortby"); err != nil {
			return q, v, false, err
		}
	}
	if _, err = choice(v, "f", "geojson", "json"); err != nil {
		return q, v, false, err
	}
	result, err := choice(v, "resultType", "results", "hits")
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	return q, v, result == "hits", err
}

func (h *handlers) sendPage(c *fiber.Ctx, k collection, v url.Values, p page) error {
	base := h.root(c) + "/api/collections/" + k.name
	links := []link{
		{h.here(c, v), "self", mediaGeoJSON, "This page"},
		{base, "collection", mediaJSON, k.title},
		{base + "/schema", "describedby", mediaSchema, "What a feature holds"},
	}
	if p.next != "" {
		links = append(links, link{h.next(c, v, p.next), "next", mediaGeoJSON, "The next page"})
	}
	head, err := c.App().Config().JSONEncoder(fiber.Map{
		"timeStamp":     h.Now().UTC().Format(time.RFC3339),
		"numberMatched": p.matched, "numberReturned": p.returned, "links": links,
	})
	if err != nil {
		return err
	}
	if p.features == nil {
		p.features = []byte(pageStart)
	}
	body := append(p.features, "],"...)
	return send(c, mediaGeoJSON, append(body, head[1:]...))
}

// lister fills a page of one collection: at most q.Limit features; with no
// limit it only counts what matches.
type lister func(h *handlers, ctx context.Context, q mentionmap.Query) (page, error)
