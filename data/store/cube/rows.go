package cube

import (
	"cmp"

	"mentionmap/data/store/placeday"
)

// run is rows of a group that start in one month, in order.
type run struct {
	first  int32 // day of the month; placeday.Undated of the undated
	latest int32 // last day, or later
	rows   []placeday.Compact
}

// runsOf appends the rows of a group that a filter may take.
func (v *view) runsOf(dst []run, number uint32, f *filter) []run {
	return v.runsAt(dst, v.base.dir.of(number), v.tailDir.of(number), f)
}

// runsAt merges what base and tail have of a month, which may cancel out.
func (v *view) runsAt(dst []run, base, tail []spot, f *filter) []run {
	for len(base) > 0 || len(tail) > 0 {
		var r run
		switch c := v.earlier(base, tail); {
		case c < 0:
			r, base = v.base.run(base[0]), base[1:]
		case c > 0:
			r, tail = v.tail.run(tail[0]), tail[1:]
		default:
			a, b := v.base.run(base[0]), v.tail.run(tail[0])
			r = run{a.first, max(a.latest, b.latest), mergeRows(nil, a.rows, b.rows)}
			base, tail = base[1:], tail[1:]
		}
		if f.touches(r.first, r.latest) {
			dst = append(dst, r)
		}
	}
	return dst
}

// earlier compares the months of the next spots of base and tail.
func (v *view) earlier(base, tail []spot) int {
	switch {
	case len(tail) == 0:
		return -1
	case len(base) == 0:
		return 1
	}
	return cmp.Compare(v.base.blocks[base[0].block].month, v.tail.blocks[tail[0].block].month)
}

func (s *segment) run(at spot) run {
	b := s.blocks[at.block]
	return run{b.first, b.latest, b.at(int(at.at))}
}

// appendRows adds up the rows of a run that the filter takes: those of the same
// dates stand together, and there their ways are told apart.
func (f *filter) appendRows(dst []Row, r run, shift uint) []Row {
	for list := r.rows; len(list) > 0; {
		c, n := list[0], 1
		for n < len(list) && list[n].Dates() == c.Dates() {
			n++
		}
		same := list[:n]
		list = list[n:]
		out := Row{From: r.first + c.Day()}
		out.To = out.From + c.Span()
		if !f.whole && !f.touches(out.From, out.To) {
			continue
		}
		if n > 1 {
			dst = f.appendWays(dst, out, same, shift)
			continue
		}
		if out.N, out.Flags = c.Count(shift), f.flags[c.Facet()]; out.N != 0 && out.Flags != 0 {
			dst = append(dst, out)
		}
	}
	return dst
}

// appendWays adds up rows of the same dates by their uses and whether they are firm.
func (f *filter) appendWays(dst []Row, out Row, same []placeday.Compact, shift uint) []Row {
	var sums [8]int64 // by way
	for _, c := range same {
		sums[f.ways[c.Facet()]] += c.Count(shift)
	}
	for way := uint8(2); way < uint8(len(sums)); way++ {
		if out.N = sums[way]; out.N != 0 {
			out.Flags = flagsOf(same[0].Facet(), way)
			dst = append(dst, out)
		}
	}
	return dst
}

// flagsOf gives a way as Row.Flags has it.
func flagsOf(f placeday.Facet, way uint8) uint8 {
	return way>>1 | uint8(f.Precision())<<2 | way&1<<5
}
