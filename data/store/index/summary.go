package index

import (
	"cmp"
	"context"
	"math"
	mathbits "math/bits"
	"runtime"
	"slices"
	"time"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/index/counts"
)

// Total implements store.Store.
func (s *Store) Total(ctx context.Context, q mentionmap.Query) (n int64, err error) {
	defer mentionmap.RecoverTo(&err, "")
	f, err := s.filter(ctx, &q)
	if err != nil {
		return 0, err
	}
	return int64(f.count()), ctx.Err()
}

// Sources implements store.Store.
func (s *Store) Sources(ctx context.Context, q mentionmap.Query) (out []store.SourceCount, err error) {
	defer mentionmap.RecoverTo(&err, "")
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
	defer mentionmap.RecoverTo(&err, "")
	f, err := s.filter(ctx, &q)
	if err != nil {
		return sum, err
	}
	if f.everything() {
		info, err := s.backend.Info(ctx)
		sum = store.Summary{Documents: info.Documents, Posts: info.Posts, Mentions: info.Mentions, Stories: f.view.stories(), First: info.First, Last: info.Last}
		return sum, err
	}
	if d := s.distinct(f); d != nil {
		t := d.Totals(q.From, q.To)
		return store.Summary{Documents: t.Documents, Posts: t.Posts, Mentions: t.Mentions, Stories: t.Stories, First: t.First, Last: t.Last}, nil
	}
	return f.summary(), ctx.Err()
}

// distinctOf are the mentions of a filter without its window, and when they were counted.
type distinctOf struct {
	*counts.Distinct
	generation int64
	made       time.Time
}

const (
	// fewMentions is Options.few as a rule: it takes less than to count those of all windows.
	fewMentions = 1 << 16
	// distinctEvery is how often those of all windows are counted while documents come in.
	distinctEvery = 2 * time.Second
)

// distinct gives what the filter finds in all windows; nil if that is not at
// hand: then it is counted in the background, for the next question, unless it
// takes less to look at each mention.
func (s *Store) distinct(f *filter) *counts.Distinct {
	q := withoutWindow(*f.query)
	key := f.view.key("distinct", &q)
	had, _ := s.answers.get(key).(*distinctOf)
	switch {
	case had != nil && had.generation >= f.view.generation:
		return had.Distinct
	case had != nil && time.Since(had.made) < distinctEvery || f.count() < s.options.few || !s.counting.TryLock():
		return nil
	}
	begun := s.spawn(func() {
		defer s.counting.Unlock()
		s.answers.use(s.life, key, func(any) (any, int64, error) {
			all := f.view.filter(&q, f.posts, f.sentences)
			d, err := counts.NewDistinct(s.life, all.counted(), slices.Contains(q.Precisions, mentionmap.Undated))
			if err != nil {
				return nil, 0, err
			}
			return &distinctOf{d, f.view.generation, time.Now()}, int64(d.Bytes()), nil
		})
	})
	if !begun {
		s.counting.Unlock()
	}
	return nil
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

// summary counts what matches mention by mention, on several processors if that
// is much.
func (f *filter) summary() store.Summary {
	rows, parts := f.rows(), 1
	if len(rows) >= wideRows {
		parts = partsAWorker * runtime.GOMAXPROCS(0)
	}
	sums := make([]partSum, parts)
	inParallel(parts, func(i int) {
		sums[i] = f.sumUp(rows[f.documentStart(rows, i*len(rows)/parts):f.documentStart(rows, (i+1)*len(rows)/parts)])
	})
	all := sums[0]
	for _, o := range sums[1:] {
		all.Documents, all.Posts = all.Documents+o.Documents, all.Posts+o.Posts
		all.First, all.Last = min(all.First, o.First), max(all.Last, o.Last)
		for i, b := range o.stories {
			all.stories[i] |= b
		}
	}
	all.Mentions = int64(len(rows))
	for _, b := range all.stories {
		all.Stories += int64(mathbits.OnesCount64(b))
	}
	if all.Last == mentionmap.NoDay {
		all.First = mentionmap.NoDay
	}
	return all.Summary
}

// documentStart gives the next index from one on at which a document starts.
func (f *filter) documentStart(rows []uint32, at int) int {
	document := func(i int) uint32 { return f.view.document(f.view.post(rows[i])) }
	for at > 0 && at < len(rows) && document(at) == document(at-1) {
		at++
	}
	return at
}

// partSum is the sum of some documents; First is late where nothing is dated.
type partSum struct {
	store.Summary
	stories bits
}

func (f *filter) sumUp(rows []uint32) partSum {
	v := f.view
	sum := partSum{store.Summary{First: math.MaxInt32, Last: mentionmap.NoDay}, newBits(int(v.last()) + 1)}
	post, document := uint32(math.MaxUint32), uint32(math.MaxUint32)
	for _, row := range rows {
		if p := v.post(row); p != post {
			post = p
			sum.Posts++
			if d := v.document(p); d != document {
				document = d
				sum.Documents++
				sum.stories.add(v.story(d))
			}
		}
		if days := v.days(row); days.Known() {
			sum.First, sum.Last = min(sum.First, days.From), max(sum.Last, days.To)
		}
	}
	return sum
}
