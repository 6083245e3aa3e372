package sqlite

import (
	"slices"

	"mentionmap"
	"mentionmap/data/store/placeday"
	"mentionmap/data/store/postings"
)

// family says what the keys of postings are.
type family int

const (
	byPlace     family = iota // placeKey; with the event days of its mentions
	byDay                     // dayKey of the first event day
	byLasting                 // the same, of mentions of several days, with these
	byPublished               // dayKey of the day of publication
	bySource                  // source.id
	byBand                    // band of a near-copy's signature; the section is the document's first
	families
)

// withDays tells which families' postings have days.
func (f family) withDays() bool { return f == byPlace || f == byLasting }

// dayKey is the key of a day; undated comes first.
func dayKey(d mentionmap.Day) uint64 {
	if d == mentionmap.NoDay {
		return 0
	}
	return uint64(int64(d) + 1<<31)
}

func keyDay(key uint64) mentionmap.Day {
	if key == 0 {
		return mentionmap.NoDay
	}
	return mentionmap.Day(int64(key) - 1<<31)
}

// lists collects the postings of a transaction.
type lists [families][]postings.Posting

func (l *lists) add(f family, key uint64, section int64) {
	if n := len(l[f]); n > 0 && l[f][n-1].Key == key && l[f][n-1].Section == section {
		return
	}
	l[f] = append(l[f], postings.Posting{Key: key, Section: section})
}

func (l *lists) clear() {
	for f := range l {
		l[f] = l[f][:0]
	}
}

// sources adds a section under its sources: its own, or all that its document
// was seen at, and the one that stands for these.
func (l *lists) sources(s *section, others []int64, otherwise int64, number int64) {
	for _, source := range sectionSources(s, others) {
		l.add(bySource, uint64(source), number)
	}
	if s.source == 0 && !slices.Contains(others, otherwise) {
		l.add(bySource, uint64(otherwise), number)
	}
}

// sectionSources lists the sources that the mentions of a section count for.
func sectionSources(s *section, others []int64) []int64 {
	if s.source != 0 {
		return []int64{s.source}
	}
	return others
}

// mention adds a mention that stands in a section.
func (l *lists) mention(r *mentionRecord, section int64, cell uint32) {
	p := postings.Posting{Key: placeKey(r.place, cell), Section: section, Form: postings.Undated}
	if r.day != mentionmap.NoDay {
		p.Form, p.Day, p.Span = postings.OneDay, int32(r.day), r.days
	}
	if r.days > 0 {
		p.Form = postings.ManyDays
		lasting := p
		lasting.Key = dayKey(r.day)
		l[byLasting] = append(l[byLasting], lasting)
	}
	l[byPlace] = append(l[byPlace], p)
	l.add(byDay, dayKey(r.day), section)
	l.add(byPublished, dayKey(r.published), section)
}

// counted is what a mention is counted by.
func (r *mentionRecord) counted() placeday.Seen {
	return placeday.Seen{Place: r.place, Post: int64(r.section), Kind: r.kind(), Use: r.use(), Firm: r.firm(), Day: r.day, Span: r.days,
		Precision: r.precision(), Published: r.published}
}

// countedOf is what the mentions of a document are counted by.
func countedOf(records []mentionRecord) []placeday.Seen {
	out := make([]placeday.Seen, len(records))
	for i := range records {
		out[i] = records[i].counted()
	}
	return out
}

// firm: neither unsure nor a mere direction.
func (r *mentionRecord) firm() bool {
	return r.confidence >= unsureBelow && r.relation() != mentionmap.RelationDirection
}

// unsureBelow is mentionmap.LikelyFrom in thousandths.
const unsureBelow = mentionmap.LikelyFrom * 1000
