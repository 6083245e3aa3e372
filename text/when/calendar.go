package when

import "strings"

// calendar gives month, day, year, part and season as far as the pattern took
// them; two days make a range.
func calendar(m *match) bool {
	v := value{op: opCalendar, month: int8(m.number(cMonth, 0)), part: part(m.number(cPart, 0)), weekday: int8(m.number(cWeekday, 0))}
	if t := m.first(cYear); t != nil {
		v.year = int16(t.n)
	}
	if m.number(cMonth, 0) == 0 {
		v.season = int8(m.number(cSeason, 0))
	}
	if v.part != whole && m.first(cPart).start == m.tokens[0].start && m.first(cPart).is&(cEarlier|cLater) != 0 && v.year != 0 {
		return false
	}
	if d := m.first(cDay | cOrd); d != nil {
		if !v.setDays(m, d, m.nth(cDay|cOrd, 1)) {
			if !m.e.Range {
				m.absurd = max(m.absurd, m.e.End)
			}
			return false
		}
	}
	if m.tokens[0].glued && (v.year == 0 || !gluedSignature(m)) || !validMonths(m, &v) {
		return false
	}
	if u := m.first(cUnit); u != nil && unit(u.n) != unitYear {
		return false
	}
	m.e.v, m.e.Kind = v, Partial
	if v.year != 0 {
		m.e.Kind = Absolute
	}
	return true
}

// compoundDay takes days of two words, the tens as a number: "двадцать второго
// мая", "the twenty-first of June".
func compoundDay(m *match) bool {
	tens, d := m.first(cNum), m.first(cOrd)
	if tens.n != 20 && tens.n != 30 || d.n > 9 {
		return false
	}
	both := *d
	both.n += tens.n
	for i := range m.taken[:m.took] {
		if m.taken[i] == d {
			m.taken[i] = &both
		}
	}
	return calendar(m)
}

// gluedSignature reports whether the number in front of which a letter stands
// is the day of a full date: "Jane Doe3 May 2023".
func gluedSignature(m *match) bool {
	return m.took >= 3 && m.taken[0].is&cDay != 0 && letterBefore(m.text, m.tokens[0].start)
}

func (v *value) setDays(m *match, d, second *token) bool {
	if d.is&cOrd != 0 && (d.n < 1 || d.n > 31) {
		return false
	}
	v.day = int8(d.n)
	if second == nil || !m.has(cDash|cTo|cAnd) {
		return validDay(v.year, v.month, v.day)
	}
	v.year2, v.month2, v.day2 = v.year, v.month, int8(second.n)
	m.e.Range = true
	return second.n > d.n && second.n <= 31 && validDay(v.year, v.month, v.day) && validDay(v.year, v.month, v.day2)
}

// validMonths refuses what only looks like a month: "may 5 people", a lone
// "second March" and the like.
func validMonths(m *match, v *value) bool {
	t := m.first(cMonth)
	if t == nil {
		return true
	}
	if d := m.first(cOrd); d != nil && m.text[d.start] > '9' && m.text[d.start] < 0x80 && v.year == 0 && !m.has(cOf) && d.start < t.start {
		return false // "first March", "third May": English ordinals in words need "of"
	}
	if v.day != 0 && v.year == 0 && t.start < m.first(cDay|cOrd).start {
		return !countFollows(m)
	}
	return true
}

// countFollows reports whether the number behind a month counts things: "in
// May 20 people died".
func countFollows(m *match) bool {
	d := m.first(cDay | cOrd)
	if d.is&cDay == 0 || m.has(cDash|cTo|cAnd) {
		return false
	}
	back, _ := lexBack(m.text, m.e.Start)
	if back.is&cIn == 0 {
		return false
	}
	next := skipBlanks(m.text, d.end)
	return next < len(m.text) && m.text[next] >= 'a' && m.text[next] <= 'z' && lexWord(m.text, next).is == 0
}

