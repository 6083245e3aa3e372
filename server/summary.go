package server

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
)

// summaryBytes is what a kept summary takes besides its key, about.
const summaryBytes = 256

// summary answers with how much matches the filters: distinct documents, stories
// and posts, which the counts by place cannot tell, since they add up over places.
// All of them are in the answer, whatever count names.
func (h *handlers) summary(c *fiber.Ctx) error {
	q, v, err := query(c)
	if err == nil {
		err = refuse(v, whole, "sortby", "limit", "after")
	}
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	sum, err := h.summaryOf(ctx, info.Generation, q)
	if err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, fiber.Map{
		"generation": info.Generation, "documents": sum.Documents, "stories": sum.Stories, "posts": sum.Posts, "mentions": sum.Mentions,
		"first": orNull(sum.First.String()), "last": orNull(sum.Last.String()),
	})
}

// summaryOf is kept for a generation: every page that is opened asks for the
// same first, and clients that ask at once share the work.
func (h *handlers) summaryOf(ctx context.Context, generation int64, q mentionmap.Query) (store.Summary, error) {
	q.Count = mentionmap.CountReports
	key := "summary " + q.Values().Encode()
	return keep(h.kept, key, generation, func() (sum store.Summary, size int, err error) {
		err = h.inTurn(ctx, func() error {
			sum, err = h.Store.Summary(ctx, q)
			return err
		})
		return sum, len(key) + summaryBytes, err
	})
}
