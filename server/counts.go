package server

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// counts collects all counts that match.
func (h *handlers) counts(ctx context.Context, q mentionmap.Query) ([]store.Count, error) {
	var rows []store.Count
	err := h.Store.Counts(ctx, q, func(n store.Count) error {
		rows = append(rows, n)
		return nil
	})
	return rows, err
}

// span returns the first and last day of the rows, NoDay if none is dated.
func span(rows []store.Count) (first, last mentionmap.Day) {
	first, last = mentionmap.NoDay, mentionmap.NoDay
	for _, r := range rows {
		if r.From == mentionmap.NoDay {
			continue
		}
		if first == mentionmap.NoDay || r.From < first {
			first = r.From
		}
		last = max(last, r.To)
	}
	return first, last
}
