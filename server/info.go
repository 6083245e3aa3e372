package server

import (
	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// health says that the program answers; ready, that the store does, too.
func (h *handlers) health(c *fiber.Ctx) error { return c.SendString("ok\n") }

func (h *handlers) ready(c *fiber.Ctx) error {
	ctx, cancel := bounded()
	defer cancel()
	if _, err := h.Store.Info(ctx); err != nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "the store does not answer: %w", err)
	}
	if done, all, reading := h.reading(); reading {
		return mentionmap.Errorf(mentionmap.Unavailable, "the index is being read: %d of %d documents", done, all)
	}
	return c.SendString("ready\n")
}

// progress is what a store can do that reads its documents before it answers.
type progress interface {
	Progress() (done, all int64, ready bool)
}

// reading tells how many documents have been read, if questions are not answered yet.
func (h *handlers) reading() (done, all int64, reading bool) {
	if h.progress == nil {
		return 0, 0, false
	}
	done, all, ready := h.progress.Progress()
	return done, all, !ready
}

// info says what the store holds and which program serves it.
func (h *handlers) info(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	done, all, reading := h.reading()
	info, had, err := h.fresh(ctx, c)
	if had && !reading || err != nil {
		return err
	}
	answer := fiber.Map{
		"generation": info.Generation, "documents": info.Documents, "posts": info.Posts, "mentions": info.Mentions,
		"first": orNull(info.First.String()), "last": orNull(info.Last.String()), "demo": h.Demo,
		"version": h.Version, "gazetteer": h.Gazetteer, "locator": h.Locator, "formats": formats(), "tiles": h.Tiles.described(),
	}
	if reading { // this answer is not to be had again
		c.Status(fiber.StatusOK)
		c.Response().Header.Del(fiber.HeaderETag)
		c.Set(fiber.HeaderCacheControl, "no-store")
		answer["reading"] = fiber.Map{"documents": done, "of": all}
	}
	return c.JSON(answer)
}

// formats lists what downloads there are.
func formats() []fiber.Map {
	var list []fiber.Map
	for _, f := range export.Formats {
		list = append(list, fiber.Map{"name": f.Name, "title": f.Title, "extension": f.Extension})
	}
	return list
}

func (h *handlers) sources(c *fiber.Ctx) error {
	q, v, err := query(c)
	if err == nil {
		err = refuse(v, "the answer is all sources that match", "sortby", "limit", "after")
	}
	if err == nil && v.Has("count") && q.Count != mentionmap.CountMentions {
		err = mentionmap.ParamErrorf("count", "%q cannot be had here: sources are counted by mentions", q.Count)
	}
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	if _, had, err := h.fresh(ctx, c); had || err != nil {
		return err
	}
	list, err := h.Store.Sources(ctx, q)
	if err != nil {
		return err
	}
	type row struct {
		Source   string `json:"source"`
		Mentions int64  `json:"mentions"`
	}
	rows := make([]row, len(list))
	for i, s := range list {
		rows[i] = row{s.Source, s.N}
	}
	return sendJSON(c, mediaJSON, fiber.Map{"sources": rows})
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
