package sqlite

import (
	"context"
	"database/sql"

	sqlite3 "github.com/mattn/go-sqlite3"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

var _ store.Exporter = (*Database)(nil)

// Located implements store.Exporter.
func (d *Database) Located(ctx context.Context, numbers []int64) (out []mentionmap.Located, err error) {
	err = d.viewRaw(ctx, func(tx *sql.Tx, conn *sqlite3.SQLiteConn) error {
		out, err = (&fetching{database: d, ctx: ctx, tx: tx, conn: conn}).located(numbers)
		return err
	})
	return out, err
}

func (f *fetching) located(numbers []int64) ([]mentionmap.Located, error) {
	docs, err := readDocuments(f.ctx, f.tx, numbers)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	posts, err := readPosts(f.ctx, f.tx, numbers)
	if err != nil {
		return nil, err
	}
	if err := f.readMentions(distinctNumbers+" CROSS JOIN mention m ON m.id BETWEEN j.value << 28 AND (j.value << 28) + 268435455", numbers); err != nil {
		return nil, err
	}
	if err := f.readDocuments(numbers); err != nil {
		return nil, err
	}
	list, err := f.compose()
	if err != nil {
		return nil, err
	}
	mentions := map[string][]store.Mention{}
	for _, m := range rows.Compose(list) {
		mentions[m.DocumentID] = append(mentions[m.DocumentID], m)
	}
	byID := map[string]*rows.DocumentRow{}
	for _, row := range f.documents {
		byID[row.ID] = row
	}
	out := make([]mentionmap.Located, len(docs))
	for i := range docs {
		row := byID[docs[i].ID]
		if row == nil {
			return nil, errDamaged
		}
		out[i] = rows.Located(&docs[i], posts[row.Number], mentions[row.ID], row.Gazetteer, row.Locator)
	}
	return out, nil
}

// distinctNumbers is a query of numbers, each once, of a list of them.
const distinctNumbers = "(SELECT DISTINCT value FROM json_each(?)) j"

// readPosts gives the posts of documents as rows, by the numbers of documents. A
// title that the text does not hold is the last sentence of its post.
func readPosts(ctx context.Context, tx *sql.Tx, documents []int64) (map[int64][]rows.Post, error) {
	r, err := tx.QueryContext(ctx, `SELECT p.id, ifnull(p.number, -1), p.start, p.byte, p.length, p.text, ifnull(p.title, ''),
			(SELECT t.start IS NULL FROM sentence t WHERE t.id < ifnull((SELECT sentence FROM post WHERE id > p.id ORDER BY id LIMIT 1), 1 << 62) ORDER BY t.id DESC LIMIT 1),
			ifnull(s.name, ''), ifnull(p.author, ''), ifnull(p.lang, ''), ifnull(p.reply_to, ''), ifnull(p.forwarded, ''),
			p.published, ifnull(p.minute, -1), ifnull(p.zone, ''), p.repeat
		FROM `+distinctNumbers+` CROSS JOIN post p ON p.id BETWEEN j.value << 16 AND (j.value << 16) + 65535 LEFT JOIN source s ON s.id = p.source ORDER BY p.id`, numberList(documents))
	if err != nil {
		return nil, err
	}
	out := map[int64][]rows.Post{}
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var p rows.Post
		var id int64
		var heading bool
		err = scan(&id, &p.Post, &p.Start, &p.Byte, &p.Length, &p.Text, &p.Title, &heading, &p.Source, &p.Author, &p.Lang, &p.ReplyTo, &p.Forwarded,
			nullDay{&p.Published.Day}, &p.Published.Minute, &p.Published.Zone, &p.Repeat)
		if heading {
			p.Heading = p.Title
		}
		out[id>>store.PostBits] = append(out[id>>store.PostBits], p)
		return none, err
	})
	return out, err
}
