package post

import (
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// inlineDateline: "KYIV, Jan 5 (Reuters) — …", "KYIV, Ukraine (AP) — …" with a date.
func inlineDateline(p *page, i int, c cut) (mark, bool) {
	if len(c.before) > 60 || len(c.after) < 20 {
		return mark{}, false
	}
	place := strings.TrimRight(c.before, " ,.-—–")
	if place == "" || !startsUpper(place) || !isNames(place) {
		return mark{}, false
	}
	m := mark{date: c.date}
	rest := strings.TrimLeft(c.after, " ,.")
	if name, tail, ok := strings.Cut(strings.TrimPrefix(rest, "("), ")"); ok && strings.HasPrefix(rest, "(") && len(name) < 40 {
		m.author, rest = name, strings.TrimLeft(tail, " ,.")
	}
	if m.author == "" && !startsDash(rest) {
		return mark{}, false
	}
	return m, true
}

// startsUpper reports whether the first word is in capitals, as a dateline's place is.
func startsUpper(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	word = strings.Trim(word, ",.")
	return len(word) > 2 && strings.ToUpper(word) == word
}

func startsDash(s string) bool {
	return strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, ":")
}

// channelHeader: "[05.01.2023 12:33] Channel name:", "Channel name, [05.01.23 12:33]",
// "Channel name [05.01.2023 12:33]".
func channelHeader(p *page, i int, c cut) (mark, bool) {
	if len(c.before) > 80 {
		return mark{}, false
	}
	open, close := strings.HasSuffix(c.before, "["), strings.HasPrefix(c.after, "]")
	if !open || !close {
		return mark{}, false
	}
	name := strings.Trim(strings.TrimSuffix(c.before, "["), " ,")
	rest := strings.TrimSpace(strings.TrimPrefix(c.after, "]"))
	if name == "" && (len(rest) > 80 || !strings.HasSuffix(rest, ":") && rest != "") {
		return mark{}, false
	}
	if name == "" {
		name = strings.TrimSuffix(rest, ":")
	}
	return mark{date: c.date, source: name}, true
}

// forumHeader: "Posted by Olek on 3 January 2023", "Olek wrote on 03.01.2023, 14:20:",
// "by Olek » Tue Jan 03, 2023 5:12 pm", "#14 · Jan 3, 2023".
func forumHeader(p *page, i int, c cut) (mark, bool) {
	if len(c.before) > 80 || len(c.after) > 40 {
		return mark{}, false
	}
	low := strings.ToLower(c.before)
	switch {
	case strings.HasPrefix(low, "posted by "), strings.HasPrefix(low, "post by "), strings.HasPrefix(low, "comment by "):
		low = strings.TrimSuffix(strings.TrimRight(c.before, " ,-–—|·"), " on")
		_, name, _ := strings.Cut(low, "by ")
		return mark{date: c.date, author: strings.TrimRight(name, " ,")}, true
	case strings.HasSuffix(low, " wrote on"), strings.HasSuffix(low, " said on") && strings.HasSuffix(c.after, ":"), strings.HasSuffix(low, " wrote:"):
		return mark{date: c.date, author: strings.Fields(c.before)[0]}, true
	case strings.Contains(c.before, "»"):
		name, _, _ := strings.Cut(strings.TrimPrefix(c.before, "by "), "»")
		return mark{date: c.date, author: strings.TrimSpace(name)}, true
	case strings.HasPrefix(c.before, "#") && len(c.before) < 12:
		return mark{date: c.date}, true
	}
	return mark{}, false
}

// markup are the signs that set off a heading.
const markup = " *_#,.|-–—·•:"

// deskAndDate: "Night desk 29 September 2022 20:14", "**some_name, 2022-08-19**",
// "Some channel, 6 April 2022, 21:15": what comes again and again with a date.
func deskAndDate(p *page, i int, c cut) (mark, bool) {
	name := strings.Trim(c.before, markup)
	if name == "" || p.lines[i].Len() > 80 || len(strings.Fields(name)) > 4 || !(marksOnly(c.after) || readTime(c.after)) {
		return mark{}, false
	}
	if c.date.Minute < 0 && !strings.ContainsAny(c.before[len(c.before)-1:], ",|") {
		return mark{}, false
	}
	return mark{date: c.date, author: name}, true
}

// summaryAsOf: "Summary as of 20:00 on 27 February 2022".
func summaryAsOf(p *page, i int, c cut) (mark, bool) {
	if p.lines[i].Len() > 100 || !marksOnly(c.after) || !saysAsOf(c.before) {
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// longestWeek is how many days a heading over the days of a week may span.
const longestWeek = 9

// weekHeading: "Week of 9 to 15 October 2023", "4 – 10 November 2024".
func weekHeading(p *page, i int, c cut) (mark, bool) {
	if p.lines[i].Len() > 60 || !marksOnly(c.after) {
		return mark{}, false
	}
	switch strings.ToLower(strings.Trim(c.before, markup)) {
	case "", "week of", "the week of", "week", "from", "the week from":
	default:
		if !ofWeek(c.before) {
			return mark{}, false
		}
	}
	d := c.date.Resolve(when.At(mentionmap.NoDay))
	return mark{date: c.date}, d.Known() && d.To-d.From < longestWeek
}

// ofWeek reports whether a title before a range of days is that of a digest:
// "The week in the east, 9-15 January 2023".
func ofWeek(title string) bool {
	for _, w := range strings.Fields(strings.ToLower(title)) {
		if hasWord([]string{"week", "week's", "weekly", "digest", "roundup"}, strings.Trim(w, ".,:;")) {
			return true
		}
	}
	return false
}

// isListNumber: "1.", "12)".
func isListNumber(s string) bool {
	n := strings.TrimRight(s, ".)")
	return len(n) < len(s) && strings.Trim(n, "0123456789") == ""
}

// relativeAlone: "3 hours ago", "Yesterday, 18:20" on a line of its own.
func relativeAlone(p *page, i int, c cut) (mark, bool) {
	if !marksOnly(c.before) || !(marksOnly(c.after) || readTime(c.after)) || !p.doc.Published.Known() {
		return mark{}, false
	}
	d := c.date.Resolve(when.At(p.doc.Published.Day))
	return mark{date: c.date}, d.Known() && d.From == d.To
}

// weekdayAlone: "Monday" as a heading, in a digest or under a container's date.
func weekdayAlone(p *page, i int, c cut) (mark, bool) {
	return mark{date: c.date}, marksOnly(c.before) && marksOnly(c.after)
}

// weekdayAndText: "**Tuesday** – …", "Friday: …", "**On Monday** …".
func weekdayAndText(p *page, i int, c cut) (mark, bool) {
	if len(c.after) < 20 {
		return mark{}, false
	}
	if !strings.HasPrefix(c.before, "**") && !startsDash(c.after) {
		return mark{}, false
	}
	switch strings.ToLower(strings.Trim(c.before, markup)) {
	case "", "on", "late on", "early on":
	default:
		return mark{}, false
	}
	return mark{date: c.date}, true
}

// stamp turns what a mark says into a time, as far as that is known without
// its surroundings.
func (p *page) stamp(e *when.Expression, a when.Anchor) mentionmap.Stamp {
	a.Order = p.order
	d := e.Resolve(a)
	if !d.Known() || d.From != d.To {
		return mentionmap.NoStamp
	}
	s := mentionmap.Stamp{Day: d.From, Minute: e.Minute}
	if !e.ZoneAt.Empty() {
		s.Zone = e.ZoneAt.Of(p.text)
	}
	return s
}
