package when

func weekday(m *match) bool {
	t := m.first(cWeekday)
	if t.is&cLone == 0 && (m.before().is&(cIn|cOn|cLead|cPart) == 0 || hyphenFollows(m.text, t.end)) {
		return false
	}
	v := value{op: opWeekday, weekday: int8(t.n)}
	switch {
	case m.has(cLast):
		v.n = -1
	case m.has(cNext):
		v.n = 1
	}
	m.e.Kind, m.e.v = Weekday, v
	return true
}

func hyphenFollows(text string, i int) bool { return i < len(text) && text[i] == '-' }

// weekdayOfWeek takes "Friday last week", "Monday next week".
func weekdayOfWeek(m *match) bool {
	if unit(m.number(cUnit, 0)) != unitWeek {
		return false
	}
	m.e.Kind = Relative
	m.e.v = value{op: opUnit, unit: unitWeek, n: m.number(cLast|cNext|cThis, 0), weekday: int8(m.number(cWeekday, 0))}
	return true
}

func deictic(m *match) bool {
	m.e.Kind, m.e.v = Relative, value{op: opDay, n: m.tokens[0].n}
	return true
}

// beforeDeictic takes "the day before yesterday", "the day after tomorrow".
func beforeDeictic(m *match) bool {
	d := m.number(cDeictic, 0)
	if unit(m.tokens[0].n) != unitDay || d == 0 {
		return false
	}
	m.e.Kind, m.e.v = Relative, value{op: opDay, n: 2 * d}
	return true
}

// lastNight takes the night that began the day before.
func lastNight(m *match) bool {
	if fold[m.text[m.taken[1].start]] != 'n' || m.tokens[0].is&cRecent != 0 {
		return false
	}
	m.e.Kind, m.e.v = Relative, value{op: opDay, n: -1}
	return true
}

func thisMorning(m *match) bool {
	m.e.Kind, m.e.v = Relative, value{op: opDay}
	return true
}

// relativeUnit takes "last week", "early next year", "earlier this month",
// "late in the year". With "the" before it, "the last week" is a stretch up to
// now, and so is "the past week".
func relativeUnit(m *match) bool {
	u, which := unit(m.number(cUnit, 0)), m.first(cLast|cNext|cThis)
	if u < unitDay || u == unitDay && which != nil && which.is&cThis == 0 {
		return false
	}
	v := value{op: opUnit, unit: u, part: part(m.number(cPart, 0))}
	if which != nil {
		v.n = which.n
		m.e.Vague = which.is&(cThis|cRecent) != 0 && v.part == whole
		if m.before().is&cThe != 0 || which.is&cRecent != 0 {
			m.e.Kind, m.e.v, m.e.Vague = Duration, value{op: opNone}, true
			return v.part == whole
		}
	}
	if which != nil && which.is&cThis != 0 && u == unitMonth {
		m.e.Vague = false
	}
	if u == unitWeek && v.part >= soFar || v.part >= soFar && u == unitYear {
		m.e.Vague = true
	}
	m.e.Kind, m.e.v = Relative, v
	return true
}

// monthOfYear takes "October last year", "late in May this year".
func monthOfYear(m *match) bool {
	if unit(m.number(cUnit, 0)) != unitYear {
		return false
	}
	m.e.Kind = Relative
	m.e.v = value{op: opUnit, unit: unitYear, n: m.number(cLast|cNext|cThis, 0), month: int8(m.number(cMonth, 0)), part: part(m.number(cPart, 0))}
	return true
}

// relativeName takes "last August", "next spring", "this May".
func relativeName(m *match) bool {
	if name := m.first(cMonth); name != nil && name.is&cAbbr != 0 || m.tokens[0].is&cRecent != 0 {
		return false
	}
	m.e.Kind = Relative
	m.e.v = value{op: opNamed, n: m.tokens[0].n, month: int8(m.number(cMonth, 0)), season: int8(m.number(cSeason, 0))}
	return true
}

// ago takes "two days ago", "a week ago".
func ago(m *match) bool {
	n, ok := m.count()
	u := unit(m.number(cUnit, 0))
	if !ok || u == unitWeekend {
		return false
	}
	m.e.Kind, m.e.v = Relative, value{op: opUnit, unit: u, n: -n}
	m.e.Vague = m.has(cFew) && u > unitDay
	if u <= unitDay {
		m.e.v.op = opDay
		if u < unitDay {
			m.e.v.n = 0
		}
	}
	return true
}

