package columns

import (
	"math"
	"slices"

	"mentionmap"
)

const (
	chunkBits = 14
	chunkRows = 1 << chunkBits
)

// chunk holds rows. What is behind the rows of a view is not the view's.
type chunk struct {
	facts                 [chunkRows]fact
	place, section, start [chunkRows]uint32
}

// sectionChunk holds sections, by their numbers.
type sectionChunk struct {
	first     [chunkRows]uint32 // row
	published [chunkRows]mentionmap.Day
	document  [chunkRows]uint32
}

// rowBits are rows of a chunk.
type rowBits [chunkRows / 64]uint64

func (b *rowBits) has(i uint32) bool { return b[i>>6]>>(i&63)&1 == 1 }

// span is the days of some rows; first > last where there are none.
type span struct {
	first, latest, last mentionmap.Day // the earliest and the latest that anything begins on, the last of all
	unknown             bool           // some have no day
}

var noSpan = span{first: math.MaxInt32, latest: math.MinInt32, last: math.MinInt32}

func (s *span) add(from, to mentionmap.Day) {
	if from == mentionmap.NoDay {
		s.unknown = true
		return
	}
	s.first, s.latest, s.last = min(s.first, from), max(s.latest, from), max(s.last, to)
}

// filed gives the days that rows are filed under.
func (z *zone) filed(by mentionmap.By) *span {
	if by == mentionmap.ByPublished {
		return &z.published
	}
	return &z.event
}

// zone says between which days the rows of a chunk are.
type zone struct{ event, published span }

// oddAt gives a row that is known to be odd.
func (v *View) oddAt(row uint32) oddRow {
	i, _ := slices.BinarySearchFunc(v.odd, row, func(o oddRow, row uint32) int { return int(o.row) - int(row) })
	return v.odd[i]
}

// gone reports whether a row was deleted.
func (v *View) gone(row uint32) bool {
	c := int(row >> chunkBits)
	return c < len(v.dead) && v.dead[c] != nil && v.dead[c].has(row&(chunkRows-1))
}
