package server

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
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

// days counts by day: by the store's snapshot where it gives one.
func (h *handlers) days(ctx context.Context, q mentionmap.Query) (counts.Days, error) {
	if h.snapshots != nil {
		q, err := h.spatial.Resolve(ctx, q)
		if err != nil {
			return counts.Days{}, err
		}
		s, err := h.snapshots.Snapshot(ctx, q)
		if err != nil {
			return counts.Days{}, err
		}
		return s.Days()
	}
	d := dayCounts{cut: q}
	err := h.eachCount(ctx, q, func(n store.Count) error {
		d.add(&n)
		return nil
	})
	return d.days(), err
}

// dayCounts counts by day, cut at the window of a query, without a list of what
// it counted.
type dayCounts struct {
	cut         mentionmap.Query
	first       mentionmap.Day // of the sums
	starts, end []int64
}

func (d *dayCounts) add(n *store.Count) {
	from, to := n.From, n.To
	if from == mentionmap.NoDay {
		return
	}
	if d.cut.From != mentionmap.NoDay {
		from = max(from, d.cut.From)
	}
	if d.cut.To != mentionmap.NoDay {
		to = min(to, d.cut.To)
	}
	if from > to {
		return
	}
	d.reach(from, to)
	d.starts[from-d.first] += n.N
	d.end[to-d.first] += n.N
}

// reach makes room for days.
func (d *dayCounts) reach(from, to mentionmap.Day) {
	if len(d.starts) == 0 {
		d.first = from
	}
	if before := int(d.first - from); before > 0 {
		d.starts, d.end = slices.Concat(make([]int64, before), d.starts), slices.Concat(make([]int64, before), d.end)
		d.first = from
	}
	if more := int(to-d.first) + 1 - len(d.starts); more > 0 {
		d.starts, d.end = append(d.starts, make([]int64, more)...), append(d.end, make([]int64, more)...)
	}
}

// days are the sums, from the first day to the last.
func (d *dayCounts) days() counts.Days {
	if len(d.starts) == 0 {
		return counts.Days{First: mentionmap.NoDay}
	}
	return counts.Days{First: d.first, Starts: d.starts, Ends: d.end}
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