// count is the number before a unit: digits, a word, "few", or one if the
// pattern begins with the unit.
func (m *match) count() (int32, bool) {
	n := int32(1)
	if t := m.first(cNum | cFew); t != nil && t.is&cUnit == 0 {
		n = t.n
	}
	return n, n >= 0 && n <= 5000 && !m.tokens[0].glued
}

// span takes "in the last 24 hours", "over the past five months", "the coming days".
// Up to two days it is the anchor's own day; more is no day at all.
func span(m *match) bool {
	n, ok := m.count()
	u := unit(m.number(cUnit, 0))
	if !ok {
		return false
	}
	past := m.tokens[0].is&cLast != 0
	if past && !m.has(cFew) && (u == unitMinute || u == unitHour && n <= 48) {
		m.e.Kind, m.e.v = Relative, value{op: opDay}
		return true
	}
	m.e.Kind, m.e.v, m.e.Vague = Duration, value{op: opNone}, true
	return true
}

// sameUnit takes "the same day", "that evening", "that week".
func sameUnit(m *match) bool {
	v := value{op: opPrevious, unit: unitDay}
	if t := m.first(cUnit); t != nil {
		v.unit = unit(t.n)
	}
	if v.unit < unitDay || v.unit > unitYear {
		return false
	}
	m.e.Kind, m.e.v = Anaphoric, v
	return true
}

// anaphoricUnit takes "the previous day", "the next day", "the following week":
// counted from what was told before, where "next week" is from the post.
func anaphoricUnit(m *match) bool {
	which, u := m.tokens[0], unit(m.number(cUnit, 0))
	word := m.text[which.start:which.end]
	bare := equalFold("previous", pad(word, 8)) || equalFold("preceding", pad(word, 9)) || equalFold("following", pad(word, 9))
	next := u == unitDay && which.is&cNext != 0 && which.is&cRecent == 0 && m.before().is&cThe != 0
	if u < unitDay || u > unitYear || !bare && !next {
		return false
	}
	m.e.Kind, m.e.Vague = Anaphoric, false
	m.e.v = value{op: opPrevious, unit: u, n: which.n}
	return true
}

// pad makes word as long as equalFold wants it; a longer one never matches.
func pad(word string, n int) string {
	if len(word) == n {
		return word
	}
	return "         "[:n]
}

// apart takes "two weeks later", "a day earlier", "the day before" and, dating
// what follows, "a day after Kyiv said …".
func apart(m *match) bool {
	n, ok := m.count()
	last := m.taken[m.took-1]
	u := unit(m.number(cUnit, 0))
	if !ok || u < unitDay || u > unitYear {
		return false
	}
	sign := int32(1)
	if last.is&(cEarlier|cBefore) != 0 {
		sign = -1
	}
	if last.is&(cBefore|cAfter) != 0 && clauseFollows(m) {
		sign, m.e.Follows = -sign, true
	}
	m.e.Kind = Anaphoric
	m.e.v = value{op: opPrevious, unit: u, n: sign * n}
	m.e.Vague = m.has(cFew) && u > unitDay
	return true
}

// nightBefore takes "the night before", not "the night before the attack".
func nightBefore(m *match) bool {
	if clauseFollows(m) || m.before().is&cThe == 0 {
		return false
	}
	m.e.Kind, m.e.v = Anaphoric, value{op: opPrevious, unit: unitDay, n: -1}
	return true
}

// clauseFollows reports whether words go on behind the match.
func clauseFollows(m *match) bool {
	i := skipBlanks(m.text, m.e.End)
	return i < len(m.text) && kindOf[m.text[i]] != byteOther
}

// pair takes "that day and the day before": two days at once.
func pair(m *match) bool {
	if unit(m.number(cUnit, 0)) != unitDay {
		return false
	}
	m.e.Kind, m.e.Range = Anaphoric, true
	m.e.v = value{op: opPair, n: 1}
	if m.taken[m.took-1].is&cBefore != 0 {
		m.e.v.n = -1
	}
	return true
}
