package server

import (
	"context"

	"mentionmap"
)

// mostFacets is how many sources are told apart at most: each is counted by itself.
const mostFacets = 64

// countedBySource asks for counts of each source by itself; sources are told
// most mentions first. What was seen at several counts for each of them.
func (h *handlers) countedBySource(ctx context.Context, q mentionmap.Query) (*listedCounts, error) {
	list, err := h.Store.Sources(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(list) > mostFacets {
		return nil, mentionmap.ParamErrorf("facets", "%d sources match, at most %d are told apart: name some with source, or narrow by q", len(list), mostFacets)
	}
	out := &listedCounts{told: []string{}}
	if out.asOf, err = h.generation(ctx); err != nil {
		return nil, err
	}
	for _, s := range list {
		one := q
		one.Sources = []string{s.Source}
		if err := h.addCounts(ctx, out, one, len(out.told)); err != nil {
			return nil, err
		}
		out.told = append(out.told, s.Source)
	}
	return out, nil
}

func (h *handlers) generation(ctx context.Context) (int64, error) {
	info, err := h.Store.Info(ctx)
	return info.Generation, err
}
