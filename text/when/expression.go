package when

import "mentionmap"

// Kind says what an expression needs to become days.
type Kind uint8

// The kinds.
const (
	Absolute  Kind = iota // "24 February 2022", "in 2024": nothing
	Partial               // "Dec. 17", "in March", "New Year's Eve": a year
	Weekday               // "on Tuesday": the day of the post, and the tense
	Relative              // "yesterday", "last week": the day of the post
	Anaphoric             // "the same day", "a week later": the day told of just before
	Elapsed               // "Day 319", "after nine months of war": counted from a dated event
	Clock                 // "06:00": a time of no day of its own
	Duration              // "in recent weeks", "over the past five months": no day at all
)

var kindNames = [...]string{"absolute", "partial", "weekday", "relative", "anaphoric", "elapsed", "clock", "duration"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "?"
}

// Lead is the preposition before an expression, so far as it changes what the
// expression says of the thing told.
type Lead uint8

// The leads.
const (
	Plain   Lead = iota // none, or one of place in time: on, in, at, during
	Since               // the thing told goes on from there until now
	Until               // until, by then at the latest
	Before              // before, ahead of, prior to
	After               // after, following
	From                // the first end of a range
	Between             // the same, with "and"
)

var leadNames = [...]string{"", "since", "until", "before", "after", "from", "between"}

func (l Lead) String() string {
	if int(l) < len(leadNames) {
		return leadNames[l]
	}
	return "?"
}

// Tense is the time of the clause an expression stands in.
type Tense uint8

// The tenses.
const (
	Unknown Tense = iota
	Past
	Future
)

// Expression is a time expression in a text.
type Expression struct {
	mentionmap.Span // without the preposition: "Feb. 24", "last 24 hours"
	Kind            Kind
	Lead            Lead
	Tense           Tense // of its clause; looked at only for kinds whose days depend on it

	// Vague expressions name no day, month or year of the thing told: "this
	// week", "in recent months", "since February 2022", "for three years". What
	// they stand by is as old as its post. Resolve still gives the days they
	// cover, where there are any.
	Vague bool

	// Range expressions have two ends: "August 20-21", "from May to July".
	Range bool

	// Follows marks "a day after", "two weeks before" and the like: they date
	// what is said after them, not what is said before.
	Follows bool

	// Counted marks "a year after the dam was destroyed": counted from an event
	// of the table, whose words are in the span.
	Counted bool

	// Minute is the clock time in minutes after midnight, -1 if there is none;
	// ZoneAt says where the zone's name stands.
	Minute int16
	ZoneAt mentionmap.Span

	v value
}

// Anchor is what is known around an expression.
type Anchor struct {
	Day      mentionmap.Day   // the day of the post; NoDay if unknown
	Previous mentionmap.Dates // what the text spoke of just before, for "the same day"; NoDates if nothing
	Tense    Tense            // of the clause, if the caller knows better than Expression.Tense
	Order    Order            // of 02/03/22
	Year     int              // the year of partial dates when Day is unknown; 0 if unknown
}

// At returns the anchor of a post of that day.
func At(day mentionmap.Day) Anchor { return Anchor{Day: day, Previous: mentionmap.NoDates} }

// Order is how all-digit dates are written in a document.
type Order uint8

// The orders. DayFirst is the default: in this war's news it is the usual one.
const (
	DayFirst Order = iota
	MonthFirst
)

// value is what an expression says, before it is known what that means.
type value struct {
	op      op
	year    int16 // 0: not said
	month   int8
	day     int8
	year2   int16 // the second end of a range
	month2  int8
	day2    int8
	weekday int8 // 1 Monday … 7 Sunday; 0: not said
	unit    unit
	part    part
	season  int8 // 1 spring … 4 winter
	digits  digits
	n       int32
}

// digits says how an all-digit date is to be read.
type digits uint8

const (
	notDigits  digits = iota
	dayLeads          // 24/02/2022
	monthLeads        // 02/24/2022
	eitherLead        // 02/03/2022
)

// op is a rule of resolution.
type op uint8

const (
	opCalendar op = iota // year, month, day as far as given
	opWeekday            // n: -1 last, +1 next, 0 by tense
	opDay                // n days from the anchor
	opUnit               // the unit n units from the anchor: last week, next year
	opNamed              // the month or season before (n -1) or after (+1) the anchor's: last August
	opPrevious           // n units from what was told before
	opPair               // "that day and the day before"
	opEvent              // n units after the event of year, month, day
	opNone               // no days
)

type unit uint8

const (
	unitNone unit = iota
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
	unitDecade
	unitWeekend
)

// part is a part of a month, season or year.
type part uint8

const (
	whole part = iota
	early
	mid
	late
	soFar  // earlier this month: from its start to the anchor
	toCome // later this month
)
