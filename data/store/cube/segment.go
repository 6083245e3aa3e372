package cube

import (
	"cmp"

	"mentionmap"
	"mentionmap/data/store/placeday"
)

// row is one row of store.Counts of one place, but for its facet. Of what a
// segment adds to others, its number may be negative.
type row = placeday.UnitRow

func compare(r, o *row) int {
	return cmp.Or(cmp.Compare(r.From, o.From), cmp.Compare(r.To, o.To), cmp.Compare(r.Facet, o.Facet))
}

// group names the rows of one place, or of the unplaced mentions of a kind: the
// store's number of the place and the kind.
type group int64

const kindBits = 4

func groupOf(place int64, kind mentionmap.Kind) group { return group(place<<kindBits | int64(kind)) }

func (g group) place() int64 { return int64(g) >> kindBits }

func (g group) kind() mentionmap.Kind { return mentionmap.Kind(g & (1<<kindBits - 1)) }

// segment holds the rows of one unit, by group and then in order.
type segment struct {
	groups []group
	starts []int32 // of each group's rows, and where the last one ends
	rows   []row
}

// at returns the rows of a group by its index.
func (s *segment) at(i int) []row { return s.rows[s.starts[i]:s.starts[i+1]] }

// open begins a group at a row, unless it is the last one anyway.
func (s *segment) open(g group, at int) {
	if n := len(s.groups); n == 0 || s.groups[n-1] != g {
		s.groups = append(s.groups, g)
		s.starts = append(s.starts, int32(at))
	}
}

// close ends the last group.
func (s *segment) close() { s.starts = append(s.starts, int32(len(s.rows))) }

// shut drops the last group if it got no rows before the next begins.
func (s *segment) shut(at int) {
	if n := len(s.groups); n > 0 && int(s.starts[n-1]) == at {
		s.groups, s.starts = s.groups[:n-1], s.starts[:n-1]
	}
}

// rowsPerByte is about how many rows stand in a byte of a chunk.
const rowsPerByte = 0.3

func expect(chunks [][]byte) int {
	bytes := 0
	for _, c := range chunks {
		bytes += len(c)
	}
	return int(float64(bytes)*rowsPerByte) + 1
}

// unpack reads chunks that hold the rows of all units, into room for so many rows.
func unpack(chunks [][]byte, unit mentionmap.Unit, room int) (*segment, error) {
	s := &segment{rows: make([]row, 0, room)}
	for _, c := range chunks {
		var err error
		s.rows, err = placeday.UnpackUnit(s.rows, c, unit, func(place int64, kind mentionmap.Kind, at int) {
			s.shut(at)
			s.open(groupOf(place, kind), at)
		})
		if err != nil {
			return nil, err
		}
	}
	s.shut(len(s.rows))
	s.close()
	return s, nil
}

// join puts segments one after the other, all into the first; a group may end
// one and begin the next.
func join(parts []*segment) *segment {
	s := parts[0]
	s.starts = s.starts[:len(s.groups)]
	for _, p := range parts[1:] {
		for i, g := range p.groups {
			s.open(g, len(s.rows))
			s.rows = append(s.rows, p.at(i)...)
		}
	}
	s.close()
	return s
}

// merge adds two segments up.
func merge(a, b *segment) *segment {
	if len(a.rows) == 0 {
		return b
	}
	if len(b.rows) == 0 {
		return a
	}
	s := &segment{groups: make([]group, 0, len(a.groups)+16), starts: make([]int32, 0, len(a.groups)+17), rows: make([]row, 0, len(a.rows)+len(b.rows))}
	for i, j := 0, 0; i < len(a.groups) || j < len(b.groups); {
		switch {
		case j == len(b.groups) || i < len(a.groups) && a.groups[i] < b.groups[j]:
			s.open(a.groups[i], len(s.rows))
			s.rows = append(s.rows, a.at(i)...)
			i++
		case i == len(a.groups) || b.groups[j] < a.groups[i]:
			s.open(b.groups[j], len(s.rows))
			s.rows = append(s.rows, b.at(j)...)
			j++
		default:
			s.open(a.groups[i], len(s.rows))
			s.rows = mergeRows(s.rows, a.at(i), b.at(j))
			s.shut(len(s.rows))
			i, j = i+1, j+1
		}
	}
	s.close()
	return s
}

// mergeRows appends the sum of two sorted lists; what adds up to nothing is left out.
func mergeRows(dst, a, b []row) []row {
	for len(a) > 0 && len(b) > 0 {
		switch c := compare(&a[0], &b[0]); {
		case c < 0:
			dst, a = append(dst, a[0]), a[1:]
		case c > 0:
			dst, b = append(dst, b[0]), b[1:]
		default:
			if r := a[0]; r.N+b[0].N != 0 {
				r.N += b[0].N
				dst = append(dst, r)
			}
			a, b = a[1:], b[1:]
		}
	}
	return append(append(dst, a...), b...)
}

// mergeAll adds up many, always neighbours, so that no row is moved often.
func mergeAll(list []*segment) *segment {
	switch len(list) {
	case 0:
		return &segment{starts: []int32{0}}
	case 1:
		return list[0]
	}
	return merge(mergeAll(list[:len(list)/2]), mergeAll(list[len(list)/2:]))
}