// loneMonth takes a month alone where a preposition or its being unmistakable
// allows it.
func loneMonth(m *match) bool {
	t := &m.tokens[0]
	before := m.before()
	preposition := before.is&(cIn|cOf|cLead|cTo|cPart) != 0 || rangeFollows(m)
	if !preposition && t.is&cLone == 0 || t.is&cAbbr != 0 && !preposition {
		return false
	}
	if t.is&cLone == 0 && sentenceWord(m) {
		return false
	}
	if t.is&cName != 0 && t.is&cLone != 0 && !preposition && nameNearby(m) {
		return false
	}
	m.e.Kind, m.e.v = Partial, value{op: opCalendar, month: int8(t.n)}
	return true
}

// rangeFollows reports whether a month is the first end of a range of months.
func rangeFollows(m *match) bool {
	return m.at(1).is&(cTo|cDash) != 0 && m.at(2).is&cMonth != 0
}

// sentenceWord reports whether May or March is followed by a word that makes
// it a name or a verb: "in March Madness", "of May Day".
func sentenceWord(m *match) bool {
	i := skipBlanks(m.text, m.e.End)
	return i < len(m.text) && m.text[i] >= 'A' && m.text[i] <= 'Z'
}

// nameNearby reports whether April, June or August is part of a name.
func nameNearby(m *match) bool {
	i := m.e.Start
	if n := blankBefore(m.text, i); n > 0 {
		j := wordStart(m.text, i-n)
		if j < i-n && m.text[j] >= 'A' && m.text[j] <= 'Z' {
			return true
		}
	}
	return sentenceWord(m)
}

// loneSeason takes "in the spring", "this winter" has a pattern of its own.
func loneSeason(m *match) bool {
	t := &m.tokens[0]
	before := m.before()
	start := before.start
	if before.is&cThe != 0 {
		before, _ = lexBack(m.text, start)
	}
	if before.is&(cIn|cPart|cOf) == 0 || before.is&cOf != 0 && before.is&cPart == 0 || t.n == 3 && m.text[t.start]|0x20 == 'f' {
		return false
	}
	m.e.Kind, m.e.v = Partial, value{op: opCalendar, season: int8(t.n)}
	return true
}

// loneYear takes a bare number as a year where a preposition stands before it,
// or it starts a sentence whose verb follows.
func loneYear(m *match) bool {
	t := &m.tokens[0]
	if t.glued || t.n < 1800 || t.n > 2099 {
		return false
	}
	before, ok := lexBack(m.text, t.start)
	next := lex(m.text, t.end)
	if next.is&(cUnit|cDash|cMonth) != 0 || next.is&cPoss != 0 && !ok {
		return false
	}
	if !yearBetween(m.text, before, ok, t) {
		return false
	}
	m.e.Kind, m.e.v = Absolute, value{op: opCalendar, year: int16(t.n)}
	return true
}

func yearBetween(text string, before token, ok bool, t *token) bool {
	word := nextWord(text, t.end)
	switch {
	case headsLine(text, t):
		return true
	case !ok:
		return word == "was" || word == "saw" || word == "has" || word == "is" || word == "will"
	case before.is&cIn != 0 && text[before.start] == 'I' && word != "people":
		return true // "In 2014 men without badges came"
	case before.is&(cIn|cTo|cPart|cLead) != 0, before.is&cOf != 0 && before.start > 0:
		return !counted(word)
	case before.is&cThe != 0:
		return len(word) > 2 && word[0] >= 'a' && !counted(word)
	}
	return false
}

// headsLine reports a year that begins a line and is set off from it: "2014. …".
func headsLine(text string, t *token) bool {
	if t.n < 1900 || t.n > 2099 || t.start > 0 && text[t.start-1] != '\n' {
		return false
	}
	after := text[t.end:min(len(text), t.end+5)]
	return strings.HasPrefix(after, ". ") || strings.HasPrefix(after, ": ") || strings.HasPrefix(after, " — ") || strings.HasPrefix(after, " – ")
}

