package when

import "strings"

// join makes one expression of b and the a that stands before it, if they are
// parts of one, and leaves it in a.
func join(text string, a, b *Expression) bool {
	if b.Start-a.End > 16 {
		return false
	}
	gap := strings.TrimSpace(text[a.End:b.Start])
	switch {
	case strings.Contains(text[a.End:b.Start], "\n"):
		return false
	case b.Kind == Clock:
		return joinClock(text, a, b, gap)
	case b.Kind == Weekday && a.v.op == opCalendar && a.v.day != 0 && a.v.weekday == 0 && !a.Range:
		return joinWeekdayBehind(text, a, b, gap)
	case b.v.op != opCalendar:
		return a.Kind == Clock && joinClockBefore(text, a, b, gap)
	case a.Kind == Clock:
		return joinClockBefore(text, a, b, gap)
	case a.Kind == Weekday && a.v.n == 0 && b.v.day != 0:
		return joinWeekday(text, a, b, gap)
	case a.v.op == opCalendar:
		return joinRange(text, a, b, gap)
	}
	return false
}

// joinClock: "31 December, 2024, 00:55", "Tuesday at 9am".
func joinClock(text string, a, b *Expression, gap string) bool {
	switch strings.TrimPrefix(gap, ", ") {
	case "", ",", "|", "@", "T", "·", "•", "around", "at about":
	default:
		if wholeToken(strings.TrimPrefix(gap, ", "))&(cIn|cDash) == 0 {
			return false
		}
	}
	if a.Minute >= 0 || a.Kind >= Anaphoric || a.v.op == opUnit || a.v.op == opCalendar && a.v.day == 0 {
		return false
	}
	a.Minute, a.End = b.Minute, b.End
	a.ZoneAt.Start, a.ZoneAt.End = zoneAt(text, b.End)
	return true
}

// joinClockBefore: "06:00 on 12 May", "20:30, May 3, 2023", "9am on Tuesday".
func joinClockBefore(text string, a, b *Expression, gap string) bool {
	if z := a.ZoneAt; !z.Empty() {
		gap = strings.TrimSpace(text[z.End:b.Start])
	}
	switch gap {
	case "", ",", "on", ", on", "-", "–", "|", "/", "·", "•":
	default:
		return false
	}
	if b.Minute >= 0 || b.Kind > Relative || b.v.op == opCalendar && b.v.day == 0 {
		return false
	}
	b.Start, b.Minute, b.ZoneAt, b.Lead = a.Start, a.Minute, a.ZoneAt, a.Lead
	finishJoined(text, a, b)
	return true
}

// joinWeekday: "Tuesday, January 31, 2023".
func joinWeekday(text string, a, b *Expression, gap string) bool {
	switch gap {
	case "", ",", ", the", "the", ".":
	default:
		return false
	}
	b.v.weekday, b.Start, b.Lead = a.v.weekday, a.Start, a.Lead
	finishJoined(text, a, b)
	return true
}

// joinWeekdayBehind: "31 December (Saturday)", "31 December, Saturday".
func joinWeekdayBehind(text string, a, b *Expression, gap string) bool {
	end := b.End >= len(text) || text[b.End] == '\n' || text[b.End] == ',' || text[b.End] == ')'
	if gap != "(" && gap != "," || !end || b.v.n != 0 {
		return false
	}
	a.v.weekday, a.End = b.v.weekday, b.End
	return true
}

// joinRange: "from 24.02.2022 to 08.01.2023", "May to July 2022".
func joinRange(text string, a, b *Expression, gap string) bool {
	if a.Range || b.Range || a.Minute >= 0 {
		return false
	}
	switch is := wholeToken(gap); {
	case is&(cTo|cDash) != 0, gap == "up to":
	case is&cAnd != 0 && a.Lead == Between:
	default:
		return false
	}
	v := a.v
	v.year2, v.month2, v.day2 = b.v.year, b.v.month, b.v.day
	if !v.completeRange() {
		return false
	}
	b.v, b.Start, b.Range, b.Lead = v, a.Start, true, a.Lead
	b.Kind = Partial
	if v.year != 0 {
		b.Kind = Absolute
	}
	b.Vague = false
	finishJoined(text, a, b)
	return true
}

// wholeToken is the class of a text that is one token.
func wholeToken(s string) class {
	if t := lex(s, 0); t.start == 0 && t.end == len(s) {
		return t.is
	}
	return 0
}

// completeRange lends each end the year of the other and reports whether they
// are of one sort and in order.
func (v *value) completeRange() bool {
	if (v.day == 0) != (v.day2 == 0) || (v.month == 0) != (v.month2 == 0) || v.part != whole || v.season != 0 {
		return false
	}
	switch {
	case v.year == 0 && v.year2 != 0:
		v.year = v.year2
		if v.month > v.month2 {
			v.year--
		}
	case v.year != 0 && v.year2 == 0:
		v.year2 = v.year
		if v.month > v.month2 {
			v.year2++
		}
	}
	a := int(v.year)*400 + int(v.month)*32 + int(v.day)
	b := int(v.year2)*400 + int(v.month2)*32 + int(v.day2)
	return v.year == 0 || a < b
}

func finishJoined(text string, a, b *Expression) {
	finish(text, b)
	*a = *b
}
