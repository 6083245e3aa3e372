package index

import (
	"cmp"
	"math"
	"slices"

	"mentionmap"
)

// byDay gives the first rows that match, at most so many, in the order of the
// days they are filed under, after a cursor; those of a day in stored order, or,
// newest first, the other way round. Those without a day come last.
func (f *filter) byDay(after cursor, limit int) []uint32 {
	if limit <= 0 {
		return nil
	}
	h := heads{filter: f, newest: after.order == mentionmap.OrderNewest, limit: limit, most: max(2*limit, 1024)}
	h.after = h.keyAfter(after)
	budget := math.MaxInt
	if f.byPlace(0) {
		budget = 2 * f.cost()
	}
	if f.posts != nil || !h.takeChunks(budget) {
		h.keys, h.full = h.keys[:0], false
		h.take(f.all(0, false).rows)
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
	*filter
	newest bool
	limit  int
	after  uint64 // rows with lower keys are not wanted
	most   int    // so many keys are kept before they are cut
	full   bool   // the first limit keys are sorted, higher ones are not wanted
	keys   []uint64
}

// noRank is that of no day.
const noRank = math.MaxUint32

// rank orders days.
func (h *heads) rank(day mentionmap.Day) uint64 {
	switch r := uint64(int64(day) - math.MinInt32); {
	case day == mentionmap.NoDay:
		return noRank
	case h.newest:
		return noRank - r
	default:
		return r - 1
	}
}

// key orders rows; it is never the same for two.
func (h *heads) key(day mentionmap.Day, row uint32) uint64 {
	if h.newest && day != mentionmap.NoDay {
		row = ^row
	}
	return h.rank(day)<<32 | uint64(row)
}

func (h *heads) row(key uint64) uint32 {
	if h.newest && key>>32 != noRank {
		return ^uint32(key)
	}
	return uint32(key)
}

// keyAfter gives the lowest key that is wanted.
func (h *heads) keyAfter(c cursor) uint64 {
	switch {
	case !c.started:
		return 0
	case h.newest && c.day != mentionmap.NoDay:
		return h.key(c.day, h.view.after(c.document, c.start-1)) + 1
	}
	return h.key(c.day, h.view.after(c.document, c.start))
}

// take takes rows that match.
func (h *heads) take(rows []uint32) {
	for _, row := range rows {
		k := h.key(h.view.filed(row, h.query.By).From, row)
		if k < h.after || h.full && k > h.keys[h.limit-1] {
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
	if len(h.keys) >= h.limit {
		h.keys, h.full = h.keys[:h.limit], true
	}
}

// takeChunks looks through the chunks, those first that may hold the first
// days, until what is left can only come later; false if that takes more rows
// than the budget.
func (h *heads) takeChunks(budget int) bool {
	type ranked struct {
		first uint64 // rank of the first day that a row may have
		n     int
	}
	chunks := make([]ranked, len(h.view.rowChunks))
	for n := range chunks {
		chunks[n] = ranked{h.firstOf(h.view.zones[n].by(h.query.By)), n}
	}
	slices.SortFunc(chunks, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.n, b.n)) })
	var rows []uint32
	for _, c := range chunks {
		if h.full && c.first<<32 > h.keys[h.limit-1] {
			return true
		}
		if budget -= chunkSize; budget < 0 {
			return false
		}
		rows = h.scan(rows[:0], c.n<<chunkBits, min(h.view.rows, (c.n+1)<<chunkBits))
		h.take(rows)
	}
	return true
}

// firstOf is the rank of the first day that some rows may have.
func (h *heads) firstOf(s *span) uint64 {
	switch {
	case s.first > s.last:
		return noRank
	case h.newest:
		return h.rank(s.latest)
	}
	return h.rank(s.first)
}
