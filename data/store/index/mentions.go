package index

import (
	"context"
	"slices"

	"mentionmap"
	"mentionmap/data/store"
)

// Pages are short, so that no read transaction is held long; the first is the
// shortest where no limit says how many are wanted.
const (
	firstPage = 128
	mostPage  = 1024
	// pagesAhead is how many pages are fetched while one is handed out.
	pagesAhead = 2
	// sortedRows is how many rows are sorted at a time.
	sortedRows = 1 << 16
)

// Mentions implements store.Store. The next pages are fetched while one is handed out.
func (s *Store) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) error {
	r, err := s.reader(ctx, &q)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var ahead []*page
	defer func() {
		cancel()
		for _, p := range ahead {
			<-p.done // so that nothing goes on behind the caller's back
		}
	}()
	for given, waiting := 0, 0; ; { // mentions given, rows of the pages ahead
		for len(ahead) <= pagesAhead && (q.Limit == 0 || given+waiting < q.Limit) {
			n := r.size
			if q.Limit > 0 {
				n = min(n, q.Limit-given-waiting)
			}
			rows, err := r.next(ctx, n)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				break
			}
			ahead, waiting = append(ahead, s.fetchAhead(ctx, r.filter, rows)), waiting+len(rows)
		}
		if len(ahead) == 0 {
			return ctx.Err()
		}
		p := ahead[0]
		<-p.done
		ahead, waiting = ahead[1:], waiting-len(p.rows)
		if p.err != nil {
			return p.err
		}
		for i := range p.mentions {
			given++
			if err := fn(&p.mentions[i]); err != nil {
				return err
			}
		}
	}
}

// rowReader gives the rows of a query page by page.
type rowReader struct {
	*filter
	size   int     // of the next page
	finder *finder // in stored order
	at     cursor  // in the orders by day: after what was sorted
	sorted []uint32
	last   bool // there are no others
}

func (s *Store) reader(ctx context.Context, q *mentionmap.Query) (r *rowReader, err error) {
	defer mentionmap.RecoverTo(&err, "")
	r = &rowReader{size: firstPage}
	if r.at, err = parseCursor(q.After, q.Order); err != nil {
		return nil, err
	}
	if q.Limit > 0 {
		r.size = mostPage
	}
	if r.filter, err = s.filter(ctx, q); err == nil && q.Order == mentionmap.OrderStored {
		from := uint32(0)
		if r.at.started {
			from = r.view.after(r.at.document, r.at.start)
		}
		r.finder = r.find(from)
	}
	return r, err
}

// next gives the next n rows, none after the last.
func (r *rowReader) next(ctx context.Context, n int) (rows []uint32, err error) {
	defer mentionmap.RecoverTo(&err, "")
	r.size = min(2*r.size, mostPage)
	if r.finder != nil {
		return slices.Clone(r.finder.next(n)), ctx.Err()
	}
	if len(r.sorted) == 0 && !r.last {
		most := sortedRows
		if r.query.Limit > 0 {
			most = min(most, n)
		}
		r.sorted = r.byDay(r.at, most)
		if r.last = len(r.sorted) < most; len(r.sorted) > 0 {
			r.at = r.view.on(r.sorted[len(r.sorted)-1], r.query)
		}
	}
	n = min(n, len(r.sorted))
	rows, r.sorted = r.sorted[:n], r.sorted[n:]
	return rows, ctx.Err()
}

// page is what is fetched for some rows.
type page struct {
	rows     []uint32
	mentions []store.Mention
	err      error
	done     chan struct{} // closed in the end
}

// fetchAhead begins to fetch the mentions of rows.
func (s *Store) fetchAhead(ctx context.Context, f *filter, rows []uint32) *page {
	p := &page{rows: rows, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		defer mentionmap.RecoverTo(&p.err, "")
		p.mentions, p.err = s.fetch(ctx, f, rows)
	}()
	return p
}

// fetch gives the mentions of rows that are still there.
func (s *Store) fetch(ctx context.Context, f *filter, rows []uint32) ([]store.Mention, error) {
	keys := make([]store.Key, len(rows))
	for i, row := range rows {
		keys[i].Document, keys[i].Start = f.view.at(row)
	}
	out, err := s.backend.Fetch(ctx, keys)
	if err != nil {
		return nil, err
	}
	at := make([]int, len(out)) // index of its row
	for i := range at {
		at[i] = i
	}
	if len(out) < len(keys) {
		if at, err = s.match(ctx, keys, out); err != nil {
			return nil, err
		}
	}
	for i := range out {
		out[i].Cursor = f.view.on(rows[at[i]], f.query).String()
	}
	return out, nil
}

// match tells which keys mentions are of, where some are missing.
func (s *Store) match(ctx context.Context, keys []store.Key, found []store.Mention) ([]int, error) {
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = found[i].DocumentID
	}
	numbers, err := s.backend.Numbers(ctx, ids)
	if err != nil {
		return nil, err
	}
	at, n := make([]int, len(found)), 0
	for i := range found {
		for n < len(keys)-1 && (keys[n] != store.Key{Document: numbers[i], Start: found[i].Start}) {
			n++
		}
		at[i] = n
	}
	return at, nil
}

// Mention implements store.Store.
func (s *Store) Mention(ctx context.Context, id string) (*store.Mention, error) {
	document, start, ok := mentionmap.SplitMentionID(id)
	if ok && start < 1<<store.StartBits {
		numbers, err := s.backend.Numbers(ctx, []string{document})
		if err != nil {
			return nil, err
		}
		if numbers[0] != 0 {
			found, err := s.backend.Fetch(ctx, []store.Key{{Document: numbers[0], Start: start}})
			if err != nil {
				return nil, err
			}
			if len(found) > 0 {
				found[0].Cursor = cursor{day: mentionmap.NoDay, document: numbers[0], start: start}.String()
				return &found[0], nil
			}
		}
	}
	return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no mention %q", id)
}
