package index

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"mentionmap"
	"mentionmap/data/store"
)

// modelRow is a mention with what can be asked of it.
type modelRow struct {
	store.MentionRow
	document  int64
	post      uint32
	published mentionmap.Day
	source    int64
	gone      bool
}

// viewModel is what views are held against: a list of all mentions.
type viewModel struct {
	rows    []modelRow
	posts   uint32
	last    int64
	numbers []int64 // of documents that are left
	rising  bool    // all is published, later and later, most is told of after it happened
}

const modelPlaces = 60

func (m *viewModel) block(r *rand.Rand, documents, mentions int) *store.Block {
	b := &store.Block{}
	for range documents {
		m.last += 1 + int64(r.IntN(20)/19*r.IntN(50)) // some were deleted before
		m.numbers = append(m.numbers, m.last)
		d := store.DocumentRow{Number: m.last, Story: m.last, Sources: []int64{1}}
		start := int32(0)
		for n := range r.IntN(4) {
			p := store.PostRow{Published: randomDay(r), Source: int64(r.IntN(4))}
			if m.rising {
				p.Published = mentionmap.Day(19000 + m.last/1000)
			}
			for range r.IntN(mentions) {
				start += 1 + int32(r.IntN(100))
				x := randomRow(r, start, uint16(n))
				if m.rising && x.From > p.Published { // some of it is planned
					x.From = p.Published + mentionmap.Day(r.IntN(50)/45*r.IntN(6))
					x.To = x.From
				}
				b.Mentions = append(b.Mentions, x)
				d.Mentions++
				m.rows = append(m.rows, modelRow{x, m.last, m.posts, p.Published, max(p.Source, 1), false})
			}
			b.Posts = append(b.Posts, p)
			d.Posts++
			m.posts++
		}
		b.Documents = append(b.Documents, d)
	}
	for range r.IntN(1 + documents/10) {
		at := r.IntN(len(m.numbers))
		number := m.numbers[at]
		m.numbers = slices.Delete(m.numbers, at, at+1)
		b.Gone = append(b.Gone, number)
		for i := range m.rows {
			m.rows[i].gone = m.rows[i].gone || m.rows[i].document == number
		}
	}
	return b
}

func randomDay(r *rand.Rand) mentionmap.Day {
	if r.IntN(10) == 0 {
		return mentionmap.NoDay
	}
	return mentionmap.Day(19000 + r.IntN(100))
}

func randomRow(r *rand.Rand, start int32, post uint16) store.MentionRow {
	m := store.MentionRow{Start: start, Post: post, Place: int64(r.IntN(modelPlaces) * r.IntN(2)), Kind: mentionmap.Kind(r.IntN(9)), Use: mentionmap.Use(r.IntN(2)),
		Relation: mentionmap.Relation(r.IntN(9)), Confidence: int16(r.IntN(1001)), From: mentionmap.NoDay, To: mentionmap.NoDay}
	if day := randomDay(r); day != mentionmap.NoDay {
		m.From, m.Precision = day, mentionmap.Precision(1+r.IntN(6))
		m.To = day + mentionmap.Day(r.IntN(2)*r.IntN(20))
	}
	switch far := r.IntN(200); {
	case m.Precision == mentionmap.Undated:
	case far == 0:
		m.From, m.To = math.MaxInt32-3, math.MaxInt32
	case far == 1:
		m.From = math.MinInt32 + 1
	case far == 2:
		m.From, m.To = -700_000, 3_000_000
	case far == 3:
		m.To = math.MaxInt32
	}
	return m
}

