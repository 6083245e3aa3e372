package sqlite

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// unpacker reads the mentions of a packed document one after the other, so that
// those of a long one need not be held. Its texts are parts of what was packed.
type unpacker struct {
	packedReader
	document int64
	sections []section
	in, left int // section of the next mention, and how many it still has
	end      int // of the mention before
	day      mentionmap.Day
}

// begin reads the sections; what they were made of before is used again.
func (u *unpacker) begin(packed string, document int64, stamp mentionmap.Stamp) {
	*u = unpacker{packedReader: packedReader{b: packed}, document: document, sections: u.sections[:0], in: -1, day: known(stamp.Day)}
	end, next := 0, 0
	for n := u.count(); n > 0 && !u.bad; n-- {
		u.sections = append(u.sections, section{})
		s := &u.sections[len(u.sections)-1]
		u.section(s, stamp, end, next)
		if s.n >= 0 {
			next = s.n + 1
		}
		end = s.start + s.length
	}
}

// next reads the next mention; false: there is none, or the database is damaged
// (bad).
func (u *unpacker) next(m *mentionRecord) bool {
	for u.left == 0 && !u.bad {
		if u.in++; u.in >= len(u.sections) {
			u.in, u.bad = len(u.sections)-1, len(u.b) > 0
			return false
		}
		u.left, u.end = u.sections[u.in].mentions, u.sections[u.in].start
	}
	if u.bad {
		return false
	}
	u.left--
	*m = mentionRecord{section: u.in, published: u.sections[u.in].published.Day}
	u.mention(m, u.end, &u.day)
	u.end = m.start + m.length
	m.id = key(u.document, m.start)
	return !u.bad
}

// packedReader reads numbers; after the first that is none, bad is set.
type packedReader struct {
	b   string
	bad bool
}

func (r *packedReader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	return r.longUvarint()
}

func (r *packedReader) longUvarint() (v uint64) {
	for i := range min(len(r.b), binary.MaxVarintLen64) {
		c := r.b[i]
		if c < 0x80 && (i < binary.MaxVarintLen64-1 || c <= 1) {
			r.b = r.b[i+1:]
			return v | uint64(c)<<(7*i)
		}
		v |= uint64(c&0x7f) << (7 * i)
	}
	r.bad, r.b = true, ""
	return 0
}

func (r *packedReader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *packedReader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	v := r.b[0]
	r.b = r.b[1:]
	return v
}

// number is a number of code points: no more than a document can hold.
func (r *packedReader) number() int {
	v := r.uvarint()
	if v > maxBytes {
		r.bad = true
		return 0
	}
	return int(v)
}

// count is how many of something follow: each has at least a byte.
func (r *packedReader) count() int {
	n := r.number()
	if n > len(r.b) {
		r.bad = true
		return 0
	}
	return n
}

// relative is a number of code points before or after.
func (r *packedReader) relative() int {
	v := r.varint()
	if v > maxBytes || v < -maxBytes {
		r.bad = true
		return 0
	}
	return int(v)
}

func (r *packedReader) text() string {
	n := r.count()
	text := r.b[:n]
	r.b = r.b[n:]
	return text
}

// day is a day relative to another.
func (r *packedReader) day(from mentionmap.Day) mentionmap.Day {
	d := int64(from) + r.varint()
	if d != int64(int32(d)) {
		r.bad = true
		return 0
	}
	return mentionmap.Day(d)
}

func (r *packedReader) section(s *section, stamp mentionmap.Stamp, end, next int) {
	flags := r.byte()
	*s = section{n: -1, start: end + r.number(), length: r.number(), mentions: r.count(), published: stamp, repeat: flags&isRepeat != 0}
	if flags&isPost != 0 {
		s.n = next
	}
	if flags&isNumbered != 0 {
		s.n = r.number()
	}
	if flags&hasTitle != 0 {
		s.title = r.text()
	}
	if flags&hasAuthor != 0 {
		s.author = r.text()
	}
	if flags&hasSource != 0 {
		s.source = int64(r.uvarint())
	}
	if flags&hasStamp != 0 {
		s.published = mentionmap.Stamp{Day: r.day(known(stamp.Day)), Minute: int16(r.varint()), Zone: r.text()}
	}
	if flags&hasHeading != 0 {
		s.heading = heading(r.byte())
	}
	if s.start > maxBytes || s.start+s.length > maxBytes {
		r.bad = true
	}
}

func (r *packedReader) mention(m *mentionRecord, end int, day *mentionmap.Day) {
	m.start = end + r.number()
	m.length = r.number()
	traits := r.uvarint()
	m.traits = uint32(traits >> followBits)
	m.place, m.confidence, m.radius = int64(r.uvarint()), int64(r.uvarint()), int64(r.uvarint())
	m.day = mentionmap.NoDay
	if m.precision() != mentionmap.Undated {
		m.day = r.day(*day)
		*day = m.day
	}
	if traits&isLasting != 0 {
		days := r.uvarint()
		r.bad = r.bad || days > math.MaxInt32 || int64(m.day)+int64(days) > math.MaxInt32
		m.days = int32(days)
	}
	m.sentence = r.number()
	m.sentenceLength = m.sentence + m.length + r.number()
	if traits&hasWords != 0 {
		m.words, m.wordsLength = r.relative(), r.number()
	}
	if traits&hasDerived != 0 {
		r.derived(m)
	}
	if m.start > maxBytes || m.sentence > m.start {
		r.bad = true
	}
}

func (r *packedReader) derived(m *mentionRecord) {
	for range r.count() {
		d := derivedRecord{Derived: mentionmap.Derived{Relation: mentionmap.Relation(r.byte())}, words: r.relative(), length: r.number()}
		for _, v := range [...]*float64{&d.Lon, &d.Lat, &d.RadiusKM} {
			if len(r.b) < 8 {
				r.bad = true
				return
			}
			*v = math.Float64frombits(binary.LittleEndian.Uint64([]byte(r.b[:8])))
			r.b = r.b[8:]
		}
		m.derived = append(m.derived, d)
	}
}
