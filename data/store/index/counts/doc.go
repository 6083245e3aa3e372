// Package counts answers how many units (reports, mentions, documents, stories)
// stand where and when, in memory and without a database: a Cube counts per
// place and days as store.Counts does, a Distinct counts each unit once. Both
// are of the mentions of one filter; what differs from question to question is
// the window, the uses, the precisions, the unit and the groups.
//
// Build makes a Cube of mentions in stored order, With one that follows a
// change, and Select puts a question to it. A Cube never changes, and any
// number of goroutines may ask it at the same time.
//
// # How a window is counted
//
// A unit counts in the window a..b if its first day is not after b and its last
// day is not before a:
//
//	N(a, b) = first day ≤ b  −  last day < a
//
// Cells are ordered by the month of their first day, and those of several days
// once more by the month of their last one. Sums per group are kept at a few
// checkpoints between months. So both terms are the sums of the nearest
// checkpoint, corrected by the cells between it and the day.
package counts

import (
	"math"
	"sort"

	"mentionmap"
	"mentionmap/data/store"
)

// Group is what counts are told apart by: a place, or the kind of mentions that
// were not placed. It is a dense number; those not placed come first.
type Group uint32

// kinds are the groups that are no places.
const kinds = 16

// PlaceGroup is that of the place with a dense number from 1.
func PlaceGroup(place uint32) Group { return kinds - 1 + Group(place) }

// KindGroup is that of the mentions of a kind that were not placed.
func KindGroup(k mentionmap.Kind) Group { return Group(k) % kinds }

// Place is the number of its place; 0: not placed.
func (g Group) Place() uint32 { return max(uint32(g), kinds-1) - (kinds - 1) }

// Kind is that of mentions that were not placed.
func (g Group) Kind() mentionmap.Kind { return mentionmap.Kind(g) % kinds }

// Mention is what a mention is counted by.
type Mention struct {
	Group       Group
	From, To    mentionmap.Day // days it is filed under; NoDay: undated
	First, Last mentionmap.Day // event days, of which Totals tells the first and the last; NoDay: undated
	Post        uint32         // number of the post; those of a document are numbered apart from all others
	Document    uint32         // number of the document, in stored order
	Story       uint32         // number of the document that began its story
	Precision   mentionmap.Precision
	Use         mentionmap.Use
	Firm        bool // neither unsure nor a mere direction
}

// Source is mentions in stored order: those of a document, and in it those of a
// post, stand together. Read is called from several goroutines at a time.
type Source interface {
	Len() int
	// Read fills dst with the mentions from..from+len(dst)-1.
	Read(dst []Mention, from int)
	// Find gives the first mention of a document with this number or a higher one.
	Find(document uint32) int
}

// Mentions is a Source in memory.
type Mentions []Mention

// Len implements Source.
func (s Mentions) Len() int { return len(s) }

// Read implements Source.
func (s Mentions) Read(dst []Mention, from int) { copy(dst, s[from:]) }

// Find implements Source.
func (s Mentions) Find(document uint32) int {
	return sort.Search(len(s), func(i int) bool { return s[i].Document >= document })
}

// Undated stands in Row.From and Row.To where there is no day: such rows come last.
const Undated = int32(math.MaxInt32)

// Row is a number of units of one group under the same dates.
type Row struct {
	From, To int32 // days since 1970-01-01; both Undated where there are none
	Flags    uint8 // bits 0–1 Uses, bits 2–4 Precision, bit 5 Firm, as in store.Count
	N        int64
}

// Count is a row as store.Counts gives it, but for its place and kind.
func (r Row) Count() store.Count {
	c := store.Count{From: mentionmap.NoDay, To: mentionmap.NoDay, Uses: r.Flags & 3, Precision: mentionmap.Precision(r.Flags >> 2 & 7), Firm: r.Flags>>5 != 0, N: r.N}
	if r.From != Undated {
		c.From, c.To = mentionmap.Day(r.From), mentionmap.Day(r.To)
	}
	return c
}

// Change is what happened to the mentions that a Cube counts. Documents are
// whole, and one of which anything changes is removed and added again. The
// numbers of documents ascend in both sources, new and old ones alike.
type Change struct {
	Added   Source // nil: none
	Removed Source // as it was counted; nil: none
	// Renamed gives stories, by the numbers they had, the numbers that they have
	// now: when the document that began a story is removed, the others need not
	// be removed and added.
	Renamed map[uint32]uint32
	// Story gives the mentions of all documents of a story, by its number of now,
	// as they are after the change. It is asked for stories that are not
	// remembered, from several goroutines at a time.
	Story func(story uint32) Source
}

// GroupTotal is the number of units of a group, and its days.
type GroupTotal struct {
	Group       Group
	N           int64
	First, Last mentionmap.Day // NoDay if all are undated
}

// Days is how many units start and end on each day of a window: what starts
// before the window starts on its first day, what ends after it ends on its
// last. So the units that have one of the days a..b are those that start until
// b, less those that end before a.
type Days struct {
	First        mentionmap.Day // NoDay if nothing is dated
	Starts, Ends []int64        // by day from First
}

// Totals is how many units match, each counted once however many places and
// days it names. A post is any stretch of a document that has a number of its own.
type Totals struct {
	Posts, Documents, Stories, Mentions int64
	First, Last                         mentionmap.Day // event days; NoDay if there are none
}