// randomAsk is a query, and posts of it; nil: all.
func randomAsk(r *rand.Rand, m *viewModel) (q mentionmap.Query, posts []uint32) {
	q = mentionmap.NewQuery()
	days := 110
	if m.rising {
		days = int(m.last/1000) + 2
	}
	for r.IntN(4) == 0 {
		q.Kinds = append(q.Kinds, mentionmap.Kind(r.IntN(9)))
	}
	for r.IntN(4) == 0 {
		q.Uses = append(q.Uses, mentionmap.Use(r.IntN(2)))
	}
	for r.IntN(4) == 0 {
		q.Relations = append(q.Relations, mentionmap.Relation(r.IntN(9)))
	}
	for r.IntN(3) == 0 {
		q.Precisions = append(q.Precisions, mentionmap.Precision(r.IntN(7)))
	}
	q.By = mentionmap.By(r.IntN(2))
	if r.IntN(4) == 0 {
		q.MinConfidence = float32(r.IntN(1100)) / 1000
	}
	if r.IntN(2) == 0 {
		q.From = mentionmap.Day(18998 + r.IntN(days))
		q.To = q.From + mentionmap.Day(r.IntN(30))
		if r.IntN(3) == 0 {
			q.From = mentionmap.NoDay
		} else if r.IntN(3) == 0 {
			q.To = mentionmap.NoDay
		}
	}
	if r.IntN(4) == 0 {
		q.Embargo = mentionmap.Day(19000 + r.IntN(days))
	}
	if r.IntN(2) == 0 {
		for p := range modelPlaces + 3 {
			if r.IntN(5) == 0 {
				q.Places = append(q.Places, mentionmap.PlaceID(p))
			}
		}
	}
	if r.IntN(4) == 0 {
		posts = []uint32{}
		for p := range m.posts {
			if r.IntN(3) == 0 {
				posts = append(posts, p)
			}
		}
	}
	if r.IntN(6) == 0 {
		q.Sources = []string{fmt.Sprint("source ", 1+r.IntN(4))}
	}
	return q, posts
}

// matches says in the plainest way whether a mention matches.
func (x *modelRow) matches(q *mentionmap.Query, posts []uint32) bool {
	if _, ok := slices.BinarySearch(posts, x.post); posts != nil && !ok || x.gone {
		return false
	}
	in := func(ok bool, n int) bool { return n == 0 || ok }
	if !in(slices.Contains(q.Kinds, x.Kind), len(q.Kinds)) || !in(slices.Contains(q.Uses, x.Use), len(q.Uses)) || !in(slices.Contains(q.Relations, x.Relation), len(q.Relations)) ||
		!in(slices.Contains(q.Places, mentionmap.PlaceID(x.Place)), len(q.Places)) || !in(slices.Contains(q.Sources, fmt.Sprint("source ", x.source)), len(q.Sources)) ||
		float32(float64(x.Confidence)/1000) < q.MinConfidence {
		return false
	}
	dates := mentionmap.Dates{From: x.From, To: x.To, Precision: x.Precision}
	if q.Embargoed(x.published, dates) {
		return false
	}
	dates = x.filed(q.By)
	if !in(slices.Contains(q.Precisions, dates.Precision), len(q.Precisions)) {
		return false
	}
	return !q.Windowed() || dates.Overlaps(q.From, q.To) || !dates.Known() && slices.Contains(q.Precisions, mentionmap.Undated)
}

func (x *modelRow) filed(by mentionmap.By) mentionmap.Dates {
	switch {
	case by == mentionmap.ByEvent:
		return mentionmap.Dates{From: x.From, To: x.To, Precision: x.Precision}
	case x.published == mentionmap.NoDay:
		return mentionmap.NoDates
	}
	return mentionmap.Dates{From: x.published, To: x.published, Precision: mentionmap.PrecisionDay}
}

func (m *viewModel) find(q *mentionmap.Query, posts []uint32) (out []uint32) {
	for i := range m.rows {
		if m.rows[i].matches(q, posts) {
			out = append(out, uint32(i))
		}
	}
	return out
}

