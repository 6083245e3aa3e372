package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"mentionmap"
	"mentionmap/data/store"
)

// Known implements store.Backend.
func (d *Database) Known(ctx context.Context, id string) (bool, error) {
	n, err := d.Numbers(ctx, []string{id})
	return err == nil && n[0] != 0, err
}

// Numbers implements store.Backend.
func (d *Database) Numbers(ctx context.Context, ids []string) (out []int64, err error) {
	out = make([]int64, len(ids))
	err = d.view(ctx, func(tx *sql.Tx) error {
		found, err := numbersOf(tx.QueryContext, ctx, ids)
		for i, id := range ids {
			out[i] = found[id]
		}
		return err
	})
	return out, err
}

// numbersOf gives the numbers of the documents that are there, by their ids.
func numbersOf(query func(context.Context, string, ...any) (*sql.Rows, error), ctx context.Context, ids []string) (map[string]int64, error) {
	r, err := query(ctx, "SELECT d.public, d.id FROM json_each(?) j CROSS JOIN document d ON d.public = j.value", list(ids))
	if err != nil {
		return nil, err
	}
	out := make(map[string]int64, len(ids))
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var id string
		var number int64
		err = scan(&id, &number)
		out[id] = number
		return none, err
	})
	return out, err
}

// Documents implements store.Backend.
func (d *Database) Documents(ctx context.Context, numbers []int64) (out []store.Document, err error) {
	err = d.view(ctx, func(tx *sql.Tx) error {
		out, err = readDocuments(ctx, tx, numbers)
		return err
	})
	return out, err
}

// Document implements store.Backend.
func (d *Database) Document(ctx context.Context, id string) (*store.Document, error) {
	var doc store.Document
	err := d.view(ctx, func(tx *sql.Tx) error {
		found, err := numbersOf(tx.QueryContext, ctx, []string{id})
		if err != nil {
			return err
		}
		number := found[id]
		if number == 0 {
			return noDocument(id)
		}
		list, err := readDocuments(ctx, tx, []int64{number})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return errDamaged
		}
		doc = list[0]
		doc.Text, err = readText(ctx, tx, number)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &doc, nil
}

func noDocument(id string) error {
	return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
}

func readDocuments(ctx context.Context, tx *sql.Tx, numbers []int64) ([]store.Document, error) {
	r, err := tx.QueryContext(ctx, `SELECT d.id, d.public, d.key, d.title, d.lang, d.published, ifnull(d.minute, -1), d.zone,
		ifnull((SELECT public FROM document WHERE id = d.story), d.public), d.posts, d.mentions, d.first_day, d.last_day
		FROM json_each(?) j CROSS JOIN document d ON d.id = j.value`, numberList(numbers))
	if err != nil {
		return nil, err
	}
	at := map[int64][]int{} // a number may be asked for twice
	var out []store.Document
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var x store.Document
		var number int64
		err = scan(&number, &x.ID, &x.Key, &x.Title, &x.Lang, nullDay{&x.Published.Day}, &x.Published.Minute, &x.Published.Zone,
			&x.Story, &x.Posts, &x.Mentions, nullDay{&x.First}, nullDay{&x.Last})
		at[number] = append(at[number], len(out))
		out = append(out, x)
		return none, err
	})
	if err != nil {
		return nil, err
	}
	r, err = tx.QueryContext(ctx, `SELECT x.document, ifnull(s.name, ''), x.url FROM (SELECT DISTINCT value FROM json_each(?)) j CROSS JOIN seen x ON x.document = j.value
		LEFT JOIN source s ON s.id = x.source ORDER BY x.document, x.n`, numberList(numbers))
	if err != nil {
		return nil, err
	}
	_, err = scanAll(r, func(scan scanner) (none struct{}, err error) {
		var s mentionmap.Seen
		var number int64
		err = scan(&number, &s.Source, &s.URL)
		for _, i := range at[number] {
			out[i].Seen = append(out[i].Seen, s)
		}
		return none, err
	})
	return out, err
}

// readText puts the text of a document together from its posts.
func readText(ctx context.Context, q txQueryer, number int64) (string, error) {
	first := store.PostKey(number, 0)
	r, err := q.QueryContext(ctx, "SELECT text FROM post WHERE id BETWEEN ? AND ? ORDER BY id", first, first|(1<<store.PostBits-1))
	if err != nil {
		return "", err
	}
	parts, err := scanAll(r, func(scan scanner) (part string, err error) { return part, scan(&part) })
	return strings.Join(parts, ""), err
}
