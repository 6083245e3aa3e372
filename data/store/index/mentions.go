package index

import (
	"context"

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

// Mentions implements store.Store.
func (s *Store) Mentions(ctx context.Context, q mentionmap.Query, fn func(*store.Mention) error) (err error) {
	c, err := parseCursor(q.After, q.Order)
	if err != nil {
		return err
	}
	r := rowReader{limit: q.Limit, size: firstPage, at: c}
	if err := s.begin(ctx, &r, &q); err != nil {
		return err
	}
	if q.Limit > 0 {
		r.size = mostPage
	}
	for {
		given, err := s.stream(ctx, &r, fn)
		if err != nil || q.Limit == 0 || r.ended {
			return err
		}
		if r.limit -= given; r.limit <= 0 { // else some were deleted since they were found
			return nil
		}
		r.taken = 0
	}
}

func (s *Store) begin(ctx context.Context, r *rowReader, q *mentionmap.Query) (err error) {
	defer caught(&err)
	if r.filter, err = s.filter(ctx, q); err == nil && q.Order == mentionmap.OrderStored {
		from := uint32(0)
		if r.at.started {
			from = r.view.after(r.at.document, r.at.start)
		}
		r.finder = r.find(from)
	}
	return err
}

// rowReader gives the rows of a query page by page.
type rowReader struct {
	*filter
	limit, taken int     // no limit: 0
	size         int     // of the next page
	finder       *finder // in stored order
	at           cursor  // in the orders by day: after what was sorted
	sorted       []uint32
	last, ended  bool // all is sorted; all was given
}

// next gives the rows of the next page, none after the last.
func (r *rowReader) next() []uint32 {
	n := r.size
	if r.limit > 0 {
		n = min(n, r.limit-r.taken)
	}
	if n <= 0 {
		return nil
	}
	var rows []uint32
	if r.finder != nil {
		rows = append(rows, r.finder.next(n)...)
	} else {
		rows = r.nextByDay(n)
	}
	r.ended = len(rows) < n && (r.finder != nil || r.last && len(r.sorted) == 0)
	r.taken += len(rows)
	r.size = min(2*r.size, mostPage)
	return rows
}

func (r *rowReader) nextByDay(n int) []uint32 {
	if len(r.sorted) == 0 && !r.last {
		most := sortedRows
		if r.limit > 0 {
			most = min(most, r.limit-r.taken)
		}
		r.sorted = r.byDay(r.at, most)
		if r.last = len(r.sorted) < most; len(r.sorted) > 0 {
			r.at = r.view.on(r.sorted[len(r.sorted)-1], r.query)
		}
	}
	n = min(n, len(r.sorted))
	rows := r.sorted[:n]
	r.sorted = r.sorted[n:]
	return rows
}

// page is what is fetched for some rows.
type page struct {
	mentions []store.Mention
	err      error
}

// stream hands out the mentions of the rows that a reader gives, and tells how
// many. The next pages are fetched meanwhile.
func (s *Store) stream(ctx context.Context, r *rowReader, fn func(*store.Mention) error) (given int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var ahead []chan page
	defer func() {
		cancel()
		for _, p := range ahead {
			<-p // so that nothing goes on behind the caller's back
		}
	}()
	for {
		for len(ahead) <= pagesAhead {
			rows, err := nextRows(ctx, r)
			if err != nil {
				return given, err
			}
			if len(rows) == 0 {
				break
			}
			ahead = append(ahead, s.fetchAhead(ctx, r.filter, rows))
		}
		if len(ahead) == 0 {
			return given, ctx.Err()
		}
		p := <-ahead[0]
		ahead = ahead[1:]
		if p.err != nil {
			return given, p.err
		}
		for i := range p.mentions {
			given++
			if err := fn(&p.mentions[i]); err != nil {
				return given, err
			}
		}
	}
}

func nextRows(ctx context.Context, r *rowReader) (rows []uint32, err error) {
	defer caught(&err)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.next(), nil
}

// fetchAhead begins to fetch the mentions of rows.
func (s *Store) fetchAhead(ctx context.Context, f *filter, rows []uint32) chan page {
	out := make(chan page, 1)
	go func() {
		var p page
		defer func() { out <- p }()
		defer caught(&p.err)
		p.mentions, p.err = s.fetch(ctx, f, rows)
	}()
	return out
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
