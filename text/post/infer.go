package post

import (
	"mentionmap"
	"mentionmap/text/when"
)

// The years that a date without one may be of.
const (
	firstYear = 2014
	lastYear  = 2035
)

// yearOf infers the year of a date that says none: from its own weekday, from
// weekdays told beside it, from years of war counted in the text and from the
// other dates of the document. It returns 0 where these leave a choice.
func (p *page) yearOf(e *when.Expression) int {
	best, bestScore, tie := 0, 0, false
	for year := firstYear; year <= lastYear; year++ {
		d := p.inYear(e, year)
		if !d.Known() {
			continue
		}
		switch score := p.yearScore(e, d.From, year); {
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

// yearScore weighs what speaks for a day being meant. A weekday that does not
// fit and a stated day that lies after it rule it out.
func (p *page) yearScore(e *when.Expression, day mentionmap.Day, year int) (score int) {
	if w, ok := e.Weekday(); ok {
		if day.Weekday() != w {
			return -1
		}
		score += 3
	}
	for i := range p.when {
		o := &p.when[i]
		switch {
		case o.Kind == when.Elapsed && o.Vague:
			if d := o.Resolve(when.At(mentionmap.NoDay)); d.Overlaps(day-elapsedSlack, day+elapsedSlack) {
				score += 2
			}
		case p.isInvasion(o):
			if d := day - when.Invasion(); d >= 0 && d < 365 {
				score++
			}
		case isFullDay(o) && p.lineOf(o).kind != caption:
			d := o.Resolve(when.At(mentionmap.NoDay))
			if y, _, _ := d.From.Date(); y == year {
				score += 2
			}
		}
	}
	return score
}

// elapsedSlack is how many days a count of months of war may be off.
const elapsedSlack = 10

// isInvasion: 24 February without a year is what the war's first year calls the
// day it began.
func (p *page) isInvasion(e *when.Expression) bool {
	if e.Kind != when.Partial || !isDay(e) {
		return false
	}
	_, m, d := p.inYear(e, leapYear).From.Date()
	return m == 2 && d == 24
}

func (p *page) lineOf(e *when.Expression) *line {
	for i := range p.lines {
		if e.Start < p.lines[i].End {
			return &p.lines[i]
		}
	}
	return &p.lines[len(p.lines)-1]
}

// lede is how many lines of a document tell its news.
const lede = 6

// infer finds the day of a document that nothing dates: the last day that it
// tells of as past, if that stands among its first lines, captions apart.
func (p *page) infer() mentionmap.Day {
	last, early := mentionmap.NoDay, false
	for i := range p.when {
		e := &p.when[i]
		if !isDay(e) || e.Vague || e.Tense == when.Future || p.lineOf(e).kind == caption {
			continue
		}
		d := e.Resolve(when.Anchor{Day: mentionmap.NoDay, Previous: mentionmap.NoDates, Year: p.yearOf(e), Order: p.order})
		if !d.Known() {
			if !p.isInvasion(e) {
				return mentionmap.NoDay
			}
			continue
		}
		if d.From > last {
			last, early = d.From, false
		}
		if d.From == last && i < len(p.when) && e.Start < p.lines[min(len(p.lines), lede)-1].End {
			early = true
		}
	}
	if !early {
		return mentionmap.NoDay
	}
	return last
}
