package post

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
// looks at a line, cut at its first expression of the role, and says whether it
// is one; the first pattern that says yes has the line. A pattern that needs
// company counts only from so many lines on.
type pattern struct {
	name string
	of   role
	side side
	bias int // votes for above before the document is asked
	need int // lines of this pattern that it takes
	read func(p *page, i int, c cut) (mark, bool)
}

var patterns = []pattern{
	{"channel header", asFullDay, below, 0, 1, channelHeader},
	{"forum header", asFullDay, below, 0, 1, forumHeader},
	{"labelled date", asDay, below, 0, 1, labelled},
	{"glued signature", asFullDay, either, 2, 1, gluedSignature},
	{"inline dateline", asDay, below, 0, 1, inlineDateline},
	{"summary as of", asDay, below, 0, 2, summaryAsOf},
	{"agency and date", asFullDay, either, -1, 1, agencyAndDate},
	{"name and date", asFullDay, either, 0, 1, nameAndDate},
	{"desk and date", asFullDay, either, 0, 2, deskAndDate},
	{"week", asDays, below, 0, 1, weekHeading},
	{"date alone", asDay, either, -1, 1, dateAlone},
	{"day of the war", asWarDay, below, 0, 1, dayOfWar},
	{"relative alone", asAgo, either, 0, 2, relativeAlone},
	{"clock alone", asClock, either, -1, 2, clockAlone},
	{"clock and text", asClock, below, 0, 3, clockAndText},
	{"date and text", asDay, below, 0, 3, dateAndText},
	{"weekday and text", asWeekday, below, 0, 2, weekdayAndText},
	{"weekday alone", asWeekday, below, 0, 2, weekdayAlone},
}

// findMarks reads every line with every pattern and keeps the marks whose
// pattern has the company it needs.
func (p *page) findMarks() {
	count := map[*pattern]int{}
	for i := range p.lines {
		roles := p.rolesIn(i)
		for k := range patterns {
			if roles&patterns[k].of == 0 {
				continue
			}
			c, ok := p.cutAt(i, patterns[k].of)
			if !ok {
				continue
			}
			if m, ok := patterns[k].read(p, i, c); ok {
				m.line, m.pattern, m.side = i, &patterns[k], patterns[k].side
				p.marks = append(p.marks, m)
				count[m.pattern]++
				break
			}
		}
	}
	kept := p.marks[:0]
	for _, m := range p.marks {
		if count[m.pattern] >= m.pattern.need || m.pattern.name == "date and text" && p.alone(&m) {
			kept = append(kept, m)
		}
	}
	p.marks = kept
	p.marked = make([]int32, len(p.lines))
	for k := range p.marks {
		p.marked[p.marks[k].line] = int32(k + 1)
	}
}

