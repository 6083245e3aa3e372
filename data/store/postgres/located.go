package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

var _ store.Exporter = (*Backend)(nil)

// Located implements store.Exporter.
func (b *Backend) Located(ctx context.Context, numbers []int64) (out []mentionmap.Located, err error) {
	err = b.view(ctx, func(tx pgx.Tx) error {
		docs, err := readDocuments(ctx, tx, "FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n) JOIN document d ON d.id = u.id ORDER BY u.n", numbers)
		if err != nil || len(docs) == 0 {
			return err
		}
		posts, err := readPosts(ctx, tx, numbers)
		if err != nil {
			return err
		}
		f := newFetcher(ctx, tx)
		list, err := f.all(numbers)
		if err != nil {
			return err
		}
		mentions := map[string][]store.Mention{}
		for _, m := range list {
			mentions[m.DocumentID] = append(mentions[m.DocumentID], m)
		}
		byID := map[string]*rows.DocumentRow{}
		for _, d := range f.documents {
			byID[d.ID] = d
		}
		for i := range docs {
			d := byID[docs[i].ID]
			out = append(out, rows.Located(&docs[i], posts[d.Number], mentions[d.ID], d.Gazetteer, d.Locator))
		}
		return nil
	})
	return out, err
}

// all gives all mentions of documents, in the order of the text.
func (f *fetcher) all(numbers []int64) ([]store.Mention, error) {
	var keys []store.Key
	var k store.Key
	err := f.each("SELECT document, start FROM mention WHERE document = ANY ($1) ORDER BY document, start", []any{numbers}, []any{&k.Document, &k.Start}, func() error {
		keys = append(keys, k)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		f.documents[n] = nil
	}
	return f.fetch(keys)
}

// heading is a column of eachPost: a title that the text does not hold; costly.
const (
	heading   = "CASE WHEN EXISTS (SELECT FROM sentence t WHERE t.id = p.id << 16 | 65535) THEN coalesce(p.title, '-') ELSE '' END"
	noHeading = "''"
)

// readPosts gives the posts of documents as rows, by the numbers of documents.
func readPosts(ctx context.Context, tx pgx.Tx, documents []int64) (map[int64][]rows.Post, error) {
	out := map[int64][]rows.Post{}
	err := eachPost(ctx, tx, heading, "FROM unnest($1::bigint[]) d JOIN post p ON p.id BETWEEN d << 16 AND ((d + 1) << 16) - 1", []any{documents}, func(id int64, p *rows.Post) {
		out[id>>store.PostBits] = append(out[id>>store.PostBits], *p)
	})
	return out, err
}

// eachPost reads posts in the order of their keys.
func eachPost(ctx context.Context, tx pgx.Tx, heading, from string, args []any, fn func(id int64, p *rows.Post)) error {
	var id int64
	var p rows.Post
	var raw []byte
	var published *time.Time
	var minute *int16
	return each(ctx, tx, `SELECT p.id, coalesce(p.number, -1), p.start, p.byte, p.length, p.text, p.raw, coalesce(p.title, ''), `+heading+`, coalesce(s.name, ''), coalesce(p.author, ''),
			coalesce(p.lang, ''), coalesce(p.reply_to, ''), coalesce(p.forwarded, ''), p.published, p.minute, coalesce(p.zone, ''), p.repeat
		`+from+" LEFT JOIN source s ON s.id = p.source ORDER BY p.id",
		args, []any{&id, &p.Post, &p.Start, &p.Byte, &p.Length, &p.Text, &raw, &p.Title, &p.Heading, &p.Source, &p.Author,
			&p.Lang, &p.ReplyTo, &p.Forwarded, &published, &minute, &p.Published.Zone, &p.Repeat}, func() error {
			row := p
			row.Text, row.Published.Day, row.Published.Minute = asRead(p.Text, raw), dayOf(published), minuteOf(minute)
			fn(id, &row)
			return nil
		})
}
