package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

func testBatchIsWhole(t *testing.T, s store.Store) {
	docs := Corpus(6, 30)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, docs); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled Put: %v", err)
	}
	if i := info(t, s); i.Documents != 0 || len(mentions(t, s, mentionmap.NewQuery())) != 0 {
		t.Errorf("a cancelled batch left %+v", i)
	}
	put(t, s, docs...)
	checkQuery(t, s, mentionmap.NewQuery(), newModel(docs).find(new(mentionmap.NewQuery())))
}

func testNotFound(t *testing.T, s store.Store) {
	filled(t, s, 7, 5)
	for _, id := range []string{"", "x", "-", strings.Repeat("0", 20) + "-5", strings.Repeat("é", 20) + "-1", strings.Repeat("0", 20) + "-999999999"} {
		_, err := s.Mention(t.Context(), id)
		wantCode(t, err, mentionmap.NotFound)
	}
	one := mentions(t, s, mentionmap.NewQuery())[0]
	_, err := s.Mention(t.Context(), mentionmap.MentionID(one.DocumentID, one.Start+1))
	wantCode(t, err, mentionmap.NotFound)
	_, err = s.Document(t.Context(), "nothing")
	wantCode(t, err, mentionmap.NotFound)
	_, err = s.Place(t.Context(), 1)
	wantCode(t, err, mentionmap.NotFound)
	q := mentionmap.NewQuery()
	q.Documents, q.Sources = []string{"nothing"}, []string{"nobody"}
	checkQuery(t, s, q, nil)
}

func testWords(t *testing.T, s store.Store) {
	put(t, s,
		report("Shelling at Kyiv's edge yesterday: the Kakhovka dam.", "Kyiv", "yesterday"),
		report("Вибухи у Києві вчора — Київ, кав’ярня.", "Київ", "вчора"),
		report("A café in Kyiv was open yesterday; no NEAR OR AND NOT.", "Kyiv", "yesterday"))
	for typed, want := range map[string]int64{
		"": 3, "shelling": 1, "SHELLING Kyiv": 1, "kyiv": 2, "kyiv dam": 1, `"kakhovka dam"`: 1, `"dam kakhovka"`: 0, `"kakhovka dam`: 1, "київ": 1, "КИЇВ": 1,
		"кав'ярня": 1, "café": 1, "cafe": 1, "A title": 3, "no such": 0, "near": 1, "NOT": 1, "kyiv AND dam": 0, "OR": 1,
		"*": 3, `"`: 3, `""`: 3, "()": 3, "title:x": 0, "kyiv*": 2, "^kyiv": 2, "kyiv -dam": 1, `a"b"c`: 0, "kyiv\x00dam": 1, "{kyiv}": 2, "“kakhovka dam”": 1, "\xff": 3,
	} {
		q := mentionmap.NewQuery()
		q.Text = typed
		if n := total(t, s, q); n != want {
			t.Errorf("%q is said by %d, want %d", typed, n, want)
		}
		if n := len(mentions(t, s, q)); int64(n) != want {
			t.Errorf("%q gives %d mentions, want %d", typed, n, want)
		}
	}
}

func testSources(t *testing.T, s store.Store) {
	m := filled(t, s, 8, 60)
	want := map[string]int64{}
	for _, f := range m.facts {
		for _, name := range f.sources {
			want[name]++
		}
	}
	list, err := s.Sources(t.Context(), mentionmap.NewQuery())
	if err != nil || len(list) != len(want) {
		t.Errorf("%d sources, error %v, want %d", len(list), err, len(want))
	}
	if !slices.IsSortedFunc(list, func(a, b store.SourceCount) int { return int(b.N - a.N) }) {
		t.Error("sources are not in the order of their numbers")
	}
	for _, c := range list {
		q := mentionmap.NewQuery()
		q.Sources = []string{c.Source}
		if n := total(t, s, q); n != c.N || n != want[c.Source] {
			t.Errorf("source %q: %d listed, %d found, want %d", c.Source, c.N, n, want[c.Source])
		}
	}
}

func testStories(t *testing.T, s store.Store) {
	body := "Officials in Kyiv said yesterday that repair crews had restored power to most districts after the overnight drone attack, " +
		"and that schools would open again on Monday; two bridges over the river stay closed to lorries until engineers have checked them."
	first := report(body, "Kyiv", "yesterday")
	copied := report("CHANNEL NEWS | Subscribe\n\n"+body+"\n\nShare this", "Kyiv", "yesterday")
	other := report("Farmers near Kyiv began to bring in the wheat yesterday, later than in other years because of the long rain, and prices at the port went down.", "Kyiv", "yesterday")
	put(t, s, first, copied, other)
	id := mentionmap.DocumentID(body)
	for i, m := range mentions(t, s, mentionmap.NewQuery()) {
		if (m.Story == id) != (i < 2) {
			t.Errorf("document %d belongs to the story of %s, the first is %s", i, m.Story, id)
		}
	}
	q := mentionmap.NewQuery()
	q.Count = mentionmap.CountStories
	if rows, sum := countRows(t, s, q); sum != 2 || len(rows) != 1 {
		t.Errorf("counted as stories: %d in %v, want 2 in one row", sum, rows)
	}
}

