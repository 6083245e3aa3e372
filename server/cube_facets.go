package server

import (
	"context"

	"mentionmap"
)

// mostFacets is how many sources are told apart at most: each is counted by itself.
const mostFacets = 64

// bySource makes a query for each source by itself; sources are told most
// mentions first. What was seen at several counts for each of them.
func (h *handlers) bySource(ctx context.Context, q mentionmap.Query) (queries []mentionmap.Query, sources []string, err error) {
	list, err := h.Store.Sources(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	if len(list) > mostFacets {
		return nil, nil, mentionmap.ParamErrorf("facets", "%d sources match, at most %d are told apart: name some with source, or narrow by q", len(list), mostFacets)
	}
	sources = []string{}
	for _, s := range list {
		q.Sources = []string{s.Source}
		queries, sources = append(queries, q), append(sources, s.Source)
	}
	return queries, sources, nil
}

func (h *handlers) generation(ctx context.Context) (int64, error) {
	info, err := h.Store.Info(ctx)
	return info.Generation, err
}
