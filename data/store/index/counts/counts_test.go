package counts

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"mentionmap"
)

// corpus is random mentions by document. Its documents can be taken out again.
type corpus struct {
	r         *rand.Rand
	groups    int
	days      int
	documents [][]Mention
	hidden    [][]Mention // of the same documents: those that do not match yet
	posts     uint32
	hides     bool // some documents match only later
}

func newCorpus(seed uint64, groups, days int) *corpus {
	return &corpus{r: rand.New(rand.NewPCG(seed, 1)), groups: groups, days: days}
}

// put appends documents and returns their mentions.
func (c *corpus) put(n int) (out Mentions) {
	for range n {
		document := uint32(len(c.documents))
		story := document
		if before := int(document); before > 0 && c.r.IntN(3) == 0 {
			other := max(0, before-1-c.r.IntN(12))
			if list := append(c.documents[other][:0:0], c.documents[other]...); len(list)+len(c.hidden[other]) > 0 {
				story = append(list, c.hidden[other]...)[0].Story
			}
		}
		var list []Mention
		near := 19000 + c.r.IntN(c.days)
		for range c.r.IntN(3) {
			c.posts++
			for range c.r.IntN(5) {
				list = append(list, c.mention(document, story, near))
			}
		}
		if c.hides && c.r.IntN(6) == 0 {
			c.documents, c.hidden = append(c.documents, nil), append(c.hidden, list)
			continue
		}
		c.documents, c.hidden = append(c.documents, list), append(c.hidden, nil)
		out = append(out, list...)
	}
	return out
}

// show has a document that was stored before match from now on.
func (c *corpus) show() Mentions {
	for document, list := range c.hidden {
		if len(list) > 0 && c.r.IntN(2) == 0 {
			c.documents[document], c.hidden[document] = list, nil
			return list
		}
	}
	return nil
}

func (c *corpus) mention(document, story uint32, near int) Mention {
	r := c.r
	m := Mention{Document: document, Story: story, Post: c.posts, From: mentionmap.NoDay, To: mentionmap.NoDay, Use: mentionmap.Use(r.IntN(2)), Firm: r.IntN(2) == 0}
	if m.Group = PlaceGroup(1 + uint32(r.IntN(1+r.IntN(c.groups)))); r.IntN(8) == 0 {
		m.Group = KindGroup(mentionmap.Kind(r.IntN(3)))
	}
	if r.IntN(2) == 0 { // what the documents of a story have in common
		same := r.IntN(3)
		m.Group = PlaceGroup(1 + (story+uint32(same))%uint32(c.groups))
		m.From = mentionmap.Day(19000 + int(story)*7%c.days + same)
		m.To, m.Precision = m.From+mentionmap.Day(same), mentionmap.Precision(1+same)
		m.First, m.Last = m.From, m.To
		return m
	}
	m.First, m.Last = m.From, m.To
	if r.IntN(8) == 0 {
		return m
	}
	m.From = mentionmap.Day(near + r.IntN(4))
	m.To, m.Precision = m.From, mentionmap.PrecisionDay
	if r.IntN(3) == 0 {
		m.To += mentionmap.Day(r.IntN(40))
		m.Precision = mentionmap.Precision(2 + r.IntN(5))
	}
	switch r.IntN(300) {
	case 0:
		m.To += 400
	case 1:
		m.From -= 200_000
	}
	m.First, m.Last = m.From, m.To
	return m
}

// all is the mentions that are left, in stored order.
func (c *corpus) all() (out Mentions) {
	for _, list := range c.documents {
		out = append(out, list...)
	}
	return out
}

// story is the mentions of a story.
func (c *corpus) story(story uint32) Source {
	return slices.DeleteFunc(c.all(), func(m Mention) bool { return m.Story != story })
}

// remove takes a document out, and if it began a story gives that to the next.
// The mentions as they were before are returned, and those of the heirs as they
// are after.
func (c *corpus) remove(document int) (removed, heirs Mentions, heir uint32) {
	removed = slices.Clone(c.documents[document])
	c.documents[document], c.hidden[document] = nil, nil
	found := false
	for d := range c.documents {
		for _, list := range [][]Mention{c.documents[d], c.hidden[d]} {
			if len(list) == 0 || list[0].Story != uint32(document) {
				continue
			}
			if !found {
				found, heir = true, list[0].Document
			}
			for i := range list {
				list[i].Story = heir
			}
		}
		if found && len(c.documents[d]) > 0 && c.documents[d][0].Story == heir {
			heirs = append(heirs, c.documents[d]...)
		}
	}
	return removed, heirs, heir
}

