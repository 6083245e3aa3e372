package sqlite

import (
	"encoding/binary"
	"math"

	"mentionmap"
)

// A document's sections and mentions are kept packed in its row
// (document.packed), with the numbers of encoding/binary:
//
//	uvarint number of sections; for each: byte flags, uvarint start - end of the section before,
//	uvarint length, uvarint number of mentions, and what the flags say follows:
//	uvarint number of the post, text title, text author, uvarint source.id,
//	varint day - the document's (0 if unknown), varint minute, text zone; byte heading
//	for each mention: uvarint start - end of the mention before (at first of its section),
//	uvarint length, uvarint traits, uvarint place.id, uvarint confidence, uvarint radius,
//	if dated varint day - day of the mention before, if lasting uvarint last day - day,
//	uvarint start - start of the sentence, uvarint end of the sentence - end,
//	if it has words varint their start - start, uvarint length, if it has derived
//	points uvarint their number and for each: byte relation, varint words - start,
//	uvarint length, three float64: lon, lat, km
//
// Starts and lengths are code points, a text is uvarint bytes and these, days
// are days since 1970-01-01. Traits are the bits of mentionRecord.traits, with
// the flags of what follows below them.

// section is a post of a document, or a stretch between posts.
type section struct {
	n             int // number of the post in the document; -1: a stretch
	start, length int // code points
	mentions      int
	title, author string
	source        int64            // source.id; 0: the document's
	published     mentionmap.Stamp // of the post, else the day it is filed under, else of the document
	repeat        bool
	heading       heading
}

// heading says which title a section can be found by besides its text.
type heading uint8

const (
	noHeading heading = iota
	ownHeading
	documentHeading
)

const (
	isPost = 1 << iota
	isNumbered
	isRepeat
	hasTitle
	hasAuthor
	hasSource
	hasStamp
	hasHeading
)

// derivedRecord is a derived point; words are relative to the mention, in code points.
type derivedRecord struct {
	mentionmap.Derived
	words, length int
}

// mentionRecord is a mention as it is kept.
type mentionRecord struct {
	id                 int64 // key of its document and start
	section            int   // of the document
	start, length      int   // code points
	place              int64 // place.id; 0: not placed
	traits             uint32
	confidence, radius int64 // thousandths; hundreds of metres
	day, published     mentionmap.Day
	days               int32 // last day - first day
	sentence           int   // starts so many code points before
	sentenceLength     int
	words, wordsLength int // the words that dated it, relative to the start
	derived            []derivedRecord
}

// Bits of traits.
const (
	kindShift, useShift, relationShift, precisionShift, basisShift = 0, 4, 5, 9, 12
	repeatBit, plannedBit                                          = 1 << 15, 1 << 16
)

func (r *mentionRecord) kind() mentionmap.Kind { return mentionmap.Kind(r.traits >> kindShift & 15) }
func (r *mentionRecord) use() mentionmap.Use   { return mentionmap.Use(r.traits >> useShift & 1) }
func (r *mentionRecord) relation() mentionmap.Relation {
	return mentionmap.Relation(r.traits >> relationShift & 15)
}
func (r *mentionRecord) precision() mentionmap.Precision {
	return mentionmap.Precision(r.traits >> precisionShift & 7)
}
func (r *mentionRecord) basis() mentionmap.Basis {
	return mentionmap.Basis(r.traits >> basisShift & 7)
}

// Flags of what follows, below the traits of a packed mention.
const (
	isLasting = 1 << iota
	hasWords
	hasDerived
	followBits = 3
)

// pack packs sections and their mentions, in the order of the text.
func pack(document mentionmap.Stamp, sections []section, mentions []mentionRecord) []byte {
	b := binary.AppendUvarint(make([]byte, 0, 16+16*len(sections)+18*len(mentions)), uint64(len(sections)))
	end := 0
	for i := range sections {
		b = sections[i].append(b, document, i, sections, end)
		end = sections[i].start + sections[i].length
	}
	at := 0
	day := known(document.Day)
	for i := range sections {
		end = sections[i].start
		for range sections[i].mentions {
			m := &mentions[at]
			b = m.append(b, end, &day)
			end = m.start + m.length
			at++
		}
	}
	return b
}

