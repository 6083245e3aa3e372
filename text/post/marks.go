package post

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/text/when"
)

// side says which text a mark dates.
type side uint8

const (
	either side = iota // the document decides
	above
	below
)

// mark is a line that dates a post.
type mark struct {
	line    int
	pattern *pattern
	date    *when.Expression // what it says
	author  string
	source  string
	updated bool // a second date of the same post
	side    side
}

// pattern is a row of the table: a way in which pages date their posts. read
// looks at a line and says whether it is one; the first pattern that says yes
// has the line. A pattern that needs company counts only from so many lines on.
type pattern struct {
	name string
	side side
	bias int // votes for above before the document is asked
	need int // lines of this pattern that it takes
	read func(p *page, i int) (mark, bool)
}

var patterns = []pattern{
	{"channel header", below, 0, 1, channelHeader},
	{"forum header", below, 0, 1, forumHeader},
	{"labelled date", below, 0, 1, labelled},
	{"glued signature", either, 2, 1, gluedSignature},
	{"inline dateline", below, 0, 1, inlineDateline},
	{"summary as of", below, 0, 2, summaryAsOf},
	{"agency and date", either, -1, 1, agencyAndDate},
	{"name and date", either, 0, 1, nameAndDate},
	{"desk and date", either, 0, 2, deskAndDate},
	{"week", below, 0, 1, weekHeading},
	{"date alone", either, -1, 1, dateAlone},
	{"day of the war", below, 0, 1, dayOfWar},
	{"relative alone", either, 0, 2, relativeAlone},
	{"clock alone", either, -1, 2, clockAlone},
	{"clock and text", below, 0, 3, clockAndText},
	{"date and text", below, 0, 3, dateAndText},
	{"weekday and text", below, 0, 2, weekdayAndText},
	{"weekday alone", below, 0, 2, weekdayAlone},
}

// findMarks reads every line with every pattern and keeps the marks whose
// pattern has the company it needs.
func (p *page) findMarks() {
	count := map[*pattern]int{}
	for i := range p.lines {
		for k := range patterns {
			if m, ok := patterns[k].read(p, i); ok {
				m.line, m.pattern, m.side = i, &patterns[k], patterns[k].side
				p.marks = append(p.marks, m)
				count[m.pattern]++
				break
			}
		}
	}
	kept := p.marks[:0]
	for _, m := range p.marks {
		if count[m.pattern] >= m.pattern.need {
			kept = append(kept, m)
		}
	}
	p.marks = kept
	p.marked = make([]int32, len(p.lines))
	for k := range p.marks {
		p.marked[p.marks[k].line] = int32(k + 1)
	}
}

// parts cuts a line at the one dated expression that matters: the words
// before it, the expression, the words behind it.
func (p *page) parts(i int, ok func(*when.Expression) bool) (before string, e *when.Expression, after string) {
	l := p.lines[i]
	list := p.expressions(i)
	for k := range list {
		if ok(&list[k]) {
			e = &list[k]
			break
		}
	}
	if e == nil || e.End > l.End {
		return "", nil, ""
	}
	end := e.End
	if e.ZoneAt.End > end && e.ZoneAt.End <= l.End {
		end = e.ZoneAt.End
	}
	return strings.TrimSpace(p.text[l.Start:e.Start]), e, strings.TrimSpace(p.text[end:l.End])
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

// marksOnly reports whether s is nothing but punctuation.
func marksOnly(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// gluedSignature: "Jane Doe3 May 2023 11:46".
func gluedSignature(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isFullDay)
	if e == nil || len(before) == 0 || len(before) > 60 || !marksOnly(after) {
		return mark{}, false
	}
	last, _ := utf8.DecodeLastRuneInString(p.text[p.lines[i].Start:e.Start])
	if !unicode.IsLetter(last) || !isNames(before) {
		return mark{}, false
	}
	return mark{date: e, author: before}, true
}

// isNames reports whether every word begins with a capital, but for particles:
// a name, a place, an agency, not a sentence.
func isNames(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == ',' || r == '|' || r == '/' || r == '·' || r == '•'
	})
	for _, w := range words {
		w = strings.TrimLeft(w, "'\"(‘“[—–-.")
		r, _ := utf8.DecodeRuneInString(w)
		if w == "" || unicode.IsUpper(r) || hasWord(particles, strings.TrimRight(w, ":")) {
			continue
		}
		return false
	}
	return len(words) > 0 && len(words) <= 9
}

var particles = []string{"by", "in", "and", "of", "the", "de", "van", "von", "on", "at", "for", "from", "al", "el"}

