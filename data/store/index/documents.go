package index

import (
	"context"
	"iter"

	"mentionmap"
	"mentionmap/data/store"
)

// documentsPage is how many documents are read at a time.
const documentsPage = 512

// Documents implements store.Store.
func (s *Store) Documents(ctx context.Context, q mentionmap.Query, fn func(*store.Document) error) (err error) {
	defer mentionmap.RecoverTo(&err, "")
	at, err := parseCursor(q.After, mentionmap.OrderStored)
	if err != nil {
		return err
	}
	f, err := s.filter(ctx, &q)
	if err != nil {
		return err
	}
	from := uint32(0)
	if at.started {
		from = f.view.from(at.document + 1)
	}
	given, numbers := 0, []int64{}
	for d := range f.documents(from) {
		numbers = append(numbers, f.view.number(d))
		if len(numbers) == documentsPage || q.Limit > 0 && given+len(numbers) == q.Limit {
			n, err := s.giveDocuments(ctx, numbers, fn)
			given, numbers = given+n, numbers[:0]
			if err != nil || q.Limit > 0 && given == q.Limit {
				return err
			}
		}
	}
	_, err = s.giveDocuments(ctx, numbers, fn)
	return err
}

// documents gives those that have a mention that matches, or all if all
// mentions do, from one on.
func (f *filter) documents(from uint32) iter.Seq[uint32] {
	v := f.view
	return func(yield func(uint32) bool) {
		if f.everything() {
			for d := from; int(d) < v.documents && (v.story(d) == 0 || yield(d)); d++ {
			}
			return
		}
		x := f.find(v.firstRow(v.firstPost(from)))
		for rows := x.next(documentsPage); len(rows) > 0; rows = x.next(documentsPage) {
			for _, row := range rows {
				if d := v.document(v.post(row)); d >= from {
					if from = d + 1; !yield(d) {
						return
					}
				}
			}
		}
	}
}

// giveDocuments reads documents by their numbers, and tells how many are still there.
func (s *Store) giveDocuments(ctx context.Context, numbers []int64, fn func(*store.Document) error) (given int, err error) {
	if len(numbers) == 0 {
		return 0, ctx.Err()
	}
	page, err := s.backend.Documents(ctx, numbers)
	if err == nil && len(page) < len(numbers) { // some were deleted since
		ids := make([]string, len(page))
		for i := range page {
			ids[i] = page[i].ID
		}
		numbers, err = s.backend.Numbers(ctx, ids)
	}
	if err != nil {
		return 0, err
	}
	for i := range page {
		page[i].Cursor = cursor{day: mentionmap.NoDay, document: numbers[i]}.String()
		if err := fn(&page[i]); err != nil {
			return given, err
		}
		given++
	}
	return given, nil
}
