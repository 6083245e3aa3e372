package when

import "mentionmap"

// event is a day from which texts count.
type event struct {
	year, month, day int
}

// invasion is the day on which Russia's full-scale invasion of Ukraine began:
// day 1 of "Day 319", and what "nine months of war" is counted from.
var invasion = event{2022, 2, 24}

func (e event) value(u unit, n int32) value {
	return value{op: opEvent, year: int16(e.year), month: int8(e.month), day: int8(e.day), unit: u, n: n}
}

// longestWar is the most that is believed of a count of days, weeks, months or
// years of war: thirty years.
var longestWar = map[unit]int32{unitDay: 10950, unitWeek: 1565, unitMonth: 360, unitYear: 30}

// dayOfWar takes "Day 319" and "the 319th day of the war".
func dayOfWar(m *match) bool {
	n := m.number(cNum, 0)
	if o := m.first(cOrd); o != nil {
		n = o.n
	} else if m.text[m.tokens[0].start] != 'D' && m.text[m.tokens[0].start:m.tokens[0].end] != "day" {
		return false
	}
	first := m.tokens[0]
	if first.is&cUnit != 0 && (m.text[first.end-1] == 's' || m.text[first.start] != 'D' && n < 3) || unit(m.number(cUnit, 0)) != unitDay || n < 1 || n > longestWar[unitDay] {
		return false
	}
	m.e.Kind, m.e.v = Elapsed, invasion.value(unitDay, n-1)
	return true
}

// elapsed takes "nine months of hostilities", "three years after the invasion
// began", "the three-year war". It says how old the text is, not when a thing
// happened, and is vague.
func elapsed(m *match) bool {
	n, ok := m.count()
	u := unit(m.number(cUnit, 0))
	if !ok || n < 1 || n > longestWar[u] || !m.has(cWar) {
		return false
	}
	v := invasion.value(u, n)
	v.part = approximation(m)
	m.e.Kind, m.e.v, m.e.Vague, m.e.Counted = Elapsed, v, true, m.has(cAfter)
	return true
}

// approximation looks for "nearly" (early: not yet so long) and "more than"
// (late: longer) before the match.
func approximation(m *match) part {
	t, ok := lexBack(m.text, m.e.Start)
	if ok && (m.text[t.start:t.end] == "a" || m.text[t.start:t.end] == "an") {
		t, ok = lexBack(m.text, t.start)
	}
	if !ok {
		return whole
	}
	switch m.text[t.start:t.end] {
	case "nearly", "almost", "Nearly", "Almost":
		return early
	case "than", "over", "after", "Over", "After":
		return late
	}
	return whole
}

func anniversary(m *match) bool {
	n := m.number(cOrd, 0)
	if n < 1 || n > longestWar[unitYear] {
		return false
	}
	m.e.Kind = Elapsed
	m.e.v = value{op: opCalendar, year: int16(invasion.year + int(n)), month: int8(invasion.month), day: int8(invasion.day)}
	return true
}

// OfInvasion reports an expression that counts from the invasion.
func (e *Expression) OfInvasion() bool {
	return e.v.op == opEvent && event{int(e.v.year), int(e.v.month), int(e.v.day)} == invasion
}

// Invasion is the day of the invasion as a Day: what "Day 1" means.
func Invasion() mentionmap.Day {
	d, _ := mentionmap.NewDay(invasion.year, invasion.month, invasion.day)
	return d
}
