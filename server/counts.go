package server

import (
	"context"
	"runtime"

	"mentionmap"
	"mentionmap/data/store"
)

// maxListings is how many lists of counts that are not held in memory are made
// at a time: each may take some hundred megabytes of a large store.
var maxListings = max(2, runtime.GOMAXPROCS(0))

// eachCount gives the counts that match one after the other, once there is a
// slot for that.
func (h *handlers) eachCount(ctx context.Context, q mentionmap.Query, fn func(store.Count) error) error {
	select {
	case h.listings <- struct{}{}:
		defer h.listings.give()
	case <-ctx.Done():
		return mentionmap.Errorf(mentionmap.Unavailable, "too much is being counted at the moment: narrow the filters, or ask again in a few seconds")
	}
	return h.Store.Counts(ctx, q, fn)
}

// counts collects all counts that match, which should be few: they wait for no slot.
func (h *handlers) counts(ctx context.Context, q mentionmap.Query) ([]store.Count, error) {
	var rows []store.Count
	err := h.Store.Counts(ctx, q, func(n store.Count) error {
		rows = append(rows, n)
		return nil
	})
	return rows, err
}
