package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/cube"
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
	days, err := h.days(ctx, q)
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

// days counts by day: in the store's memory where that can answer.
func (h *handlers) days(ctx context.Context, q mentionmap.Query) (cube.Days, error) {
	if h.snapshots != nil {
		q, err := h.spatial.Resolve(ctx, q)
		if err != nil {
			return cube.Days{}, err
		}
		s, ok, err := h.snapshots.Snapshot(ctx, q)
		if err != nil {
			return cube.Days{}, err
		}
		if ok {
			return s.Days(), nil
		}
	}
	rows, err := h.counts(ctx, q)
	return daysOf(rows, q), err
}

// daysOf counts rows by day, cut at the window.
func daysOf(rows []store.Count, q mentionmap.Query) cube.Days {
	first, last := span(rows)
	if first == mentionmap.NoDay {
		return cube.Days{First: first}
	}
	if q.From != mentionmap.NoDay {
		first = max(first, q.From)
	}
	if q.To != mentionmap.NoDay {
		last = min(last, q.To)
	}
	if first > last {
		return cube.Days{First: mentionmap.NoDay}
	}
	d := cube.Days{First: first, Starts: make([]int64, last-first+1), Ends: make([]int64, last-first+1)}
	for _, r := range rows {
		if (mentionmap.Dates{From: r.From, To: r.To}).Overlaps(first, last) {
			d.Starts[max(r.From, first)-first] += r.N
			d.Ends[min(r.To, last)-first] += r.N
		}
	}
	return d
}

// fill makes the bins, from the first to the last day.
func fill(d cube.Days, size string) ([]bin, error) {
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
