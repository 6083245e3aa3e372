package sqlite

import (
	"strconv"
	"strings"
)

// storyOf finds the story a new document belongs to: that of the document it
// resembles most among those that began a story. Otherwise it begins its own
// and is filed; so a story does not drift from copy to copy.
func (w *writer) storyOf(document int64, text string) (int64, error) {
	set := shingles(text)
	filed := bands(set)
	if filed == nil {
		return document, nil
	}
	candidates, err := w.storyCandidates(filed)
	if err != nil {
		return 0, err
	}
	best, most := document, sameStory
	for _, c := range candidates {
		other, err := w.storyText(c)
		if err != nil {
			return 0, err
		}
		if s := resemblance(set, shingles(other)); s >= most && (s > most || best == document) {
			best, most = c, s
		}
	}
	if best == document {
		err = w.fileStory(document, filed)
	}
	return best, err
}

// storyCandidates gives the documents that share most bands, the oldest first among equals.
func (w *writer) storyCandidates(filed []int64) ([]int64, error) {
	st, err := w.prepare("SELECT document FROM story_band WHERE band IN (" + strings.TrimSuffix(strings.Repeat("?,", storyBands), ",") +
		") GROUP BY document ORDER BY count(*) DESC, document LIMIT " + strconv.Itoa(storyCompare))
	if err != nil {
		return nil, err
	}
	args := make([]any, len(filed))
	for i, b := range filed {
		args[i] = b
	}
	rows, err := st.Query(args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) })
}

func (w *writer) storyText(document int64) (string, error) {
	st, err := w.prepare("SELECT text FROM passage WHERE id BETWEEN ? AND ? AND start < ? ORDER BY id")
	if err != nil {
		return "", err
	}
	rows, err := st.Query(key(document, 0), key(document, storyBytes), storyBytes)
	if err != nil {
		return "", err
	}
	parts, err := scanAll(rows, func(scan scanner) (p passage, err error) { return p, scan(&p.text) })
	return join(parts), err
}

func (w *writer) fileStory(document int64, filed []int64) error {
	for _, b := range filed {
		if _, err := w.exec("INSERT INTO story_band (band, document) VALUES (?, ?) ON CONFLICT DO NOTHING", b, document); err != nil {
			return err
		}
	}
	return nil
}
