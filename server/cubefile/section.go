package cubefile

import (
	"encoding/binary"

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
	before := s.base
	for i := range rows {
		s.body = appendRow(s.body, &rows[i], before)
		before = rows[i].From
	}
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

// appendRow writes a row: From and To are slots, the row before began at before.
func appendRow(dst []byte, r *cube.Row, before int32) []byte {
	flags := flagsOf(r)
	if r.N >= 1 && r.N <= mostInFlags {
		dst = append(dst, flags|uint8(r.N)<<unitsShift)
	} else {
		dst = append(dst, flags)
	}
	if precision := flags & precisionMask; precision != 0 {
		dst = binary.AppendUvarint(dst, uint64(r.From-before))
		if precision != uint8(mentionmap.PrecisionDay)<<precisionShift {
			dst = binary.AppendUvarint(dst, uint64(r.To-r.From))
		}
	}
	if r.N < 1 || r.N > mostInFlags {
		dst = binary.AppendUvarint(dst, uint64(r.N))
	}
	return dst
}

// flagsOf makes sure of what the reader goes by: undated rows have no
// precision, all others have one, and those of a day no length.
func flagsOf(r *cube.Row) uint8 {
	flags := r.Flags &^ (3 << unitsShift)
	precision := mentionmap.Precision(flags & precisionMask >> precisionShift)
	switch {
	case r.From == placeday.Undated:
		precision = mentionmap.Undated
	case precision == mentionmap.Undated:
		precision = mentionmap.PrecisionYear
	case precision == mentionmap.PrecisionDay && r.To != r.From:
		precision = mentionmap.PrecisionDays
	}
	return flags&^precisionMask | uint8(precision)<<precisionShift
}
