package columns

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"mentionmap"
)

// model is what views are held against: a list of all mentions.
type model struct {
	rows    []Found
	deleted map[int64]bool // sections
	next    int64          // section
	rising  bool           // all is published, later and later, most is told of after it happened
}

// perDay is how many sections are published a day, where that rises.
const perDay = 1000

// published is a day that a section was published.
func (m *model) published(r *rand.Rand) mentionmap.Day {
	if m.rising {
		return mentionmap.Day(19000 + m.next/perDay)
	}
	return randomDay(r)
}

func (m *model) document(r *rand.Rand, n int) Document {
	m.next += int64(r.IntN(20) / 19 * r.IntN(50)) // documents that were deleted before
	d := Document{Number: m.next}
	start := 0
	for range r.IntN(4) {
		s := Section{Published: m.published(r), Mentions: r.IntN(n)}
		for range s.Mentions {
			start += 1 + r.IntN(100)
			x := randomMention(r, start)
			if m.rising && x.Day > s.Published { // some of it is planned
				x.Day, x.Days = s.Published+mentionmap.Day(r.IntN(50)/45*r.IntN(6)), 0
			}
			d.Mentions = append(d.Mentions, x)
			m.rows = append(m.rows, Found{Mention: x, Document: d.Number, Section: d.Number + int64(len(d.Sections)), Published: s.Published})
		}
		d.Sections = append(d.Sections, s)
	}
	m.next += int64(max(len(d.Sections), 1))
	return d
}

func randomDay(r *rand.Rand) mentionmap.Day {
	if r.IntN(10) == 0 {
		return mentionmap.NoDay
	}
	return mentionmap.Day(19000 + r.IntN(100))
}

func randomMention(r *rand.Rand, start int) Mention {
	m := Mention{Start: start, Place: int64(r.IntN(60) * r.IntN(2)), Kind: mentionmap.Kind(r.IntN(9)), Use: mentionmap.Use(r.IntN(2)),
		Relation: mentionmap.Relation(r.IntN(9)), Confidence: int64(r.IntN(1001)), Day: mentionmap.NoDay}
	if day := randomDay(r); day != mentionmap.NoDay {
		m.Day, m.Precision, m.Days = day, mentionmap.Precision(1+r.IntN(6)), int32(r.IntN(2)*r.IntN(20))
	}
	switch far := r.IntN(200); {
	case m.Precision == mentionmap.Undated:
	case far == 0:
		m.Day = math.MaxInt32 - mentionmap.Day(m.Days)
	case far == 1:
		m.Day = math.MinInt32 + 1
	case far == 2:
		m.Day, m.Days = -700_000, 3_000_000
	case far == 3:
		m.Days = math.MaxInt32 - int32(m.Day)
	}
	return m
}

func randomFilter(r *rand.Rand, m *model) Filter {
	f, days := NewFilter(), 110
	if m.rising {
		days = int(m.next/perDay) + 2
	}
	mask := func(n int) uint16 {
		if r.IntN(4) > 0 {
			return 0
		}
		a, b := r.IntN(n), r.IntN(n)
		return 1<<a | 1<<b
	}
	f.Kinds, f.Uses, f.Relations, f.Precisions = mask(9), mask(2), mask(9), mask(7)
	f.By = mentionmap.By(r.IntN(2))
	if r.IntN(4) == 0 {
		f.Confidence = int64(r.IntN(1100))
	}
	if r.IntN(2) == 0 {
		f.From = int32(18998 + r.IntN(days))
		f.To = f.From + int32(r.IntN(30))
		f.Undated = f.Precisions&1 == 1
		if r.IntN(3) == 0 {
			f.From = math.MinInt32
		} else if r.IntN(3) == 0 {
			f.To = math.MaxInt32
		}
	}
	if r.IntN(4) == 0 {
		f.Embargo = mentionmap.Day(19000 + r.IntN(days))
	}
	if r.IntN(2) == 0 {
		f.Places = []uint32{}
		for p := range uint32(70) {
			if r.IntN(5) == 0 {
				f.Places = append(f.Places, p)
			}
		}
	}
	if r.IntN(4) == 0 {
		f.Sections = []uint32{}
		for s := range uint32(m.next + 5) {
			if r.IntN(3) == 0 {
				f.Sections = append(f.Sections, s)
			}
		}
	}
	return f
}

