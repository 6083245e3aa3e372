package index

import (
	"math"
	"slices"
	"sort"
	"sync/atomic"

	"mentionmap"
)

const (
	chunkBits = 14
	chunkSize = 1 << chunkBits
	chunkMask = chunkSize - 1
)

// rowChunk holds mentions, column by column, 22 bytes each; with 12 in
// segments, and what posts and documents take, a mention takes about 39. What
// is behind the rows of a view is not the view's.
type rowChunk struct {
	facts    [chunkSize]fact
	place    [chunkSize]uint32 // number of the backend's; 0: not placed
	post     [chunkSize]uint32
	start    [chunkSize]uint32 // code points of the document
	sentence [chunkSize]uint16 // number in the post
}

// postChunk holds posts, numbered as they are stored.
type postChunk struct {
	first     [chunkSize]uint32 // row
	document  [chunkSize]uint32
	source    [chunkSize]uint32 // 0: those of the document
	published [chunkSize]mentionmap.Day
}

// documentChunk holds documents, numbered as they are stored.
type documentChunk struct {
	number  [chunkSize]uint32 // the backend's
	story   [chunkSize]uint32 // number of the document that began it; 0: it was deleted
	first   [chunkSize]uint32 // post
	sources [chunkSize]uint32 // a source, or with listBit an index of view.lists
}

// listBit marks the number of a list of several sources.
const listBit = 1 << 31

// rowBits are rows of a chunk.
type rowBits [chunkSize / 64]uint64

// zone says between which days the rows of a chunk are.
type zone struct{ event, published span }

// span is the days of some rows; first > last where there are none.
type span struct {
	first, latest, last mentionmap.Day // the earliest and the latest that anything begins on, the last of all
	unknown             uint32         // not 0: some have no day
}

var noSpan = span{first: math.MaxInt32, latest: math.MinInt32 + 1, last: math.MinInt32 + 1}

func (s *span) add(from, to mentionmap.Day) {
	if from == mentionmap.NoDay {
		s.unknown = 1
		return
	}
	s.first, s.latest, s.last = min(s.first, from), max(s.latest, from), max(s.last, to)
}

// by gives the days that rows are filed under.
func (z *zone) by(by mentionmap.By) *span {
	if by == mentionmap.ByPublished {
		return &z.published
	}
	return &z.event
}

// view is what was stored at a generation. It never changes, so readers need no
// locks.
type view struct {
	database   string // Info.ID
	generation int64
	stamp      int64 // of the generation; 0: none
	placesAt   int64 // generation up to which places are known
	epoch      int64 // views with the same number rows and posts alike

	rows, posts, documents int
	gone                   int // rows that were deleted
	rowChunks              []*rowChunk
	postChunks             []*postChunk
	documentChunks         []*documentChunk
	zones                  []zone     // of the row chunks
	dead                   []*rowBits // by row chunk: rows that were deleted; nil: none
	odd                    []oddRow   // in stored order
	lists                  [][]uint32 // of sources
	segments               []*segment
	places                 *places
	sources                *sources
	copies                 *copies
}

// empty is the view of a database that nothing was read of.
func empty(database string) *view {
	return &view{database: database, generation: -1, placesAt: -1, epoch: epochs.Add(1), places: noPlaces(), sources: &sources{}, copies: &copies{}}
}

var epochs atomic.Int64

// live is the number of mentions.
func (v *view) live() int { return v.rows - v.gone }

func (v *view) fact(row uint32) fact    { return v.rowChunks[row>>chunkBits].facts[row&chunkMask] }
func (v *view) place(row uint32) uint32 { return v.rowChunks[row>>chunkBits].place[row&chunkMask] }
func (v *view) post(row uint32) uint32  { return v.rowChunks[row>>chunkBits].post[row&chunkMask] }
func (v *view) start(row uint32) int    { return int(v.rowChunks[row>>chunkBits].start[row&chunkMask]) }
func (v *view) sentence(row uint32) uint16 {
	return v.rowChunks[row>>chunkBits].sentence[row&chunkMask]
}

func (v *view) document(post uint32) uint32 {
	return v.postChunks[post>>chunkBits].document[post&chunkMask]
}
func (v *view) published(post uint32) mentionmap.Day {
	return v.postChunks[post>>chunkBits].published[post&chunkMask]
}
func (v *view) number(document uint32) int64 {
	return int64(v.documentChunks[document>>chunkBits].number[document&chunkMask])
}
func (v *view) story(document uint32) uint32 {
	return v.documentChunks[document>>chunkBits].story[document&chunkMask]
}

