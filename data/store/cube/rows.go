package cube

import (
	"sort"

	"mentionmap/data/store/placeday"
)

// dated is a row and the first day of its month; placeday.Undated of the undated.
type dated struct {
	month int32
	row   placeday.Compact
}

func (d dated) from() int32 { return d.month + d.row.Day() }

func (d dated) to() int32 { return d.month + d.row.Day() + d.row.Span() }

// together reports whether two rows have the same dates.
func (d dated) together(o dated) bool { return d.month == o.month && d.row.Dates() == o.row.Dates() }

// rowsOf appends the rows of a group, in order, that a filter may take. Rows
// of base and tail may be the same and count the opposite.
func (v *view) rowsOf(dst []dated, number uint32, f *filter) []dated {
	return v.rowsAt(dst, v.base.dir.of(number), v.tailDir.of(number), f)
}

// rowsOfMonth is rowsOf for the rows that start in a month.
func (v *view) rowsOfMonth(dst []dated, number uint32, m placeday.Month, f *filter) []dated {
	within := func(spots []spot, blocks []*block) []spot {
		from := sort.Search(len(spots), func(i int) bool { return blocks[spots[i].block].month >= m })
		to := from
		for to < len(spots) && blocks[spots[to].block].month == m {
			to++
		}
		return spots[from:to]
	}
	return v.rowsAt(dst, within(v.base.dir.of(number), v.base.blocks), within(v.tailDir.of(number), v.tail.blocks), f)
}

func (v *view) rowsAt(dst []dated, base, tail []spot, f *filter) []dated {
	at := len(dst)
	dst = appendRows(dst, v.base.blocks, base, f)
	if len(tail) == 0 {
		return dst
	}
	between := len(dst)
	dst = appendRows(dst, v.tail.blocks, tail, f)
	return append(dst[:at], mergeDated(dst[at:between], dst[between:])...)
}

func appendRows(dst []dated, blocks []*block, spots []spot, f *filter) []dated {
	for _, s := range spots {
		b := blocks[s.block]
		if b.month == placeday.UndatedMonth {
			if !f.whole && !f.undated {
				continue
			}
		} else if b.first > f.to || b.latest < f.from {
			continue
		}
		for _, c := range b.at(int(s.at)) {
			dst = append(dst, dated{b.first, c})
		}
	}
	return dst
}

// mergeDated merges two sorted lists.
func mergeDated(a, b []dated) []dated {
	out := make([]dated, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if x, y := a[0], b[0]; x.month < y.month || x.month == y.month && x.row.Key() <= y.row.Key() {
			out, a = append(out, x), a[1:]
		} else {
			out, b = append(out, y), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// eachRow adds up the rows of a group that the filter takes: those of the same
// dates stand together, and there their ways are told apart.
func (f *filter) eachRow(list []dated, shift uint, fn func(Row) error) error {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].together(list[0]) {
			n++
		}
		same := list[:n]
		list = list[n:]
		r := Row{From: same[0].from(), To: same[0].to()}
		if !f.touches(r.From, r.To) {
			continue
		}
		if err := f.eachWay(same, r, shift, fn); err != nil {
			return err
		}
	}
	return nil
}

// eachWay adds up rows of the same dates by their uses and whether they are firm.
func (f *filter) eachWay(same []dated, r Row, shift uint, fn func(Row) error) error {
	precision := uint8(same[0].row.Facet().Precision()) << 2
	var sums [8]int64 // by way
	if len(same) == 1 {
		way := f.ways[same[0].row.Facet()]
		if r.N = same[0].row.Count(shift); way == 0 || r.N == 0 {
			return nil
		}
		r.Flags = precision | flagsOf(way)
		return fn(r)
	}
	for _, d := range same {
		sums[f.ways[d.row.Facet()]] += d.row.Count(shift)
	}
	for way := uint8(2); way < uint8(len(sums)); way++ {
		if r.N = sums[way]; r.N != 0 {
			r.Flags = precision | flagsOf(way)
			if err := fn(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// flagsOf gives a way as Row.Flags has it.
func flagsOf(way uint8) uint8 { return way>>1 | way&1<<5 }
