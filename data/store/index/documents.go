package index

import (
	"context"

	"mentionmap"
	"mentionmap/data/store"
)

// documentsPage is how many documents are read at a time.
const documentsPage = 512

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) error {
	at, err := parseCursor(q.After, mentionmap.OrderStored)
	if err != nil {
		return err
	}
	r := documentReader{}
	if err := r.begin(ctx, s, &q, at); err != nil {
		return err
	}
	for given := 0; q.Limit == 0 || given < q.Limit; {
		n := documentsPage
		if q.Limit > 0 {
			n = min(n, q.Limit-given)
		}
		page, more, err := r.page(ctx, n)
		if err != nil {
			return err
		}
		for i := range page {
			given++
			if err := fn(&page[i]); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
	return nil
}

// documentReader gives the documents of a query page by page.
type documentReader struct {
	*filter
	store  *Store
	next   uint32  // first document that was not given
	finder *finder // nil: all documents are wanted
	rows   []uint32
}

func (r *documentReader) begin(ctx context.Context, s *Store, q *mentionmap.Query, at cursor) (err error) {
	defer caught(&err)
	r.store = s
	if r.filter, err = s.filter(ctx, q); err != nil {
		return err
	}
	if at.started {
		r.next = r.view.from(at.document + 1)
	}
	if !r.everything() {
		r.finder = r.find(r.view.firstRow(r.view.firstPost(r.next)))
	}
	return nil
}

// page gives the next documents, at most n, and whether there may be others.
func (r *documentReader) page(ctx context.Context, n int) (page []store.Document, more bool, err error) {
	defer caught(&err)
	numbers := make([]int64, 0, n)
	for len(numbers) < n {
		d, ok := r.following()
		if !ok {
			break
		}
		r.next = d + 1
		numbers = append(numbers, r.view.number(d))
	}
	if len(numbers) == 0 {
		return nil, false, ctx.Err()
	}
	page, err = r.store.backend.Documents(ctx, numbers)
	if err == nil && len(page) < len(numbers) { // some were deleted since
		ids := make([]string, len(page))
		for i := range page {
			ids[i] = page[i].ID
		}
		numbers, err = r.store.backend.Numbers(ctx, ids)
	}
	if err != nil {
		return nil, false, err
	}
	for i := range page {
		page[i].Cursor = cursor{day: mentionmap.NoDay, document: numbers[i]}.String()
	}
	return page, true, nil
}

// following finds the next document that is wanted.
func (r *documentReader) following() (document uint32, ok bool) {
	if r.finder == nil {
		for d := r.next; int(d) < r.view.documents; d++ {
			if r.view.story(d) != 0 {
				return d, true
			}
		}
		return 0, false
	}
	for {
		if len(r.rows) == 0 {
			if r.rows = r.finder.next(2 * documentsPage); len(r.rows) == 0 {
				return 0, false
			}
		}
		d := r.view.document(r.view.post(r.rows[0]))
		if r.rows = r.rows[1:]; d >= r.next {
			return d, true
		}
	}
}
