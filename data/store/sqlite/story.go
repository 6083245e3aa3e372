package sqlite

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// heads tells of the documents that began a story, as the transaction of the
// writer sees them.
type heads struct{ tx *sql.Tx }

// ByBands implements rows.Heads.
func (h heads) ByBands(bands []uint32, most int) (map[uint32][]int64, error) {
	signed := make([]int64, len(bands))
	for i, b := range bands {
		signed[i] = bandOf(b)
	}
	r, err := h.tx.Query("SELECT n.band, n.document FROM json_each(?) j CROSS JOIN near_copy n ON n.band = j.value ORDER BY n.band, n.document", numberList(signed))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := map[uint32][]int64{}
	for r.Next() {
		var band, document int64
		if err := r.Scan(&band, &document); err != nil {
			return nil, err
		}
		if b := uint32(band); len(out[b]) < most {
			out[b] = append(out[b], document)
		}
	}
	return out, r.Err()
}

// bandOf is a band as it is kept: signed, which takes fewer bytes.
func bandOf(b uint32) int64 { return int64(int32(b)) }

// Head implements rows.Heads.
func (h heads) Head(document int64) (text string, begun bool, err error) {
	err = h.tx.QueryRow("SELECT story = id FROM document WHERE id = ?", document).Scan(&begun)
	if err == sql.ErrNoRows {
		return "", false, nil
	}
	if err != nil || !begun {
		return "", false, err
	}
	first := store.PostKey(document, 0)
	r, err := h.tx.Query("SELECT text FROM post WHERE id BETWEEN ? AND ? AND byte < ? ORDER BY id", first, first|(1<<store.PostBits-1), rows.StoryBytes)
	if err != nil {
		return "", false, err
	}
	parts, err := scanAll(r, func(scan scanner) (part string, err error) { return part, scan(&part) })
	return strings.Join(parts, ""), true, err
}

// storyOf gives the story of a new document, which is filed if it begins one.
func (w *writer) storyOf(doc *rows.Document, number int64) (int64, error) {
	story, err := w.stories.Story(doc, number)
	if err != nil || story != number {
		return story, err
	}
	for i, b := range doc.Bands {
		if hasBand(doc.Bands[:i], b) {
			continue
		}
		w.bands = append(w.bands, [2]int64{bandOf(b), number})
	}
	return story, nil
}

// flushBands files the documents that began stories, in the order of the table:
// bands are random, and each page is so written to once.
func (w *writer) flushBands() error {
	slices.SortFunc(w.bands, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	t := w.table("near_copy", "band, document")
	for _, b := range w.bands {
		if err := t.add(b[0], b[1]); err != nil {
			return err
		}
	}
	w.bands = nil
	return t.flush()
}

func hasBand(list []uint32, b uint32) bool {
	for _, x := range list {
		if x == b {
			return true
		}
	}
	return false
}
