package sqlite

import (
	"math"

	"mentionmap"
)

func (w *writer) putPassages(document int64, d *prepared) error {
	for _, p := range d.passages {
		_, err := w.exec("INSERT INTO passage (id, start, text) VALUES (?, ?, ?)", key(document, p.start), p.byte, []byte(p.text))
		if err != nil {
			return err
		}
	}
	return nil
}

func key(document int64, start int) int64 { return document<<keyBits | int64(start) }

func (w *writer) putPosts(document int64, d *prepared) error {
	fallback, err := w.source(documentSource(&d.Document))
	if err != nil {
		return err
	}
	for i := range d.posts {
		if err := w.putPost(document, d, &d.posts[i], fallback); err != nil {
			return err
		}
	}
	return nil
}

// documentSource is the source of posts that name none.
func documentSource(doc *mentionmap.Document) string {
	for _, s := range doc.Seen {
		if s.Source != "" {
			return s.Source
		}
	}
	return doc.Key
}

func (w *writer) putPost(document int64, d *prepared, row *postRow, source int64) (err error) {
	own := row.post.Source != ""
	if own {
		if source, err = w.source(row.post.Source); err != nil {
			return err
		}
	}
	id := key(document, row.start)
	_, err = w.exec(`INSERT INTO post (id, n, length, title, author, source, own_source, published, minute, zone, repeat, mentions)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, row.n, row.length, row.post.Title, row.post.Author, source, own,
		day(row.published.Day), row.published.Minute, row.published.Zone, row.post.Repeat, row.mentions)
	if err != nil {
		return err
	}
	_, err = w.exec("INSERT INTO post_words (rowid, title, text) VALUES (?, ?, ?)", id, row.title, row.span.Of(d.Document.Text))
	return err
}

func (w *writer) putMentions(document int64, d *prepared) error {
	for i := range d.mentions {
		m := &d.mentions[i]
		place := int64(0)
		if m.Place != nil {
			row, err := w.place(m.Place)
			if err != nil {
				return err
			}
			place, m.kind = row.id, row.kind
		}
		if err := w.putMention(document, m, place); err != nil {
			return err
		}
		d.seen = append(d.seen, m.seen(place))
	}
	return nil
}

func (w *writer) putMention(document int64, m *mentionRow, place int64) error {
	id := key(document, m.start)
	days := 0
	if m.Dates.Known() {
		days = int(m.Dates.To - m.Dates.From)
	}
	_, err := w.exec(`INSERT INTO mention (id, length, in_post, place, traits, confidence, radius, day, days, published, sentence, sentence_length, words, words_length)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, m.length, m.start-m.post, place, m.traits(), thousandths(m.Confidence), hundreds(m.RadiusKM),
		day(m.Dates.From), days, day(m.published), m.sentence, m.sentenceLength, m.words, m.wordsLength)
	if err != nil {
		return err
	}
	for n, d := range m.Derived {
		_, err := w.exec("INSERT INTO derived (mention, n, relation, words, words_length, lon, lat, radius) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			id, n, int(d.Relation), m.derived[n][0], m.derived[n][1], d.Lon, d.Lat, d.RadiusKM)
		if err != nil {
			return err
		}
	}
	return nil
}

// traits packs the small fields as the generated columns unpack them.
func (m *mentionRow) traits() int64 {
	t := int64(m.kind) | int64(m.Use)<<4 | int64(m.Relation)<<5
	if m.Dates.Known() {
		t |= int64(m.Dates.Precision)<<9 | int64(m.Dates.Basis)<<12
	}
	for bit, set := range map[int]bool{15: m.Repeat, 16: m.Dates.Planned, 17: len(m.Derived) > 0} {
		if set {
			t |= 1 << bit
		}
	}
	return t
}

// thousandths rounds a confidence; what is no number is no confidence.
func thousandths(c float32) int64 {
	if !(c > 0) {
		return 0
	}
	return int64(math.Round(float64(min(c, 1)) * 1000))
}

// hundreds rounds km to hundreds of metres.
func hundreds(km float64) int64 {
	if !(km > 0) {
		return 0
	}
	return int64(math.Round(min(km, 20_040) * 10))
}
