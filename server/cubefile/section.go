package cubefile

import (
	"encoding/binary"
	"slices"

	"mentionmap"
	"mentionmap/data/store/cube"
	"mentionmap/data/store/placeday"
)

// section is the rows that begin in one period. Of its first block the
// reference stands apart, so that sections can be put one after the other.
type section struct {
	base         int32 // slot that the days of a block are counted from
	blocks, rows int
	first, last  int64 // references of the first and the last block
	body         []byte
}

// block begins the rows of one reference.
func (s *section) block(ref int64, rows int) {
	if s.blocks == 0 {
		s.first = ref
	} else {
		s.body = binary.AppendUvarint(s.body, uint64(ref-s.last))
	}
	s.last = ref
	s.blocks++
	s.rows += rows
	s.body = binary.AppendUvarint(s.body, uint64(rows))
}

// add writes one block.
func (s *section) add(ref int64, rows []cube.Row) {
	s.block(ref, len(rows))
	before, n := s.base, len(s.body)
	body := slices.Grow(s.body, mostOfRow*len(rows))
	body = body[:cap(body)]
	for i := range rows {
		n = putRow(body, n, &rows[i], before)
		before = rows[i].From
	}
	s.body = body[:n]
}

// join puts another section of the same period behind, whose references are larger.
func (s *section) join(o *section) {
	if s.blocks == 0 {
		s.first = o.first
	} else {
		s.body = binary.AppendUvarint(s.body, uint64(o.first-s.last))
	}
	s.last = o.last
	s.blocks += o.blocks
	s.rows += o.rows
	s.body = append(s.body, o.body...)
}

// appendTo writes the section as it stands in a file.
func (s *section) appendTo(dst []byte) []byte {
	dst = binary.AppendVarint(dst, int64(s.base))
	dst = binary.AppendUvarint(dst, uint64(s.blocks))
	dst = binary.AppendUvarint(dst, uint64(s.first))
	return append(dst, s.body...)
}

// mostOfRow is the most bytes of a row.
const mostOfRow = 1 + 2*binary.MaxVarintLen32 + binary.MaxVarintLen64

// putRow writes a row at n, where there is room for it, and returns where the
// next one goes: From and To are slots, the row before began at before.
func putRow(b []byte, n int, r *cube.Row, before int32) int {
	flags := flagsOf(r)
	few := r.N >= 1 && r.N <= mostInFlags
	if few {
		b[n] = flags | uint8(r.N)<<unitsShift
	} else {
		b[n] = flags
	}
	n++
	if precision := flags & precisionMask; precision != 0 {
		n = putUvarint(b, n, uint64(r.From-before))
		if precision != uint8(mentionmap.PrecisionDay)<<precisionShift {
			n = putUvarint(b, n, uint64(r.To-r.From))
		}
	}
	if !few {
		n = putUvarint(b, n, uint64(r.N))
	}
	return n
}

func putUvarint(b []byte, n int, v uint64) int {
	for ; v >= 0x80; n++ {
		b[n] = byte(v) | 0x80
		v >>= 7
	}
	b[n] = byte(v)
	return n + 1
}

// flagsOf makes sure of what the reader goes by: undated rows have no
// precision, all others have one, and those of a day no length.
func flagsOf(r *cube.Row) uint8 {
	flags := r.Flags &^ (3 << unitsShift)
	switch precision := flags & precisionMask; {
	case r.From == placeday.Undated:
		return flags &^ precisionMask
	case precision == 0:
		return flags | uint8(mentionmap.PrecisionYear)<<precisionShift
	case precision == uint8(mentionmap.PrecisionDay)<<precisionShift && r.To != r.From:
		return flags&^precisionMask | uint8(mentionmap.PrecisionDays)<<precisionShift
	}
	return flags
}