// check holds what a filter finds against the model's answer.
func (m *viewModel) check(f *filter, want []uint32, r *rand.Rand) error {
	if n := f.count(); n != len(want) {
		return fmt.Errorf("count is %d, want %d", n, len(want))
	}
	if got := f.rows(); !slices.Equal(got, want) {
		return fmt.Errorf("rows gives %d rows or others than these %d", len(got), len(want))
	}
	from, rest := uint32(0), want
	if len(want) > 0 && r.IntN(2) == 0 {
		n := r.IntN(len(want))
		from, rest = f.view.after(m.rows[want[n]].document, int(m.rows[want[n]].Start)), want[n+1:]
	}
	page := 1 + r.IntN(300)
	x := f.find(from)
	for len(rest) > 0 {
		n := min(page, len(rest))
		if got := x.next(page); !slices.Equal(got, rest[:n]) {
			return fmt.Errorf("next(%d) from row %d gives other rows: %d before %d", page, from, len(got), len(rest))
		}
		rest = rest[n:]
	}
	if more := x.next(page); len(more) > 0 {
		return fmt.Errorf("next gives %d rows too many", len(more))
	}
	return m.checkByDay(f, want, r)
}

func (m *viewModel) checkByDay(f *filter, want []uint32, r *rand.Rand) error {
	q := *f.query
	q.Order = mentionmap.OrderNewest + mentionmap.Order(r.IntN(2))
	limit := 1 + r.IntN(1+len(want))
	want = slices.Clone(want)
	slices.SortStableFunc(want, func(a, b uint32) int {
		x, y := m.rows[a].filed(q.By).From, m.rows[b].filed(q.By).From
		switch {
		case x == mentionmap.NoDay || y == mentionmap.NoDay:
			return cmp.Compare(y, x)
		case q.Order == mentionmap.OrderNewest:
			return cmp.Or(cmp.Compare(y, x), cmp.Compare(b, a))
		}
		return cmp.Compare(x, y)
	})
	after := cursor{order: q.Order}
	for at := 0; at <= len(want); at += limit {
		end := min(len(want), at+limit)
		if got := f.byDay(after, limit); !slices.Equal(got, want[at:end]) {
			return fmt.Errorf("byDay(%+v, %d) from row %d of %d gives other rows: %d", after, limit, at, len(want), len(got))
		}
		if end-at < limit || at > 20*limit {
			break
		}
		after = f.view.on(want[end-1], &q)
		if parsed, err := parseCursor(after.String(), q.Order); err != nil || parsed != after {
			return fmt.Errorf("cursor %+v comes back as %+v, %v", after, parsed, err)
		}
	}
	return nil
}

// TestViewsAgainstAModel adds and deletes documents, and asks each view the same
// as a list of all mentions; older views must stay what they were.
func TestViewsAgainstAModel(t *testing.T) {
	for _, size := range []struct {
		rounds, documents, mentions, tail int
		rising                            bool
	}{{30, 3, 4, 5, false}, {6, 400, 20, 1000, false}, {3, 700, 60, 1 << 30, false}, {4, 2000, 16, 3000, true}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(size.rounds), 7))
			m, v, lists := &viewModel{rising: size.rising}, modelView(t), map[string]uint32{}
			change := func() {
				c := v.change(lists)
				if err := c.block(m.block(r, size.documents, size.mentions)); err != nil {
					t.Fatal(err)
				}
				v = &c.view
			}
			filter := func(v *view) (*filter, []uint32) {
				q, posts := randomAsk(r, m)
				want := m.find(&q, posts)
				if len(q.Sources) > 0 {
					posts = v.fromSources(posts, q.Sources)
				}
				return v.filter(&q, posts, nil), want
			}
			for round := range size.rounds {
				change()
				before, want := filter(v)
				for range 8 {
					f, want := filter(v)
					if err := m.check(f, want, r); err != nil {
						t.Fatalf("round %d, query %+v: %v", round, f.query, err)
					}
				}
				grown := *v
				grown.segments = v.grown(size.tail)
				v = &grown
				if round > 0 {
					change()
				}
				if err := m.check(before, want, r); err != nil {
					t.Fatalf("round %d, a view that was changed since, query %+v: %v", round, before.query, err)
				}
			}
		})
	}
}

