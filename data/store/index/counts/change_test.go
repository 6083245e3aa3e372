package counts

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"mentionmap"
)

// TestChangesAreCountedAsIfBuiltAnew puts and removes documents of stories, whose
// heirs come as renamed stories or as documents that are removed and added.
func TestChangesAreCountedAsIfBuiltAnew(t *testing.T) {
	for seed := range uint64(6) {
		corpus := newCorpus(seed+100, 12, 200)
		corpus.hides = true
		s := corpus.put(20)
		c, err := Build(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		small(c)
		asked, later := atomic.Int64{}, 0
		for round := range 80 {
			change := Change{Story: func(n uint32) Source { asked.Add(1); return corpus.story(n) }}
			var removed Mentions
			var heirs Mentions
			if round%3 > 0 {
				document := corpus.r.IntN(len(corpus.documents))
				story := uint32(document)
				before := corpus.story(story).(Mentions)
				var heir uint32
				removed, heirs, heir = corpus.remove(document)
				switch {
				case heirs == nil:
				case seed%2 == 0:
					change.Renamed = map[uint32]uint32{story: heir}
					heirs = nil
				default:
					removed = before
				}
			}
			shown := corpus.show()
			added := slices.Concat(heirs, shown, corpus.put(corpus.r.IntN(4)))
			slices.SortStableFunc(added, func(a, b Mention) int { return cmp.Compare(a.Document, b.Document) })
			later += len(shown)
			change.Removed, change.Added = removed, added
			old, q := c, mentionmap.NewQuery()
			if c, err = c.With(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			if round%40 == 7 { // an old cube goes on from what it was
				if again, err := old.With(t.Context(), change); err != nil {
					t.Fatal(err)
				} else {
					check(t, again, corpus.all(), q, nil)
				}
			}
			q, takes := corpus.randomQuery()
			check(t, c, corpus.all(), q, takes)
			for unit := range mentionmap.Unit(units) {
				q := mentionmap.NewQuery()
				q.Count = unit
				check(t, c, corpus.all(), q, nil)
			}
		}
		if m := c.stories; len(m.known) != m.order.Len() || m.keys > c.limits.stories+100 {
			t.Errorf("%d keys of %d stories are remembered, at most %d should be", m.keys, len(m.known), c.limits.stories)
		}
		if asked.Load() == 0 || later == 0 || c.base.starts == nil {
			t.Error("nothing was asked for, or no base made")
		}
	}
}

func TestStampsTellMonthsApart(t *testing.T) {
	corpus := newCorpus(5, 20, 300)
	c, err := Build(t.Context(), corpus.put(400))
	if err != nil {
		t.Fatal(err)
	}
	q := mentionmap.NewQuery()
	stamps := func(c *Cube) map[mentionmap.Day]MonthStamp {
		out := map[mentionmap.Day]MonthStamp{}
		s := c.Select(&q, nil)
		for _, m := range s.Months() {
			stamp, ok := s.MonthStamp(m)
			if !ok {
				t.Fatal("no stamp")
			}
			out[m] = stamp
		}
		return out
	}
	before := stamps(c)
	one := Mention{Group: PlaceGroup(3), From: 19100, To: 19100, Document: 1000, Story: 1000, Post: 10000, Precision: mentionmap.PrecisionDay}
	c, err = c.With(t.Context(), Change{Added: Mentions{one}})
	if err != nil {
		t.Fatal(err)
	}
	after := stamps(c)
	for m, stamp := range after {
		if changed := m == one.From.MonthStart(); changed != (stamp != before[m]) {
			t.Errorf("the stamp of %v: changed is %v", m, !changed)
		}
	}
	q.From = 19100
	if _, ok := c.Select(&q, nil).MonthStamp(one.From.MonthStart()); ok {
		t.Error("a window has stamps")
	}
}

// TestChangesAreLinearInTheSizeOfAStory adds near-copies one after the other,
// removes them the oldest first, so that each begins the story once, and counts
// the mentions that are read for that.
func TestChangesAreLinearInTheSizeOfAStory(t *testing.T) {
	const copies = 1500
	var all Mentions
	read := atomic.Int64{}
	story := func(uint32) Source { read.Add(int64(len(all))); return slices.Clone(all) }
	c, err := Build(t.Context(), Mentions{})
	if err != nil {
		t.Fatal(err)
	}
	agrees := func() {
		t.Helper()
		if n := read.Load(); n > 10 {
			t.Fatalf("%d mentions were read", n)
		}
		q := mentionmap.NewQuery()
		for u := range mentionmap.Unit(units) {
			q.Count = u
			check(t, c, all, q, nil)
		}
	}
	for d := range uint32(copies) {
		document := Mentions{
			{Group: PlaceGroup(1), From: 19000, To: 19000, Document: d, Post: d, Firm: d%2 == 0, Precision: mentionmap.PrecisionDay},
			{Group: PlaceGroup(2 + d%7), From: 19000, To: 19003, Document: d, Post: d, Precision: mentionmap.PrecisionDays},
		}
		all = append(all, document...)
		if c, err = c.With(t.Context(), Change{Added: document, Story: story}); err != nil {
			t.Fatal(err)
		}
	}
	agrees()
	for d := range uint32(copies) {
		removed := slices.Clone(all[:2])
		all = all[2:]
		for i := range all {
			all[i].Story = d + 1
		}
		change := Change{Removed: removed, Story: story}
		if len(all) > 0 {
			change.Renamed = map[uint32]uint32{d: d + 1}
		}
		if c, err = c.With(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if d == copies/2 {
			agrees()
		}
	}
	agrees()
}

// failing is a source that panics.
type failing struct{ n int }

func (f failing) Len() int          { return f.n }
func (failing) Read([]Mention, int) { panic("read on") }
func (failing) Find(uint32) int     { return 0 }

func TestAPanicBecomesAnError(t *testing.T) {
	_, err := Build(t.Context(), failing{1 << 18})
	wantPanic(t, err)
	corpus := newCorpus(1, 4, 50)
	s := corpus.put(30)
	c, err := Build(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.With(t.Context(), Change{Added: failing{10}})
	wantPanic(t, err)
	check(t, c, s, mentionmap.NewQuery(), nil)
	change := Change{Added: corpus.put(9), Story: corpus.story}
	if c, err = c.With(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	check(t, c, corpus.all(), mentionmap.NewQuery(), nil)
}

func wantPanic(t *testing.T, err error) {
	t.Helper()
	if err == nil || mentionmap.CodeOf(err) != mentionmap.Internal || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "read on") {
		t.Errorf("a panic gives %v", err)
	}
}

func TestBuildEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Build(ctx, newCorpus(1, 4, 50).put(100)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestReadersKeepWhatTheyRead asks cubes from several goroutines while others
// follow from them and bases are made.
func TestReadersKeepWhatTheyRead(t *testing.T) {
	corpus := newCorpus(3, 12, 200)
	c, err := Build(t.Context(), corpus.put(40))
	if err != nil {
		t.Fatal(err)
	}
	small(c)
	var readers sync.WaitGroup
	for range 30 {
		want := int64(len(corpus.all()))
		for range 3 {
			readers.Go(func() {
				q := mentionmap.NewQuery()
				q.Count = mentionmap.CountMentions
				for range 5 {
					s := c.Select(&q, nil)
					n, err := s.Total()
					for _, m := range s.Months() {
						s.MonthRows(m, func(_ Group, rows []Row) {
							for _, r := range rows {
								n -= r.N
							}
						})
					}
					for _, g := range s.Groups() {
						for _, r := range s.Rows(nil, g) {
							n += r.N
						}
					}
					if n != want || err != nil {
						t.Errorf("%d mentions, want %d (%v)", n, want, err)
					}
				}
			})
		}
		next, err := c.With(t.Context(), Change{Added: corpus.put(8), Story: corpus.story})
		if err != nil {
			t.Fatal(err)
		}
		readers.Wait() // those of c; its base may be made still
		c = next
	}
}
