package post

import (
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// role is what an expression can be in a mark; an expression may have several.
type role uint8

const (
	asDay     role = 1 << iota // a single day, with its year or without one where it can be found
	asFullDay                  // a single day with its year
	asDays                     // "9 to 15 October 2023"
	asWarDay                   // "Day 319"
	asAgo                      // "3 hours ago", "Yesterday"
	asClock                    // "11:46"
	asWeekday                  // "Tuesday"
)

// rolesOf works out what an expression can be.
func rolesOf(e *when.Expression) (r role) {
	switch e.Kind {
	case when.Absolute:
		if isDay(e) {
			r = asDay | asFullDay
		} else if e.Range {
			r = asDays
		}
	case when.Partial:
		if isDay(e) {
			r = asDay
		}
	case when.Elapsed:
		if !e.Vague {
			r = asWarDay
		}
	case when.Relative:
		if !e.Vague {
			r = asAgo
		}
	case when.Clock:
		r = asClock
	case when.Weekday:
		r = asWeekday
	}
	return r
}

// rolesIn is all that the expressions of a line can be.
func (p *page) rolesIn(i int) (r role) {
	for _, x := range p.roles[p.lines[i].first:p.lines[i].last] {
		r |= x
	}
	return r
}

// cut is a line cut at an expression: the words before it, the expression, the
// words behind it.
type cut struct {
	before string
	date   *when.Expression
	after  string
}

// cutAt cuts a line at its first expression of a role; ok is false if it has
// none, or one that runs on into the next line.
func (p *page) cutAt(i int, of role) (c cut, ok bool) {
	l := &p.lines[i]
	k := l.first
	for k < l.last && p.roles[k]&of == 0 {
		k++
	}
	if k == l.last || p.when[k].End > l.End {
		return c, false
	}
	e := &p.when[k]
	end := e.End
	if e.ZoneAt.End > end && e.ZoneAt.End <= l.End {
		end = e.ZoneAt.End
	}
	return cut{strings.TrimSpace(p.text[l.Start:e.Start]), e, strings.TrimSpace(p.text[end:l.End])}, true
}

// isDay: a single day with a year, or without one where it can be found.
func isDay(e *when.Expression) bool {
	if e.Range || e.Vague || e.Kind != when.Absolute && e.Kind != when.Partial {
		return false
	}
	return e.Resolve(when.Anchor{Day: mentionmap.NoDay, Previous: mentionmap.NoDates, Year: leapYear}).Precision == mentionmap.PrecisionDay
}

// leapYear is any year that has a 29 February.
const leapYear = 2024

func isFullDay(e *when.Expression) bool { return e.Kind == when.Absolute && isDay(e) }

func isClock(e *when.Expression) bool { return e.Kind == when.Clock }