// modelView is empty but for places and sources.
func modelView(t testing.TB) *view {
	v := empty("model")
	var placeRows []store.PlaceRow
	for n := range int64(modelPlaces + 3) {
		if n > 0 {
			placeRows = append(placeRows, store.PlaceRow{Number: n, Place: mentionmap.Place{ID: mentionmap.PlaceID(n)}})
		}
	}
	var sourceRows []store.SourceRow
	for n := range int64(4) {
		sourceRows = append(sourceRows, store.SourceRow{Number: n + 1, Name: fmt.Sprint("source ", n+1)})
	}
	var err, other error
	v.places, err = v.places.with(placeRows)
	v.sources, other = v.sources.with(sourceRows)
	if err != nil || other != nil {
		t.Fatal(err, other)
	}
	return v
}

func TestWhatDoesNotFit(t *testing.T) {
	for name, b := range map[string]store.Block{
		"a document before the last": {Documents: []store.DocumentRow{{Number: 1, Story: 1, Sources: []int64{1}}}},
		"a number too high":          {Documents: []store.DocumentRow{{Number: math.MaxInt32 + 1, Story: 1, Sources: []int64{1}}}},
		"posts that are missing":     {Documents: []store.DocumentRow{{Number: 5, Story: 5, Posts: 1, Sources: []int64{1}}}},
		"mentions that are missing":  {Documents: []store.DocumentRow{{Number: 5, Story: 5, Mentions: 1, Sources: []int64{1}}}},
		"a place too high": {Documents: []store.DocumentRow{{Number: 5, Story: 5, Posts: 1, Mentions: 1, Sources: []int64{1}}}, Posts: make([]store.PostRow, 1),
			Mentions: []store.MentionRow{{Place: mostPlaces + 1}}},
		"a mention of no post": {Documents: []store.DocumentRow{{Number: 5, Story: 5, Mentions: 1, Sources: []int64{1}}}, Mentions: make([]store.MentionRow, 1)},
		"mentions of posts the wrong way": {Documents: []store.DocumentRow{{Number: 5, Story: 5, Posts: 2, Mentions: 2, Sources: []int64{1}}}, Posts: make([]store.PostRow, 2),
			Mentions: []store.MentionRow{{Post: 1}, {Post: 0}}},
	} {
		c := modelView(t).change(map[string]uint32{})
		if err := c.block(&store.Block{Documents: []store.DocumentRow{{Number: 2, Story: 2, Sources: []int64{1}}}}); err != nil {
			t.Fatal(err)
		}
		if err := c.block(&b); mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, n := range []int64{0, -1, mostSources + 1} {
		if _, err := (&places{}).with([]store.PlaceRow{{Number: n}}); mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Errorf("place %d: %v", n, err)
		}
		if _, err := (&sources{}).with([]store.SourceRow{{Number: n}}); mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Errorf("source %d: %v", n, err)
		}
	}
}

func TestSortRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	v := &view{rows: 100_000}
	for _, n := range []int{0, 1, 96, 97, 98, 5000, v.rows} {
		rows := make([]uint32, n)
		for i, row := range r.Perm(v.rows)[:n] {
			rows[i] = uint32(row)
		}
		want := slices.Sorted(slices.Values(rows))
		if v.sorted(rows); !slices.Equal(rows, want) {
			t.Errorf("%d rows are not sorted", n)
		}
	}
}

func TestSkip(t *testing.T) {
	for n := range 70 {
		for want := range n + 1 {
			if got := skip(n, func(i int) bool { return i < want }); got != want {
				t.Errorf("of %d %d are below, got %d", n, want, got)
			}
		}
	}
}

// FuzzCursor: what is no cursor is refused, what is one comes back.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", "s1", "n1.5", "o7ps.-3", "s-1", "n1.x", "s1.1", "n1.-2147483648", "é"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(1))
	}
	f.Fuzz(func(t *testing.T, s string, order uint8) {
		c, err := parseCursor(s, mentionmap.Order(order))
		if err != nil {
			if mentionmap.CodeOf(err) != mentionmap.Invalid {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if again, err := parseCursor(c.String(), c.order); c.started && (err != nil || again != c) {
			t.Errorf("%q: %+v comes back as %+v, %v", s, c, again, err)
		}
	})
}
