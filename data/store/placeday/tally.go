package placeday

import (
	"cmp"
	"slices"

	"mentionmap"
)

// Seen is what a mention is counted by.
type Seen struct {
	Place     int64
	Post      int64 // any number that tells the posts of a document apart
	Kind      mentionmap.Kind
	Use       mentionmap.Use
	Firm      bool
	Day       mentionmap.Day // NoDay: undated
	Span      int32          // last day - first day
	Precision mentionmap.Precision
	Published mentionmap.Day // NoDay: not known
}

// Cell is a place under certain dates: what a unit can name once.
type Cell struct {
	Place     int64
	Kind      mentionmap.Kind
	Precision mentionmap.Precision
	Day, Span int32
}

// CellOf returns where a mention is counted.
func (m *Seen) CellOf(by mentionmap.By) Cell {
	c := Cell{Place: m.Place, Kind: m.Kind, Day: Undated}
	switch {
	case by == mentionmap.ByPublished && m.Published != mentionmap.NoDay:
		c.Day, c.Precision = int32(m.Published), mentionmap.PrecisionDay
	case by == mentionmap.ByEvent && m.Day != mentionmap.NoDay:
		c.Day, c.Span, c.Precision = int32(m.Day), m.Span, m.Precision
	}
	return c
}

func (m *Seen) facet(c Cell) Facet { return FacetOf(c.Precision, m.Use, m.Firm) }

// Story is what the earlier documents of a story name: the facet of each cell.
type Story map[Cell]Facet

// NewStory sums up the mentions of a story's documents.
func NewStory(by mentionmap.By, mentions []Seen) Story {
	s := Story{}
	s.add(by, mentions)
	return s
}

func (s Story) add(by mentionmap.By, mentions []Seen) {
	for i := range mentions {
		c := mentions[i].CellOf(by)
		s[c] |= mentions[i].facet(c)
	}
}

// Tally counts documents one after the other.
type Tally struct {
	By   mentionmap.By
	Rows []Row // not sorted
	keys []keyed
}

type keyed struct {
	cell  Cell
	post  int64
	facet Facet
}

// compare brings what is of one cell together, in the order of posts. It is
// asked often, of few: what differs most is looked at first.
func (k *keyed) compare(o *keyed) int {
	a, b := &k.cell, &o.cell
	switch {
	case a.Place != b.Place:
		return cmp.Compare(a.Place, b.Place)
	case a.Day != b.Day:
		return cmp.Compare(a.Day, b.Day)
	case a.Span != b.Span:
		return cmp.Compare(a.Span, b.Span)
	case a.Precision != b.Precision:
		return cmp.Compare(a.Precision, b.Precision)
	case a.Kind != b.Kind:
		return cmp.Compare(a.Kind, b.Kind)
	}
	return cmp.Compare(k.post, o.post)
}

// row of a key without its facet.
func (k *keyed) row() Row {
	return Row{Place: k.cell.Place, Kind: k.cell.Kind, Day: k.cell.Day, Span: k.cell.Span, Facet: Facet(k.cell.Precision) << precisionBits}
}

// Document counts the mentions of one document. story is what the documents
// before it in its story name, nil if it is the first; it is brought up to date.
func (t *Tally) Document(mentions []Seen, story Story) {
	t.keys = t.keys[:0]
	for i := range mentions {
		c := mentions[i].CellOf(t.By)
		t.keys = append(t.keys, keyed{c, mentions[i].Post, mentions[i].facet(c)})
	}
	slices.SortFunc(t.keys, func(a, b keyed) int { return a.compare(&b) })
	for i := 0; i < len(t.keys); {
		n := i + 1
		for n < len(t.keys) && t.keys[n].cell == t.keys[i].cell {
			n++
		}
		t.cell(t.keys[i:n], story)
		i = n
	}
}

// cell counts the mentions of a document in one cell, sorted by post.
func (t *Tally) cell(keys []keyed, story Story) {
	all, post := Facet(0), Facet(0)
	for i, k := range keys {
		t.count(&k, k.facet, mentionmap.CountMentions, 1)
		post |= k.facet
		if i+1 == len(keys) || keys[i+1].post != k.post {
			t.count(&k, post, mentionmap.CountReports, 1)
			post = 0
		}
		all |= k.facet
	}
	t.count(&keys[0], all, mentionmap.CountDocuments, 1)
	before, told := story[keys[0].cell]
	if told && before|all == before {
		return
	}
	if told {
		t.count(&keys[0], before, mentionmap.CountStories, -1)
	}
	t.count(&keys[0], before|all, mentionmap.CountStories, 1)
	if story != nil {
		story[keys[0].cell] = before | all
	}
}

// count adds to the last rows, or a new one: those of a cell come together.
func (t *Tally) count(k *keyed, f Facet, unit mentionmap.Unit, n int64) {
	row := k.row()
	row.Facet = f
	for i := len(t.Rows) - 1; i >= max(0, len(t.Rows)-4); i-- {
		if t.Rows[i].same(&row) {
			t.Rows[i].Counts[unit] += n
			return
		}
	}
	row.Counts[unit] = n
	t.Rows = append(t.Rows, row)
}

// Sorted gives what was counted so far, sorted and each row once, and starts anew.
func (t *Tally) Sorted() []Row {
	rows := t.Rows
	t.Rows = nil
	keys := make([]numbered, len(rows))
	for i := range rows {
		keys[i] = numbered{rows[i].order(), i}
	}
	slices.SortFunc(keys, func(a, b numbered) int { return a.order.compare(b.order) })
	out := make([]Row, 0, len(rows))
	for i, k := range keys {
		if i > 0 && k.order == keys[i-1].order {
			out[len(out)-1].add(&rows[k.at])
		} else {
			out = append(out, rows[k.at])
		}
	}
	return out
}

// numbered is a row's place in the order, and where the row stands.
type numbered struct {
	order order
	at    int
}
