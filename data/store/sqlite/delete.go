package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"mentionmap"
)

// Delete implements store.Store.
func (s *Store) Delete(ctx context.Context, id string) error {
	if s.write == nil {
		return mentionmap.Errorf(mentionmap.Unavailable, "%s: the database is open for reading only", s.path)
	}
	s.putting.Lock()
	defer s.putting.Unlock()
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	w := newWriter(tx, s.known)
	if err := w.begin(); err != nil {
		return s.explain(err)
	}
	if err := w.remove(id); err != nil {
		return s.explain(err)
	}
	s.put = true
	return s.explain(tx.Commit())
}

// removed is what is known of a document that is taken out.
type removed struct {
	row, story      int64
	title           string
	posts, mentions int
}

// remove takes a document out of every table. What is filed by its text is
// found by working that out anew.
func (w *writer) remove(id string) error {
	d, err := w.toRemove(id)
	if err != nil {
		return err
	}
	for _, step := range []func(*removed) error{w.uncountPlaceDays, w.forgetWords, w.leaveStory, w.deleteRows, w.uncount} {
		if err := step(d); err != nil {
			return err
		}
	}
	return w.finishPlaceDays()
}

func (w *writer) toRemove(id string) (*removed, error) {
	st, err := w.prepare("SELECT id, story, title, posts, mentions FROM document WHERE public = ?")
	if err != nil {
		return nil, err
	}
	var d removed
	err = st.QueryRow(id).Scan(&d.row, &d.story, &d.title, &d.posts, &d.mentions)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
	}
	return &d, err
}

// uncountPlaceDays adds to the counts what takes those of the document away.
func (w *writer) uncountPlaceDays(d *removed) error {
	own, err := w.seenWhere("SELECT "+seenColumns+" FROM mention m WHERE m.id BETWEEN ?1 AND ?2", d.first(), d.last())
	if err != nil {
		return err
	}
	if err := w.tally(own, d.row, d.story); err != nil {
		return err
	}
	for by := range w.tallies {
		for i := range w.tallies[by].Rows {
			counts := &w.tallies[by].Rows[i].Counts
			for unit := range counts {
				counts[unit] = -counts[unit]
			}
		}
	}
	return nil
}

// first and last are the ends of the document's range of keys.
func (d *removed) first() int64 { return d.row << keyBits }
func (d *removed) last() int64  { return d.row<<keyBits | (keySpan - 1) }

// forgetWords takes the posts out of the search, which must be told the words
// it was given. Whether those of the title were among them, it says itself.
func (w *writer) forgetWords(d *removed) error {
	st, err := w.prepare("SELECT id, title, length FROM post WHERE id BETWEEN ? AND ?")
	if err != nil {
		return err
	}
	rows, err := st.Query(d.first(), d.last())
	if err != nil {
		return err
	}
	type post struct {
		id     int64
		title  string
		length int
	}
	posts, err := scanAll(rows, func(scan scanner) (p post, err error) { return p, scan(&p.id, &p.title, &p.length) })
	if err != nil || len(posts) == 0 {
		return err
	}
	text, err := w.textOf(d)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.title == "" {
			p.title = d.title
		}
		if searched, err := w.titleIsSearched(p.id, p.title); err != nil {
			return err
		} else if !searched {
			p.title = ""
		}
		words, _ := text.from(p.id, p.length)
		if _, err := w.exec("INSERT INTO post_words (post_words, rowid, title, text) VALUES ('delete', ?, ?, ?)", p.id, p.title, words); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) titleIsSearched(post int64, title string) (bool, error) {
	words := matchOf(title)
	if words == "" {
		return false, nil
	}
	_, found, err := w.number("SELECT rowid FROM post_words WHERE post_words MATCH ? AND rowid = ?", "title : ("+words+")", post)
	return found, err
}

func (w *writer) textOf(d *removed) (texts, error) {
	st, err := w.prepare("SELECT id, start, text FROM passage WHERE id BETWEEN ? AND ? ORDER BY id")
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(d.first(), d.last())
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (p textPiece, err error) { return p, scan(&p.key, &p.byte, &p.text) })
}

// leaveStory makes the next oldest of the near-copies the first of a story
// that the document began.
func (w *writer) leaveStory(d *removed) error {
	if d.story != d.row {
		return nil
	}
	text, err := w.storyText(d.row)
	if err != nil {
		return err
	}
	for _, band := range bands(shingles(text)) {
		if _, err := w.exec("DELETE FROM story_band WHERE band = ? AND document = ?", band, d.row); err != nil {
			return err
		}
	}
	heir, found, err := w.number("SELECT id FROM document WHERE story = ? AND story <> id ORDER BY id LIMIT 1", d.row)
	if err != nil || !found {
		return err
	}
	if _, err := w.exec("UPDATE document SET story = ? WHERE story = ? AND story <> id", heir, d.row); err != nil {
		return err
	}
	if text, err = w.storyText(heir); err != nil {
		return err
	}
	if filed := bands(shingles(text)); filed != nil {
		return w.fileStory(heir, filed)
	}
	return nil
}

func (w *writer) deleteRows(d *removed) error {
	for table, key := range map[string]string{"derived": "mention", "mention": "id", "post": "id", "passage": "id"} {
		if _, err := w.exec("DELETE FROM "+table+" WHERE "+key+" BETWEEN ? AND ?", d.first(), d.last()); err != nil {
			return err
		}
	}
	for table, key := range map[string]string{"seen": "document", "document": "id"} {
		if _, err := w.exec("DELETE FROM "+table+" WHERE "+key+" = ?", d.row); err != nil {
			return err
		}
	}
	return nil
}

// uncount brings the sums up to date and makes the generation grow.
func (w *writer) uncount(d *removed) error {
	_, err := w.exec(`UPDATE state SET generation = generation + 1, documents = documents - 1, posts = posts - ?, mentions = mentions - ?,
		first_day = (SELECT min(day) FROM mention), last_day = (SELECT max(last_day) FROM document)`, d.posts, d.mentions)
	return err
}
