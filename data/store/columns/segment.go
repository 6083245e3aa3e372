package columns

import "slices"

// segment holds rows place by place, in stored order, with their facts.
type segment struct {
	from, to int      // rows
	starts   []uint32 // of each place, and the end of the last
	facts    []fact
	rows     []uint32
	blocks   []fact // of so many facts each, what is most in them
}

// blockRows is how many facts are a block.
const blockRows = 32

// tailRows is Columns.tail.
const tailRows = 1 << 15

// Index makes segments of the rows that stand in none yet, if these are many;
// small ones are made part of larger ones. Others read and write meanwhile.
func (c *Columns) Index() {
	if !c.indexing.TryLock() {
		return
	}
	defer c.indexing.Unlock()
	for {
		v := c.View()
		if v.rows-v.Indexed() < c.tail {
			return
		}
		c.replace(v.grown())
	}
}

// replace puts segments into the newest view.
func (c *Columns) replace(segments []*segment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := *c.View()
	v.segments = segments
	c.recent[0] = &v
	c.newest.Store(&v)
}

// grown gives the segments of all rows, of which each is more than twice the
// next, so that they stay few.
func (v *View) grown() []*segment {
	kept, from := v.segments, v.Indexed()
	for n := len(kept); n > 0 && len(kept[n-1].rows) <= 2*(v.rows-from); n = len(kept) {
		from, kept = kept[n-1].from, kept[:n-1]
	}
	return append(kept[:len(kept):len(kept)], v.segment(from))
}

// segment makes a segment of all rows from one on.
func (v *View) segment(from int) *segment {
	s := &segment{from: from, to: v.rows, starts: make([]uint32, int(v.places)+1), facts: make([]fact, v.rows-from), rows: make([]uint32, v.rows-from)}
	v.eachPlace(from, func(_ int, place uint32) { s.starts[place]++ })
	sum := uint32(0)
	for i, n := range s.starts {
		s.starts[i] = sum
		sum += n
	}
	v.eachPlace(from, func(row int, place uint32) {
		at := s.starts[place]
		s.starts[place]++
		s.facts[at], s.rows[at] = v.chunks[row>>chunkBits].facts[row&(chunkRows-1)], uint32(row)
	})
	copy(s.starts[1:], s.starts) // each is now where the next begins
	s.starts[0] = 0
	s.blocks = make([]fact, 0, len(s.facts)/blockRows+1)
	for facts := range slices.Chunk(s.facts, blockRows) {
		most := guards
		for _, f := range facts {
			most = most.with(f)
		}
		s.blocks = append(s.blocks, most)
	}
	return s
}

func (v *View) eachPlace(from int, fn func(row int, place uint32)) {
	for row := from; row < v.rows; {
		c := v.chunks[row>>chunkBits]
		end := min(v.rows, (row>>chunkBits+1)<<chunkBits)
		for ; row < end; row++ {
			fn(row, c.place[row&(chunkRows-1)])
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
