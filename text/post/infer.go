package post

import (
	"sort"
	"strconv"
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// The years that a date without one may be of.
const (
	firstYear = 2014
	lastYear  = 2035
)

// evidence is what a document says of its own year.
type evidence struct {
	years    map[int]int        // of full dates outside captions
	months   map[int]int        // of months named with their year
	elapsed  []mentionmap.Dates // the times that "nine months of war" is said at
	invasion bool               // it calls 24 February without a year
	war      bool               // it is about this war
}

// monthly is the year of a month named with it, 0 of anything else.
func monthly(e *when.Expression) int {
	d := e.Resolve(when.At(mentionmap.NoDay))
	if d.Precision != mentionmap.PrecisionMonth {
		return 0
	}
	y, _, _ := d.From.Date()
	return y
}

// mostElapsed is how many counts of months of war are looked at.
const mostElapsed = 32

func (p *page) readEvidence() {
	p.told.years, p.told.months, p.told.war = map[int]int{}, map[int]int{}, aboutWar(p.text)
	for i := range p.when {
		e, roles := &p.when[i], p.roles[i]
		switch {
		case e.Kind == when.Elapsed && e.Vague && e.OfInvasion():
			if len(p.told.elapsed) < mostElapsed {
				p.told.elapsed = append(p.told.elapsed, e.Resolve(when.At(mentionmap.NoDay)))
			}
		case roles == asDay && p.isInvasion(e):
			p.told.invasion = true
		case e.Kind != when.Absolute || e.Range || p.lineOf(e).kind == caption:
		case roles&asFullDay != 0:
			y, _, _ := e.Resolve(when.At(mentionmap.NoDay)).From.Date()
			p.told.years[y]++
		default:
			if y := monthly(e); y != 0 {
				p.told.months[y]++
			}
		}
	}
}

// headingYear is the year that stands alone on a line above e, the nearest
// one; 0 if none does.
func (p *page) headingYear(e *when.Expression) int {
	if k := sort.Search(len(p.headings), func(k int) bool { return p.headings[k].at > e.Start }); k > 0 {
		return p.headings[k-1].year
	}
	return 0
}

// yearHeading is a line that holds nothing but a year.
type yearHeading struct{ at, year int }

func (p *page) findHeadings() {
	for i := range p.lines {
		if p.lines[i].Len() > 12 {
			continue
		}
		year, err := strconv.Atoi(strings.Trim(p.str(i), markup))
		if err == nil && year >= firstYear && year <= lastYear {
			p.headings = append(p.headings, yearHeading{p.lines[i].Start, year})
		}
	}
}

func (p *page) isYearHeading(i int) bool {
	at := p.lines[i].Start
	k := sort.Search(len(p.headings), func(k int) bool { return p.headings[k].at >= at })
	return k < len(p.headings) && p.headings[k].at == at
}

// yearBy infers the year of a date that says none: from a year alone on a line
// above, from its own weekday or told, the one that its post tells of as its own
// (1 Monday … 7 Sunday; 0 if it tells of none), from years of war counted in the
// text and from the other dates of the document. It returns 0 where these leave a
// choice.
func (p *page) yearBy(e *when.Expression, told int) int {
	if e.Kind != when.Partial {
		return 0
	}
	if year := p.headingYear(e); year != 0 {
		return year
	}
	best, bestScore, tie := 0, 0, false
	for year := firstYear; year <= lastYear; year++ {
		d := p.inYear(e, year)
		if !d.Known() {
			continue
		}
		score := p.yearScore(e, d.From, year)
		if told == isoDay(d.From) {
			score += p.toldScore(year) + min(1, p.told.months[year])
		}
		switch {
		case score > bestScore:
			best, bestScore, tie = year, score, false
		case score == bestScore:
			tie = true
		}
	}
	if tie || bestScore < soundYear {
		return 0
	}
	return best
}

// soundYear is the score from which a year is believed.
const soundYear = 2

func (p *page) inYear(e *when.Expression, year int) mentionmap.Dates {
	return e.Resolve(when.Anchor{Day: mentionmap.NoDay, Previous: mentionmap.NoDates, Year: year, Order: p.order})
}

// yearScore weighs what speaks for a day being meant; a weekday that does not
// fit rules it out.
func (p *page) yearScore(e *when.Expression, day mentionmap.Day, year int) (score int) {
	if w, ok := e.Weekday(); ok {
		if day.Weekday() != w {
			return -1
		}
		score += 3
	}
	if p.countedTo(day) {
		score += 2
	}
	if d := day - when.Invasion(); p.told.invasion && d >= 0 && d < 365 {
		score++
	}
	if p.told.war && score > 0 && year >= warYear && year < warYear+6 {
		score++
	}
	return score + 2*p.told.years[year]
}

// toldScore is what a weekday told of adds to a year: no more than in a text about the war, since
// elsewhere several years fit.
func (p *page) toldScore(year int) int {
	if p.told.war && year >= warYear && year < warYear+6 {
		return soundYear
	}
	return 1
}

// warYear is the first of six years that are likelier than others in a text about
// the war: no day of the calendar falls on the same weekday twice among them.
const warYear = 2022

// elapsedSlack is how many days a count of months of war may be off.
const elapsedSlack = 10

// isInvasion: 24 February without a year, of the days that lack theirs, is what
// the war's first year calls the day it began.
func (p *page) isInvasion(e *when.Expression) bool {
	_, m, d := p.inYear(e, leapYear).From.Date()
	return m == 2 && d == 24
}

func (p *page) lineOf(e *when.Expression) *line {
	i := sort.Search(len(p.lines)-1, func(i int) bool { return e.Start < p.lines[i].End })
	return &p.lines[i]
}

// The news of a document stands in so many lines and bytes at its beginning.
const (
	lede      = 6
	ledeBytes = 1500
)

// infer finds the day of a document that nothing dates: the last day that it
// tells of as past, if that stands at its beginning and is confirmed: told
// twice, told with its weekday (weekday, if the whole tells of but one), or as long into the war as the text says. Old
// stories tell of days too, and of none that is their own.
func (p *page) infer(weekday int) mentionmap.Day {
	last, early, confirmed := mentionmap.NoDay, false, false
	end := min(p.lines[min(len(p.lines), lede)-1].End, p.lines[0].Start+ledeBytes)
	for i := range p.when {
		e := &p.when[i]
		if p.roles[i]&asDay == 0 || e.Tense == when.Future || p.lineOf(e).kind == caption {
			continue
		}
		d := e.Resolve(when.Anchor{Day: mentionmap.NoDay, Previous: mentionmap.NoDates, Year: p.yearBy(e, weekday), Order: p.order})
		switch _, named := e.Weekday(); {
		case !d.Known():
			continue
		case d.From > last:
			last, early, confirmed = d.From, false, named || p.countedTo(d.From) || e.Kind == when.Partial && isoDay(d.From) == weekday
		case d.From == last:
			confirmed = true
		}
		early = early || d.From == last && e.Start < end
	}
	if y, _, _ := last.Date(); !early || !confirmed || y < firstYear {
		return mentionmap.NoDay
	}
	return last
}

// countedTo reports whether the text counts months or years of war up to day.
func (p *page) countedTo(day mentionmap.Day) bool {
	for _, d := range p.told.elapsed {
		if d.Overlaps(day-elapsedSlack, day+elapsedSlack) {
			return true
		}
	}
	return false
}

// warWords are stems by which a text shows that it is about this war.
var warWords = []string{"Ukrain", "Russia", "Kyiv", "Kremlin", "Kharkiv", "Kherson", "Donetsk", "Luhansk", "Zaporizh", "Odesa", "Mykolaiv", "Mariupol",
	"Bakhmut", "Donbas", "Crimea", "UKRAIN", "RUSSIA", "KYIV", "KHARKIV", "KHERSON", "ODESA", "Україн", "Росі", "Киї", "Києв", "Украин", "Росси", "Киев"}

// aboutWar reports whether any of them stands in the text.
func aboutWar(text string) bool {
	for _, w := range warWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