// alone reports the first and only mark of a page, a full date at its head.
func (p *page) alone(m *mark) bool {
	return m.line == 0 && len(p.marks) == 1 && isFullDay(m.date) && !p.doc.Published.Known()
}

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
func gluedSignature(p *page, i int, c cut) (mark, bool) {
	if len(c.before) == 0 || len(c.before) > 60 || !marksOnly(c.after) {
		return mark{}, false
	}
	last, _ := utf8.DecodeLastRuneInString(p.text[p.lines[i].Start:c.date.Start])
	if !unicode.IsLetter(last) || !isNames(c.before) {
		return mark{}, false
	}
	return mark{date: c.date, author: c.before}, true
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
func agencyAndDate(p *page, i int, c cut) (mark, bool) {
	if !marksOnly(c.after) || len(c.before) > 100 || !isNames(c.before) {
		return mark{}, false
	}
	name, _, _ := strings.Cut(c.before, " . ")
	name, _, _ = strings.Cut(name, " | ")
	name = strings.Trim(name, " ,.-—–|")
	if !isAgency(name) && strings.ToUpper(c.before) != c.before {
		return mark{}, false
	}
	m := mark{date: c.date}
	if isAgency(name) {
		m.author = name
	}
	return m, true
}

// nameAndDate: "By Jane Doe, 5 January 2023", "Jane Doe | Jan 5, 2023 11:20".
func nameAndDate(p *page, i int, c cut) (mark, bool) {
	if c.before == "" || len(c.before) > 80 || !isNames(c.before) || !(marksOnly(c.after) || readTime(c.after)) {
		return mark{}, false
	}
	name := strings.Trim(c.before, " ,.-—–|•·")
	if strings.HasSuffix(c.before, ".") && !startsBy(c.before) && !strings.Contains(c.before, " . ") || len(strings.Fields(name)) > 6 {
		return mark{}, false
	}
	return mark{date: c.date, author: strings.TrimPrefix(strings.TrimPrefix(name, "By "), "by ")}, true
}

// readTime: "· 4 min read", "(updated)".
func readTime(s string) bool {
	s = strings.ToLower(strings.Trim(s, " ·•|-–—()"))
	return strings.HasSuffix(s, "min read") || s == "updated" || s == "edited" || strings.HasSuffix(s, "comments") || s == "local time"
}

// startsBy reports a byline, whose name may end in an initial.
func startsBy(s string) bool { return strings.HasPrefix(s, "By ") || strings.HasPrefix(s, "by ") }

// labelled: "Published : May 3, 2023 20:30", also with the label on the line above.
func labelled(p *page, i int, c cut) (mark, bool) {
	if len(c.after) > 60 {
		return mark{}, false
	}
	name := strings.Trim(c.before, " :-–—|")
	if len(name) > longestWord && !strings.Contains(name, "|") {
		return mark{}, false
	}
	name = strings.ToLower(name)
	if name == "" && i > 0 && p.lines[i-1].kind == label {
		name = strings.ToLower(strings.Trim(p.str(i-1), " :"))
	}
	if by, rest, found := strings.Cut(name, "|"); found && strings.HasPrefix(by, "by ") {
		name = strings.TrimSpace(rest)
	}
	if !hasWord(labels, name) {
		return mark{}, false
	}
	return mark{date: c.date, updated: changed(name)}, true
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
func dateAlone(p *page, i int, c cut) (mark, bool) {
	if !marksOnly(c.before) || !(marksOnly(c.after) || readTime(c.after)) || strings.HasSuffix(c.after, ",") {
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// isAgo: "5h ago", as live blogs write above a clock time.
func isAgo(s string) bool { return len(s) <= 12 && s[0] <= '9' && strings.HasSuffix(s, " ago") }

// clockAlone: "11:46", "14:20 GMT", "8.15am", "5h ago22.14 GMT".
func clockAlone(p *page, i int, c cut) (mark, bool) {
	if !(marksOnly(c.before) || isAgo(c.before)) || !marksOnly(c.after) {
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// clockAndText: "11:46 Two drones …", "[11:46] …", "11:46 — …".
func clockAndText(p *page, i int, c cut) (mark, bool) {
	if !marksOnly(c.before) || len(c.before) > 3 || len(c.after) < 20 {
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// dateAndText: "5 January: …", "Jan. 5 — …": an entry of a chronicle.
func dateAndText(p *page, i int, c cut) (mark, bool) {
	if !(marksOnly(c.before) || isListNumber(c.before)) || len(c.before) > 4 || len(c.after) < 20 {
		return mark{}, false
	}
	first, size := utf8.DecodeRuneInString(c.after)
	if p.opens(i, c) && first == '.' {
		return mark{date: c.date}, true
	}
	if !strings.ContainsRune(":–—-|]", first) || len(c.after) == size {
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// opens reports that a full date begins the page, and that nothing else says when it
// was published: such a mark needs no company.
func (p *page) opens(i int, c cut) bool {
	return i == 0 && marksOnly(c.before) && isFullDay(c.date) && !p.doc.Published.Known()
}

// dayOfWar: "Day 319", "Day 319 of the invasion" as a heading.
func dayOfWar(p *page, i int, c cut) (mark, bool) {
	if !marksOnly(c.before) || len(c.after) > 40 {
		return mark{}, false
	}
	return mark{date: c.date}, true
}
