package placeday

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// A chunk is a run of sorted rows. It begins anew, so that chunks can be read
// in any order and at the same time. All numbers are those of encoding/binary:
//
//	for each place and kind: uvarint place - place before, byte kind, uvarint number of rows, then the rows:
//	byte     facet; bit 7: not plain
//	varint   first day, unless undated: minus the day of the row before, which was 0 before the first
//	if it is not plain:
//	byte     what follows: bit 0 span, 1 mentions, 2 documents, 3 stories
//	varint   reports
//	varint   last day - first day, if it is not 0
//	varint   mentions - reports, documents - reports, stories - documents, those that are not 0
//
// A plain row is one of a single day and of one report, mention, document and story.
const notPlain = 1 << 7

// chunkBytes is about the size of a chunk: some ten thousand rows, which fit
// into a processor's cache when they are unpacked.
const chunkBytes = 32 << 10

// Packer packs sorted rows into chunks.
type Packer struct {
	Emit func(chunk []byte, rows int) error // the chunk is the callee's to keep

	rows      []Row // of the group that is being collected
	chunk     []byte
	packed    int
	lastPlace int64
}

// Add packs a row, which must not come before the one added last. Rows without
// any count are left out, rows added twice must be summed before.
func (p *Packer) Add(r *Row) error {
	if r.Counts == [Units]int64{} {
		return nil
	}
	if n := len(p.rows); n > 0 && (p.rows[n-1].compareGroup(r) != 0 || n >= chunkBytes/4) {
		if err := p.group(); err != nil {
			return err
		}
	}
	p.rows = append(p.rows, *r)
	return nil
}

// Close packs what is left.
func (p *Packer) Close() error {
	if err := p.group(); err != nil {
		return err
	}
	return p.emit()
}

func (p *Packer) group() error {
	if len(p.rows) == 0 {
		return nil
	}
	first := &p.rows[0]
	p.chunk = binary.AppendUvarint(p.chunk, uint64(first.Place-p.lastPlace))
	p.chunk = append(p.chunk, byte(first.Kind))
	p.chunk = binary.AppendUvarint(p.chunk, uint64(len(p.rows)))
	day := int32(0)
	for i := range p.rows {
		p.chunk = appendRow(p.chunk, &p.rows[i], &day)
	}
	p.lastPlace = first.Place
	p.packed += len(p.rows)
	p.rows = p.rows[:0]
	if len(p.chunk) >= chunkBytes {
		return p.emit()
	}
	return nil
}

func (p *Packer) emit() error {
	if p.packed == 0 {
		return nil
	}
	chunk, n := p.chunk, p.packed
	p.chunk, p.packed, p.lastPlace = make([]byte, 0, chunkBytes+chunkBytes/4), 0, 0
	return p.Emit(chunk, n)
}

func appendRow(b []byte, r *Row, day *int32) []byte {
	reports, mentions := r.Counts[mentionmap.CountReports], r.Counts[mentionmap.CountMentions]
	documents, stories := r.Counts[mentionmap.CountDocuments], r.Counts[mentionmap.CountStories]
	more := [...]int64{int64(r.Span), mentions - reports, documents - reports, stories - documents}
	plain := reports == 1 && more == [len(more)]int64{}
	facet := byte(r.Facet)
	if !plain {
		facet |= notPlain
	}
	b = append(b, facet)
	if r.Facet.Precision() != mentionmap.Undated {
		b = binary.AppendVarint(b, int64(r.Day)-int64(*day))
		*day = r.Day
	}
	if plain {
		return b
	}
	form := len(b)
	b = binary.AppendVarint(append(b, 0), reports)
	for i, v := range more {
		if v != 0 {
			b[form] |= 1 << i
			b = binary.AppendVarint(b, v)
		}
	}
	return b
}

// Unpack appends the rows of a chunk to dst. A chunk that is not one is an
// Internal error: the database is damaged.
func Unpack(dst []Row, chunk []byte) ([]Row, error) {
	r := reader{b: chunk}
	place := int64(0)
	for len(r.b) > 0 && !r.bad {
		place += int64(r.uvarint())
		kind, n := mentionmap.Kind(r.byte()), r.uvarint()
		if place < 0 || n > uint64(len(r.b)) { // a row has at least a byte
			r.bad = true
		}
		if r.bad {
			break
		}
		dst = r.rows(dst, Row{Place: place, Kind: kind}, int(n))
	}
	if r.bad {
		return dst, errDamaged()
	}
	return dst, nil
}

// reader reads numbers; after the first that is none, bad is set.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	v := r.b[0]
	r.b = r.b[1:]
	return v
}

func (r *reader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *reader) rows(dst []Row, row Row, n int) []Row {
	day := int64(0)
	for range n {
		facet := r.byte()
		row.Facet = Facet(facet &^ notPlain)
		if row.Facet.Precision() == mentionmap.Undated {
			row.Day = Undated
		} else {
			day += r.varint()
			if day <= math.MinInt32 || day >= math.MaxInt32 {
				r.bad = true
			}
			row.Day = int32(day)
		}
		row.Span, row.Counts = 0, [Units]int64{1, 1, 1, 1}
		if facet&notPlain != 0 {
			r.counts(&row)
		}
		if r.bad {
			return dst
		}
		dst = append(dst, row)
	}
	return dst
}

func (r *reader) counts(row *Row) {
	form := r.byte()
	reports := r.varint()
	more := [4]int64{}
	for i := range more {
		if form>>i&1 != 0 {
			more[i] = r.varint()
		}
	}
	if more[0] < 0 || more[0] >= math.MaxInt32 || int64(row.Day)+more[0] > math.MaxInt32 {
		r.bad = true
	}
	row.Span = int32(more[0])
	row.Counts[mentionmap.CountReports] = reports
	row.Counts[mentionmap.CountMentions] = reports + more[1]
	row.Counts[mentionmap.CountDocuments] = reports + more[2]
	row.Counts[mentionmap.CountStories] = reports + more[2] + more[3]
}
