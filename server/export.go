package server

import (
	"context"
	"fmt"
	"io"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// export streams everything that matches as a download. What goes wrong on
// the way breaks the connection: the client never takes a part for the whole.
func (h *handlers) export(c *fiber.Ctx) error {
	layer, q, format, err := exportQuery(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, format.MediaType)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s"`, export.FileName(layer, &q, format)))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	if c.Method() == fiber.MethodHead {
		return nil
	}
	if err := h.streams.take("downloads"); err != nil {
		return err
	}
	begun := false
	defer func() {
		if !begun { // an error, or a panic
			h.streams.give()
		}
	}()
	ctx, cancel := bounded()
	defer cancel()
	meta, err := export.Describe(ctx, h.Store, layer, q)
	if err != nil {
		return err
	}
	meta.Outline, meta.Time = h.Polygon, h.Now()
	begun = true
	return h.stream(c, func(ctx context.Context, w io.Writer) error { return export.Write(ctx, w, h.Store, meta, format) })
}

func exportQuery(c *fiber.Ctx) (layer export.Layer, q mentionmap.Query, format export.Format, err error) {
	q, v, err := query(c, "f", "collection")
	if err == nil {
		err = refuse(v, "a download holds everything that matches", "sortby", "limit", "after")
	}
	if err != nil {
		return layer, q, format, err
	}
	name, err := choice(v, "f", export.Names()...)
	if err != nil {
		return layer, q, format, err
	}
	collection, err := choice(v, "collection", export.LayerMentions.String(), export.LayerPlaces.String())
	if err != nil {
		return layer, q, format, err
	}
	layer, _ = export.ParseLayer(collection)
	format, err = export.ByName(name)
	return layer, q, format, err
}
