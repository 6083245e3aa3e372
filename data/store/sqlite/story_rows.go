package sqlite

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// storyOf finds the story a new document belongs to: that of the document it
// resembles most among those that began a story. Otherwise it begins its own
// and is filed; so a story does not drift from copy to copy.
func (w *writer) storyOf(document int64, set []uint64, filed []int64) (int64, error) {
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
	st, err := w.prepare("SELECT document FROM story_band WHERE band IN (" + strings.TrimSuffix(strings.Repeat("?,", storyBands), ",") + ")")
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
	shared, err := scanAll(rows, func(scan scanner) (id int64, err error) { return id, scan(&id) })
	return mostShared(shared), err
}

// mostShared gives the documents that stand most often in a list of shared
// bands; to sort them here is faster than to have SQLite do it.
func mostShared(documents []int64) []int64 {
	times := map[int64]int{}
	for _, d := range documents {
		times[d]++
	}
	out := slices.Collect(maps.Keys(times))
	slices.SortFunc(out, func(a, b int64) int { return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), storyCompare)]
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
	args := make([]any, 0, 2*len(filed))
	for _, b := range filed {
		args = append(args, b, document)
	}
	_, err := w.exec("INSERT INTO story_band (band, document) VALUES "+strings.TrimSuffix(strings.Repeat("(?, ?),", len(filed)), ",")+" ON CONFLICT DO NOTHING", args...)
	return err
}
