package placeday

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// UnitRow is a row with the number of one unit alone.
type UnitRow struct {
	From, To int32 // first and last day; both Undated if there are none
	N        int32
	Facet    Facet
}

// UnpackUnit is Unpack for one unit: it appends the rows that have any. group
// is told of each place before its rows, with how many rows dst has then.
func UnpackUnit(dst []UnitRow, chunk []byte, unit mentionmap.Unit, group func(place int64, kind mentionmap.Kind, at int)) ([]UnitRow, error) {
	r := reader{b: chunk}
	place := int64(0)
	for len(r.b) > 0 {
		place += int64(r.uvarint())
		kind, n := mentionmap.Kind(r.byte()), r.uvarint()
		if r.bad || place < 0 || n > uint64(len(r.b)) {
			return dst, errDamaged()
		}
		group(place, kind, len(dst))
		dst = r.unitRows(dst, unit, int(n))
		if r.bad {
			return dst, errDamaged()
		}
	}
	return dst, nil
}

func errDamaged() error {
	return mentionmap.Errorf(mentionmap.Internal, "the counts by place and day are damaged: make them anew with `mentionmap doctor --repair`")
}

// unitRows reads the rows of a group. Most are plain and a few days after the
// one before; the loop is written for them.
func (r *reader) unitRows(dst []UnitRow, unit mentionmap.Unit, n int) []UnitRow {
	b, day := r.b, int64(0)
	for ; n > 0; n-- {
		if len(b) < 2 {
			break
		}
		facet := b[0]
		row := UnitRow{From: Undated, N: 1, Facet: Facet(facet &^ notPlain)}
		b = b[1:]
		if row.Facet.Precision() != mentionmap.Undated {
			if b[0] < 0x80 {
				day += int64(b[0]>>1) ^ -int64(b[0]&1)
				b = b[1:]
			} else {
				v, size := binary.Varint(b)
				if size <= 0 {
					break
				}
				day += v
				b = b[size:]
			}
			if day <= math.MinInt32 || day >= math.MaxInt32 {
				break
			}
			row.From = int32(day)
		}
		row.To = row.From
		if facet&notPlain != 0 {
			r.b = b
			full := Row{Day: row.From}
			r.counts(&full)
			b = r.b
			count := full.Counts[unit]
			if r.bad || count != int64(int32(count)) {
				r.bad = true
				return dst
			}
			row.To, row.N = row.From+full.Span, int32(count)
			if count == 0 {
				continue
			}
		}
		dst = append(dst, row)
	}
	r.b = b
	if n == 1 && len(b) == 1 && Facet(b[0]).Precision() == mentionmap.Undated && b[0]&notPlain == 0 { // a plain undated row ends the chunk
		r.b = nil
		return append(dst, UnitRow{From: Undated, To: Undated, N: 1, Facet: Facet(b[0])})
	}
	r.bad = r.bad || n > 0
	return dst
}