func testPaging(t *testing.T, s store.Store) {
	filled(t, s, 9, 40)
	for order := range mentionmap.Order(3) {
		for _, by := range []mentionmap.By{mentionmap.ByEvent, mentionmap.ByPublished} {
			q := mentionmap.NewQuery()
			q.Order, q.By, q.Uses = order, by, []mentionmap.Use{mentionmap.Literal}
			all := idsOf(mentions(t, s, q))
			for _, limit := range []int{1, 7, len(all), len(all) + 1} {
				if got := inPages(t, s, q, limit); !slices.Equal(got, all) {
					t.Errorf("order %d, by %v, pages of %d: %d mentions in another order than %d at once", order, by, limit, len(got), len(all))
				}
			}
		}
	}
	var docs, paged []string
	collect := func(to *[]string, q *mentionmap.Query) func(*store.Document) error {
		return func(d *store.Document) error {
			*to, q.After = append(*to, d.ID), d.Cursor
			return nil
		}
	}
	q := mentionmap.NewQuery()
	if err := s.Documents(t.Context(), q, collect(&docs, new(mentionmap.Query))); err != nil {
		t.Fatal(err)
	}
	for q.Limit = 3; len(paged) < len(docs); {
		if err := s.Documents(t.Context(), q, collect(&paged, &q)); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(docs, paged) {
		t.Error("documents in pages differ from documents at once")
	}
}

func inPages(t *testing.T, s store.Store, q mentionmap.Query, limit int) (all []string) {
	q.Limit = limit
	for {
		page := mentions(t, s, q)
		if len(page) > limit {
			t.Fatalf("a page of %d has %d mentions", limit, len(page))
		}
		all = append(all, idsOf(page)...)
		if len(page) < limit {
			return all
		}
		q.After = page[limit-1].Cursor
	}
}

func testWrongCursors(t *testing.T, s store.Store) {
	filled(t, s, 10, 5)
	stored := mentions(t, s, mentionmap.NewQuery())[0].Cursor
	for _, after := range []string{"x", "s", "n", "s-1", "n1.x", "s1.1", stored + "!", strings.Repeat("z", 100), "\x00", "é"} {
		for order := range mentionmap.Order(3) {
			q := mentionmap.NewQuery()
			q.Order, q.After = order, after
			if order == mentionmap.OrderStored || after == stored {
				err := s.Mentions(t.Context(), q, func(*store.Mention) error { return nil })
				if after != stored || order != mentionmap.OrderStored {
					wantCode(t, err, mentionmap.Invalid)
				} else if err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func testSnapshot(t *testing.T, s store.Store) {
	first := Corpus(11, 200)
	put(t, s, first...)
	want := info(t, s).Mentions
	n, more := int64(0), Corpus(12, 30)
	err := s.Mentions(t.Context(), mentionmap.NewQuery(), func(*store.Mention) error {
		if n++; n == 1 {
			put(t, s, more...)
		}
		return nil
	})
	if err != nil || n != want {
		t.Errorf("read %d mentions, error %v, want the %d that were there at the start", n, err, want)
	}
}

var errStop = errors.New("stop")

func testCallbacks(t *testing.T, s store.Store) {
	filled(t, s, 13, 30)
	q := mentionmap.NewQuery()
	n := 0
	err := s.Mentions(t.Context(), q, func(m *store.Mention) error {
		if _, err := s.Mention(t.Context(), m.ID); err != nil {
			return err
		}
		if n++; n == 3 {
			return errStop
		}
		return nil
	})
	if err != errStop || n != 3 {
		t.Errorf("stopped after %d: %v", n, err)
	}
	for name, err := range map[string]error{
		"Counts":    s.Counts(t.Context(), q, func(store.Count) error { return errStop }),
		"Places":    s.Places(t.Context(), q, func(*store.PlaceCount) error { return errStop }),
		"Documents": s.Documents(t.Context(), q, func(*store.Document) error { return errStop }),
	} {
		if err != errStop {
			t.Errorf("%s gives %v, want the callback's own error", name, err)
		}
	}
}

func testCancelled(t *testing.T, s store.Store) {
	put(t, s, Corpus(14, 300)...)
	var ctx context.Context
	for range 40 { // those that read ahead are met at any point
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(t.Context())
		n := 0
		err := s.Mentions(ctx, mentionmap.NewQuery(), func(*store.Mention) error {
			n++
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) || int64(n) >= info(t, s).Mentions {
			t.Errorf("cancelled reading gave %d mentions and %v", n, err)
		}
		cancel()
	}
	if _, err := s.Total(ctx, mentionmap.NewQuery()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled Total: %v", err)
	}
	if n := total(t, s, mentionmap.NewQuery()); n != info(t, s).Mentions {
		t.Errorf("after a cancelled call Total is %d", n)
	}
}

// testConcurrent reads while documents come in: what a reader sees is whole
// documents, and the numbers agree once the writer is done.
func testConcurrent(t *testing.T, s store.Store) {
	docs := Corpus(15, 120)
	m := newModel(docs)
	perDocument := map[string]int{}
	for _, f := range m.facts {
		perDocument[f.document]++
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readWhole(t, s, perDocument)
				}
			}
		})
	}
	for part := range slices.Chunk(docs, 5) {
		put(t, s, part...)
	}
	close(done)
	wait.Wait()
	checkQuery(t, s, mentionmap.NewQuery(), m.find(new(mentionmap.NewQuery())))
}

func readWhole(t *testing.T, s store.Store, perDocument map[string]int) {
	seen := map[string]int{}
	err := s.Mentions(t.Context(), mentionmap.NewQuery(), func(m *store.Mention) error {
		seen[m.DocumentID]++
		return nil
	})
	for id, n := range seen {
		if n != perDocument[id] {
			t.Errorf("document %s was read with %d of %d mentions", id, n, perDocument[id])
		}
	}
	if err != nil {
		t.Error("reading while writing:", err)
	}
}
