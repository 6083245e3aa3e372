package server

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// gzipFrom is the size in bytes from which an answer is worth compressing.
const gzipFrom = 2048

// unchanged answers 304 where the client has what the store still holds. Every
// answer that depends on the store alone goes through here: the tag is the
// store's generation and the whole URL.
func (h *handlers) unchanged(c *fiber.Ctx, generation int64) bool {
	sum := fnv.New64a()
	fmt.Fprint(sum, c.OriginalURL(), h.Version, h.Gazetteer)
	tag := fmt.Sprintf(`W/"%d-%x"`, generation, sum.Sum64())
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	for _, had := range strings.Split(c.Get(fiber.HeaderIfNoneMatch), ",") {
		if strings.TrimSpace(had) == tag {
			c.Status(fiber.StatusNotModified)
			return true
		}
	}
	return false
}

// send answers with a body, compressed if that pays and the client takes it.
func send(c *fiber.Ctx, mediaType string, body []byte) error {
	c.Set(fiber.HeaderContentType, mediaType)
	c.Vary(fiber.HeaderAcceptEncoding)
	if len(body) < gzipFrom || !acceptsGzip(c) {
		return c.Send(body)
	}
	packed, err := packFast(body)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	return c.Send(packed)
}

func acceptsGzip(c *fiber.Ctx) bool {
	return strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip")
}

func packFast(body []byte) ([]byte, error) { return pack(body, gzip.BestSpeed) }

func pack(body []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