func known(d mentionmap.Day) mentionmap.Day {
	if d == mentionmap.NoDay {
		return 0
	}
	return d
}

func (s *section) append(b []byte, document mentionmap.Stamp, i int, all []section, end int) []byte {
	flags := s.flags(document, nextNumber(all[:i]))
	b = append(b, flags)
	b = binary.AppendUvarint(b, uint64(s.start-end))
	b = binary.AppendUvarint(b, uint64(s.length))
	b = binary.AppendUvarint(b, uint64(s.mentions))
	if flags&isNumbered != 0 {
		b = binary.AppendUvarint(b, uint64(s.n))
	}
	if flags&hasTitle != 0 {
		b = appendText(b, s.title)
	}
	if flags&hasAuthor != 0 {
		b = appendText(b, s.author)
	}
	if flags&hasSource != 0 {
		b = binary.AppendUvarint(b, uint64(s.source))
	}
	if flags&hasStamp != 0 {
		b = binary.AppendVarint(b, int64(s.published.Day)-int64(known(document.Day)))
		b = appendText(binary.AppendVarint(b, int64(s.published.Minute)), s.published.Zone)
	}
	if flags&hasHeading != 0 {
		b = append(b, byte(s.heading))
	}
	return b
}

// nextNumber is the number a post has as a rule: that after the last one's.
func nextNumber(before []section) int {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].n >= 0 {
			return before[i].n + 1
		}
	}
	return 0
}

func (s *section) flags(document mentionmap.Stamp, next int) byte {
	return bitIf[byte](isPost, s.n >= 0) | bitIf[byte](isNumbered, s.n >= 0 && s.n != next) | bitIf[byte](isRepeat, s.repeat) |
		bitIf[byte](hasTitle, s.title != "") | bitIf[byte](hasAuthor, s.author != "") | bitIf[byte](hasSource, s.source != 0) |
		bitIf[byte](hasStamp, s.published != document) | bitIf[byte](hasHeading, s.heading != noHeading)
}

func bitIf[T byte | uint32](bit T, set bool) T {
	if set {
		return bit
	}
	return 0
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func (r *mentionRecord) append(b []byte, end int, day *mentionmap.Day) []byte {
	b = binary.AppendUvarint(b, uint64(r.start-end))
	b = binary.AppendUvarint(b, uint64(r.length))
	follow := r.follow()
	b = binary.AppendUvarint(b, uint64(r.traits)<<followBits|uint64(follow))
	b = binary.AppendUvarint(b, uint64(r.place))
	b = binary.AppendUvarint(b, uint64(r.confidence))
	b = binary.AppendUvarint(b, uint64(r.radius))
	if r.day != mentionmap.NoDay {
		b = binary.AppendVarint(b, int64(r.day)-int64(*day))
		*day = r.day
	}
	if follow&isLasting != 0 {
		b = binary.AppendUvarint(b, uint64(r.days))
	}
	b = binary.AppendUvarint(b, uint64(r.sentence))
	b = binary.AppendUvarint(b, uint64(r.sentenceLength-r.sentence-r.length))
	if follow&hasWords != 0 {
		b = binary.AppendVarint(b, int64(r.words))
		b = binary.AppendUvarint(b, uint64(r.wordsLength))
	}
	if follow&hasDerived != 0 {
		b = appendDerived(b, r.derived)
	}
	return b
}

func (r *mentionRecord) follow() byte {
	return bitIf[byte](isLasting, r.days > 0) | bitIf[byte](hasWords, r.wordsLength > 0) | bitIf[byte](hasDerived, len(r.derived) > 0)
}

func appendDerived(b []byte, list []derivedRecord) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for i := range list {
		d := &list[i]
		b = binary.AppendVarint(append(b, byte(d.Relation)), int64(d.words))
		b = binary.AppendUvarint(b, uint64(d.length))
		for _, v := range [...]float64{d.Lon, d.Lat, d.RadiusKM} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}
