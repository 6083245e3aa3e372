package post

// boundary is a row of the table of what begins a post: find sets begin for
// the lines at which it sees one begin.
type boundary struct {
	name string
	find func(p *page, begin []bool)
}

// boundaries are asked in this order; the later ones look at what the earlier
// have found.
var boundaries = []boundary{
	{"mark", (*page).startAtMarks},
	{"site", (*page).startAtSites},
	{"summary", (*page).startAfterSummary},
	{"caption in a thread", (*page).startAtCaptions},
	{"title in a live blog", (*page).startAtTitles},
	{"quotation", (*page).startAtQuoted},
	{"links", func(p *page, begin []bool) { begin[p.tail] = true }},
}

// starts finds the lines at which posts begin. Line 0 always does.
func (p *page) starts() (lines []int) {
	begin := make([]bool, len(p.lines)+1)
	begin[0] = true
	for _, b := range boundaries {
		b.find(p, begin)
	}
	for i := range p.lines[:min(p.tail+1, len(p.lines))] {
		if begin[i] {
			lines = append(lines, i)
		}
	}
	return lines
}

func (p *page) count(begin []bool) (n int) {
	for i := range p.lines {
		if begin[i] {
			n++
		}
	}
	return n
}

func (p *page) hasAbove() bool {
	for i := range p.marks {
		if p.marks[i].side == above {
			return true
		}
	}
	return false
}

// startAtMarks: a mark below its title begins the post where its header does;
// one above it ends the post. Two marks of different patterns with hardly a line
// between them are of one header.
func (p *page) startAtMarks(begin []bool) {
	previous := (*mark)(nil)
	for k := range p.marks {
		m := &p.marks[k]
		switch {
		case m.side == above:
			begin[m.line+1] = true
		case previous != nil && previous.side == below && previous.pattern != m.pattern && !heading(previous, m) &&
			p.textBetween(previous.line+1, m.line) <= 1:
		default:
			begin[p.headerStart(m.line)] = true
		}
		previous = m
	}
}

// heading: a date that stands over clock times, a week over its days.
func heading(a, b *mark) bool { return isFullDay(a.date) && isClock(b.date) || a.date.Range }

// headerLines is how far up a header may reach.
const headerLines = 8

// headerStart goes up from a mark or a site over what belongs to its header:
// labels, agencies, other marks, two lines of title, the site and the teaser
// that the article repeats.
func (p *page) headerStart(i int) int {
	titles := 0
	for j := i; ; j-- {
		if p.lines[j].kind == site {
			return p.teaser(j)
		}
		if j == 0 || i-j >= headerLines {
			return j
		}
		over := &p.lines[j-1]
		switch m := p.markAt(j - 1); {
		case m != nil && (m.side == above || m.inline()):
			return j
		case m != nil, over.kind == label, over.kind == agency, over.kind == site:
		case over.kind == caption && titles == 0:
		case over.kind == title && titles < 3 && !p.isListItem(j-1):
			titles++
		default:
			return j
		}
	}
}

// isListItem: a short line straight behind a bullet is no title.
func (p *page) isListItem(i int) bool { return i > 0 && p.lines[i-1].kind == bullet && !p.lines[i].gap }

// startAtSites: an address alone on a line heads an article.
func (p *page) startAtSites(begin []bool) {
	for i := range p.lines {
		if p.lines[i].kind == site && i+1 < len(p.lines) {
			begin[p.headerStart(i)] = true
		}
	}
}

// teaser returns the line of a teaser that stands over the address at i: the
// article below begins with the same words.
func (p *page) teaser(i int) int {
	if i == 0 || p.markAt(i-1) != nil {
		return i
	}
	h := p.lines[i-1].head
	if h.size < telling {
		return i
	}
	for j := i + 1; j < min(len(p.lines), i+16) && p.lines[j].kind != site; j++ {
		if p.lines[j].head == h {
			return i - 1
		}
	}
	return i
}

// summaryLines is the most that a page's summary has.
const summaryLines = 60

// startAfterSummary: text above the first signed post that has a title of its
// own further down is a summary of the page.
func (p *page) startAfterSummary(begin []bool) {
	if !p.hasAbove() {
		return
	}
	end := min(p.marks[0].line, summaryLines)
	for i := 2; i < end; i++ {
		if p.lines[i].kind == title && p.isText(i+1) && p.textBetween(0, i) >= 2 && (p.repeats(i+1, i) || p.lines[0].kind != title) {
			begin[i] = true
			return
		}
	}
}

// repeats reports whether line i begins as one of the first n lines does.
func (p *page) repeats(i, n int) bool {
	h := p.lines[i].head
	for j := range n {
		if h.size >= telling && p.lines[j].head == h {
			return true
		}
	}
	return false
}

// threadPosts is how many posts make a page a thread of articles.
const threadPosts = 2

// startAtCaptions: in a thread, a picture's caption between two texts heads an
// article that has lost its title.
func (p *page) startAtCaptions(begin []bool) {
	if p.count(begin) < threadPosts {
		return
	}
	for i := 2; i+2 < len(p.lines); i++ {
		if p.lines[i].kind == caption && p.isText(i-1) && p.isText(i-2) && p.isText(i+1) && p.isText(i+2) && !begin[i-1] && !begin[i] {
			begin[i] = true
		}
	}
}

// findTail finds where nothing but links, forms and notices follow: a closing
// line in the second half of the page behind which no line is long.
func (p *page) findTail() {
	p.tail = len(p.lines)
	for i := len(p.lines) - 1; i > 0 && p.lines[i].Len() <= linkBytes && p.markAt(i) == nil; i-- {
		if p.lines[i].kind == closing && p.lines[i].Start > len(p.text)/2 {
			p.tail = i
		}
	}
}

// linkBytes is the length up to which a line may be a link or a notice.
const linkBytes = 250

// The titles of a live blog are many and long; the headings inside an article
// are few or short.
const (
	blogTitles     = 4
	blogTitleBytes = 45
)

// startAtTitles cuts a live blog that gives no times at its titles.
func (p *page) startAtTitles(begin []bool) {
	if p.count(begin) > 1 {
		return
	}
	var found []int
	total := 0
	for i := range p.tail {
		if p.isBlogTitle(i) {
			found = append(found, i)
			total += p.lines[i].Len()
		}
	}
	if len(found) < blogTitles || total < blogTitleBytes*len(found) {
		return
	}
	for _, i := range found {
		begin[i] = true
	}
}

// isBlogTitle: a title with an empty line around it and a paragraph below.
func (p *page) isBlogTitle(i int) bool {
	if !p.gapped || i+1 >= p.tail {
		return false
	}
	l, next := p.lines[i], p.lines[i+1]
	return l.kind == title && next.gap && (l.gap || i == 0) && l.Len() >= 25 && next.Len() >= 40 && (next.kind == body || next.kind == caption || next.kind == bullet)
}
