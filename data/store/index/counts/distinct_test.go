package counts

import (
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store/synthetic"
)

// modelTotals counts by looking at every mention.
func modelTotals(s Mentions, q *mentionmap.Query) Totals {
	posts, documents, stories := map[uint32]bool{}, map[uint32]bool{}, map[uint32]bool{}
	out := Totals{First: mentionmap.NoDay, Last: mentionmap.NoDay}
	for i := range s {
		m := &s[i]
		if !matches(q, m) {
			continue
		}
		out.Mentions++
		posts[m.Post], documents[m.Document], stories[m.Story] = true, true, true
		if m.First != mentionmap.NoDay {
			if out.First == mentionmap.NoDay || m.First < out.First {
				out.First = m.First
			}
			out.Last = max(out.Last, m.Last)
		}
	}
	out.Posts, out.Documents, out.Stories = int64(len(posts)), int64(len(documents)), int64(len(stories))
	return out
}

func TestTotalsAreDistinct(t *testing.T) {
	gaps := 0
	for seed := range uint64(12) {
		corpus := newCorpus(seed, 9, 20<<(seed%5))
		s := corpus.put(30 << (seed % 6))
		for i := range s { // some tell of other days than they are filed under
			if i%9 == 0 {
				s[i].First, s[i].Last = 18000, 18000+mentionmap.Day(i%40)
			}
		}
		for range 20 {
			q, _ := corpus.randomQuery()
			part := s
			if seed%2 == 0 { // traits are applied before
				part = slices.DeleteFunc(slices.Clone(s), func(m Mention) bool {
					return !matches(&mentionmap.Query{From: mentionmap.NoDay, To: mentionmap.NoDay, Uses: q.Uses, Precisions: q.Precisions}, &m)
				})
			} else {
				q.Uses, q.Precisions = nil, nil
			}
			d, err := NewDistinct(t.Context(), part, slices.Contains(q.Precisions, mentionmap.Undated))
			if err != nil {
				t.Fatal(err)
			}
			gaps += len(d.stories.gaps)
			for range 30 {
				window, _ := corpus.randomQuery()
				q.From, q.To = window.From, window.To
				if got, want := d.Totals(q.From, q.To), modelTotals(part, &q); got != want {
					t.Fatalf("seed %d, %+v: %+v, want %+v", seed, q, got, want)
				}
			}
		}
	}
	if gaps == 0 {
		t.Error("no unit had a gap between its days")
	}
}

func TestDistinctOfNothing(t *testing.T) {
	d, err := NewDistinct(t.Context(), Mentions{}, false)
	if want := (Totals{First: mentionmap.NoDay, Last: mentionmap.NoDay}); err != nil || d.Totals(mentionmap.NoDay, 19000) != want {
		t.Error(err, d.Totals(mentionmap.NoDay, 19000))
	}
	_, err = NewDistinct(t.Context(), failing{10}, false)
	wantPanic(t, err)
}

func BenchmarkDistinct(b *testing.B) {
	s := synthesised()
	var d *Distinct
	b.Run("build", func(b *testing.B) {
		low := leastCPU(b.N, func() { d, _ = NewDistinct(b.Context(), s, false) })
		b.ReportMetric(float64(low.Nanoseconds())/float64(len(s)), "cpu-ns/mention")
		b.ReportMetric(float64(d.Bytes()), "B")
	})
	b.Run("window", func(b *testing.B) {
		for b.Loop() {
			d.Totals(synthetic.FirstDay+700, synthetic.FirstDay+730)
		}
	})
}
