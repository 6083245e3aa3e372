package post

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/text/when"
)

// lineKind is what a line looks like by itself.
type lineKind uint8

const (
	body    lineKind = iota
	title            // short, without a full stop
	site             // www.example.org
	label            // Published :
	agency           // REUTERS
	caption          // File photo: …
	bullet
	closing // Leave a comment; Dive deeper
)

// line is a line that holds more than blanks.
type line struct {
	mentionmap.Span // without blanks at its ends
	kind            lineKind
	gap             bool // an empty line stands before it
	first, last     int  // its expressions: page.when[first:last]
	head            head // what it is known again by
}

// page is a document on its way to being split.
type page struct {
	doc      *mentionmap.Document
	text     string
	lines    []line
	when     []when.Expression
	roles    []role // of each expression
	order    when.Order
	marks    []mark
	marked   []int32 // by line: 1 + the index of its mark; 0 if it has none
	told     evidence
	headings []yearHeading
	gapped   bool // paragraphs are set apart by empty lines
	tail     int  // the line from which on only links follow; len(lines) if none do
}

func newPage(doc *mentionmap.Document, times []when.Expression) *page {
	p := &page{doc: doc, text: doc.Text, when: times, order: when.OrderOf(times)}
	p.roles = make([]role, len(times))
	for i := range times {
		p.roles[i] = rolesOf(&times[i])
	}
	p.cutLines()
	for i := range p.lines {
		p.lines[i].kind = kindOf(p.lines[i].Of(p.text))
		p.lines[i].head = headOf(p.lines[i].Of(p.text))
	}
	return p
}

func (p *page) cutLines() {
	gap, gaps, next := false, 0, 0
	for start := 0; start < len(p.text); {
		end := len(p.text)
		if n := strings.IndexByte(p.text[start:], '\n'); n >= 0 {
			end = start + n
		}
		span := trim(p.text, mentionmap.Span{Start: start, End: end})
		start = end + 1
		if span.Empty() {
			gap = true
			continue
		}
		l := line{Span: span, gap: gap}
		for next < len(p.when) && p.when[next].Start < span.Start {
			next++
		}
		l.first = next
		for next < len(p.when) && p.when[next].Start < span.End {
			next++
		}
		l.last = next
		if gap {
			gaps++
		}
		p.lines = append(p.lines, l)
		gap = false
	}
	p.gapped = gaps*3 > len(p.lines)
}

// trim cuts blanks off both ends.
func trim(text string, s mentionmap.Span) mentionmap.Span {
	inner := text[s.Start:s.End]
	left := strings.TrimLeftFunc(inner, isBlank)
	s.Start += len(inner) - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, isBlank))
	return s
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200b' }

func (p *page) str(i int) string { return p.lines[i].Of(p.text) }

func (p *page) expressions(i int) []when.Expression {
	return p.when[p.lines[i].first:p.lines[i].last]
}

func kindOf(s string) lineKind {
	for _, k := range kinds {
		if k.is(s) {
			return k.kind
		}
	}
	return body
}

// kinds is the table of what lines can look like; the first that fits is it.
var kinds = []struct {
	kind lineKind
	is   func(string) bool
}{
	{site, isSite},
	{label, isLabel},
	{closing, isClosing},
	{agency, isAgency},
	{bullet, isBullet},
	{caption, isCaption},
	{title, isTitle},
}

func isSite(s string) bool {
	if len(s) > 60 || strings.ContainsAny(s, " @,()") {
		return false
	}
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(s), "https://"), "http://"), "/")
	if strings.HasPrefix(s, "www.") {
		return true
	}
	dot := strings.LastIndexByte(s, '.')
	if dot < 2 || dot > len(s)-3 || strings.ContainsRune(s, '/') {
		return false
	}
	for _, r := range s {
		if r != '.' && r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return s[dot+1] >= 'a' && len(s)-dot-1 <= 4
}

// labels come before a date, on its line or on the line above.
var labels = []string{"published", "published on", "published at", "posted", "posted on", "posted at", "updated", "last updated", "last updated on",
	"last modified", "first published", "first published on", "date", "publication date", "issued", "updated on", "created", "date published",
	"опубліковано", "оновлено", "дата публікації", "опубликовано", "обновлено", "дата публикации"}

