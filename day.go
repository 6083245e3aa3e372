package mentionmap

import (
	"math"
	"time"
)

// Day is a civil day as days since 1970-01-01 in the Gregorian calendar. It
// has no zone: a text that says "8 January" means that day, wherever it is read.
type Day int32

// NoDay marks a missing day: an undated mention, an open end of a window.
const NoDay Day = math.MinInt32

const (
	minYear = 1
	maxYear = 9999
)

// NewDay returns the day of a Gregorian date, and false if the calendar has
// no such day or the year lies outside 1 to 9999.
func NewDay(year, month, day int) (Day, bool) {
	if year < minYear || year > maxYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return NoDay, false
	}
	return civil(year, month, day), true
}

// civil counts days from the civil date; the year starts in March so that
// the leap day comes last (H. Hinnant, "chrono-Compatible Low-Level Date
// Algorithms", days_from_civil).
func civil(year, month, day int) Day {
	if month <= 2 {
		year--
	}
	era := year / 400
	yoe := year - era*400
	doy := (153*((month+9)%12)+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// DayOf returns the civil day that t shows on its own clock.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return civil(y, int(m), d)
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		y, ok1 := digits(s[:4])
		m, ok2 := digits(s[5:7])
		d, ok3 := digits(s[8:])
		if ok1 && ok2 && ok3 {
			if day, ok := NewDay(y, m, d); ok {
				return day, nil
			}
		}
	}
	return NoDay, Errorf(Invalid, "%q is not a day: write YYYY-MM-DD", clip(s))
}

func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

// Date returns year, month 1..12 and day of the month (Hinnant, as above,
// civil_from_days).
func (d Day) Date() (year, month, day int) {
	z := int64(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	month = int(mp+2)%12 + 1
	year = int(yoe + era*400)
	if month <= 2 {
		year++
	}
	return year, month, int(doy-(153*mp+2)/5) + 1
}

// Time returns midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String returns YYYY-MM-DD, or "" for NoDay.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	return string(d.AppendTo(make([]byte, 0, 10)))
}

// AppendTo appends YYYY-MM-DD (nothing for NoDay) to dst.
func (d Day) AppendTo(dst []byte) []byte {
	if d == NoDay {
		return dst
	}
	y, m, dd := d.Date()
	return append(dst,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+dd/10), byte('0'+dd%10))
}

// MonthStart and MonthEnd return the first and last day of d's month.
func (d Day) MonthStart() Day { y, m, _ := d.Date(); return civil(y, m, 1) }

// MonthEnd returns the last day of d's month.
func (d Day) MonthEnd() Day { y, m, _ := d.Date(); return civil(y, m, daysIn(y, m)) }

// Precision says how exactly a text dates a thing.
type Precision uint8

// The precisions, finest first. Undated has no days at all.
const (
	Undated Precision = iota
	PrecisionDay
	PrecisionDays // two days to six
	PrecisionWeek
	PrecisionMonth
	PrecisionSeason
	PrecisionYear
)

var precisionNames = [...]string{"", "day", "days", "week", "month", "season", "year"}

// Precisions lists the names a precision can have, finest first.
func Precisions() []string { return precisionNames[1:] }

func (p Precision) String() string { return nameOf(precisionNames[:], p) }

// ParsePrecision is the inverse of String; "undated" and "" are Undated.
func ParsePrecision(s string) (Precision, bool) {
	if s == "undated" {
		return Undated, true
	}
	return byName[Precision](precisionNames[:], s)
}

// Basis says where the words stand that dated a mention.
type Basis uint8

// The bases, nearest first.
const (
	BasisNone Basis = iota
	BasisClause
	BasisSentence
	BasisCaption
	BasisParagraph
	BasisPost
	BasisDocument
)

var basisNames = [...]string{"none", "clause", "sentence", "caption", "paragraph", "post", "document"}

func (b Basis) String() string { return nameOf(basisNames[:], b) }

// Dates is when a thing happened, as far as the text says: the days From to
// To, both included. From and To are NoDay when it is undated.
type Dates struct {
	From, To  Day
	Precision Precision
	Basis     Basis
	Words     Span // the words that decided, in the document; empty if there are none
	Planned   bool // said of the future
}

// NoDates is the value of an undated thing.
var NoDates = Dates{From: NoDay, To: NoDay}

// Known reports whether there is a day at all.
func (d Dates) Known() bool { return d.From != NoDay }

// Overlaps reports whether any of the days lies in the window from..to, whose
// ends may be NoDay (open). An undated thing overlaps no window.
func (d Dates) Overlaps(from, to Day) bool {
	return d.Known() && (to == NoDay || d.From <= to) && (from == NoDay || d.To >= from)
}

// Stamp is a time of publication: a civil day, perhaps a clock time, perhaps
// a zone as the text wrote it. Nothing is converted between zones.
type Stamp struct {
	Day    Day
	Minute int16 // minutes after midnight; -1 when the clock is unknown
	Zone   string
}

// NoStamp is the value of an unknown time.
var NoStamp = Stamp{Day: NoDay, Minute: -1}

// Known reports whether the day is known.
func (s Stamp) Known() bool { return s.Day != NoDay }

// String returns YYYY-MM-DD or YYYY-MM-DDTHH:MM, or "" if unknown.
func (s Stamp) String() string {
	return string(s.AppendTo(make([]byte, 0, 16)))
}

// AppendTo appends what String returns to dst.
func (s Stamp) AppendTo(dst []byte) []byte {
	if dst = s.Day.AppendTo(dst); !s.Known() || s.Minute < 0 {
		return dst
	}
	h, m := byte(s.Minute/60), byte(s.Minute%60)
	return append(dst, 'T', '0'+h/10, '0'+h%10, ':', '0'+m/10, '0'+m%10)
}

// ParseStamp reads YYYY-MM-DD, or that followed by "T" or a blank and HH:MM;
// seconds and fractions are dropped; what follows is kept as the zone.
func ParseStamp(s string) (Stamp, error) {
	bad := Errorf(Invalid, "%q is not a date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM", clip(s))
	if len(s) < 10 {
		return NoStamp, bad
	}
	day, err := ParseDay(s[:10])
	if err != nil {
		return NoStamp, bad
	}
	rest := s[10:]
	if rest == "" {
		return Stamp{Day: day, Minute: -1}, nil
	}
	if len(rest) < 6 || (rest[0] != 'T' && rest[0] != ' ') || rest[3] != ':' {
		return NoStamp, bad
	}
	h, ok1 := digits(rest[1:3])
	m, ok2 := digits(rest[4:6])
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return NoStamp, bad
	}
	return Stamp{Day: day, Minute: int16(h*60 + m), Zone: zoneOf(rest[6:])}, nil
}

func zoneOf(s string) string {
	i := 0
	for i < len(s) && (s[i] == ':' || s[i] == '.' || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	return clip(s[i:])
}
