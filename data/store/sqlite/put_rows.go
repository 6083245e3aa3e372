package sqlite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// putDocument stores a new document.
func (w *writer) putDocument(doc *rows.Document) error {
	number := w.document
	w.document++
	story, err := w.storyOf(doc, number)
	if err != nil {
		return err
	}
	if err := w.putHead(doc, number, story); err != nil {
		return err
	}
	firsts, err := w.putPosts(doc, number)
	if err != nil {
		return err
	}
	for i := range doc.Mentions {
		if err := w.putMention(doc, &doc.Mentions[i], number, firsts[doc.Mentions[i].Post]); err != nil {
			return err
		}
	}
	w.changes++
	w.added.Documents++
	w.added.Posts += doc.RealPosts()
	w.added.Mentions += len(doc.Mentions)
	if doc.First != mentionmap.NoDay {
		w.spread(doc.First, doc.Last)
	}
	return nil
}

func (w *writer) spread(first, last mentionmap.Day) {
	if w.first == mentionmap.NoDay {
		w.first, w.last = first, last
	}
	w.first, w.last = min(w.first, first), max(w.last, last)
}

// putHead writes the row of a document and where it was seen.
func (w *writer) putHead(doc *rows.Document, number, story int64) error {
	l := doc.Located
	if err := w.putSeen(number, 0, l.Document.Seen); err != nil {
		return err
	}
	source, err := w.source(doc.Source())
	if err != nil {
		return err
	}
	gazetteer, err := w.version("gazetteer", l.Gazetteer)
	if err != nil {
		return err
	}
	locator, err := w.version("locator", l.Locator)
	if err != nil {
		return err
	}
	if err := w.days(l.Document.Published.Day, doc.First, doc.Last); err != nil {
		return err
	}
	published, minute, zone := stamp(l.Document.Published)
	return w.documents.add(number, doc.ID, l.Document.Key, l.Document.Title, l.Document.Lang, published, minute, zone, source, story, gazetteer, locator,
		int64(doc.RealPosts()), int64(len(doc.Mentions)), day(doc.First), day(doc.Last), w.run, w.generation)
}

// stamp gives the values of a time of publication.
func stamp(s mentionmap.Stamp) (day, minute any, zone string) {
	if s.Known() {
		day = int64(s.Day)
	}
	if s.Minute >= 0 {
		minute = int64(s.Minute)
	}
	return day, minute, s.Zone
}

// putPosts writes the posts of a document with their sentences. It returns the
// number of the first sentence of each.
func (w *writer) putPosts(doc *rows.Document, number int64) (firsts []int64, err error) {
	firsts = make([]int64, len(doc.Posts))
	for n := range doc.Posts {
		p, key := &doc.Posts[n], store.PostKey(number, n)
		firsts[n] = w.sentence
		source, err := w.sourceOrNone(p.Source)
		if err != nil {
			return nil, err
		}
		if err := w.days(p.Published.Day); err != nil {
			return nil, err
		}
		var ordinal any
		if p.Post >= 0 {
			ordinal = int64(p.Post)
		}
		published, minute, zone := stamp(p.Published)
		err = w.posts.add(key, ordinal, w.sentence, int64(p.Start), int64(p.Byte), int64(p.Length), text(p.Title), source, text(p.Author), text(p.Lang), text(p.ReplyTo), text(p.Forwarded), published, minute, text(zone), bit(p.Repeat), p.Text)
		if err != nil {
			return nil, err
		}
		if err := w.putSentences(p, key); err != nil {
			return nil, err
		}
	}
	return firsts, nil
}

func (w *writer) putSentences(p *rows.Post, post int64) error {
	for i := range p.Sentences {
		s := &p.Sentences[i]
		if err := w.putSentence(post, int64(s.Start), shown(s), s.Text, s.Stems); err != nil {
			return err
		}
	}
	if p.Heading == "" {
		return nil
	}
	return w.putSentence(post, nil, utf8.RuneCountInString(p.Heading), p.Heading, p.HeadingStems)
}

func (w *writer) putSentence(post int64, start any, length int, text, stems string) error {
	if err := w.sentences.add(w.sentence, post, start, int64(length)); err != nil {
		return err
	}
	w.words = append(w.words, words{w.sentence, text, stems})
	w.sentence++
	return nil
}

// shown is the length of a sentence without the white space behind it.
func shown(s *rows.Sentence) int {
	words := strings.TrimRightFunc(s.Text, unicode.IsSpace)
	return s.Length - utf8.RuneCountInString(s.Text[len(words):])
}

