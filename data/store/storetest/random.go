package storetest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"mentionmap"
	"mentionmap/data/store"
)

// RandomQuery is a query that asks for some of what documents hold.
func RandomQuery(r *rand.Rand, docs []mentionmap.Located) mentionmap.Query {
	return randomQuery(r, newModel(docs))
}

// randomQuery sets about a quarter of the filters.
func randomQuery(r *rand.Rand, m *model) mentionmap.Query {
	q := mentionmap.NewQuery()
	some := func() bool { return chance(r, 25) }
	if some() {
		q.BBox = randomBox(r)
	}
	if chance(r, 50) {
		q.From = mentionmap.Day(18980 + r.IntN(80))
		q.To = q.From + mentionmap.Day(r.IntN(30))
		switch r.IntN(4) {
		case 0:
			q.From = mentionmap.NoDay
		case 1:
			q.To = mentionmap.NoDay
		}
	}
	q.By, q.Count = mentionmap.By(r.IntN(2)), mentionmap.Unit(r.IntN(4))
	for some() {
		q.Places = append(q.Places, Place(r.IntN(len(places))).ID)
	}
	if chance(r, 5) {
		q.Places = append(q.Places, 0)
	}
	for some() {
		q.Kinds = append(q.Kinds, mentionmap.Kind(1+r.IntN(8)))
	}
	if some() {
		q.Uses = []mentionmap.Use{mentionmap.Use(r.IntN(2))}
	}
	for chance(r, 15) {
		q.Relations = append(q.Relations, mentionmap.Relation(r.IntN(9)))
	}
	for some() {
		q.Precisions = append(q.Precisions, mentionmap.Precision(r.IntN(7)))
	}
	for chance(r, 15) {
		q.Sources = append(q.Sources, append(sourceNames, "nobody", m.facts[0].sources[0])[r.IntN(len(sourceNames)+2)])
	}
	for chance(r, 10) {
		q.Documents = append(q.Documents, m.documents[r.IntN(len(m.documents))])
	}
	if some() {
		q.Text = randomWords(r)
	}
	if some() {
		q.MinConfidence = float32(r.IntN(1001)) / 1000
	}
	if chance(r, 15) {
		q.Embargo = mentionmap.Day(18990 + r.IntN(70))
	}
	return q
}

func randomBox(r *rand.Rand) *orb.Bound {
	if chance(r, 25) { // across the antimeridian
		return &orb.Bound{Min: orb.Point{170, -20}, Max: orb.Point{-170, -10}}
	}
	at := Place(r.IntN(len(places)))
	w, h := r.Float64()*8, r.Float64()*4
	return &orb.Bound{Min: orb.Point{at.Lon - w, at.Lat - h}, Max: orb.Point{at.Lon + w, at.Lat}}
}

func randomWords(r *rand.Rand) string {
	var terms []string
	for range 1 + r.IntN(2) {
		word := vocabulary[r.IntN(len(vocabulary))]
		switch r.IntN(4) {
		case 0:
			word = strings.ToUpper(word)
		case 1:
			word = `"` + word + " " + vocabulary[r.IntN(len(vocabulary))] + `"`
		}
		terms = append(terms, word)
	}
	return strings.Join(terms, " ")
}

// filled returns a store with a corpus and the model of it, which takes over
// which documents the store holds for near-copies.
func filled(t testing.TB, s store.Store, seed uint64, n int) *model {
	docs := Corpus(seed, n)
	for part := range slices.Chunk(docs, 7) {
		put(t, s, part...)
	}
	return remembered(t, s, docs)
}

// remembered is the model of what a store holds.
func remembered(t testing.TB, s store.Store, docs []mentionmap.Located) *model {
	m := newModel(docs)
	stories := map[string]string{}
	for _, x := range mentions(t, s, mentionmap.NewQuery()) {
		stories[x.ID] = x.Story
	}
	for i := range m.facts {
		m.facts[i].story = stories[m.facts[i].id]
	}
	return m
}

func testRandomFilters(t *testing.T, s store.Store) {
	m := filled(t, s, 1, 120)
	r := rand.New(rand.NewPCG(2, 2))
	empty := 0
	for range 150 {
		q := randomQuery(r, m)
		want := m.find(&q)
		if len(want) == 0 {
			empty++
		}
		checkQuery(t, s, q, want)
		if t.Failed() {
			t.Fatalf("query: %+v, box %+v", q, q.BBox)
		}
	}
	if empty > 75 {
		t.Errorf("%d of 150 queries match nothing: the suite tests too little", empty)
	}
}

func checkQuery(t *testing.T, s store.Store, q mentionmap.Query, want []*fact) {
	t.Helper()
	if n := total(t, s, q); n != int64(len(want)) {
		t.Errorf("Total is %d, want %d", n, len(want))
	}
	q.Order = mentionmap.OrderStored
	if got := idsOf(mentions(t, s, q)); !slices.Equal(got, factIDs(want)) {
		t.Errorf("Mentions gives\n%v, want\n%v", got, factIDs(want))
	}
	for _, order := range []mentionmap.Order{mentionmap.OrderNewest, mentionmap.OrderOldest} {
		q.Order = order
		checkOrder(t, mentions(t, s, q), q, want)
	}
	q.Order = mentionmap.OrderStored
	checkCounts(t, s, q, want)
	checkPlaces(t, s, q, want)
	checkDocuments(t, s, q, want)
	checkSummary(t, s, q, want)
}

