package index

import (
	"cmp"
	"context"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
)

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (n int64, err error) {
	defer caught(&err)
	f, err := s.filter(ctx, &q)
	if err != nil {
		return 0, err
	}
	return int64(f.count()), ctx.Err()
}

// Sources implements store.Store.
func (s *Store) Sources(ctx context.Context, q mentionmap.Query) (out []store.SourceCount, err error) {
	defer caught(&err)
	f, err := s.filter(ctx, &q)
	if err != nil {
		return nil, err
	}
	v := f.view
	counts := make([]int64, v.sources.end())
	var room [1]uint32
	add := func(post uint32, n int64) {
		for _, source := range v.list(v.source(post), &room) {
			counts[source] += n
		}
	}
	if f.everything() && v.gone == 0 {
		for post := range uint32(v.posts) {
			if n := v.firstRow(post+1) - v.firstRow(post); n > 0 {
				add(post, int64(n))
			}
		}
	} else {
		rows := f.rows()
		for i := 0; i < len(rows); {
			from, post := i, v.post(rows[i])
			for end := v.firstRow(post + 1); i < len(rows) && rows[i] < end; {
				i++
			}
			add(post, int64(i-from))
		}
	}
	for n, count := range counts {
		if count > 0 {
			out = append(out, store.SourceCount{Source: v.sources.names[n], N: count})
		}
	}
	slices.SortFunc(out, func(a, b store.SourceCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Source, b.Source))
	})
	return out, ctx.Err()
}

// Summary implements store.Store.
func (s *Store) Summary(ctx context.Context, q mentionmap.Query) (sum store.Summary, err error) {
	defer caught(&err)
	f, err := s.filter(ctx, &q)
	if err != nil {
		return sum, err
	}
	if f.everything() {
		info, err := s.backend.Info(ctx)
		sum = store.Summary{Documents: info.Documents, Posts: info.Posts, Mentions: info.Mentions, Stories: f.view.stories(), First: info.First, Last: info.Last}
		return sum, err
	}
	return f.summary(), ctx.Err()
}

// stories counts those of all documents.
func (v *view) stories() (n int64) {
	for d := range uint32(v.documents) {
		if int64(v.story(d)) == v.number(d) {
			n++
		}
	}
	return n
}

// summary counts what matches mention by mention.
func (f *filter) summary() store.Summary {
	v, sum := f.view, store.Summary{First: mentionmap.NoDay, Last: mentionmap.NoDay}
	rows, stories := f.rows(), newBits(int(v.last())+1)
	sum.Mentions = int64(len(rows))
	post, document := uint32(0), uint32(0)
	for i, row := range rows {
		if p := v.post(row); i == 0 || p != post {
			post = p
			sum.Posts++
			if d := v.document(p); i == 0 || d != document {
				document = d
				sum.Documents++
				if story := v.story(d); !stories.has(story) {
					stories.add(story)
					sum.Stories++
				}
			}
		}
		if days := v.days(row); days.Known() {
			if sum.First == mentionmap.NoDay {
				sum.First = days.From
			}
			sum.First, sum.Last = min(sum.First, days.From), max(sum.Last, days.To)
		}
	}
	return sum
}
