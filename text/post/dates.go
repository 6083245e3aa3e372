package post

import (
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// dating is a row of the table of what dates posts; each dates what those before
// it have left. day is the day of the whole document, NoDay if it has none.
type dating struct {
	name  string
	apply func(p *page, drafts []draft, day mentionmap.Day)
}

var datings = []dating{
	{"marks", (*page).setStamps},
	{"neighbours of one day", fromOneDay},
	{"order in the thread", func(p *page, drafts []draft, _ mentionmap.Day) { p.inferThread(drafts) }},
	{"day of the document", func(_ *page, drafts []draft, day mentionmap.Day) { fill(drafts, day) }},
	{"days told of", fromTold},
}

func (p *page) setDates(drafts []draft) {
	p.readEvidence()
	day := p.documentDay()
	for _, d := range datings {
		d.apply(p, drafts, day)
	}
}

// fromOneDay: where all dated posts are of one day, so are the others.
func fromOneDay(_ *page, drafts []draft, _ mentionmap.Day) {
	day, _ := oneDay(drafts)
	fill(drafts, day)
}

// fromTold dates a page that nothing has dated by what it tells of.
func fromTold(p *page, drafts []draft, _ mentionmap.Day) {
	if _, dated := oneDay(drafts); dated == 0 {
		weekday := 0
		if len(drafts) == 1 {
			weekday = p.ownWeekday(&drafts[0])
		}
		fill(drafts, p.infer(weekday))
	}
}

func fill(drafts []draft, day mentionmap.Day) {
	for i := range drafts {
		if drafts[i].Date == mentionmap.NoDay {
			drafts[i].Date = day
		}
	}
}

// oneDay returns the day of all dated drafts if they have but one, and how many
// are dated.
func oneDay(drafts []draft) (day mentionmap.Day, dated int) {
	day = mentionmap.NoDay
	for i := range drafts {
		if d := drafts[i].Date; d != mentionmap.NoDay {
			if dated > 0 && d != day {
				return mentionmap.NoDay, dated + 1
			}
			day, dated = d, dated+1
		}
	}
	return day, dated
}

// setStamps resolves the marks in the order of the page. Clock times belong to
// the last day named above them; a page that runs backwards or forwards over
// midnight takes the day with it.
func (p *page) setStamps(drafts []draft, day mentionmap.Day) {
	clock, step := p.clockDirection(drafts)
	anchor := day
	if day == mentionmap.NoDay {
		day = p.firstMarked(drafts)
	}
	last := int16(-1)
	for i := range drafts {
		d := &drafts[i]
		if d.mark == nil {
			if p.wholeFromContainer(drafts) {
				d.Published, d.Date = p.doc.Published, p.doc.Published.Day
			}
			continue
		}
		if h := p.headingDay(d, day); h != mentionmap.NoDay {
			day, last = h, -1
		}
		if week := p.week(d); week.Known() {
			anchor, day, d.Date, d.Days = mentionmap.NoDay, week.To, week.From, int(week.To-week.From)
		}
		s := p.markStamp(d.mark, p.ownWeekday(d), anchor, day)
		if isClock(d.mark.date) {
			if clock && last >= 0 && day != mentionmap.NoDay && crosses(last, d.mark.date.Minute, step) {
				day += mentionmap.Day(step)
			}
			last = d.mark.date.Minute
			s = mentionmap.Stamp{Day: day, Minute: last}
			if !d.mark.date.ZoneAt.Empty() {
				s.Zone = d.mark.date.ZoneAt.Of(p.text)
			}
		} else if s.Known() && d.mark.date.Kind != when.Weekday {
			day = s.Day
		}
		if s.Known() {
			d.Published, d.Date, d.Days = s, s.Day, 0
		}
	}
}

// firstMarked is the first day that a mark states in full, or else the one
// whose year most posts bear out: what the marks that lack a year are near to.
func (p *page) firstMarked(drafts []draft) mentionmap.Day {
	for i := range p.marks {
		if isFullDay(p.marks[i].date) {
			return p.stamp(p.marks[i].date, when.At(mentionmap.NoDay)).Day
		}
	}
	return p.votedDay(drafts)
}

// votedDay is the day of the first post whose year is the one that most posts
// without a year can be of; NoDay if two years are as likely.
func (p *page) votedDay(drafts []draft) mentionmap.Day {
	votes, first := map[int]int{}, map[int]mentionmap.Day{}
	best, most, tie := 0, 0, false
	for i := range drafts {
		d := &drafts[i]
		if d.mark == nil {
			continue
		}
		year := p.yearBy(d.mark.date, p.ownWeekday(d))
		if year == 0 {
			continue
		}
		if votes[year]++; votes[year] == 1 {
			first[year] = p.inYear(d.mark.date, year).From
		}
		switch n := votes[year]; {
		case n > most:
			best, most, tie = year, n, false
		case n == most && year != best:
			tie = true
		}
	}
	if most == 0 || tie {
		return mentionmap.NoDay
	}
	return first[best]
}

// ownWeekday is the weekday that a post tells of as its own day: the only past one it
// names, where it speaks neither of today nor of yesterday; 0 if there is none.
func (p *page) ownWeekday(d *draft) int {
	relative, most, named := p.toldDays(d)
	n := 0
	for _, yes := range named {
		if yes {
			n++
		}
	}
	if relative || n != 1 {
		return 0
	}
	return most
}

// week is the stretch of days that a heading in the draft stands for.
func (p *page) week(d *draft) mentionmap.Dates {
	for i := d.from; i < d.to; i++ {
		if m := p.markAt(i); m != nil && m.date.Range {
			return m.date.Resolve(when.At(mentionmap.NoDay))
		}
	}
	return mentionmap.NoDates
}

// wholeFromContainer: the one post of a document has the container's time.
func (p *page) wholeFromContainer(drafts []draft) bool {
	return len(drafts) == 1 && p.doc.Published.Known()
}

// headingDay is the day that a heading inside the draft gives to its clock.
func (p *page) headingDay(d *draft, day mentionmap.Day) mentionmap.Day {
	if !isClock(d.mark.date) {
		return mentionmap.NoDay
	}
	for i := d.from; i < d.to; i++ {
		if m := p.markAt(i); m != nil && isDay(m.date) {
			return p.markStamp(m, 0, day, day).Day
		}
	}
	return mentionmap.NoDay
}

// markStamp resolves a mark. A missing year is the one that brings it up to the
// document's day, else the one nearest to the mark before, else the one inferred.
func (p *page) markStamp(m *mark, told int, document, near mentionmap.Day) mentionmap.Stamp {
	a := when.At(document)
	a.Tense = when.Past
	if p.headingYear(m.date) != 0 {
		document, near = mentionmap.NoDay, mentionmap.NoDay
	}
	if document == mentionmap.NoDay {
		a = when.At(near)
		a.Year = p.yearBy(m.date, told)
	}
	if limit := p.updated(); document == mentionmap.NoDay && near != mentionmap.NoDay && limit != mentionmap.NoDay {
		a = when.At(limit)
		a.Tense = when.Past
	}
	return p.stamp(m.date, a)
}

// updated is the day that a page says it was published or updated, which no
// entry of it is later than; NoDay if it does not say.
func (p *page) updated() mentionmap.Day {
	for i := range p.marks {
		if m := &p.marks[i]; m.pattern.name == "labelled date" && isFullDay(m.date) {
			return p.stamp(m.date, when.At(mentionmap.NoDay)).Day
		}
	}
	return mentionmap.NoDay
}

// clockDirection says whether the clocks of the page run backwards (-1) or
// forwards (+1); ok is false where there is no telling.
func (p *page) clockDirection(drafts []draft) (ok bool, step int) {
	up, down, last := 0, 0, int16(-1)
	for i := range drafts {
		if m := drafts[i].mark; m != nil && isClock(m.date) {
			switch step := m.date.Minute - last; {
			case last < 0 || step == 0:
			case step > halfDay || step < 0 && step >= -halfDay:
				down++
			default:
				up++
			}
			last = m.date.Minute
		}
	}
	if down > up {
		return true, -1
	}
	return up > down, 1
}

// halfDay is the step, in minutes, from which a clock has rather gone the
// other way round over midnight.
const halfDay = 12 * 60

// crosses reports whether a step from one clock time to the next goes over
// midnight: against the page's direction, by six hours or more.
func crosses(last, next int16, step int) bool {
	const least = 6 * 60
	if step < 0 {
		return next-last >= least
	}
	return last-next >= least
}

// documentDay is the day of the whole document: the container's, that of a title
// on top, or the one that a summary line counts to.
func (p *page) documentDay() mentionmap.Day {
	if p.doc.Published.Known() {
		return p.doc.Published.Day
	}
	for i := range min(len(p.lines), titleLines) {
		if p.lines[i].kind != title && i > 0 || p.markAt(i) != nil || p.lines[i].Len() > 140 {
			continue
		}
		for k := p.lines[i].first; k < p.lines[i].last; k++ {
			if p.roles[k]&asFullDay != 0 {
				return p.stamp(&p.when[k], when.At(mentionmap.NoDay)).Day
			}
		}
	}
	return p.countedDay()
}

// titleLines is how far down the title of a page may stand.
const titleLines = 5

// countedDay is the one day that the document counts to: "Day 319", "as of 06:00
// on 12 May 2023".
func (p *page) countedDay() mentionmap.Day {
	day := mentionmap.NoDay
	for i := range p.when {
		e := &p.when[i]
		counted := p.roles[i]&asWarDay != 0 && !e.Counted || p.roles[i]&asFullDay != 0 && p.asOf(e)
		if !counted {
			continue
		}
		d := e.Resolve(when.At(mentionmap.NoDay))
		if e.Kind == when.Elapsed && !p.told.war && d.From < when.Invasion()+manyDays {
			continue
		}
		if d.Precision != mentionmap.PrecisionDay || day != mentionmap.NoDay && d.From != day {
			return mentionmap.NoDay
		}
		day = d.From
	}
	return day
}

// manyDays is a count that a text makes of no other war.
const manyDays = 60

// asOf reports whether "as of" stands before e.
func (p *page) asOf(e *when.Expression) bool {
	return saysAsOf(p.text[max(0, e.Start-longestWord):e.Start])
}

// saysAsOf reports whether the words before a date make it that of a summary.
func saysAsOf(before string) bool {
	before = strings.ToLower(strings.TrimSpace(before))
	for _, w := range []string{"as of", "станом на", "по состоянию на"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}