func isLabel(s string) bool {
	for _, h := range []string{"From: ", "To: ", "Subject: "} { // of a mail
		if strings.HasPrefix(s, h) {
			return true
		}
	}
	return strings.HasSuffix(s, ":") && hasWord(labels, strings.ToLower(strings.Trim(s, " :")))
}

// closings begin what follows the last post of a page.
var closings = []string{"dive deeper", "leave a comment", "leave a reply", "related", "related articles", "related stories", "most read", "read next",
	"more on this story", "recommended", "you may also like", "comments", "share this", "more from us", "latest news", "trending"}

func isClosing(s string) bool {
	return len(s) <= longestWord && hasWord(closings, strings.ToLower(strings.TrimRight(s, ":")))
}

// agencies are names that news gives as the origin of a text.
var agencies = []string{"reuters", "afp", "ap", "associated press", "the associated press", "agence france-presse", "bbc", "bbc news", "cnn", "dpa", "tass",
	"interfax", "interfax-ukraine", "ukrinform", "unian", "ria novosti", "xinhua", "anadolu", "anadolu agency", "bloomberg", "upi", "efe", "ansa", "pti",
	"kyodo", "yonhap", "al jazeera", "news desk", "staff", "agencies", "our correspondent", "staff reporter", "web desk"}

func isAgency(s string) bool {
	return len(s) <= longestWord && hasWord(agencies, strings.ToLower(strings.Trim(s, " .-—|,")))
}

// longestWord is more bytes than any entry of these lists has.
const longestWord = 40

func hasWord(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}

func isBullet(s string) bool {
	if s[0] < 0x80 && s[0] != '-' && s[0] != '*' {
		return false
	}
	for _, b := range []string{"• ", "- ", "* ", "– ", "· ", "▪", "●", "◾", "➡"} {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}

// captionStarts and captionEnds give a picture's caption away.
var (
	captionStarts = []string{"file photo", "photo:", "photo by", "photograph", "this photograph", "this photo", "this picture", "this image", "this handout",
		"in this file photo", "in this photo", "image:", "caption:", "pictured:", "video:", "a view of", "a still image", "a satellite image"}
	captionEnds = []string{"/afp", ".afp", "/reuters", "file photo", "/getty images", "via getty images)", "photo/handout", "(reuters)", "/epa",
		"/ap", "/handout", "ap photo", "anadolu agency", "[reuters]", "[afp]", "[ap]", "press service"}
)

func isCaption(s string) bool {
	if len(s) > 600 {
		return false
	}
	for _, c := range captionStarts {
		if len(s) >= len(c) && s[0]|0x20 == c[0] && strings.EqualFold(s[:len(c)], c) {
			return true
		}
	}
	end := strings.TrimRight(s, ".")
	for _, c := range captionEnds {
		if n := len(end) - len(c); n > 12 && end[len(end)-1]|0x20 == c[len(c)-1]|0x20 && strings.EqualFold(end[n:], c) {
			return true
		}
	}
	return strings.Contains(s, "(Photo by ") || strings.Contains(s, "(photo by ") || strings.Contains(s, "REUTERS/")
}

// isTitle: a line that ends like no sentence and is neither long nor tiny.
func isTitle(s string) bool {
	if len(s) < 12 || len(s) > 200 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "'\"‘’“”«([#* "))
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return false
	}
	if titlePhrase(s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "'\"’”»)]* "))
	return !strings.ContainsRune(".!…:;,", last) && strings.Count(s, " ") >= 1
}

// titlePhrase takes titles that are whole sentences: "Here's what you need to know."
func titlePhrase(s string) bool {
	if len(s) >= 120 || !strings.HasSuffix(s, ".") {
		return false
	}
	const start = "what to know"
	return containsFold(s, "what you need to know") || containsFold(s, "what we know") || containsFold(s[:min(len(s), len(start))], start)
}

// containsFold reports whether s holds the words, given in small letters, in
// small letters or not.
func containsFold(s, words string) bool {
	for i := 0; i+len(words) <= len(s); i++ {
		if s[i]|0x20 == words[0] && strings.EqualFold(s[i:i+len(words)], words) {
			return true
		}
	}
	return false
}
