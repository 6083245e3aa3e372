package server

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/store"
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
	_, had, err := h.fresh(ctx, c)
	if had || err != nil {
		return err
	}
	rows, err := h.counts(ctx, q)
	if err != nil {
		return err
	}
	bins, err := fill(rows, q, size)
	if err != nil {
		return err
	}
	out := make([]fiber.Map, len(bins))
	for i, b := range bins {
		out[i] = fiber.Map{"from": b.From.String(), "to": b.To.String(), "count": b.Count}
	}
	return sendJSON(c, mediaJSON, fiber.Map{"unit": q.Count.String(), "by": q.By.String(), "bin": size, "bins": out})
}

// fill makes the bins from the first to the last day of the rows, cut at the
// window, and counts.
func fill(rows []store.Count, q mentionmap.Query, size string) ([]bin, error) {
	first, last := span(rows)
	if first == mentionmap.NoDay {
		return nil, nil
	}
	if q.From != mentionmap.NoDay {
		first = max(first, q.From)
	}
	if q.To != mentionmap.NoDay {
		last = min(last, q.To)
	}
	var bins []bin
	for day := first; day <= last; {
		end := min(binEnd(day, size), last)
		bins = append(bins, bin{From: day, To: end})
		day = end + 1
		if len(bins) > maxBins {
			return nil, mentionmap.ParamErrorf("bin", "more than %d bins of a %s: narrow datetime or take a coarser bin", maxBins, size)
		}
	}
	// A row counts in every bin it touches: up at its first, down after its last.
	steps := make([]int64, len(bins)+1)
	for _, r := range rows {
		if !(mentionmap.Dates{From: r.From, To: r.To}).Overlaps(first, last) {
			continue
		}
		steps[binAt(bins, max(r.From, first))] += r.N
		steps[binAt(bins, min(r.To, last))+1] -= r.N
	}
	var sum int64
	for i := range bins {
		sum += steps[i]
		bins[i].Count = sum
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

// binAt finds the bin that holds the day.
func binAt(bins []bin, day mentionmap.Day) int {
	lo, hi := 0, len(bins)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if bins[mid].To < day {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
