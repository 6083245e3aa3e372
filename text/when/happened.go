package when

// happened is an event that texts count from: the words by which a text shows
// that it means it, in small letters. Of each list one must stand in the clause,
// in any order, and none of but.
type happened struct {
	event
	words []string
	but   string
}

// events is the table of dated events, the more special before the more
// general; docs/dates.md has it for people.
var events = []happened{
	{event{2014, 3, 18}, []string{"crimea peninsula", "annexed annexation annexing seized"}, ""},
	{event{2014, 7, 17}, []string{"mh17", "shot downed downing crash crashed tragedy disaster destroyed"}, ""},
	{event{2022, 4, 14}, []string{"moskva", "sank sunk sinking"}, ""},
	{event{2022, 9, 21}, []string{"mobilisation mobilization", "announced ordered declared partial announcement"}, "law ukraine ukrainian kyiv"},
	{event{2022, 9, 30}, []string{"annexed annexation annexing", "four regions provinces oblasts"}, ""},
	{event{2022, 11, 11}, []string{"kherson", "liberation liberated retaken retook recaptured"}, small},
	{event{2023, 5, 20}, []string{"bakhmut", "fall"}, small},
	{event{2023, 6, 6}, []string{"dam", "destroyed destruction breached breach collapse collapsed burst blown broke disaster", "kakhovka the"}, "kurakhove karlivka oskil irpin"},
	{event{2023, 6, 23}, []string{"mutiny rebellion revolt", "wagner prigozhin mercenaries aborted failed short"}, ""},
	{event{2023, 8, 23}, []string{"prigozhin", "death crash"}, ""},
	{event{2024, 2, 17}, []string{"avdiivka", "fall withdrawal"}, small},
	{event{2024, 8, 6}, []string{"kursk", "incursion"}, ""},
	{invasion, []string{"invasion invaded", "russia russian ukraine moscow putin began started launched launch full beginning start"}, "georgia crimea kursk"},
	{invasion, []string{"war", "began started broke outbreak"}, "georgia gaza iraq syria israel"},
}

// small are words of places beside a town: not the town itself is told of.
const small = "village villages near region district settlement"

// Words of an event are looked for in so many words, and no further than the
// end of the clause.
const eventReach = 14

// wordAt is where a word stands.
type wordAt struct{ start, end int }

// eventAt finds an event told of in the clause that begins at i and where the
// last of its words ends.
func eventAt(text string, i int) (found *happened, end int) {
	var words [eventReach]wordAt
	n := 0
	for n < eventReach && i < len(text) && !endsClause(text, i) {
		if kindOf[text[i]] == byteOther {
			i += runeLen(text[i])
			continue
		}
		j := i
		for j < len(text) && kindOf[text[j]] != byteOther {
			j++
		}
		words[n].start, words[n].end = i, j
		n, i = n+1, j
	}
	for k := range events {
		h := &events[k]
		if end := h.told(text, words[:n]); end > 0 && endOf(h.but, text, words[:n]) == 0 {
			return h, end
		}
	}
	return nil, 0
}

// told returns where the last of the event's words ends, 0 if one is missing.
func (h *happened) told(text string, words []wordAt) (end int) {
	for _, list := range h.words {
		at := endOf(list, text, words)
		if at == 0 {
			return 0
		}
		end = max(end, at)
	}
	return end
}

// endOf returns where the first word of a list ends, 0 if there is none.
func endOf(list, text string, words []wordAt) int {
	for _, w := range words {
		if listed(list, text[w.start:w.end]) {
			return w.end
		}
	}
	return 0
}

// listed reports whether a word is one of the words of list, in small letters
// or not.
func listed(list, word string) bool {
	for len(list) > 0 {
		n := 0
		for n < len(list) && list[n] != ' ' {
			n++
		}
		if n == len(word) && equalFold(list[:n], word) {
			return true
		}
		list = list[min(n+1, len(list)):]
	}
	return false
}

// sinceEvent takes "nearly three years after Russia invaded Ukraine", "a year
// since the dam was destroyed", "two days after the mutiny". Days are exact;
// longer stretches say rather how old the text is, and are vague.
func sinceEvent(m *match) bool {
	n, ok := m.count()
	u := unit(m.number(cUnit, 0))
	if !ok || u < unitDay || u > unitYear || n < 1 || n > longestWar[u] {
		return false
	}
	h, end := eventAt(m.text, m.e.End)
	if h == nil {
		return false
	}
	v := h.value(u, n)
	v.part = approximation(m)
	m.e.Kind, m.e.v, m.e.End = Elapsed, v, end
	m.e.Counted = u > unitDay || !m.has(cSince) // "100 days since" tells the day of the text itself
	m.e.Vague = u > unitDay || v.part != whole || m.has(cFew)
	return true
}

// eventAnniversary takes "the second anniversary of the invasion", "on the
// anniversary of the dam's destruction": the day of the event in another year.
func eventAnniversary(m *match) bool {
	h, end := eventAt(m.text, m.e.End)
	if h == nil {
		return false
	}
	v := value{op: opCalendar, month: int8(h.month), day: int8(h.day)}
	m.e.Kind, m.e.End = Partial, end
	if n := m.number(cOrd, 0); n > 0 && n <= longestWar[unitYear] {
		m.e.Kind, v.year = Elapsed, int16(h.year+int(n))
	}
	m.e.v = v
	return true
}
