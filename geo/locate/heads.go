package locate

import (
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// heads reports an expression that begins a line and is set off from it, as
// in a chronicle ("10 October 2023 — The assault starts", "Late June: …", "2014. …"), and
// remembers it as the date of that line. The first of a text is past; those behind it
// are near the one before.
func (d *dates) heads(x *when.Expression, day mentionmap.Day) bool {
	if d.off == ruleHeads || x.Kind != when.Absolute && x.Kind != when.Partial || x.Vague || x.Follows || x.Start < d.headEnd {
		return false
	}
	body := d.text.Body
	line := strings.LastIndexByte(body[:x.Start], '\n') + 1
	if strings.Trim(body[line:x.Start], " *_#•-–—[(\t") != "" || !setOff(body[x.End:min(len(body), x.End+8)]) {
		return false
	}
	if own := x.Resolve(when.Anchor{Day: day, Order: d.order}); own.Known() && own.From == day {
		d.headEnd = x.End // the post has this day already
		d.head = mentionmap.NoDates
		return false
	}
	anchor := when.Anchor{Day: day, Previous: d.previous, Order: d.order, Tense: when.Past}
	if d.head.Known() || d.entries {
		anchor.Tense = when.Unknown
	}
	if d.head.Known() {
		anchor.Day = d.head.From
	}
	got := x.Resolve(anchor)
	if !got.Known() {
		return false
	}
	d.previous, d.head, d.headEnd = got, got, len(body)
	d.head.Basis = mentionmap.BasisParagraph
	if end := strings.IndexByte(body[x.End:], '\n'); end >= 0 {
		d.headEnd = x.End + end
	}
	return true
}

// setOff reports that what follows a date sets it off from its line: a colon, a full
// stop or a dash.
func setOff(after string) bool {
	after = strings.TrimLeft(after, "])*_ ")
	for _, mark := range []string{": ", ". ", "— ", "– ", "- ", "| "} {
		if strings.HasPrefix(after, mark) {
			return true
		}
	}
	return false
}