// matches says in the plainest way whether a mention matches.
func (m *model) matches(f *Filter, x *Found) bool {
	in := func(mask uint16, v uint8) bool { return mask == 0 || mask>>v&1 == 1 }
	if m.deleted[x.Section] || !in(f.Kinds, uint8(x.Kind)) || !in(f.Uses, uint8(x.Use)) || !in(f.Relations, uint8(x.Relation)) || x.Confidence < f.Confidence {
		return false
	}
	if f.Places != nil && !slices.Contains(f.Places, uint32(x.Place)) || f.Sections != nil && !has(f.Sections, uint32(x.Section)) {
		return false
	}
	dates := mentionmap.NoDates
	if x.Precision != mentionmap.Undated {
		dates = mentionmap.Dates{From: x.Day, To: x.Day + mentionmap.Day(x.Days), Precision: x.Precision}
	}
	q := mentionmap.Query{Embargo: f.Embargo}
	if q.Embargoed(x.Published, dates) {
		return false
	}
	if f.By == mentionmap.ByPublished {
		dates = mentionmap.NoDates
		if x.Published != mentionmap.NoDay {
			dates = mentionmap.Dates{From: x.Published, To: x.Published, Precision: mentionmap.PrecisionDay}
		}
	}
	if !in(f.Precisions, uint8(dates.Precision)) {
		return false
	}
	return !dates.Known() && f.Undated || dates.Known() && int32(dates.From) <= f.To && int32(dates.To) >= f.From
}

func has(sorted []uint32, n uint32) bool {
	_, ok := slices.BinarySearch(sorted, n)
	return ok
}

func (m *model) find(f *Filter) (out []Found) {
	for i := range m.rows {
		if m.matches(f, &m.rows[i]) {
			out = append(out, m.rows[i])
		}
	}
	return out
}

func at(v *View, rows []uint32) (out []Found) {
	for _, row := range rows {
		out = append(out, v.At(row))
	}
	return out
}

// check holds what a view finds against the model's answer.
func check(v *View, f *Filter, want []Found, r *rand.Rand) error {
	if n := v.Count(f); n != len(want) {
		return fmt.Errorf("Count is %d, want %d", n, len(want))
	}
	if got := at(v, v.Rows(f)); !slices.Equal(got, want) {
		return fmt.Errorf("Rows gives %d rows or others than these %d", len(got), len(want))
	}
	from, rest := uint32(0), want
	if len(want) > 0 && r.IntN(2) == 0 {
		n := r.IntN(len(want))
		from, rest = v.After(want[n].Document, want[n].Start), want[n+1:]
	}
	page := 1 + r.IntN(300)
	x := v.Find(f, from)
	for len(rest) > 0 {
		n := min(page, len(rest))
		if got := at(v, x.Next(page)); !slices.Equal(got, rest[:n]) {
			return fmt.Errorf("Next(%d) from row %d gives other rows: %d before %d", page, from, len(got), len(rest))
		}
		rest = rest[n:]
	}
	if more := x.Next(page); len(more) > 0 {
		return fmt.Errorf("Next gives %d rows too many", len(more))
	}
	return checkByDay(v, f, want, r)
}

func checkByDay(v *View, f *Filter, want []Found, r *rand.Rand) error {
	o := Order{Newest: r.IntN(2) == 0, Limit: 1 + r.IntN(1+len(want))}
	day := func(x *Found) mentionmap.Day {
		if f.By == mentionmap.ByPublished {
			return x.Published
		}
		return x.Day
	}
	want = slices.Clone(want)
	slices.SortStableFunc(want, func(a, b Found) int {
		x, y := day(&a), day(&b)
		switch {
		case x == mentionmap.NoDay || y == mentionmap.NoDay:
			return cmp.Compare(y, x)
		case o.Newest:
			return cmp.Or(cmp.Compare(y, x), cmp.Compare(b.Document, a.Document), cmp.Compare(b.Start, a.Start))
		}
		return cmp.Compare(x, y)
	})
	for at0 := 0; at0 <= len(want); at0 += o.Limit {
		end := min(len(want), at0+o.Limit)
		if got := at(v, v.ByDay(f, o)); !slices.Equal(got, want[at0:end]) {
			return fmt.Errorf("ByDay(%+v) from row %d of %d gives other rows: %d", o, at0, len(want), len(got))
		}
		if end == at0 {
			break
		}
		last := &want[end-1]
		o.Started, o.Day, o.Document, o.Start = true, day(last), last.Document, last.Start
		if end-at0 < o.Limit || at0 > 20*o.Limit {
			break
		}
	}
	return nil
}

