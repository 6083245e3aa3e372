package postgres

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/data/store"
	"mentionmap/data/store/rows"
)

// tables are those that the rows of documents go to.
type tables struct {
	document, seen, band, post, sentence, mention, derived *copier
}

// copyRows stores new documents.
func (w *writer) copyRows(docs []*document) error {
	t := tables{
		document: newCopier("document (id, public, key, title, lang, published, minute, zone, source, story, gazetteer, locator, posts, mentions, first_day, last_day, run, generation)"),
		seen:     newCopier("seen (document, n, source, url, run)"),
		band:     newCopier("near_copy (document, band)"),
		post:     newCopier("post (id, number, start, byte, length, title, source, author, lang, reply_to, forwarded, published, minute, zone, repeat, text, raw)"),
		sentence: newCopier("sentence (id, start, length, words)"),
		mention: newCopier("mention (document, start, length, sentence, place, kind, use, relation, date, date_to, precision, basis, planned, " +
			"words_start, words_length, confidence, radius_km, repeat, snippet_start, snippet_length)"),
		derived: newCopier("derived (document, start, n, relation, words_start, words_length, lon, lat, radius_km)"),
	}
	for _, d := range docs {
		w.document(&t, d)
		w.posts(&t, d)
		for i := range d.Mentions {
			w.mention(&t, d.number, &d.Mentions[i])
		}
	}
	for _, c := range []*copier{t.document, t.seen, t.band, t.post, t.sentence, t.mention, t.derived} {
		if err := c.send(w.ctx, w.tx); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) document(t *tables, d *document) {
	doc := &d.Located.Document
	c := t.document.row().int64(d.number).text(d.ID).text(doc.Key).text(doc.Title).text(doc.Lang)
	c.stamp(doc.Published).text(doc.Published.Zone).int64(w.sources[storable(d.Source())]).int64(d.story)
	c.int32(int(w.versions[version{"gazetteer", storable(d.Gazetteer)}])).int32(int(w.versions[version{"locator", storable(d.Locator)}]))
	c.int32(d.RealPosts()).int32(len(d.Mentions)).date(d.First).date(d.Last).reference(w.run).int64(w.generation)
	for n, s := range w.sightings(d) {
		w.copySeen(t.seen, d.number, n, s)
	}
	if d.story == d.number {
		bands(t.band, d.number, d.Bands)
	}
}

func (w *writer) copySeen(c *copier, document int64, n int, s sighting) {
	c.row().int64(document).int32(n).reference(s.source).text(s.url).reference(w.run)
}

func (w *writer) posts(t *tables, d *document) {
	words := d.words
	next := func() (v []byte) {
		v, words = words[0], words[1:]
		return v
	}
	for n := range d.Posts {
		p := &d.Posts[n]
		id := store.PostKey(d.number, n)
		c := t.post.row().int64(id)
		if p.Post >= 0 {
			c.int32(p.Post)
		} else {
			c.null()
		}
		c.int32(p.Start).int32(p.Byte).int32(p.Length).optional(p.Title).reference(w.source(p.Source)).optional(p.Author)
		c.optional(p.Lang).optional(p.ReplyTo).optional(p.Forwarded)
		c.stamp(p.Published).optional(p.Published.Zone).bool(p.Repeat)
		if text := storable(p.Text); text == p.Text {
			c.text(text).null()
		} else {
			c.text(text).bytes([]byte(p.Text))
		}
		for i := range p.Sentences {
			s := &p.Sentences[i]
			length := s.Length - utf8.RuneCountInString(s.Text[len(strings.TrimRightFunc(s.Text, unicode.IsSpace)):])
			t.sentence.row().int64(store.SentenceKey(id, i)).int32(s.Start).int32(length).bytes(next())
		}
		if p.Heading != "" {
			t.sentence.row().int64(store.SentenceKey(id, store.TitleSentence)).null().int32(utf8.RuneCountInString(p.Heading)).bytes(next())
		}
	}
}

func (w *writer) mention(t *tables, document int64, m *rows.Mention) {
	sentence := store.SentenceKey(store.PostKey(document, m.Post), m.Sentence)
	c := t.mention.row().int64(document).int32(m.Start).int32(m.Length).int64(sentence)
	kind := m.Kind
	if m.Place != nil {
		p := w.places[m.Place.ID]
		kind = p.kind
		c.int64(p.number)
	} else {
		c.null()
	}
	c.int16(int(kind)).int16(int(m.Use)).int16(int(m.Relation))
	if dates := &m.Dates; dates.Known() {
		c.date(dates.From).date(dates.To).int16(int(dates.Precision)).int16(int(dates.Basis)).bool(dates.Planned)
	} else {
		c.null().null().int16(int(mentionmap.Undated)).int16(int(mentionmap.BasisNone)).bool(false)
	}
	c.span(m.WordsStart, m.WordsLength).float32(float32(float64(m.Confidence) / 1000)).float32(float32(float64(m.Radius) / 10))
	c.bool(m.Repeat).int32(m.SentenceStart).int32(m.SentenceLength)
	for n := range m.Derived {
		d := &m.Derived[n]
		t.derived.row().int64(document).int32(m.Start).int32(n).int16(int(d.Relation)).span(d.WordsStart, d.WordsLength).float64(d.Lon).float64(d.Lat).float64(d.RadiusKM)
	}
}

// optional is a text that is NULL if empty.
func (c *copier) optional(s string) *copier {
	if s == "" {
		return c.null()
	}
	return c.text(s)
}

// stamp is a day and a minute; NULL each if it is not known.
func (c *copier) stamp(s mentionmap.Stamp) *copier {
	c.date(s.Day)
	if s.Day == mentionmap.NoDay || s.Minute < 0 {
		return c.null()
	}
	return c.int16(int(s.Minute))
}

// span is a start and a length; NULL each if start is -1.
func (c *copier) span(start, length int) *copier {
	if start < 0 {
		return c.null().null()
	}
	return c.int32(start).int32(length)
}