// modelRow is what a unit is counted under.
type modelRow struct {
	Group Group
	Row   // N is 0
}

// model counts by looking at every mention.
func model(s Mentions, q *mentionmap.Query, takes func(Group) bool) map[modelRow]int64 {
	type seen struct {
		unit uint64
		row  modelRow
	}
	units := map[seen]uint8{}
	for i, m := range s {
		if takes != nil && !takes(m.Group) || !matches(q, &m) {
			continue
		}
		row := modelRow{m.Group, Row{From: Undated, To: Undated, Flags: uint8(m.Precision) << 2}}
		if m.From != mentionmap.NoDay {
			row.From, row.To = int32(m.From), int32(m.To)
		}
		unit := [...]uint64{mentionmap.CountReports: uint64(m.Document)<<32 | uint64(m.Post), mentionmap.CountMentions: uint64(i), mentionmap.CountDocuments: uint64(m.Document), mentionmap.CountStories: uint64(m.Story)}[q.Count]
		had := units[seen{unit, row}] | 1<<m.Use
		if m.Firm {
			had |= 1 << 5
		}
		units[seen{unit, row}] = had
	}
	out := map[modelRow]int64{}
	for u, flags := range units {
		u.row.Flags |= flags
		out[u.row]++
	}
	return out
}

func matches(q *mentionmap.Query, m *Mention) bool {
	if len(q.Uses) > 0 && !slices.Contains(q.Uses, m.Use) || len(q.Precisions) > 0 && !slices.Contains(q.Precisions, m.Precision) {
		return false
	}
	switch {
	case !q.Windowed():
		return true
	case m.From == mentionmap.NoDay:
		return slices.Contains(q.Precisions, mentionmap.Undated)
	}
	return (q.From == mentionmap.NoDay || m.To >= q.From) && (q.To == mentionmap.NoDay || m.From <= q.To)
}

// randomQuery asks for anything that a cube answers.
func (c *corpus) randomQuery() (mentionmap.Query, func(Group) bool) {
	r, q := c.r, mentionmap.NewQuery()
	q.Count = mentionmap.Unit(r.IntN(4))
	day := func() mentionmap.Day { return mentionmap.Day(18950 + r.IntN(c.days+150)) }
	if r.IntN(4) > 0 {
		q.From = day()
	}
	if r.IntN(4) > 0 {
		q.To = day()
	}
	if q.From != mentionmap.NoDay && q.To != mentionmap.NoDay {
		q.From, q.To = min(q.From, q.To), max(q.From, q.To)
		if r.IntN(3) == 0 {
			q.To = q.From + mentionmap.Day(r.IntN(30))
		}
	}
	for p := mentionmap.Undated; r.IntN(3) == 0 && p <= mentionmap.PrecisionYear; p++ {
		if r.IntN(2) == 0 {
			q.Precisions = append(q.Precisions, p)
		}
	}
	if r.IntN(2) == 0 {
		q.Uses = []mentionmap.Use{mentionmap.Use(r.IntN(2))}
	}
	if r.IntN(3) > 0 {
		return q, nil
	}
	n := Group(2 + r.IntN(5))
	return q, func(g Group) bool { return g%n == 1 }
}

// check compares all answers of a cube with the model's.
func check(t *testing.T, c *Cube, s Mentions, q mentionmap.Query, takes func(Group) bool) {
	t.Helper()
	want := model(s, &q, takes)
	sel := c.Select(&q, takes)
	got := map[modelRow]int64{}
	byGroup := map[Group][]Row{}
	for _, g := range sel.Groups() {
		rows := sel.Rows(nil, g)
		byGroup[g] = rows
		for i, r := range rows {
			if i > 0 && compareRows(rows[i-1], r) >= 0 {
				t.Errorf("%+v: rows of group %d are not in order: %+v, %+v", q, g, rows[i-1], r)
			}
			got[modelRow{g, Row{r.From, r.To, r.Flags, 0}}] += r.N
		}
	}
	if !maps.Equal(got, want) {
		t.Fatalf("%+v: %d rows, want %d: %s", q, len(got), len(want), different(got, want))
	}
	checkMonths(t, sel, byGroup)
	checkTotals(t, sel, byGroup)
	checkDays(t, sel, &q, byGroup)
}

