package post

import (
	"math"

	"mentionmap"
	"mentionmap/text/when"
)

// inferThread dates the undated posts of a page whose dated posts run forwards
// in time, as a thread does.
func (p *page) inferThread(drafts []draft) {
	if !ascending(drafts) {
		return
	}
	before, after := -1, nextDated(drafts, 0)
	for i := range drafts {
		switch {
		case drafts[i].Published.Known():
			before, after = i, nextDated(drafts, i+1)
		case drafts[i].Date != mentionmap.NoDay:
		case before < 0:
			dateHead(drafts[:i+1], drafts[after:])
		case after < 0:
			drafts[i].Date, drafts[i].Estimated = followingDay(&drafts[before]), true
		default:
			drafts[i].Date, drafts[i].Estimated = p.between(&drafts[i], drafts[before].Date, drafts[after].Date)
		}
	}
}

func ascending(drafts []draft) bool {
	last, n := mentionmap.NoDay, 0
	for i := range drafts {
		if d := drafts[i].Date; d != mentionmap.NoDay {
			if n > 0 && d < last {
				return false
			}
			last, n = d, n+1
		}
	}
	return n >= 2
}

// nextDated is the first draft from i on whose time is known; -1 if there is none.
func nextDated(drafts []draft, i int) int {
	for ; i < len(drafts); i++ {
		if drafts[i].Published.Known() {
			return i
		}
	}
	return -1
}

// followingDay is the first day on which a post can have followed another: an
// hour after it at the earliest.
func followingDay(d *draft) mentionmap.Day {
	if d.Published.Minute >= 23*60 {
		return d.Date + 1
	}
	return d.Date
}

// between finds the day of a post that stands between two days. An article that
// tells of a weekday and neither of yesterday nor of today is of that day. One
// that says yesterday is of a day on which yesterday is none of the weekdays
// it names. Else it is estimated to be as old as the post before it.
func (p *page) between(d *draft, from, to mentionmap.Day) (day mentionmap.Day, estimated bool) {
	days, weekday, named := p.toldDays(d)
	switch {
	case from == to:
		return from, false
	case !days && weekday > 0:
		e := to - mentionmap.Day((isoDay(to)-weekday+7)%7)
		if e >= from-7 {
			return e, false
		}
	case days && to-from <= longGap:
		for day := from; day <= to; day++ {
			if !named[isoDay(day)] && !named[isoDay(day-1)] {
				return day, false
			}
		}
	}
	return from, true
}

// longGap is the gap, in days, in which a day is no longer looked for.
const longGap = 60

func isoDay(d mentionmap.Day) int { return (int(d.Weekday())+6)%7 + 1 }

// toldDays reads how a post speaks of days: whether it says yesterday or today,
// which past weekdays it names, and which of them most often.
func (p *page) toldDays(d *draft) (relative bool, most int, named [8]bool) {
	var count [8]int
	for i := d.from; i < d.to; i++ {
		if p.lines[i].kind == caption {
			continue
		}
		for _, e := range p.expressions(i) {
			w, ok := e.Weekday()
			switch {
			case ok && e.Kind == when.Weekday && e.Tense != when.Future && e.Lead == when.Plain:
				iso := (int(w)+6)%7 + 1
				count[iso]++
				named[iso] = true
				if count[iso] > count[most] {
					most = iso
				}
			case e.Kind == when.Relative && !e.Vague:
				r := e.Resolve(when.At(0))
				relative = relative || r.Known() && r.From == r.To && r.From >= -1 && r.From <= 0 && !overnight(e.Of(p.text))
			}
		}
	}
	return relative, most, named
}

// overnight says nothing of how a post calls its days.
func overnight(words string) bool {
	return len(words) >= 9 && (words[:9] == "overnight" || words[:9] == "Overnight")
}

// steadyPosts is how many dated posts a thread needs before its pace is trusted.
const steadyPosts = 4

// dateHead dates the last of head, a post above the first dated one, by the pace
// of the thread: it is filed a mean gap before it. A thread without a pace
// leaves it undated.
func dateHead(head, dated []draft) {
	if len(head) > 1 {
		head[len(head)-1].Date, head[len(head)-1].Estimated = head[0].Date, head[0].Estimated
		return
	}
	if days, ok := pace(dated); ok {
		head[0].Date, head[0].Estimated = dated[0].Date-mentionmap.Day(math.Round(days)), true
	}
}

// pace is the mean number of days between dated posts; ok is false for few
// posts and for slow threads.
func pace(drafts []draft) (days float64, ok bool) {
	first, last, n := mentionmap.NoDay, mentionmap.NoDay, 0
	for i := range drafts {
		if drafts[i].Published.Known() {
			if n == 0 {
				first = drafts[i].Date
			}
			last = drafts[i].Date
			n++
		}
	}
	if n < steadyPosts {
		return 0, false
	}
	days = float64(last-first) / float64(n-1)
	return days, days <= 3
}
