package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5"

	"mentionmap/data/store/rows"
)

// findStories finds the stories of new documents.
func (w *writer) findStories(docs []*document) (err error) {
	list := make([]*rows.Document, len(docs))
	for i, d := range docs {
		list[i] = d.Document
	}
	if err := w.finder.LookUp(list); err != nil {
		return err
	}
	for _, d := range docs {
		if d.story, err = w.finder.Story(d.Document, d.number); err != nil {
			return err
		}
	}
	return nil
}

// ByBands implements rows.Heads.
func (w *writer) ByBands(bands []uint32, most int) (map[uint32][]int64, error) {
	given := make([]int32, len(bands))
	for i, b := range bands {
		given[i] = int32(b)
	}
	out := map[uint32][]int64{}
	var band int32
	var document int64
	err := w.each(`SELECT b, n.document FROM unnest($1::int[]) b CROSS JOIN LATERAL
		(SELECT document FROM near_copy WHERE band = b ORDER BY document LIMIT $2) n ORDER BY n.document`, []any{given, most}, []any{&band, &document}, func() error {
		out[uint32(band)] = append(out[uint32(band)], document)
		return nil
	})
	return out, err
}

// Head implements rows.Heads.
func (w *writer) Head(document int64) (text string, begun bool, err error) {
	err = w.tx.QueryRow(w.ctx, "SELECT true FROM document WHERE id = $1 AND story = id", document).Scan(&begun)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	if err == nil {
		text, err = w.storyText(document)
	}
	return text, begun, err
}

// storyText gives as much of a document's text, from its start, as near-copies
// are found by.
func (w *writer) storyText(document int64) (text string, err error) {
	var part string
	var raw []byte
	err = w.each("SELECT text, raw FROM post WHERE id BETWEEN $1::bigint << 16 AND (($1::bigint + 1) << 16) - 1 AND byte < $2 ORDER BY id",
		[]any{document, rows.StoryBytes}, []any{&part, &raw}, func() error {
			text += asRead(part, raw)
			return nil
		})
	return text, err
}

// leaveStories makes the oldest of the near-copies that are left the first of
// each story that one of the documents began, and takes the documents out of
// what near-copies are found by.
func (w *writer) leaveStories(numbers []int64) error {
	if err := w.forgetBands(numbers); err != nil {
		return err
	}
	heirs := map[int64]int64{}
	var story, heir int64
	err := w.each(`SELECT d.story, min(d.id) FROM document d WHERE d.story = ANY ($1) AND d.story <> d.id
		AND NOT EXISTS (SELECT FROM unnest($1::bigint[]) n WHERE n = d.id) GROUP BY d.story`, []any{numbers}, []any{&story, &heir}, func() error {
		heirs[story] = heir
		return nil
	})
	if err != nil {
		return err
	}
	c := newCopier("near_copy (document, band)")
	for story, heir := range heirs {
		_, err := w.exec("UPDATE document SET story = $2, generation = $3 WHERE story = $1 AND story <> id", story, heir, w.generation)
		if err != nil {
			return err
		}
		text, err := w.storyText(heir)
		if err != nil {
			return err
		}
		bands(c, heir, rows.Bands(rows.Shingles(text)))
	}
	return c.send(w.ctx, w.tx)
}

// forgetBands works out anew what the documents are filed under: an index of it
// by document would cost every Put.
func (w *writer) forgetBands(numbers []int64) error {
	for _, n := range numbers {
		text, begun, err := w.Head(n)
		if err != nil {
			return err
		}
		if !begun {
			continue
		}
		var list []int32
		for _, b := range rows.Bands(rows.Shingles(text)) {
			list = append(list, int32(b))
		}
		if _, err := w.exec("DELETE FROM near_copy WHERE band = ANY ($1) AND document = $2", list, n); err != nil {
			return err
		}
	}
	return nil
}

// bands files a document that began a story, each band once.
func bands(c *copier, document int64, bands []uint32) {
	done := map[uint32]bool{}
	for _, b := range bands {
		if !done[b] {
			c.row().int64(document).int32(int(int32(b)))
			done[b] = true
		}
	}
}
