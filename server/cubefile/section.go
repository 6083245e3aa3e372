package cubefile

import (
	"encoding/binary"
	"math"
	"slices"

	"mentionmap"
	"mentionmap/data/store/index/counts"
)

// section is rows that begin in one month.
type section struct {
	base         int32 // slot that those of a block are counted from
	blocks, rows int
	ref          int64  // of the last block
	body         []byte // its blocks
}

// add writes one block; last is the latest day of its rows.
func (s *section) add(ref int64, rows []counts.Row) (last int32) {
	body := s.body
	if room := binary.MaxVarintLen64 + binary.MaxVarintLen32 + mostOfRow*len(rows); cap(body)-len(body) < room {
		body = slices.Grow(body, max(room, cap(body)))
	}
	body = body[:cap(body)]
	n := putUvarint(body, len(s.body), uint64(ref-s.ref))
	n = putUvarint(body, n, uint64(len(rows)))
	before := s.base
	last = math.MinInt32
	for i := range rows {
		r := &rows[i]
		n = putRow(body, n, r, before)
		before, last = r.From, max(last, r.To)
	}
	s.body = body[:n]
	s.ref = ref
	s.blocks++
	s.rows += len(rows)
	return last
}

// done gives the section as it stands in a file.
func (s *section) done(month string, again bool) Section {
	body := make([]byte, 0, len(s.body)+3*binary.MaxVarintLen64)
	body = binary.AppendVarint(body, int64(s.base))
	body = binary.AppendUvarint(body, uint64(s.blocks))
	out := Section{Month: month, Rows: s.rows, Piece: Piece{Bytes: append(body, s.body...)}}
	if again {
		out.Packed = &Packed{}
	}
	return out
}

// mostOfRow is the most bytes of a row.
const mostOfRow = 1 + 2*binary.MaxVarintLen32 + binary.MaxVarintLen64

// putRow writes a row at n, where there is room for it, and returns where the
// next one goes: From and To are slots, the row before began at before.
func putRow(b []byte, n int, r *counts.Row, before int32) int {
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
func flagsOf(r *counts.Row) uint8 {
	flags := r.Flags &^ (3 << unitsShift)
	switch precision := flags & precisionMask; {
	case r.From == counts.Undated:
		return flags &^ precisionMask
	case precision == 0:
		return flags | uint8(mentionmap.PrecisionYear)<<precisionShift
	case precision == uint8(mentionmap.PrecisionDay)<<precisionShift && r.To != r.From:
		return flags&^precisionMask | uint8(mentionmap.PrecisionDays)<<precisionShift
	}
	return flags
}
