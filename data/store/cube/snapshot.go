package cube

import (
	"context"
	"sync"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// Snapshot is all that the cube holds for a query, of one generation. It never
// changes; any number of goroutines may read it at the same time.
type Snapshot struct {
	store  *Store
	view   *view
	filter *filter
	groups []uint32 // numbers

	once  sync.Once // guards index
	index []int32
}

// NumberOf is a small number of a group, by its index, that it keeps as long as the
// store is open.
func (s *Snapshot) NumberOf(i int) int { return int(s.groups[i]) }

// Group is a place, or the mentions of a kind that were not placed.
type Group struct {
	Number int64             // the store's own number of the place, the same for good; 0: not placed
	Kind   mentionmap.Kind   // of the place, or of the mentions that were not placed
	Place  *mentionmap.Place // without Names; nil: not placed
}

// Row is a number of units of one group under the same dates.
type Row struct {
	From, To int32 // days since 1970-01-01; both placeday.Undated where there are none
	Flags    uint8 // bits 0–1 Uses, bits 2–4 Precision, bit 5 Firm, as in store.Count
	N        int64
}

// Snapshot returns the rows that Counts would give; ok is false where it takes
// more than the cube to answer.
func (s *Store) Snapshot(ctx context.Context, q mentionmap.Query) (snap *Snapshot, ok bool, err error) {
	if !answers(&q) {
		return nil, false, nil
	}
	v, f, err := s.ask(ctx, &q, true)
	if err != nil {
		return nil, false, err
	}
	snap = &Snapshot{store: s, view: v, filter: f}
	v.findRows()
	for _, number := range v.byNumber() {
		if snap.filter.takes(number) {
			snap.groups = append(snap.groups, number)
		}
	}
	return snap, true, nil
}

// Generation is the store's generation that this is of.
func (s *Snapshot) Generation() int64 { return s.view.generation }

// Len is the number of groups. They stand in the order of their numbers, those
// not placed first; some of them may have no rows.
func (s *Snapshot) Len() int { return len(s.groups) }

// Group gives a group by its index.
func (s *Snapshot) Group(i int) Group {
	g := s.view.groups[s.groups[i]]
	out := Group{Number: g.Place(), Kind: g.Kind()}
	if p := s.filter.places.get(out.Number); p != nil {
		out.Place = &p.Place
	}
	return out
}

// Names gives the names of a group's place besides its main one.
func (s *Snapshot) Names(i int) ([]mentionmap.Name, error) {
	p := s.filter.places.get(s.view.groups[s.groups[i]].Place())
	if p == nil {
		return nil, nil
	}
	return s.store.namesOf(p)
}

// Rows gives the rows of the groups from..to-1 that have any, group after group,
// ordered by first day, undated ones last. The rows are good until fn returns.
func (s *Snapshot) Rows(from, to int, fn func(i int, rows []Row)) {
	var runs []run
	var out []Row
	shift := placeday.Shift(s.filter.query.Count)
	for i := from; i < to; i++ {
		runs, out = s.view.runsOf(runs[:0], s.groups[i], s.filter), out[:0]
		for _, r := range runs {
			out = s.filter.appendRows(out, r, shift)
		}
		if len(out) > 0 {
			fn(i, out)
		}
	}
}
