package sqlite

import (
	"context"
	"database/sql"
	"sync"

	"mentionmap"
)

// mostTotals is how many totals of searches are remembered.
const mostTotals = 4096

// knownTotals remembers how many mentions searches for words found, as far as was
// looked: documents do not change, so later only those that came since are
// looked through.
type knownTotals struct {
	mu    sync.Mutex
	known map[string]totalTo
}

// totalTo is a total of the sections before end; gone tells whether any
// document was deleted since.
type totalTo struct {
	end, n int64
	gone   goneTo
}

// totalKey names what a query counts, "" if it is not remembered: places,
// sources and documents it names may come to mean something else.
func totalKey(q mentionmap.Query) string {
	if len(wantedBy(q.Text).words) == 0 || q.BBox != nil || len(q.Places)+len(q.Sources)+len(q.Documents) > 0 {
		return ""
	}
	q.Limit, q.After, q.Order, q.Count = 0, "", mentionmap.OrderStored, mentionmap.CountReports
	return q.Values().Encode() + " " + q.Embargo.String()
}

func (t *knownTotals) get(key string) (totalTo, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	known, ok := t.known[key]
	return known, ok
}

func (t *knownTotals) put(key string, n totalTo) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known == nil || len(t.known) >= mostTotals {
		t.known = map[string]totalTo{}
	}
	t.known[key] = n
}

// total counts what a search matches, from where it was counted before.
func (s *Store) total(sr *search) (int64, error) {
	count := totalTo{end: sr.end}
	after, key := int64(-1), totalKey(*sr.filter.query)
	if key != "" {
		var err error
		if count.gone, err = deletedSoFar(sr.ctx, sr.tx); err != nil {
			return 0, err
		}
		if known, ok := s.totals.get(key); ok && known.gone == count.gone && known.end <= sr.end {
			after, count.n = known.end<<keyBits-1, known.n
		}
	}
	if err := sr.narrow(); err != nil {
		return 0, err
	}
	err := sr.each(after, func(*documentRecord, *mentionRecord) (bool, error) {
		count.n++
		return true, nil
	})
	if err == nil && key != "" {
		s.totals.put(key, count)
	}
	return count.n, err
}

// goneTo tells apart what was deleted: how much, and where.
type goneTo [3]int64

func deletedSoFar(ctx context.Context, tx *sql.Tx) (gone goneTo, err error) {
	var first, last sql.NullInt64
	err = tx.QueryRowContext(ctx, "SELECT count(*), sum(first), sum(last) FROM gone").Scan(&gone[0], &first, &last)
	gone[1], gone[2] = first.Int64, last.Int64
	return gone, err
}