// firstRow gives the first row of a post or of those after it.
func (v *view) firstRow(post uint32) uint32 {
	if int(post) >= v.posts {
		return uint32(v.rows)
	}
	return v.postChunks[post>>chunkBits].first[post&chunkMask]
}

// firstPost gives the first post of a document or of those after it.
func (v *view) firstPost(document uint32) uint32 {
	if int(document) >= v.documents {
		return uint32(v.posts)
	}
	return v.documentChunks[document>>chunkBits].first[document&chunkMask]
}

// from gives the first document with a number of the backend's or a higher one.
func (v *view) from(number int64) uint32 {
	return uint32(sort.Search(v.documents, func(i int) bool { return v.number(uint32(i)) >= number }))
}

// find gives the document of a number of the backend's that was not deleted.
func (v *view) find(number int64) (document uint32, ok bool) {
	d := v.from(number)
	return d, int(d) < v.documents && v.number(d) == number && v.story(d) != 0
}

// last is the highest number of a document; 0 if there is none.
func (v *view) last() int64 {
	if v.documents == 0 {
		return 0
	}
	return v.number(uint32(v.documents - 1))
}

// source gives the source of a post, or with listBit the number of a list of them.
func (v *view) source(post uint32) uint32 {
	p := v.postChunks[post>>chunkBits]
	if own := p.source[post&chunkMask]; own != 0 {
		return own
	}
	d := p.document[post&chunkMask]
	return v.documentChunks[d>>chunkBits].sources[d&chunkMask]
}

// list gives the sources that a number of view.source means; room is used where it is one.
func (v *view) list(source uint32, room *[1]uint32) []uint32 {
	if source&listBit != 0 {
		return v.lists[source&^listBit]
	}
	room[0] = source
	return room[:]
}

// at gives the number of a row's document, and where the mention starts in it.
func (v *view) at(row uint32) (number int64, start int) {
	return v.number(v.document(v.post(row))), v.start(row)
}

// days gives those that a mention tells of.
func (v *view) days(row uint32) mentionmap.Dates {
	f := v.fact(row)
	switch f.precision() {
	case mentionmap.Undated:
		return mentionmap.NoDates
	case oddDays:
		o := v.oddAt(row)
		return mentionmap.Dates{From: o.from, To: o.to, Precision: mentionmap.Precision(o.precision)}
	}
	return mentionmap.Dates{From: f.from(), To: f.to(), Precision: f.precision()}
}

// filed gives the days that a mention is filed under.
func (v *view) filed(row uint32, by mentionmap.By) mentionmap.Dates {
	if by == mentionmap.ByEvent {
		return v.days(row)
	}
	day := v.published(v.post(row))
	if day == mentionmap.NoDay {
		return mentionmap.NoDates
	}
	return mentionmap.Dates{From: day, To: day, Precision: mentionmap.PrecisionDay}
}

// oddAt gives a row that is known to be odd.
func (v *view) oddAt(row uint32) oddRow {
	i, _ := slices.BinarySearchFunc(v.odd, row, func(o oddRow, row uint32) int { return int(o.row) - int(row) })
	return v.odd[i]
}

// isDead reports whether a row was deleted.
func (v *view) isDead(row uint32) bool {
	c, i := int(row>>chunkBits), row&chunkMask
	return c < len(v.dead) && v.dead[c] != nil && v.dead[c][i>>6]>>(i&63)&1 == 1
}

// after gives the first row behind a place: a later one of the document, by its
// number, or one of the documents after it.
func (v *view) after(number int64, start int) uint32 {
	d := v.from(number)
	from := v.firstRow(v.firstPost(d))
	if int(d) == v.documents || v.number(d) != number {
		return from
	}
	n := v.firstRow(v.firstPost(d+1)) - from
	return from + uint32(sort.Search(int(n), func(i int) bool { return v.start(from+uint32(i)) > start }))
}

// indexed is the number of rows that stand in segments.
func (v *view) indexed() int {
	if n := len(v.segments); n > 0 {
		return int(v.segments[n-1].to)
	}
	return 0
}