// agencyAndDate: "Some Agency . Vienna 2 May, 2023, 07:15", "KYIV, 5 January 2023".
func agencyAndDate(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isFullDay)
	if e == nil || !marksOnly(after) || len(before) > 100 || !isNames(before) {
		return mark{}, false
	}
	name, _, _ := strings.Cut(before, " . ")
	name, _, _ = strings.Cut(name, " | ")
	name = strings.Trim(name, " ,.-—–|")
	if !isAgency(name) && strings.ToUpper(before) != before {
		return mark{}, false
	}
	m := mark{date: e}
	if isAgency(name) {
		m.author = name
	}
	return m, true
}

// nameAndDate: "By Jane Doe, 5 January 2023", "Jane Doe | Jan 5, 2023 11:20".
func nameAndDate(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isFullDay)
	if e == nil || before == "" || len(before) > 80 || !isNames(before) || !(marksOnly(after) || readTime(after)) {
		return mark{}, false
	}
	name := strings.Trim(before, " ,.-—–|•·")
	if strings.HasSuffix(before, ".") && !strings.Contains(before, " . ") || len(strings.Fields(name)) > 6 {
		return mark{}, false
	}
	return mark{date: e, author: strings.TrimPrefix(strings.TrimPrefix(name, "By "), "by ")}, true
}

// readTime: "· 4 min read", "(updated)".
func readTime(s string) bool {
	s = strings.ToLower(strings.Trim(s, " ·•|-–—()"))
	return strings.HasSuffix(s, "min read") || s == "updated" || s == "edited" || strings.HasSuffix(s, "comments") || s == "local time"
}

// labelled: "Published : May 3, 2023 20:30", also with the label on the line above.
func labelled(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isDay)
	if e == nil || len(after) > 60 {
		return mark{}, false
	}
	name := strings.ToLower(strings.Trim(before, " :-–—|"))
	if name == "" && i > 0 && p.lines[i-1].kind == label {
		name = strings.ToLower(strings.Trim(p.str(i-1), " :"))
	}
	if by, rest, found := strings.Cut(name, "|"); found && strings.HasPrefix(by, "by ") {
		name = strings.TrimSpace(rest)
	}
	if !hasWord(labels, name) {
		return mark{}, false
	}
	return mark{date: e, updated: changed(name)}, true
}

// changed: the label of a later change.
func changed(label string) bool {
	for _, w := range []string{"updated", "modified", "оновлено", "обновлено"} {
		if strings.Contains(label, w) {
			return true
		}
	}
	return false
}

// dateAlone: "Tuesday, 31 January 2023", "2023-01-31 12:40", "Jan. 5".
func dateAlone(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isDay)
	if e == nil || !marksOnly(before) || !(marksOnly(after) || readTime(after)) || strings.HasSuffix(after, ",") {
		return mark{}, false
	}
	return mark{date: e}, true
}

// isAgo: "5h ago", as live blogs write above a clock time.
func isAgo(s string) bool { return len(s) <= 12 && s[0] <= '9' && strings.HasSuffix(s, " ago") }

// clockAlone: "11:46", "14:20 GMT", "8.15am", "5h ago22.14 GMT".
func clockAlone(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isClock)
	if e == nil || !(marksOnly(before) || isAgo(before)) || !marksOnly(after) {
		return mark{}, false
	}
	return mark{date: e}, true
}

// clockAndText: "11:46 Two drones …", "[11:46] …", "11:46 — …".
func clockAndText(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isClock)
	if e == nil || !marksOnly(before) || len(before) > 3 || len(after) < 20 {
		return mark{}, false
	}
	return mark{date: e}, true
}

// dateAndText: "5 January: …", "Jan. 5 — …": an entry of a chronicle.
func dateAndText(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, isDay)
	if e == nil || !(marksOnly(before) || isListNumber(before)) || len(before) > 4 || len(after) < 20 {
		return mark{}, false
	}
	first, size := utf8.DecodeRuneInString(after)
	if !strings.ContainsRune(":–—-|]", first) || len(after) == size {
		return mark{}, false
	}
	return mark{date: e}, true
}

// dayOfWar: "Day 319", "Day 319 of the invasion" as a heading.
func dayOfWar(p *page, i int) (mark, bool) {
	before, e, after := p.parts(i, func(e *when.Expression) bool { return e.Kind == when.Elapsed && !e.Vague })
	if e == nil || !marksOnly(before) || len(after) > 40 {
		return mark{}, false
	}
	return mark{date: e}, true
}
