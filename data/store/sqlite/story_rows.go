package sqlite

// storyOf finds the story a new document belongs to: that of the document it
// resembles most among those that began a story. Otherwise it begins its own
// and is filed; so a story does not drift from copy to copy.
func (w *writer) storyOf(d *prepared, filed filing) (int64, error) {
	story := d.begun
	if story == 0 {
		var err error
		if story, err = w.mostAlike(d, filed); err != nil {
			return 0, err
		}
	}
	if story == d.number {
		w.file(d.number, d.bands)
	}
	return story, nil
}

// file files a document that began a story.
func (w *writer) file(document int64, bands []uint32) {
	for _, b := range bands {
		w.bands[b] = append(w.bands[b], document)
		w.lists.add(byBand, uint64(b), document)
		if w.known.bands != nil {
			w.known.bands.add(b)
		}
	}
}

// mostAlike gives the document that a new one is a copy of, or itself.
func (w *writer) mostAlike(d *prepared, filed filing) (int64, error) {
	best, most := d.number, sameStory
	for _, c := range mostShared(d.bands, filed, w.bands) {
		other, begun, err := w.head(c)
		if err != nil {
			return 0, err
		}
		if !begun {
			continue
		}
		if s := resemblance(d.shingles, other); s >= most && (s > most || best == d.number) {
			best, most = c, s
		}
	}
	return best, nil
}

// mostShared gives the documents that share most bands, the oldest first among
// equals. Of a band that many share, a form more than a text, only the oldest
// are looked at: else thousands of like lines would take time by their square.
func mostShared(bands []uint32, filed ...filing) []int64 {
	var times map[int64]int
	for _, f := range filed {
		for _, b := range bands {
			for _, document := range f[b][:min(len(f[b]), storyCrowd)] {
				if times == nil {
					times = map[int64]int{}
				}
				times[document]++
			}
		}
	}
	var most [storyCompare + 1]int64 // and one that drops out
	n := 0
	for document, shared := range times {
		at := n
		for at > 0 && (shared > times[most[at-1]] || shared == times[most[at-1]] && document < most[at-1]) {
			at--
		}
		copy(most[at+1:], most[at:n])
		most[at] = document
		n = min(n+1, storyCompare)
	}
	return most[:n]
}

// begunBy gives the text of a document that began a story, if it is still there.
func (w *writer) begunBy(document int64) (text string, begun bool, err error) {
	_, begun, err = w.number("SELECT id FROM document WHERE id = ? AND story = id", document)
	if begun {
		text, err = w.storyText(document)
	}
	return text, begun, err
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
