// Package columns holds what queries ask of mentions in memory, column by
// column, so that finding and counting them needs no database. What stands
// around a mention, its words above all, is not here.
//
// A mention is a row; rows are numbered in stored order. A row takes 32¼ bytes:
// 20 in chunks of rows (facts, place, section, start), 12¼ in segments, which
// hold the rows place by place with their facts beside. A section takes 12. So
// where a section holds five mentions, one takes 35 bytes.
package columns

import (
	"sort"
	"sync"
	"sync/atomic"

	"mentionmap"
)

// Columns is what a store holds. One goroutine changes it at a time; any number
// read views of it meanwhile.
type Columns struct {
	tail     int        // so many rows are looked through rather than made a segment
	changing sync.Mutex // held by a Change
	indexing sync.Mutex // held while segments are made
	mu       sync.Mutex // guards what follows as it is replaced
	recent   []*View    // newest first
	newest   atomic.Pointer[View]
}

// recentViews is how many views are kept for those whose transaction is a little old.
const recentViews = 8

// New returns empty columns, of generation -1.
func New() *Columns {
	c := &Columns{tail: tailRows}
	c.publish(&View{Generation: -1})
	return c
}

// View gives what is held now.
func (c *Columns) View() *View { return c.newest.Load() }

// At gives the view of a generation; nil if it is not there, or not any more.
func (c *Columns) At(generation int64) *View {
	if v := c.View(); v.Generation == generation {
		return v
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, v := range c.recent {
		if v.Generation == generation {
			return v
		}
	}
	return nil
}

// publish makes a view the newest.
func (c *Columns) publish(v *View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.newest.Load(); old != nil {
		v.segments = old.segments // which may have been made meanwhile
	}
	c.recent = append([]*View{v}, c.recent...)
	if len(c.recent) > recentViews {
		c.recent = c.recent[:recentViews]
	}
	c.newest.Store(v)
}

// View is what was stored at a generation. It never changes.
type View struct {
	Generation int64

	end      int64 // sections from here on are not held
	rows     int
	places   uint32 // above the highest
	chunks   []*chunk
	zones    []zone // of the chunks
	sections []*sectionChunk
	dead     []*rowBits // by chunk: rows that were deleted; nil: none
	odd      []oddRow   // in stored order
	segments []*segment
}

// End is the number of the first section that is not held.
func (v *View) End() int64 { return v.end }

// Len is the number of rows, deleted ones among them.
func (v *View) Len() int { return v.rows }

// Indexed is the number of rows that stand in segments.
func (v *View) Indexed() int {
	if n := len(v.segments); n > 0 {
		return v.segments[n-1].to
	}
	return 0
}

// Mention is what is held of a mention.
type Mention struct {
	Start      int   // code points of the document, below 1<<28
	Place      int64 // the store's number of it; 0: not placed
	Kind       mentionmap.Kind
	Use        mentionmap.Use
	Relation   mentionmap.Relation
	Precision  mentionmap.Precision // Undated: Day and Days mean nothing
	Confidence int64                // thousandths
	Day        mentionmap.Day       // first
	Days       int32                // last day - first day
}

// Section is a part of a document with so many of its mentions.
type Section struct {
	Published mentionmap.Day // NoDay: not known
	Mentions  int
}

// Document is a document with its mentions, section after section.
type Document struct {
	Number   int64 // of its first section
	Sections []Section
	Mentions []Mention
}

// Found is a row with where it stands.
type Found struct {
	Mention
	Document, Section int64
	Published         mentionmap.Day
}

// At gives a row.
func (v *View) At(row uint32) Found {
	c, i := v.chunks[row>>chunkBits], row&(chunkRows-1)
	section := int64(c.section[i])
	s, at := v.sections[section>>chunkBits], section&(chunkRows-1)
	f := Found{Mention: c.facts[i].mention(), Section: section, Document: int64(s.document[at]), Published: s.published[at]}
	f.Start, f.Place = int(c.start[i]), int64(c.place[i])
	if c.facts[i].precision() == oddDays {
		o := v.oddAt(row)
		f.Precision, f.Day, f.Days = o.precision, o.day, o.days
	}
	return f
}

// Key gives the document of a row, by the number of its first section, and
// where the mention starts in it.
func (v *View) Key(row uint32) (document int64, start int) {
	c, i := v.chunks[row>>chunkBits], row&(chunkRows-1)
	section := c.section[i]
	return int64(v.sections[section>>chunkBits].document[section&(chunkRows-1)]), int(c.start[i])
}

// Place gives the store's number of the place of a row; 0: not placed.
func (v *View) Place(row uint32) uint32 { return v.chunks[row>>chunkBits].place[row&(chunkRows-1)] }

// PlacesEnd is above the numbers of all places.
func (v *View) PlacesEnd() uint32 { return v.places }

// Filed gives the day that a row is filed under; NoDay: none.
func (v *View) Filed(row uint32, by mentionmap.By) mentionmap.Day {
	c, i := v.chunks[row>>chunkBits], row&(chunkRows-1)
	if by == mentionmap.ByPublished {
		return v.published(c.section[i])
	}
	switch f := c.facts[i]; f.precision() {
	case uint64(mentionmap.Undated):
		return mentionmap.NoDay
	case oddDays:
		return v.oddAt(row).day
	default:
		return f.day()
	}
}

func (v *View) published(section uint32) mentionmap.Day {
	return v.sections[section>>chunkBits].published[section&(chunkRows-1)]
}

// After gives the first row that stands behind a place: a later one of the
// document, by the number of its first section, or one of the documents after it.
func (v *View) After(document int64, start int) uint32 {
	from := int(v.first(document))
	n := sort.Search(v.rows-from, func(i int) bool {
		d, at := v.Key(uint32(from + i))
		return d > document || at > start
	})
	return uint32(from + n)
}

// first gives the first row of a section or of those after it.
func (v *View) first(section int64) uint32 {
	switch {
	case section < 0:
		return 0
	case section >= v.end:
		return uint32(v.rows)
	}
	return v.sections[section>>chunkBits].first[section&(chunkRows-1)]
}
