package server

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap/data/store"
)

// fresh asks the store what it holds and answers 304 where the client has that
// already; had tells. Every answer that depends on the store alone goes
// through here, after its parameters have been read.
func (h *handlers) fresh(ctx context.Context, c *fiber.Ctx) (info store.Info, had bool, err error) {
	if info, err = h.Store.Info(ctx); err != nil {
		return info, false, err
	}
	return info, h.unchanged(c, info.Generation), nil
}

// unchanged compares tags weakly: the tag is the store's generation and a hash
// of the whole request, whose host and scheme stand in links.
func (h *handlers) unchanged(c *fiber.Ctx, generation int64) bool {
	sum := fnv.New64a()
	fmt.Fprint(sum, h.root(c), c.OriginalURL(), h.Version, h.Gazetteer, h.Tiles)
	tag := fmt.Sprintf(`"%d-%x"`, generation, sum.Sum64())
	c.Set(fiber.HeaderETag, "W/"+tag)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	if !holds(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return false
	}
	c.Status(fiber.StatusNotModified)
	return true
}

// holds reports whether an If-None-Match header names a tag or anything.
func holds(header, tag string) bool {
	for _, had := range strings.Split(header, ",") {
		had = strings.TrimPrefix(strings.TrimSpace(had), "W/")
		if had == tag || had == "*" {
			return true
		}
	}
	return false
}
