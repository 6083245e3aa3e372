package sqlite

import (
	"encoding/base32"
	"math"

	"mentionmap"
)

// publicAlphabet is that of mentionmap.DocumentID.
var publicAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

const (
	publicLength = 20 // characters of a document's public id
	publicSize   = 13 // bytes of it
)

// publicBytes packs a public id; nil if it is none.
func publicBytes(id string) []byte {
	if len(id) != publicLength {
		return nil
	}
	b, err := publicAlphabet.DecodeString(id + "0000") // whole bytes
	if err != nil {
		return nil
	}
	return b[:publicSize]
}

// publicID is the inverse of publicBytes.
func publicID[T string | []byte](b T) string { return string(appendPublic(nil, b)) }

// appendPublic appends a public id.
func appendPublic[T string | []byte](dst []byte, b T) []byte {
	var whole [publicSize + 2]byte
	copy(whole[:], b)
	return publicAlphabet.AppendEncode(dst, whole[:])[:len(dst)+publicLength]
}

// day gives a day to the driver; NoDay is NULL.
func day(d mentionmap.Day) any {
	if d == mentionmap.NoDay {
		return nil
	}
	return int64(d)
}

func key(document int64, start int) int64 { return document<<keyBits | int64(start) }

// numberPlaces fills in the places of mentions and their cells. A placed mention has the kind
// that its place was first stored with.
func (w *writer) numberPlaces(d *prepared) error {
	for i, p := range d.placed {
		if p == nil {
			continue
		}
		row, err := w.place(p)
		if err != nil {
			return err
		}
		r := &d.records[i]
		d.cells[i] = row.cell
		r.place, r.traits = row.id, r.traits&^(15<<kindShift)|uint32(row.kind)<<kindShift
	}
	return nil
}

func (w *writer) putDocument(d *prepared) error {
	gazetteer, err := w.version("gazetteer", d.Gazetteer)
	if err != nil {
		return err
	}
	locator, err := w.version("locator", d.Locator)
	if err != nil {
		return err
	}
	for i := range d.sections {
		if d.sections[i].source, err = w.source(d.posts[i].Source); err != nil {
			return err
		}
	}
	source, err := w.source(documentSource(&d.Document))
	if err != nil {
		return err
	}
	seen, err := w.sightings(d.Document.Seen)
	if err != nil {
		return err
	}
	w.countSources(d, sourcesOf(seen, source), source)
	doc := &d.Document
	_, err = w.exec(`INSERT INTO document (id, public, sections, key, title, lang, published, minute, zone, story, gazetteer, locator, posts, mentions,
		first_day, last_day, source, seen, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.number, publicBytes(d.id), len(d.sections), doc.Key, doc.Title, doc.Lang, day(doc.Published.Day), doc.Published.Minute, doc.Published.Zone,
		d.story, gazetteer, locator, realPosts(d.sections), len(d.records), day(d.first), day(d.last), source, packSeen(seen),
		pack(doc.Published, d.sections, d.records))
	return err
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

// countSources counts the mentions of a new document by the sources of its
// posts; others are those of posts that name none.
func (w *writer) countSources(d *prepared, others []int64, otherwise int64) {
	for i := range d.sections {
		s := &d.sections[i]
		for _, source := range sectionSources(s, others) {
			w.told[source] += int64(s.mentions)
		}
		w.lists.sources(s, others, otherwise, d.number+int64(i))
	}
}

func (w *writer) putPassages(d *prepared) error {
	for _, p := range d.passages {
		_, err := w.exec("INSERT INTO passage (id, start, text) VALUES (?, ?, ?)", key(d.number, p.start), p.byte, []byte(p.text))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putWords(d *prepared) error {
	for i, words := range d.words {
		if _, err := w.exec("INSERT INTO section_words (rowid, words) VALUES (?, ?)", d.number+int64(i), words); err != nil {
			return err
		}
	}
	return nil
}

// traits packs the small fields of a mention.
func traits(m *mentionmap.Mention) uint32 {
	t := uint32(m.Kind)<<kindShift | uint32(m.Use)<<useShift | uint32(m.Relation)<<relationShift | bitIf[uint32](repeatBit, m.Repeat)
	if m.Dates.Known() {
		t |= uint32(m.Dates.Precision)<<precisionShift | uint32(m.Dates.Basis)<<basisShift | bitIf[uint32](plannedBit, m.Dates.Planned)
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
