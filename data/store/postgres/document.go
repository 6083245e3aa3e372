package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
)

const documentColumns = `d.id, d.public, d.key, d.title, d.lang, d.published, d.minute, d.zone, d.posts, d.mentions, d.first_day, d.last_day,
	coalesce((SELECT public FROM document s WHERE s.id = d.story), d.public)`

// Documents implements store.Backend.
func (b *Backend) Documents(ctx context.Context, numbers []int64) (out []store.Document, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		out, err = readDocuments(ctx, tx, "FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n) JOIN document d ON d.id = u.id ORDER BY u.n", numbers)
		return err
	})
	return out, err
}

// Document implements store.Backend.
func (b *Backend) Document(ctx context.Context, id string) (doc *store.Document, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		list, err := readDocuments(ctx, tx, "FROM document d WHERE d.public = $1", storable(id))
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
		}
		doc = &list[0]
		var text string
		var raw []byte
		return each(ctx, tx, "SELECT p.text, p.raw FROM document d JOIN post p ON p.id BETWEEN d.id << 16 AND ((d.id + 1) << 16) - 1 WHERE d.public = $1 ORDER BY p.id",
			[]any{storable(id)}, []any{&text, &raw}, func() error {
				doc.Text += asRead(text, raw)
				return nil
			})
	})
	return doc, err
}

// asRead is a stored text as it was read: raw, where that differs.
func asRead(text string, raw []byte) string {
	if raw != nil {
		return string(raw)
	}
	return text
}

func readDocuments(ctx context.Context, tx pgx.Tx, from string, arg any) (out []store.Document, err error) {
	at := map[int64][]int{} // a number may be asked for twice
	var numbers []int64
	var d store.Document
	var number int64
	var published, first, last *time.Time
	var minute *int16
	err = each(ctx, tx, "SELECT "+documentColumns+" "+from, []any{arg}, []any{&number, &d.ID, &d.Key, &d.Title, &d.Lang, &published, &minute, &d.Published.Zone,
		&d.Posts, &d.Mentions, &first, &last, &d.Story}, func() error {
		d.Published.Day, d.Published.Minute = dayOf(published), minuteOf(minute)
		d.First, d.Last = dayOf(first), dayOf(last)
		at[number], numbers = append(at[number], len(out)), append(numbers, number)
		out = append(out, d)
		return nil
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	var s mentionmap.Seen
	err = each(ctx, tx, "SELECT seen.document, coalesce(s.name, ''), seen.url FROM seen LEFT JOIN source s ON s.id = seen.source WHERE seen.document = ANY ($1) ORDER BY seen.document, seen.n",
		[]any{numbers}, []any{&number, &s.Source, &s.URL}, func() error {
			for _, i := range at[number] {
				out[i].Seen = append(out[i].Seen, s)
			}
			return nil
		})
	return out, err
}

func minuteOf(m *int16) int16 {
	if m == nil {
		return -1
	}
	return *m
}
