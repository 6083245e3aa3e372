package server

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// stream sends what fill writes, for a slot that was taken and is given back
// at the end. fill runs beside the handler; it is stopped when the client goes
// away, and a panic in it ends this answer only.
func (h *handlers) stream(c *fiber.Ctx, fill func(context.Context, io.Writer) error) error {
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	path := shown(c.Path())
	encoding := -1
	if !h.loopback { // within one machine nothing is gained
		if encoding = encodingFor(c.Get(fiber.HeaderAcceptEncoding)); encoding >= 0 {
			c.Set(fiber.HeaderContentEncoding, encodings[encoding].name)
		}
	}
	go func() {
		defer h.streams.give()
		defer cancel()
		err := packed(w, encoding, func(w io.Writer) error { return fill(ctx, w) })
		switch {
		case errors.Is(err, io.ErrClosedPipe) || errors.Is(err, context.Canceled):
			slog.Info("download given up by the client", "path", path)
		case err != nil:
			slog.Error("download broken off", "path", path, "error", err)
		}
		w.CloseWithError(err)
	}()
	c.Context().SetBodyStream(&pipeEnd{r, cancel}, -1)
	return nil
}

// packed lets fill write through a compression, if there is one; a panic is an error.
func packed(w io.Writer, encoding int, fill func(io.Writer) error) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	if encoding < 0 {
		return fill(w)
	}
	pool := encodings[encoding].pool
	p := pool.Get().(packer)
	defer pool.Put(p)
	p.Reset(w)
	if err := fill(p); err != nil {
		return err // without Close: a stream cut short must not look whole
	}
	return p.Close()
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
