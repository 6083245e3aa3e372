package sqlite

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// unpacked is what pack packed.
type unpacked struct {
	sections []section
	mentions []mentionRecord
}

// unpack reads a packed document over what u held before. It reports whether
// it is one: if not, the database is damaged. The texts of sections are read
// only if they are wanted.
func (u *unpacked) unpack(b []byte, document int64, stamp mentionmap.Stamp, texts bool) bool {
	r := packedReader{b: b, texts: texts}
	n := r.count()
	u.sections, u.mentions = u.sections[:0], u.mentions[:0]
	end, next := 0, 0
	for range n {
		s := r.section(stamp, end, next)
		if r.bad {
			return false
		}
		if s.n >= 0 {
			next = s.n + 1
		}
		end = s.start + s.length
		u.sections = append(u.sections, s)
	}
	day := known(stamp.Day)
	for i := range u.sections {
		s := &u.sections[i]
		end = s.start
		for range s.mentions {
			u.mentions = append(u.mentions, mentionRecord{section: i, published: s.published.Day})
			m := &u.mentions[len(u.mentions)-1]
			r.mention(m, end, &day)
			if r.bad {
				return false
			}
			end = m.start + m.length
			m.id = key(document, m.start)
		}
	}
	return len(r.b) == 0
}

// packedReader reads numbers; after the first that is none, bad is set.
type packedReader struct {
	b     []byte
	bad   bool
	texts bool
}

func (r *packedReader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
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
	if !r.texts {
		return ""
	}
	return string(text)
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

func (r *packedReader) section(stamp mentionmap.Stamp, end, next int) section {
	flags := r.byte()
	s := section{n: -1, start: end + r.number(), length: r.number(), mentions: r.count(), published: stamp, repeat: flags&isRepeat != 0}
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
	return s
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
			*v = math.Float64frombits(binary.LittleEndian.Uint64(r.b))
			r.b = r.b[8:]
		}
		m.derived = append(m.derived, d)
	}
}
