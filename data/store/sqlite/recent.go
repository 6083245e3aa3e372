package sqlite

import (
	"reflect"
	"slices"
	"sync"

	"mentionmap"
)

const (
	// recentQueries is how many queries are remembered, about as many as are at work.
	recentQueries = 64
	// fewRows is how many rows are found all at once, and kept.
	fewRows = 1 << 16
)

// recent keeps what the last queries were made ready to: whoever asks how many
// match asks for the first of them next.
type recent struct {
	mu   sync.Mutex
	list [recentQueries]*finding
	next int
}

// of gives what a query means at a generation, if it was asked a moment ago.
func (r *recent) of(q *mentionmap.Query, generation int64) *finding {
	want := meaning(q)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.list {
		if f == nil || f.view.Generation != generation || f.meant.From != want.From || f.meant.To != want.To || !reflect.DeepEqual(f.meant, want) {
			continue
		}
		same := *f.filter
		same.query = q
		return &finding{filter: &same, view: f.view, in: f.in, meant: f.meant, few: f.few}
	}
	return nil
}

func (r *recent) add(f *finding) {
	f.meant = meaning(f.query)
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, old := range r.list {
		if old != nil && old.view.Generation < f.view.Generation {
			r.list[i] = nil // it keeps what was held then
		}
	}
	r.list[r.next] = f
	r.next = (r.next + 1) % recentQueries
}

// meaning is a query without what says which of the mentions that match are
// wanted, and how they are counted.
func meaning(q *mentionmap.Query) mentionmap.Query {
	out := *q
	out.Limit, out.After, out.Order, out.Count = 0, "", mentionmap.OrderStored, mentionmap.CountReports
	return out
}

// fewFound is all rows that match, in stored order, once they were asked for.
type fewFound struct {
	mu    sync.Mutex
	known bool
	rows  []uint32
}

// find finds all rows, and keeps them if they are few.
func (f *finding) find() []uint32 {
	f.few.mu.Lock()
	defer f.few.mu.Unlock()
	if f.few.known {
		return f.few.rows
	}
	rows := f.view.Rows(&f.in)
	if len(rows) <= fewRows {
		f.few.known, f.few.rows = true, slices.Clip(rows)
	}
	return rows
}

// count counts all rows that match.
func (f *finding) count() int64 {
	if f.in.Sections != nil && len(f.in.Sections) <= fewSections {
		return int64(len(f.find()))
	}
	return int64(f.view.Count(&f.in))
}

// found gives the rows from one on, if all are known.
func (f *finding) found(from uint32) ([]uint32, bool) {
	f.few.mu.Lock()
	defer f.few.mu.Unlock()
	at, _ := slices.BinarySearch(f.few.rows, from)
	return f.few.rows[at:], f.few.known
}
