package server

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

const (
	// maxBodies is how many larger bodies are read at a time: they come as slowly
	// as their senders like.
	maxBodies = 64
	// smallBody is what a request may have sent before it is looked at.
	smallBody = 8 << 10
)

// body reads what a request sends, at most so many bytes. Until it is called
// no more than the first 8 kB of a body have been taken in.
func (h *handlers) body(c *fiber.Ctx, most int) ([]byte, error) {
	if c.Get(fiber.HeaderContentEncoding) != "" { // a small body must not become a large one
		return nil, fiber.NewError(fiber.StatusUnsupportedMediaType, "send the body without Content-Encoding")
	}
	tooLarge := mentionmap.Errorf(mentionmap.TooLarge, "the body has more than %d bytes; 'mentionmap ingest' takes more", most)
	declared := c.Request().Header.ContentLength()
	if declared > most {
		return nil, tooLarge
	}
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return nil, nil
	}
	if declared < 0 || declared > smallBody {
		if err := h.bodies.take("long texts"); err != nil {
			return nil, err
		}
		defer h.bodies.give()
	}
	var b bytes.Buffer
	_, err := b.ReadFrom(io.LimitReader(stream, int64(most)+1))
	var slow net.Error
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		return nil, fiber.NewError(fiber.StatusRequestTimeout, "the body did not come within "+readTimeout.String())
	case err != nil:
		return nil, mentionmap.Errorf(mentionmap.Invalid, "the body broke off: %w", err)
	case b.Len() > most:
		return nil, tooLarge
	}
	c.Locals(bodyRead, true)
	return b.Bytes(), nil
}

const bodyRead = "body read"

// closeUnread ends a connection after an answer to a request whose body was
// not read to its end: what is left of it must not be taken for a request.
func closeUnread(c *fiber.Ctx) {
	if c.Context().RequestBodyStream() != nil && c.Locals(bodyRead) == nil {
		c.Response().SetConnectionClose()
	}
}

// mediaTypeOf is the media type of a body without its parameters.
func mediaTypeOf(c *fiber.Ctx) string {
	mediaType, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";")
	return strings.ToLower(strings.TrimSpace(mediaType))
}