// counted are things that news counts by the thousand: "of 2000 soldiers".
func counted(word string) bool {
	switch word {
	case "people", "soldiers", "troops", "men", "civilians", "prisoners", "shells", "drones", "missiles", "houses",
		"homes", "residents", "children", "square", "km", "kilometres", "kilometers", "metres", "meters", "tonnes",
		"tons", "rounds", "times", "percent", "dollars", "euros", "buildings", "vehicles", "servicemen":
		return true
	}
	return false
}

func nextWord(text string, i int) string {
	i = skipBlanks(text, i)
	return text[i:wordEnd(text, i)]
}

// yearWithWord takes a year with its word: "2022 року".
func yearWithWord(m *match) bool {
	t := &m.tokens[0]
	u := m.taken[1]
	if t.glued || unit(u.n) != unitYear || m.text[u.start] < 0x80 {
		return false
	}
	m.e.Kind, m.e.v = Absolute, value{op: opCalendar, year: int16(t.n)}
	return true
}

// yearRange takes 2014-2022 and 2022-23.
func yearRange(m *match) bool {
	a, b := m.taken[0], m.taken[2]
	first, second := a.n, b.n
	if b.is&cYear == 0 {
		second += first / 100 * 100
	}
	if a.glued || first < 1800 || second <= first || second > 2099 {
		return false
	}
	m.e.Kind, m.e.Range = Absolute, true
	m.e.v = value{op: opCalendar, year: int16(first), year2: int16(second)}
	return true
}

func numericDate(m *match) bool {
	t := &m.tokens[0]
	if t.glued && t.start > 0 && kindOf[m.text[t.start-1]] == byteDigit {
		return false
	}
	m.e.Kind = Absolute
	m.e.v = value{op: opCalendar, year: t.year, month: t.month, day: t.day, digits: t.digits}
	return true
}

func clockTime(m *match) bool {
	t := &m.tokens[0]
	if t.glued && t.start > 0 && m.text[t.start-1] != 'T' && !strings.HasSuffix(m.text[:t.start], " ago") {
		return false
	}
	m.e.Kind, m.e.Minute = Clock, t.minute
	m.e.v.op = opNone
	return true
}

// firstHours takes "the first hours of 2025" and "the early days of the 2022 war".
func firstHours(m *match) bool {
	if o := m.first(cOrd); o != nil && o.n != 1 {
		return false
	}
	v := value{op: opCalendar, year: int16(m.first(cYear).n), month: int8(m.number(cMonth, 0)), part: early}
	if unit(m.number(cUnit, 0)) <= unitHour {
		v.part, v.day, v.month = whole, 1, max(1, v.month)
	}
	m.e.Kind, m.e.v = Absolute, v
	return true
}

// newYear takes New Year's Eve, Day and night; the night is the first of January's.
func newYear(m *match) bool {
	v := value{op: opCalendar, month: 1, day: 1}
	switch last := m.taken[m.took-1]; {
	case last.is&cEve != 0:
		v.month, v.day = 12, 31
	case last.is&cUnit != 0 && unit(last.n) != unitDay:
		return false
	}
	m.e.Kind, m.e.v = Partial, v
	return true
}

func feast(m *match) bool {
	n := m.tokens[0].n
	v := value{op: opCalendar, month: int8(n / 100), day: int8(n % 100)}
	if m.has(cEve) {
		v.day--
	}
	if u := m.first(cUnit); u != nil && unit(u.n) != unitDay {
		return false
	}
	m.e.Kind, m.e.v = Partial, v
	return true
}

// validDay reports whether a month can have such a day: in that year, or in any
// year if it is 0. Month 0 and day 0 are not said.
func validDay(year int16, month, day int8) bool {
	if month == 0 || day == 0 {
		return true
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	switch month {
	case 4, 6, 9, 11:
		return day <= 30
	case 2:
		return day <= 28 || day == 29 && (year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0))
	}
	return true
}