// putMention writes a mention; first is the first sentence of its post.
func (w *writer) putMention(doc *rows.Document, m *rows.Mention, number, first int64) error {
	kind, place := m.Kind, any(nil)
	if m.Place != nil {
		row, err := w.place(m.Place)
		if err != nil {
			return err
		}
		kind, place = row.kind, row.id
		w.counts[row.id]++
	}
	if err := w.days(m.Dates.From, m.Dates.To); err != nil {
		return err
	}
	key := store.MentionKey(number, m.Start)
	wordsStart, wordsLength := span(m.WordsStart, m.WordsLength)
	err := w.mentions.add(key, int64(m.Length), first+int64(m.Sentence), place, int64(kind), int64(m.Use), int64(m.Relation), day(m.Dates.From), day(m.Dates.To),
		int64(m.Dates.Precision), int64(m.Dates.Basis), bit(m.Dates.Planned), wordsStart, wordsLength, m.Confidence, float64(m.Radius)/10, bit(m.Repeat))
	if err != nil {
		return err
	}
	if p := &doc.Posts[m.Post]; m.SentenceStart != p.Start+p.Sentences[m.Sentence].Start || m.SentenceLength != shown(&p.Sentences[m.Sentence]) {
		if err := w.snippets.add(key, int64(m.SentenceStart), int64(m.SentenceLength)); err != nil {
			return err
		}
	}
	for n := range m.Derived {
		x := &m.Derived[n]
		wordsStart, wordsLength := span(x.WordsStart, x.WordsLength)
		if err := w.derived.add(key, int64(n), int64(x.Relation), wordsStart, wordsLength, x.Lon, x.Lat, x.RadiusKM); err != nil {
			return err
		}
	}
	return nil
}

// span gives the values of a stretch of text, where a start below 0 means none.
func span(start, length int) (any, any) {
	if start < 0 {
		return nil, nil
	}
	return int64(start), int64(length)
}

// putSeen writes where a document was seen, each place once, as rows from n on.
func (w *writer) putSeen(document int64, n int, list []mentionmap.Seen) error {
	for i, s := range list {
		if contains(list[:i], s) {
			continue
		}
		source, err := w.sourceOrNone(s.Source)
		if err != nil {
			return err
		}
		if err := w.seen.add(document, int64(n), source, s.URL, w.run); err != nil {
			return err
		}
		n++
	}
	return nil
}

func contains(list []mentionmap.Seen, s mentionmap.Seen) bool {
	for i := range list {
		if list[i] == s {
			return true
		}
	}
	return false
}

// putKnown adds where a stored document was seen, as far as that is new, and
// that the run met it.
func (w *writer) putKnown(document int64, list []mentionmap.Seen) error {
	for _, t := range [...]*table{w.documents, w.seen} { // it may be of this block
		if err := t.flush(); err != nil {
			return err
		}
	}
	if w.run != nil {
		if _, err := w.exec("INSERT OR IGNORE INTO met (run, document) SELECT ?1, id FROM document WHERE id = ?2 AND run IS NOT ?1", w.run, document); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	had, err := w.seenAt(document)
	if err != nil {
		return err
	}
	var more []mentionmap.Seen
	for _, s := range list {
		if !contains(had, s) {
			more = append(more, s)
		}
	}
	if len(more) == 0 {
		return nil
	}
	if err := w.putSeen(document, len(had), more); err != nil {
		return err
	}
	return w.sourceAgain(document)
}

func (w *writer) seenAt(document int64) ([]mentionmap.Seen, error) {
	r, err := w.tx.Query("SELECT coalesce(s.name, ''), url FROM seen LEFT JOIN source s ON s.id = source WHERE document = ? ORDER BY n", document)
	if err != nil {
		return nil, err
	}
	return scanAll(r, func(scan scanner) (s mentionmap.Seen, err error) { return s, scan(&s.Source, &s.URL) })
}

// sourceAgain sets the source of posts that name none after a document was seen
// elsewhere, or is not any more.
func (w *writer) sourceAgain(document int64) error {
	if err := w.seen.flush(); err != nil {
		return err
	}
	var key string
	if err := w.tx.QueryRow("SELECT key FROM document WHERE id = ?", document).Scan(&key); err != nil {
		return err
	}
	source, found, err := w.number("SELECT source FROM seen WHERE document = ? AND source IS NOT NULL ORDER BY n LIMIT 1", document)
	if err == nil && !found {
		source, err = w.source(key)
	}
	if err != nil {
		return err
	}
	w.changes++
	_, err = w.exec("UPDATE document SET source = ?, generation = ? WHERE id = ?", source, w.generation, document)
	return err
}
