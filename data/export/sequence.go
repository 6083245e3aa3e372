package export

import (
	"io"

	"mentionmap/data/store"
)

// sequence writes GeoJSON text sequences (RFC 8142): each feature by itself,
// between a record separator and a line feed. A text beside the features would
// be counted as one, so the first feature carries the metadata as a foreign
// member (RFC 7946, section 6.1).
type sequence struct {
	buffer
	places placeTexts
	meta   *Meta // until it is written
}

const recordSeparator = 0x1e

func newSequence(w io.Writer, m Meta) Writer { return &sequence{buffer: newBuffer(w), meta: &m} }

func (s *sequence) Mention(m *store.Mention) error {
	s.b = appendFeature(append(s.b, recordSeparator), m, s.places.of(m.Place), func(*object) {})
	return s.end()
}

func (s *sequence) Place(p *store.PlaceCount) error {
	s.b = AppendPlace(append(s.b, recordSeparator), p)
	return s.end()
}

func (s *sequence) end() error {
	if s.meta != nil {
		o := object{b: s.b[:len(s.b)-1], comma: true}
		o.key("metadata")
		o.b = appendMeta(o.b, s.meta)
		s.b, s.meta = o.close(), nil
	}
	s.b = append(s.b, '\n')
	return s.flush()
}

func (s *sequence) Close() error { return s.write() }
