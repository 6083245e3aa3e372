// Package postings holds in which posts something stands: a place, a day, a
// source. Postings are kept as sorted runs of packed chunks, which are written
// once, read from any place and merged like sorted lists; so adding to them
// costs the same however many there are.
package postings

import "cmp"

// Posting says that a section (a post, or a stretch of text between posts)
// holds what a key stands for.
type Posting struct {
	Key     uint64
	Section int64
	Form    Form
	Day     int32 // first of the days since 1970-01-01; of no meaning to None and Undated
	Span    int32 // last day - first day
}

// Form says which days a posting is of.
type Form uint8

// The forms. A posting that has days besides undated mentions is Mixed.
const (
	OneDay Form = iota
	ManyDays
	Undated
	Mixed
)

// compare orders postings as a run holds them.
func (p *Posting) compare(o *Posting) int {
	if p.Key != o.Key {
		return cmp.Compare(p.Key, o.Key)
	}
	return cmp.Compare(p.Section, o.Section)
}

// Join adds the days of another posting of the same key and section.
func (p *Posting) Join(o *Posting) {
	switch {
	case o.Form == Undated && p.Form == Undated:
		return
	case o.Form == Undated:
		p.Form = Mixed
		return
	case p.Form == Undated:
		p.Day, p.Span, p.Form = o.Day, o.Span, Mixed
		return
	}
	first, last := min(p.Day, o.Day), max(p.Day+p.Span, o.Day+o.Span)
	p.Day, p.Span = first, last-first
	switch {
	case p.Form == Mixed || o.Form == Mixed:
		p.Form = Mixed
	case p.Span > 0:
		p.Form = ManyDays
	}
}

// Overlaps reports whether one of the posting's days may lie from a day to
// another, both included.
func (p *Posting) Overlaps(from, to int32) bool {
	return p.Form != Undated && p.Day <= to && p.Day+p.Span >= from
}

// HasUndated reports whether the posting stands for undated mentions, too.
func (p *Posting) HasUndated() bool { return p.Form >= Undated }
