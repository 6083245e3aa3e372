package sqlite

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/columns"
	"mentionmap/data/store/placeday"
)

// fewTallied is how many mentions are counted sooner than another processor is woken.
const fewTallied = 1 << 12

// rowsAtOnce is how many mentions are counted at a time, but for those of one
// place: the counts of ten million would take a gigabyte.
const rowsAtOnce = 1 << 19

// parts divides what was found into lists of about so many rows, each of all
// rows of some places; places come in the order of their ids.
func (f *finding) parts(publics *placeTable, most int) [][]uint32 {
	rows := f.view.Rows(&f.in)
	if len(rows) <= most {
		return [][]uint32{rows}
	}
	found := make([]int, f.view.PlacesEnd())
	for _, row := range rows {
		found[f.view.Place(row)]++
	}
	places := make([]int, len(found))
	for p := range places {
		places[p] = p
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Compare(publics.public(int64(a)), publics.public(int64(b))) })
	part, sizes := make([]int, len(found)), []int{0}
	for _, p := range places {
		if last := len(sizes) - 1; sizes[last] > 0 && sizes[last]+found[p] > most {
			sizes = append(sizes, 0)
		}
		part[p] = len(sizes) - 1
		sizes[part[p]] += found[p]
	}
	out := make([][]uint32, len(sizes))
	for i := range out {
		out[i] = make([]uint32, 0, sizes[i])
	}
	for _, row := range rows {
		i := part[f.view.Place(row)]
		out[i] = append(out[i], row)
	}
	return out
}

// rows counts rows that were found in all units; in stories only if these are
// given, by their documents.
func (f *finding) rows(rows []uint32, stories map[int64]placeday.Story) []placeday.Row {
	parts := 1
	if len(rows) > fewTallied && stories == nil { // documents add to their stories one after the other
		parts = runtime.GOMAXPROCS(0)
	}
	tallies := make([]placeday.Tally, parts)
	var counting sync.WaitGroup
	for i := range tallies {
		from, to := f.documentStart(rows, i*len(rows)/parts), f.documentStart(rows, (i+1)*len(rows)/parts)
		counting.Go(func() {
			tallies[i].By = f.query.By
			f.tally(&tallies[i], rows[from:to], stories)
		})
	}
	counting.Wait()
	for i := range tallies[1:] {
		tallies[0].Rows = append(tallies[0].Rows, tallies[1+i].Rows...)
	}
	return tallies[0].Sorted()
}

// documentStart gives the next index from one on at which a document starts.
func (f *finding) documentStart(rows []uint32, at int) int {
	for at > 0 && at < len(rows) && f.document(rows[at]) == f.document(rows[at-1]) {
		at++
	}
	return at
}

func (f *finding) document(row uint32) int64 {
	document, _ := f.view.Key(row)
	return document
}

// tally counts rows, document by document.
func (f *finding) tally(t *placeday.Tally, rows []uint32, stories map[int64]placeday.Story) {
	var seen []placeday.Seen
	current := int64(-1)
	for _, row := range rows {
		m := f.view.At(row)
		if m.Document != current {
			t.Document(seen, stories[current])
			seen, current = seen[:0], m.Document
		}
		seen = append(seen, counted(&m))
	}
	t.Document(seen, stories[current])
}

// counted is what a mention is counted by.
func counted(m *columns.Found) placeday.Seen {
	return placeday.Seen{Place: m.Place, Post: m.Section, Kind: m.Kind, Use: m.Use, Firm: m.Confidence >= unsureBelow && m.Relation != mentionmap.RelationDirection,
		Day: m.Day, Span: m.Days, Precision: m.Precision, Published: m.Published}
}

// summary sums up what was found.
func (f *finding) summary() (sum store.Summary) {
	sum.First, sum.Last = mentionmap.NoDay, mentionmap.NoDay
	document, section := int64(-1), int64(-1)
	for _, row := range f.view.Rows(&f.in) {
		m := f.view.At(row)
		if m.Document != document {
			sum.Documents++
		}
		if m.Section != section {
			sum.Posts++
		}
		sum.Mentions++
		if document, section = m.Document, m.Section; m.Precision != mentionmap.Undated {
			sum.First, sum.Last = earlier(sum.First, m.Day), later(sum.Last, m.Day+mentionmap.Day(m.Days))
		}
	}
	return sum
}

// documents gives the next n documents in which something was found, after one.
func (f *finding) documents(after int64, n int) (out []int64) {
	x := f.view.Find(&f.in, f.view.After(after, keySpan))
	for len(out) <= n {
		rows := x.Next(2 * n)
		if len(rows) == 0 {
			return out
		}
		for _, row := range rows {
			if d := f.document(row); len(out) == 0 || out[len(out)-1] != d {
				out = append(out, d)
			}
		}
	}
	return out[:n]
}
