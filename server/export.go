package server

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// export streams everything that matches as a download. What goes wrong on
// the way breaks the connection: the client never takes a part for the whole.
func (h *handlers) export(c *fiber.Ctx) error {
	q, v, err := query(c, "f", "collection")
	if err != nil {
		return err
	}
	name, err := choice(v, "f", export.Names()...)
	if err != nil {
		return err
	}
	format, err := export.ByName(name)
	if err != nil {
		return err
	}
	collection, err := choice(v, "collection", export.LayerMentions.String(), export.LayerPlaces.String())
	if err != nil {
		return err
	}
	layer, _ := export.ParseLayer(collection)
	q.Limit, q.After = 0, ""
	c.Set(fiber.HeaderContentType, format.MediaType)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s"`, export.FileName(layer, &q, format)))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	if c.Method() == fiber.MethodHead {
		return nil
	}
	write := export.Mentions
	if layer == export.LayerPlaces {
		write = export.Places
	}
	return stream(c, func(ctx context.Context, w io.Writer) error { return write(ctx, w, h.Store, q, format) })
}

// stream sends what fill writes. fill runs beside the handler; it is stopped
// when the client goes away, and a panic in it ends this answer only.
func stream(c *fiber.Ctx, fill func(context.Context, io.Writer) error) error {
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	path := shown(c.Path())
	go func() {
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				w.CloseWithError(mentionmap.Errorf(mentionmap.Internal, "a fault of the program: %v", p))
			}
		}()
		err := fill(ctx, w)
		if err != nil {
			slog.Warn("download broken off", "path", path, "error", err)
		}
		w.CloseWithError(err)
	}()
	c.Context().SetBodyStream(&pipeEnd{r, cancel}, -1)
	return nil
}

// pipeEnd tells the writer when the client is gone.
type pipeEnd struct {
	*io.PipeReader
	cancel context.CancelFunc
}

// Close is called by fasthttp when the answer is sent or the connection lost.
func (p *pipeEnd) Close() error {
	p.cancel()
	return p.PipeReader.Close()
}
