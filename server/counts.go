package server

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// counts collects all counts that match, which should be few.
func (h *handlers) counts(ctx context.Context, q mentionmap.Query) ([]store.Count, error) {
	var rows []store.Count
	err := h.Store.Counts(ctx, q, func(n store.Count) error {
		rows = append(rows, n)
		return nil
	})
	return rows, err
}
