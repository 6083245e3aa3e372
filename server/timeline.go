package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store/index/counts"
	"mentionmap/server/cubefile"
)

// maxBins bounds the answer: 30 years of days.
const maxBins = 11000

// bin is one bar of the timeline: the days from From to To.
type bin struct {
	From  mentionmap.Day
	To    mentionmap.Day
	Count int64
}

// whole is why counts take no page.
const whole = "the answer is everything that matches"

// timeline counts per bin; a bin counts as its window would, so something that
// lasts a month stands in every day of it.
func (h *handlers) timeline(c *fiber.Ctx) error {
	q, v, err := query(c, "bin")
	if err == nil {
		err = refuse(v, whole, "sortby", "limit", "after")
	}
	if err != nil {
		return err
	}
	size, err := choice(v, "bin", "month", "week", "day")
	if err != nil {
		return err
	}
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	key := "timeline " + size + " " + q.Values().Encode()
	return h.sendKept(c, mediaJSON, key, info.Generation, func() ([]cubefile.Piece, error) {
		body, err := h.timelineBody(ctx, q, size)
		return []cubefile.Piece{{Bytes: body}}, err
	})
}

func (h *handlers) timelineBody(ctx context.Context, q mentionmap.Query, size string) ([]byte, error) {
	counted, err := h.Store.Snapshot(ctx, q)
	if err != nil {
		return nil, err
	}
	days, err := counted.Days()
	if err != nil {
		return nil, err
	}
	bins, err := fill(days, size)
	if err != nil {
		return nil, err
	}
	out := make([]fiber.Map, len(bins))
	for i, b := range bins {
		out[i] = fiber.Map{"from": b.From.String(), "to": b.To.String(), "count": b.Count}
	}
	return json.Marshal(fiber.Map{"unit": q.Count.String(), "by": q.By.String(), "bin": size, "bins": out})
}

// fill makes the bins, from the first to the last day.
func fill(d counts.Days, size string) ([]bin, error) {
	var bins []bin
	var started, ended int64 // until the bin's last day, and before its first
	for at := 0; at < len(d.Starts); {
		b := bin{From: d.First + mentionmap.Day(at)}
		b.To = min(binEnd(b.From, size), d.First+mentionmap.Day(len(d.Starts))-1)
		before := ended
		for ; at <= int(b.To-d.First); at++ {
			started += d.Starts[at]
			ended += d.Ends[at]
		}
		b.Count = started - before
		if bins = append(bins, b); len(bins) > maxBins {
			return nil, mentionmap.ParamErrorf("bin", "more than %d bins of a %s: narrow datetime or take a coarser bin", maxBins, size)
		}
	}
	return bins, nil
}

func binEnd(day mentionmap.Day, size string) mentionmap.Day {
	switch size {
	case "month":
		return day.MonthEnd()
	case "week": // weeks end on Sunday
		return day + mentionmap.Day((7-int(day.Weekday()-time.Sunday))%7)
	}
	return day
}