// TestAgainstAModel adds and deletes documents, and asks each view the same as a
// list of all mentions; older views must stay what they were.
func TestAgainstAModel(t *testing.T) {
	for _, size := range []struct {
		rounds, documents, mentions, tail int
		rising                            bool
	}{{30, 3, 4, 5, false}, {6, 400, 20, 1000, false}, {3, 700, 60, 1 << 30, false}, {4, 2000, 16, 3000, true}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(size.rounds), 7))
			c := New()
			c.tail = size.tail
			m := &model{deleted: map[int64]bool{}, rising: size.rising}
			for round := range size.rounds {
				change(t, c, m, r, round, size.documents, size.mentions)
				before, f := c.View(), randomFilter(r, m)
				want := m.find(&f)
				for range 8 {
					f := randomFilter(r, m)
					if err := check(c.View(), &f, m.find(&f), r); err != nil {
						t.Fatalf("round %d, filter %+v: %v", round, f, err)
					}
				}
				c.Index()
				if round > 0 {
					change(t, c, m, r, round, size.documents, size.mentions)
				}
				if err := check(before, &f, want, r); err != nil {
					t.Fatalf("round %d, a view that was changed since, filter %+v: %v", round, f, err)
				}
			}
		})
	}
}

func change(t *testing.T, c *Columns, m *model, r *rand.Rand, round, documents, mentions int) {
	t.Helper()
	ch := c.Begin()
	for range documents {
		d := m.document(r, mentions)
		if err := ch.Add(&d); err != nil {
			t.Fatal(err)
		}
	}
	for range r.IntN(1 + documents/10) {
		first := int64(r.IntN(int(m.next)))
		last := min(first+int64(r.IntN(3)), m.next-1)
		for s := first; s <= last; s++ {
			m.deleted[s] = true
		}
		ch.Remove(first, last)
	}
	ch.Publish(int64(round), m.next)
}

func TestViewsOfGenerations(t *testing.T) {
	c := New()
	for g := range int64(20) {
		c.Begin().Publish(g, 1)
	}
	if v := c.At(19); v == nil || v != c.View() {
		t.Error("the newest view is not that of the last generation")
	}
	if c.At(15) == nil || c.At(15).Generation != 15 || c.At(3) != nil || c.At(20) != nil {
		t.Error("the last few views are not at hand")
	}
}

func TestWhatDoesNotFit(t *testing.T) {
	for name, d := range map[string]Document{
		"a document before the last": {Number: 1},
		"a number too high":          {Number: math.MaxUint32},
		"a place too high":           {Number: 5, Sections: []Section{{Mentions: 1}}, Mentions: []Mention{{Place: math.MaxUint32}}},
		"a place below":              {Number: 5, Sections: []Section{{Mentions: 1}}, Mentions: []Mention{{Place: -1}}},
		"a start too high":           {Number: 5, Sections: []Section{{Mentions: 1}}, Mentions: []Mention{{Start: math.MaxUint32 + 1}}},
	} {
		c := New()
		ch := c.Begin()
		if err := ch.Add(&Document{Number: 2}); err != nil {
			t.Fatal(err)
		}
		if err := ch.Add(&d); mentionmap.CodeOf(err) != mentionmap.Internal {
			t.Errorf("%s: %v", name, err)
		}
		ch.Drop()
		if c.View().End() != 0 {
			t.Errorf("%s: what was dropped is seen", name)
		}
	}
}

// TestReadersWhileWriting is for the race detector: views are read while others
// are made.
func TestReadersWhileWriting(t *testing.T) {
	c := New()
	c.tail = 200
	m := &model{deleted: map[int64]bool{}}
	r := rand.New(rand.NewPCG(3, 3))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for seed := range uint64(2) {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for {
				select {
				case <-stop:
					return
				default:
				}
				v := c.View()
				f := randomFilter(r, &model{next: v.End()})
				if n := v.Count(&f); n != len(v.Rows(&f)) || n != len(v.ByDay(&f, Order{Limit: n + 1})) || n != len(v.Find(&f, 0).Next(n+1)) {
					t.Errorf("a view says different things of %+v", f)
					return
				}
			}
		})
	}
	for round := range 40 {
		change(t, c, m, r, round, 20, 20)
		c.Index()
	}
	close(stop)
	readers.Wait()
}

func TestSortRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 511, 512, 5000} {
		rows := make([]uint32, n)
		for i := range rows {
			rows[i] = r.Uint32() >> (r.IntN(3) * 8)
		}
		want := slices.Sorted(slices.Values(rows))
		if sortRows(rows); !slices.Equal(rows, want) {
			t.Errorf("%d rows are not sorted", n)
		}
	}
}
