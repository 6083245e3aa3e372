package index

// segment holds rows place by place, in stored order, with their facts.
type segment struct {
	from, to uint32   // rows
	starts   []uint32 // of each place, and the end of the last
	facts    []fact
	rows     []uint32
}

// tailRows is Options.tail as a rule.
const tailRows = 1 << 15

// grown gives the segments of all rows, of which each is more than twice the
// next, so that they stay few; the same ones if no more than a tail of rows stands in none.
func (v *view) grown(tail int) []*segment {
	kept, from := v.segments, v.indexed()
	if v.rows-from < tail {
		return kept
	}
	for n := len(kept); n > 0 && len(kept[n-1].rows) <= 2*(v.rows-from); n = len(kept) {
		from, kept = int(kept[n-1].from), kept[:n-1]
	}
	return append(kept[:len(kept):len(kept)], v.segment(from))
}

// segment makes a segment of all rows from one on.
func (v *view) segment(from int) *segment {
	places := uint32(0)
	v.eachPlace(from, func(_ int, place uint32) { places = max(places, place) })
	s := &segment{from: uint32(from), to: uint32(v.rows), starts: make([]uint32, places+2), facts: make([]fact, v.rows-from), rows: make([]uint32, v.rows-from)}
	v.eachPlace(from, func(_ int, place uint32) { s.starts[place]++ })
	sum := uint32(0)
	for i, n := range s.starts {
		s.starts[i] = sum
		sum += n
	}
	v.eachPlace(from, func(row int, place uint32) {
		at := s.starts[place]
		s.starts[place]++
		s.facts[at], s.rows[at] = v.fact(uint32(row)), uint32(row)
	})
	copy(s.starts[1:], s.starts) // each is now where the next begins
	s.starts[0] = 0
	return s
}

func (v *view) eachPlace(from int, fn func(row int, place uint32)) {
	for row := from; row < v.rows; {
		c := v.rowChunks[row>>chunkBits]
		for end := min(v.rows, (row>>chunkBits+1)<<chunkBits); row < end; row++ {
			fn(row, c.place[row&chunkMask])
		}
	}
}

// of gives where the rows of a place stand in the segment.
func (s *segment) of(place uint32) (from, to uint32) {
	if int(place) >= len(s.starts)-1 {
		return 0, 0
	}
	return s.starts[place], s.starts[place+1]
}
