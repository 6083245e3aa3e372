package columns

import (
	"cmp"
	"math"
	"slices"

	"mentionmap"
)

// Order says in which order of days rows are wanted, and after which.
type Order struct {
	Newest bool // newest first, else oldest first; those without a day come last
	Limit  int  // most rows

	Started  bool           // what follows is the row after which to begin
	Day      mentionmap.Day // it is filed under; NoDay: none
	Document int64
	Start    int // code points
}

// ByDay gives the first rows that match in the order of the days they are filed
// under; those of a day in stored order, or, newest first, the other way round.
func (v *View) ByDay(f *Filter, o Order) []uint32 {
	if o.Limit <= 0 {
		return nil
	}
	t := v.test(f)
	h := heads{view: v, order: o, by: f.By, most: max(2*o.Limit, 1024)}
	h.after = h.cursor()
	budget := math.MaxInt
	if v.byPlace(t, 0) {
		budget = 2 * v.cost(t)
	}
	if t.Sections != nil || !h.takeChunks(t, budget) {
		h.keys, h.full = h.keys[:0], false
		h.take(v.all(t, 0, false).rows)
	}
	h.cut()
	out := make([]uint32, len(h.keys))
	for i, k := range h.keys {
		out[i] = h.row(k)
	}
	return out
}

// heads keeps the rows that come first, by keys: day, then row.
type heads struct {
	view  *View
	order Order
	by    mentionmap.By
	after uint64 // rows with lower keys are not wanted
	most  int    // so many keys are kept before they are cut
	full  bool   // the first Limit keys are sorted, higher ones are not wanted
	keys  []uint64
}

// rank orders days; those that are none come last.
func (h *heads) rank(day mentionmap.Day) uint64 {
	const last = math.MaxUint32
	switch r := uint64(int64(day) - math.MinInt32); {
	case day == mentionmap.NoDay:
		return last
	case h.order.Newest:
		return last - r
	default:
		return r - 1
	}
}

// key orders rows; it is never the same for two.
func (h *heads) key(day mentionmap.Day, row uint32) uint64 {
	if h.order.Newest && day != mentionmap.NoDay {
		row = ^row
	}
	return h.rank(day)<<32 | uint64(row)
}

func (h *heads) row(key uint64) uint32 {
	if h.order.Newest && key>>32 != math.MaxUint32 {
		return ^uint32(key)
	}
	return uint32(key)
}

// cursor gives the lowest key that is wanted.
func (h *heads) cursor() uint64 {
	o := &h.order
	switch {
	case !o.Started:
		return 0
	case o.Newest && o.Day != mentionmap.NoDay:
		return h.key(o.Day, h.view.After(o.Document, o.Start-1)) + 1
	}
	return h.key(o.Day, h.view.After(o.Document, o.Start))
}

// take takes rows that match.
func (h *heads) take(rows []uint32) {
	for _, row := range rows {
		k := h.key(h.view.Filed(row, h.by), row)
		if k < h.after || h.full && k > h.keys[h.order.Limit-1] {
			continue
		}
		if h.keys = append(h.keys, k); len(h.keys) >= h.most {
			h.cut()
		}
	}
}

// cut leaves the keys that come first, sorted.
func (h *heads) cut() {
	slices.Sort(h.keys)
	if len(h.keys) >= h.order.Limit {
		h.keys, h.full = h.keys[:h.order.Limit], true
	}
}

// takeChunks looks through the chunks, those first that may hold the first
// days, until what is left can only come later; false if that takes more rows
// than the budget.
func (h *heads) takeChunks(t *test, budget int) bool {
	var rows []uint32
	for _, c := range h.chunks() {
		if h.full && c.best<<32 > h.keys[h.order.Limit-1] {
			return true
		}
		if budget -= chunkRows; budget < 0 {
			return false
		}
		rows = t.scan(rows[:0], c.n<<chunkBits, min(h.view.rows, (c.n+1)<<chunkBits))
		h.take(rows)
	}
	return true
}

// ranked is a chunk with the rank of the first day that its rows may have.
type ranked struct {
	best uint64
	n    int
}

// chunks gives the chunks in the order of their first days.
func (h *heads) chunks() []ranked {
	out := make([]ranked, len(h.view.chunks))
	for n := range out {
		out[n] = ranked{h.best(h.view.zones[n].filed(h.by)), n}
	}
	slices.SortFunc(out, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.best, b.best), cmp.Compare(a.n, b.n)) })
	return out
}

// best is the rank of the first day that some rows may have.
func (h *heads) best(s *span) uint64 {
	switch {
	case s.first > s.last:
		return h.rank(mentionmap.NoDay)
	case h.order.Newest:
		return h.rank(s.latest)
	}
	return h.rank(s.first)
}
