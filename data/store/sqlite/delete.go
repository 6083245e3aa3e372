package sqlite

import (
	"context"

	"mentionmap"
)

// Delete implements store.Store.
func (s *Store) Delete(ctx context.Context, id string) error {
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := s.deleteAll(ctx, id); err != nil {
		return s.takenBack(ctx, err)
	}
	s.put = true
	return nil
}

// deleteAll takes out a document in a transaction.
func (s *Store) deleteAll(ctx context.Context, id string) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := newWriter(tx, s.known)
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.remove(id); err != nil {
		return err
	}
	return tx.Commit()
}

// remove takes a document out of every table. What is filed by its text is
// found by working that out anew; its postings are left out when runs are
// merged, and name what nobody finds until then.
func (w *writer) remove(id string) error {
	row, found, err := w.number("SELECT id FROM document WHERE public = ?", publicBytes(id))
	if err != nil {
		return err
	}
	if !found {
		return mentionmap.Errorf(mentionmap.NotFound, "there is no document %q", id)
	}
	d, err := w.document(row)
	if err != nil {
		return err
	}
	for _, step := range []func(*documentRecord) error{w.uncountPlaceDays, w.forgetWords, w.leaveStory, w.deleteRows, w.uncount} {
		if err := step(d); err != nil {
			return err
		}
	}
	if err := w.finishRuns(); err != nil {
		return err
	}
	return w.finishPlaceDays()
}

// uncountPlaceDays adds to the counts what takes those of the document away.
func (w *writer) uncountPlaceDays(d *documentRecord) error {
	own := countedOf(d.mentions)
	others, err := w.leaveMembers(d, own)
	if err != nil {
		return err
	}
	w.tally(own, others)
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

// forgetWords takes the sections out of the search, which must be told the
// words it was given.
func (w *writer) forgetWords(d *documentRecord) error {
	text, err := w.textOf(d.id)
	if err != nil {
		return err
	}
	var t tokenizer
	for i := range d.sections {
		s := &d.sections[i]
		words, _ := text.from(key(d.id, s.start), s.length)
		_, err := w.exec("INSERT INTO section_words (section_words, rowid, words) VALUES ('delete', ?, ?)", d.id+int64(i), t.distinct(s.headingText(d.title), words))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) textOf(document int64) (texts, error) {
	st, err := w.prepare("SELECT " + passageColumn + " FROM passage p WHERE p.id BETWEEN ? AND ? ORDER BY p.id")
	if err != nil {
		return texts{}, err
	}
	rows, err := st.Query(key(document, 0), key(document, keySpan-1))
	if err != nil {
		return texts{}, err
	}
	return scanTexts(rows)
}

// leaveStory makes the next oldest of the near-copies the first of a story
// that the document began.
func (w *writer) leaveStory(d *documentRecord) error {
	if d.story != d.id {
		return nil
	}
	heir, found, err := w.number("SELECT id FROM document WHERE story = ? AND story <> id ORDER BY id LIMIT 1", d.id)
	if err != nil {
		return err
	}
	w.stories().headLeft(d.id, heir)
	if !found {
		return nil
	}
	if _, err := w.exec("UPDATE document SET story = ? WHERE story = ? AND story <> id", heir, d.id); err != nil {
		return err
	}
	text, err := w.storyText(heir)
	if err != nil {
		return err
	}
	w.file(heir, bands(shingles(text)))
	return nil
}

func (w *writer) deleteRows(d *documentRecord) error {
	if _, err := w.exec("DELETE FROM passage WHERE id BETWEEN ? AND ?", key(d.id, 0), key(d.id, keySpan-1)); err != nil {
		return err
	}
	if _, err := w.exec("DELETE FROM document WHERE id = ?", d.id); err != nil {
		return err
	}
	_, err := w.exec("INSERT INTO gone (first, last) VALUES (?, ?)", d.id, d.id+int64(max(len(d.sections), 1))-1)
	return err
}

// uncount brings the sums up to date and makes the generation grow.
func (w *writer) uncount(d *documentRecord) error {
	for i := range d.sections {
		s := &d.sections[i]
		for _, source := range sectionSources(s, d.sources()) {
			w.told[source] -= int64(s.mentions)
		}
	}
	if err := w.tellSources(); err != nil {
		return err
	}
	w.known.follow(w.generation)
	_, err := w.exec(`UPDATE state SET generation = generation + 1, documents = documents - 1, posts = posts - ?, mentions = mentions - ?,
		first_day = (SELECT min(first_day) FROM document), last_day = (SELECT max(last_day) FROM document)`, realPosts(d.sections), len(d.mentions))
	return err
}