func idsOf(list []*store.Mention) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = m.ID
	}
	return out
}

func factIDs(facts []*fact) []string {
	out := make([]string, len(facts))
	for i, f := range facts {
		out[i] = f.id
	}
	return out
}

// checkOrder wants all facts, by day, the undated last.
func checkOrder(t *testing.T, got []*store.Mention, q mentionmap.Query, want []*fact) {
	t.Helper()
	ids := idsOf(got)
	slices.Sort(ids)
	all := factIDs(want)
	slices.Sort(all)
	if !slices.Equal(ids, all) {
		t.Errorf("order %d gives other mentions: %d, want %d", q.Order, len(ids), len(all))
	}
	key := func(m *store.Mention) mentionmap.Day {
		day := m.Dates.From
		if q.By == mentionmap.ByPublished {
			day = m.Published.Day
		}
		if q.Order == mentionmap.OrderNewest && day != mentionmap.NoDay {
			return -day
		}
		if day == mentionmap.NoDay {
			return 1 << 30
		}
		return day
	}
	if !slices.IsSortedFunc(got, func(a, b *store.Mention) int { return cmp.Compare(key(a), key(b)) }) {
		t.Errorf("order %d is not by day", q.Order)
	}
}

func checkCounts(t *testing.T, s store.Store, q mentionmap.Query, want []*fact) {
	t.Helper()
	for unit := range mentionmap.Unit(4) {
		q.Count = unit
		rows, sum := countRows(t, s, q)
		expected := counts(&q, want)
		for row, n := range expected {
			if rows[row] != n {
				t.Errorf("Counts in %v: %+v is %d, want %d", unit, row, rows[row], n)
			}
		}
		if len(rows) != len(expected) {
			t.Errorf("Counts in %v has %d rows, want %d", unit, len(rows), len(expected))
		}
		if unit == mentionmap.CountMentions && sum != int64(len(want)) {
			t.Errorf("Counts of mentions add up to %d, want %d", sum, len(want))
		}
	}
}

func countRows(t *testing.T, s store.Store, q mentionmap.Query) (rows map[store.Count]int64, sum int64) {
	t.Helper()
	rows = map[store.Count]int64{}
	var list []store.Count
	err := s.Counts(t.Context(), q, func(c store.Count) error {
		list = append(list, c)
		n := c.N
		c.N = 0
		if rows[c] != 0 {
			t.Errorf("Counts gives %+v twice", c)
		}
		rows[c] = n
		sum += n
		return nil
	})
	if err != nil {
		t.Fatal("Counts:", err)
	}
	if !slices.IsSortedFunc(list, byPlaceAndDay) {
		t.Errorf("Counts is not ordered by place, kind and first day with the undated last")
	}
	return rows, sum
}

func byPlaceAndDay(a, b store.Count) int {
	last := func(c store.Count) bool { return c.From == mentionmap.NoDay }
	undated := map[bool]int{true: 1}
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(undated[last(a)], undated[last(b)]), cmp.Compare(a.From, b.From))
}

func checkPlaces(t *testing.T, s store.Store, q mentionmap.Query, want []*fact) {
	t.Helper()
	expected := map[mentionmap.PlaceID]int64{}
	for row, n := range counts(&q, want) {
		if row.Place != 0 {
			expected[row.Place] += n
		}
	}
	before := int64(1 << 62)
	err := s.Places(t.Context(), q, func(p *store.PlaceCount) error {
		if p.N != expected[p.ID] || p.N > before {
			t.Errorf("Places: %s has %d after %d, want %d", p.Name, p.N, before, expected[p.ID])
		}
		before = p.N
		delete(expected, p.ID)
		return nil
	})
	if err != nil || len(expected) > 0 {
		t.Errorf("Places: error %v, left out %v", err, expected)
	}
}

func checkDocuments(t *testing.T, s store.Store, q mentionmap.Query, want []*fact) {
	t.Helper()
	var expected, got []string
	for _, f := range want {
		if !slices.Contains(expected, f.document) {
			expected = append(expected, f.document)
		}
	}
	err := s.Documents(t.Context(), q, func(d *store.Document) error {
		got = append(got, d.ID)
		return nil
	})
	if q.From == mentionmap.NoDay && len(got) > len(expected) && isEverything(q) {
		return
	}
	if err != nil || !slices.Equal(got, expected) {
		t.Errorf("Documents: error %v, gives %v, want %v", err, got, expected)
	}
}

// isEverything: such a query gives documents without mentions, too.
func isEverything(q mentionmap.Query) bool {
	return q.BBox == nil && !q.Windowed() && q.Text == "" && q.MinConfidence == 0 && q.Embargo == 0 &&
		len(q.Places)+len(q.Kinds)+len(q.Uses)+len(q.Relations)+len(q.Precisions)+len(q.Sources)+len(q.Documents) == 0
}