func compareRows(a, b Row) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Flags>>2&7, b.Flags>>2&7), cmp.Compare(a.Flags&3, b.Flags&3), cmp.Compare(a.Flags, b.Flags))
}

func different[K comparable](got, want map[K]int64) string {
	for k, n := range want {
		if got[k] != n {
			return fmt.Sprintf("%+v is %d, want %d", k, got[k], n)
		}
	}
	for k, n := range got {
		if want[k] != n {
			return fmt.Sprintf("%+v is %d, want %d", k, n, want[k])
		}
	}
	return "equal"
}

// checkMonths wants the same rows month by month.
func checkMonths(t *testing.T, s *Selection, want map[Group][]Row) {
	t.Helper()
	got := map[Group][]Row{}
	for _, m := range s.Months() {
		last := -1
		s.MonthRows(m, func(g Group, rows []Row) {
			if int(g) <= last {
				t.Errorf("group %d comes after %d", g, last)
			}
			last = int(g)
			for _, r := range rows {
				if (m == mentionmap.NoDay) != (r.From == Undated) || m != mentionmap.NoDay && mentionmap.Day(r.From).MonthStart() != m {
					t.Errorf("%+v stands in the month of %v", r, m)
				}
			}
			got[g] = append(got[g], rows...)
		})
	}
	for g, rows := range want {
		if !slices.Equal(got[g], rows) {
			t.Fatalf("group %d: %d rows by month, want %d", g, len(got[g]), len(rows))
		}
	}
}

func checkTotals(t *testing.T, s *Selection, byGroup map[Group][]Row) {
	t.Helper()
	totals, err := s.Totals()
	if err != nil {
		t.Fatal(err)
	}
	var want []GroupTotal
	sum := int64(0)
	for g, rows := range byGroup {
		total := GroupTotal{g, 0, mentionmap.NoDay, mentionmap.NoDay}
		for _, r := range rows {
			total.N += r.N
			if r.From != Undated {
				if total.First == mentionmap.NoDay {
					total.First = mentionmap.Day(r.From)
				}
				total.Last = max(total.Last, mentionmap.Day(r.To))
			}
		}
		if got := totals[g]; got != total.N {
			t.Fatalf("the total of group %d is %d, want %d (%d..%d)", g, got, total.N, s.from, s.to)
		}
		if sum += total.N; total.N > 0 {
			want = append(want, total)
		}
	}
	slices.SortFunc(want, func(a, b GroupTotal) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(b.Group, a.Group)) })
	got, err := s.Most(7, func(a, b Group) int { return cmp.Compare(b, a) })
	if want = want[:min(7, len(want))]; err != nil || !slices.Equal(got, want) {
		t.Errorf("most are %+v, want %+v (%v)", got, want, err)
	}
	if n, err := s.Total(); n != sum || err != nil {
		t.Errorf("the total is %d, want %d (%v)", n, sum, err)
	}
}

func checkDays(t *testing.T, s *Selection, q *mentionmap.Query, byGroup map[Group][]Row) {
	t.Helper()
	starts, ends := map[int32]int64{}, map[int32]int64{}
	for _, rows := range byGroup {
		for _, r := range rows {
			if r.From == Undated {
				continue
			}
			starts[max(r.From, s.from)] += r.N
			ends[min(r.To, s.to)] += r.N
		}
	}
	d, err := s.Days()
	if err != nil {
		t.Fatal(err)
	}
	gotStarts, gotEnds := map[int32]int64{}, map[int32]int64{}
	for i := range d.Starts {
		if d.Starts[i] != 0 {
			gotStarts[int32(d.First)+int32(i)] = d.Starts[i]
		}
		if d.Ends[i] != 0 {
			gotEnds[int32(d.First)+int32(i)] = d.Ends[i]
		}
	}
	if !maps.Equal(gotStarts, starts) || !maps.Equal(gotEnds, ends) {
		t.Errorf("%+v: days are %v, %v", q, gotStarts, gotEnds)
	}
}

// small has a cube use checkpoints and its tail for few mentions.
func small(c *Cube) *Cube {
	c.limits = limits{fewCells: 60, markCells: 300, stories: 40}
	return c
}

func TestRandomCorporaAreCountedAsTheModelDoes(t *testing.T) {
	for seed := range uint64(6) {
		corpus := newCorpus(seed, 4<<seed, 500)
		s := corpus.put(100 << seed)
		c, err := Build(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		small(c)
		for range 60 {
			q, takes := corpus.randomQuery()
			check(t, c, s, q, takes)
		}
	}
}
