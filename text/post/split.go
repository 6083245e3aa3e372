package post

import (
	"strings"

	"mentionmap"
	"mentionmap/text/when"
)

// draft is a post in the making: lines from to to.
type draft struct {
	mentionmap.Post
	from, to int
	mark     *mark // what dates it; nil if nothing does
}

// Split cuts a document into posts, in the order of the text. Every post has a
// span without blanks at its ends; blank text gives none. Posts that nothing
// dates have Date NoDay. times are the time expressions of the document's text,
// as when.Scan gives them; Split only reads them.
func Split(doc *mentionmap.Document, times []when.Expression) []mentionmap.Post {
	p := newPage(doc, times)
	if len(p.lines) == 0 {
		return nil
	}
	p.findHeadings()
	p.findMarks()
	p.findTail()
	p.decideSides()
	drafts := p.drafts(p.starts())
	for i := range drafts {
		p.describe(&drafts[i])
	}
	p.setDates(drafts)
	markRepeats(p, drafts)
	posts := make([]mentionmap.Post, len(drafts))
	for i := range drafts {
		posts[i] = drafts[i].Post
	}
	return posts
}

// drafts makes a draft of every stretch between starts. A stretch that holds
// nothing but the date of those after it, such as a heading over clock times,
// is joined to the next.
func (p *page) drafts(starts []int) []draft {
	var out []draft
	heading := false
	for k, from := range starts {
		to := len(p.lines)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		joins := heading
		heading = p.onlyHeading(from, to)
		if joins {
			from = out[len(out)-1].from
			out = out[:len(out)-1]
		}
		d := draft{from: from, to: to}
		d.Span = mentionmap.Span{Start: p.lines[from].Start, End: p.lines[to-1].End}
		d.Published, d.Date = mentionmap.NoStamp, mentionmap.NoDay
		out = append(out, d)
	}
	return out
}

func (p *page) onlyHeading(from, to int) bool {
	for i := from; i < to; i++ {
		m := p.markAt(i)
		if m == nil && p.isYearHeading(i) {
			continue
		}
		if m == nil || m.inline() || m.side == above {
			return false
		}
	}
	return true
}

// describe finds title, source and author of a post.
func (p *page) describe(d *draft) {
	for i := d.from; i < d.to; i++ {
		if m := p.markAt(i); m != nil {
			d.better(m)
			d.Author, d.Source = first(d.Author, m.author), first(d.Source, m.source)
		}
		switch p.lines[i].kind {
		case site:
			d.Source = first(d.Source, strings.ToLower(p.str(i)))
		case agency:
			d.Author = first(d.Author, p.str(i))
		}
	}
	if at := p.titleLine(d); at >= 0 {
		d.Title, d.TitleSpan = p.str(at), p.lines[at].Span
	} else if d.from == 0 && p.doc.Title != "" {
		d.Title = p.doc.Title
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// better keeps the mark that says most of when a post was published: not its
// last change, and with a clock if one has it. A clock alone gets its day from
// the heading that stands over it.
func (d *draft) better(m *mark) {
	old := d.mark
	switch {
	case old == nil, old.updated && !m.updated, old.date.Range:
	case m.updated && !old.updated:
		return
	case old.date.Minute < 0 && m.date.Minute >= 0:
	default:
		return
	}
	d.mark = m
}

// titleLine is the first line like a title in the post's header, behind the
// site if there is one; -1 if it has none.
func (p *page) titleLine(d *draft) int {
	from := d.from
	for i := d.from; i < min(d.to, d.from+3); i++ {
		if p.lines[i].kind == site {
			from = i + 1
		}
	}
	for i := from; i < min(d.to, from+4); i++ {
		switch {
		case p.markAt(i) != nil, p.lines[i].kind == label, p.lines[i].kind == agency, p.lines[i].kind == site:
		case p.lines[i].kind == title:
			return i
		default:
			return -1
		}
	}
	return -1
}
