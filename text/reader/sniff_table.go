package reader

import (
	"bytes"
	"strings"
)

// tableRecords is how many rows are looked at.
const tableRecords = 60

// isTable knows rows of cells parted by sep.
func isTable(sep byte) func(*sample) bool {
	return func(s *sample) bool { return s.table() == sep }
}

// table is what parts the cells of a table, 0 where an input is none.
func (s *sample) table() byte {
	if s.parts.table == nil {
		sep := findTable(s)
		s.parts.table = &sep
	}
	return *s.parts.table
}

func findTable(s *sample) byte {
	first := s.first()
	if len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		return first[4]
	}
	if s.isMarkup() || first == "" || first[0] == '<' {
		return 0
	}
	named := s.named(".csv", ".tsv", ".tab", ".psv", ".ssv")
	best, sep := 0.0, byte(0)
	for _, d := range [...]byte{'\t', ',', ';', '|'} {
		if !named && !mayBeTable(s, d) {
			continue
		}
		rows := readRows(s.text, d, s.cut)
		if sure := rows.sure(named); sure > best {
			best, sep = sure, d
		}
	}
	if sep == 0 && isColumn(s, named) {
		sep = ','
		if s.ext == ".tsv" || s.ext == ".tab" {
			sep = '\t'
		}
	}
	return sep
}

// mayBeTable is a quick look: prose has a blank after its commas and semicolons
// and has no tabs between words.
func mayBeTable(s *sample, sep byte) bool {
	if isHeader(strings.Split(firstOfTable(s), string(sep))) {
		return true
	}
	head := s.text[:min(len(s.text), 4096)]
	if head[0] == '"' || bytes.Contains(head, []byte{sep, '"'}) {
		return true // what stands in quotes counts for nothing
	}
	tight, loose := 0, 0
	for i := 0; i < len(head); i++ {
		n := bytes.IndexByte(head[i:], sep)
		if n < 0 {
			break
		}
		switch i += n; {
		case sep != '\t' && i+1 < len(head) && (head[i+1] == ' ' || head[i+1] == '\n'):
			loose++
		case !isThousands(head, i):
			tight++
		}
	}
	return tight >= 2 && tight >= loose
}

// firstOfTable is the first line that is no comment.
func firstOfTable(s *sample) string {
	for _, l := range s.lines[:min(len(s.lines), 10)] {
		if l[0] != '#' {
			return l[:min(len(l), 2000)]
		}
	}
	return ""
}

// rows are the first rows of what may be a table.
type rows struct {
	cells        [][]string
	tight, loose int // separators outside of quotes, without and with a blank after
	quoted       int // cells in quotes
	sep          byte
	open         bool // a quoted cell of the last row goes on behind the sample
}

// readRows reads rows as RFC 4180 has them; a quote that is not closed, or
// closed within a cell, is a letter like any other. Where the sample ends within
// a quoted cell, its row ends there too; it counts if it is among the first.
func readRows(text []byte, sep byte, cut bool) (r rows) {
	r.sep = sep
	wrong := 0
	for len(text) > 0 && len(r.cells) < tableRecords {
		var row []string
		for done := false; !done; {
			var cell string
			n := -1
			if len(text) > 0 && text[0] == '"' && wrong < 3 {
				switch n = endOfQuoted(text, sep); {
				case n > 0:
					cell = asString(text[1 : n-1])
					r.quoted++
				case n == 0 && cut:
					r.endOpen(append(row, asString(text[1:])))
					return r
				default:
					n = -1
					wrong++
				}
			}
			if n < 0 {
				if n = indexAny3(text, sep); n < 0 {
					n = len(text)
				}
				cell = asString(text[:n])
			}
			row = append(row, strings.TrimSpace(cell))
			if done = n >= len(text) || text[n] != sep; !done {
				switch {
				case n+1 < len(text) && text[n+1] == ' ':
					r.loose++
				case !isThousands(text, n):
					r.tight++
				}
			}
			text = text[min(n+1, len(text)):]
			if len(row) > 2000 {
				return r
			}
		}
		if len(text) == 0 && cut && len(r.cells) > 0 {
			return r
		}
		if len(row) == 1 && (row[0] == "" || row[0][0] == '#' && len(r.cells) == 0) {
			continue
		}
		r.cells = append(r.cells, row)
	}
	return r
}

// endOpen ends the rows with one whose last cell goes on behind the sample.
func (r *rows) endOpen(row []string) {
	if len(r.cells) > 2 {
		return
	}
	r.open = true
	r.quoted++
	for len(r.cells) > 0 && len(row) < len(r.cells[0]) {
		row = append(row, "")
	}
	r.cells = append(r.cells, row)
}

// isThousands tells whether a comma stands in a number, as in 1,129.
func isThousands(text []byte, at int) bool {
	if text[at] != ',' || at == 0 || at+3 >= len(text) || !isDigit(text[at-1]) {
		return false
	}
	return isDigit(text[at+1]) && isDigit(text[at+2]) && isDigit(text[at+3]) && (at+4 == len(text) || !isDigit(text[at+4]))
}

// endOfQuoted is the offset after the quote that ends a cell; -1 if none does, 0
// if the text ends within the cell.
func endOfQuoted(text []byte, sep byte) int {
	for i := 1; i < len(text); {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return 0
		}
		switch i += n + 1; {
		case i >= len(text) || text[i] == sep || text[i] == '\n' || text[i] == '\r':
			return i
		case text[i] != '"':
			return -1
		}
		i++
	}
	return 0
}

func indexAny3(text []byte, sep byte) int {
	for i, b := range text {
		if b == sep || b == '\n' || b == '\r' {
			return i
		}
	}
	return -1
}

// sure is how sure it is that these are rows of a table, 0 if they are not.
func (r *rows) sure(named bool) float64 {
	if len(r.cells) == 0 {
		return 0
	}
	width, same := r.width()
	if named && r.open && len(r.cells) == 1 {
		return 1
	}
	if width < 2 {
		return 0
	}
	share := ratio(same, len(r.cells))
	header := false
	for _, row := range r.cells[:min(len(r.cells), 3)] {
		header = header || len(row) > 1 && isHeader(row)
	}
	tight := r.sep == '\t' || r.tight > 4*r.loose && r.tight >= len(r.cells)/2
	yes := false
	switch n := len(r.cells); {
	case r.markdown() || r.indented():
		return 0
	case named:
		yes = header || tight && share >= 0.5 || n >= 2 && (share >= 0.8 || r.typed())
	case header && n >= 3 && r.sep != '\t' && r.ends() >= 0.9:
		yes = true // the texts have commas, and a label ends each row
	case header && tight:
		yes = n >= 2 && (len(r.cells[0]) >= 3 && r.wide() >= 0.6 || share >= 0.8)
	case header:
		yes = n >= 2 && share >= 0.9
	case r.quoted >= 2*n && (n >= 2 || r.open), r.open && tight && r.valued():
		yes = share >= 0.9
	case width > 2:
		yes = (n >= 3 || r.loose == 0 && r.typed()) && n >= 2 && share >= 0.9 && tight && (r.sep == '\t' || r.typed() || r.quoted >= n || r.sep != ',' && width > 3 || width > 3 && n >= 8 && share >= 0.95)
	default:
		yes = n >= 3 && share >= 0.95 && tight && r.typed() && r.filled() >= 0.5 && !r.positions()
	}
	if !yes {
		return 0
	}
	return share + ratio(width, 1000)
}

// width is the most usual number of cells, and how many rows have it.
func (r *rows) width() (width, same int) {
	counts := map[int]int{}
	for _, row := range r.cells {
		counts[len(row)]++
		if n := counts[len(row)]; n > same || n == same && len(row) > width {
			width, same = len(row), n
		}
	}
	return width, same
}

// wide is the share of rows with two cells or more.
func (r *rows) wide() float64 {
	n := 0
	for _, row := range r.cells {
		if len(row) > 1 {
			n++
		}
	}
	return ratio(n, len(r.cells))
}

// filled is the share of rows whose last cell is not empty: a list in prose has a
// comma or a semicolon at the end of its lines.
func (r *rows) filled() float64 {
	n := 0
	for _, row := range r.cells {
		if row[len(row)-1] != "" {
			n++
		}
	}
	return ratio(n, len(r.cells))
}

// positions tells whether each row is a text that ends with a latitude and a longitude.
func (r *rows) positions() bool {
	for _, row := range r.cells {
		at := strings.LastIndexByte(row[0], ' ') + 1
		if len(row) != 2 || at == 0 || !isValue(row[0][at:]) || !isValue(row[1]) {
			return false
		}
	}
	return true
}

// ends is the share of rows below the first whose last cell is a value.
func (r *rows) ends() float64 {
	n := 0
	for _, row := range r.cells[1:] {
		if len(row) > 1 && isValue(row[len(row)-1]) {
			n++
		}
	}
	return ratio(n, len(r.cells)-1)
}

// markdown tells whether the rows are those of a table in Markdown.
func (r *rows) markdown() bool {
	return r.sep == '|' && (r.cells[0][0] == "" && r.cells[0][len(r.cells[0])-1] == "" || isRule(r.cells[0][0]) || len(r.cells) > 1 && isRule(r.cells[1][0]))
}

// isRule knows the line between the head and the body of a table in Markdown.
func isRule(cell string) bool { return strings.HasPrefix(strings.TrimLeft(cell, ":"), "---") }

// indented tells whether tabs stand in front of the lines.
func (r *rows) indented() bool {
	n := 0
	for _, row := range r.cells {
		if row[0] == "" {
			n++
		}
	}
	return r.sep == '\t' && 2*n > len(r.cells)
}

// typed tells whether a column holds numbers, days, ids or addresses alone, but
// not times of day with a text beside them: that is a transcript.
func (r *rows) typed() bool {
	for col := range 4 {
		n, fit, clocks := 0, 0, 0
		for _, row := range r.cells[min(1, len(r.cells)-1):] {
			if col >= len(row) {
				continue
			}
			n++
			if isValue(row[col]) {
				fit++
			}
			if hasClock(row[col]) && len(row[col]) <= 12 || isMoment(row[col]) {
				clocks++
			}
		}
		if n >= 2 && ratio(fit, n) >= 0.9 && ratio(clocks, n) < 0.5 {
			return true
		}
	}
	return false
}

// valued tells whether the first or the last cells of all rows, but for one that
// is not seen to its end, are values.
func (r *rows) valued() bool {
	first, last := true, len(r.cells) > 1
	for i, row := range r.cells {
		first = first && len(row) > 1 && isValue(row[0])
		last = last && (i == len(r.cells)-1 || len(row) > 1 && isValue(row[len(row)-1]))
	}
	return first || last
}

// isValue knows a number, a day, an id or an address: a word with a digit in it.
func isValue(cell string) bool {
	return len(cell) <= 200 && strings.ContainsAny(cell, "0123456789") && (!strings.Contains(cell, " ") || len(cell) <= 25 && isDigit(cell[0]) && hasClock(cell) && strings.ContainsAny(cell[len(cell)-1:], "0123456789MmZ"))
}

// columns are names of columns that tables of news and posts have.
var columns = func() map[string]bool {
	m := map[string]bool{}
	for _, c := range strings.Fields(`id uid uuid tweetid tweet_id status_id message_id post_id date day time datetime timestamp created created_at published
		published_at text tweet content contents message body title headline description summary url link href source author user username user_name name
		handle screen_name channel lang language country city region oblast place location lat latitude lon lng long longitude x y type kind category
		class label status count value likes retweets replies views hashtags comment comments note notes code key event_date event_type event
		year month number no index year_month address email phone start end started_at finished_at from to
		дата день час время текст назва название заголовок автор джерело источник посилання ссылка місто город область тип опис описание`) {
		m[c] = true
	}
	return m
}()

// isHeader tells whether cells are names of columns: three or more words without
// a blank between them, one of them known or all in small letters, or short ones, a third of which tables of news have.
func isHeader(cells []string) bool {
	if len(cells) < 2 {
		return false
	}
	cells = cells[:min(len(cells), 100)]
	known, words, small := 0, 0, 0
	for i, c := range cells {
		if i > 0 && c == cells[i-1] && c != "" {
			return false // names differ
		}
		if c != "" && !isDigit(c[0]) && strings.IndexByte(c, ' ') < 0 {
			words++
		}
		c = strings.Trim(strings.TrimSpace(c), `"`)
		switch {
		case len(c) > 60 || strings.Count(c, " ") > 3 || strings.ContainsAny(c, ".!?:…<>="):
			return false
		case isColumnName(c):
			known++
		}
		if c != "" && c == strings.ToLower(c) {
			small++
		}
	}
	return known >= 2 && 3*known >= len(cells) || len(cells) >= 3 && words == len(cells) && (known > 0 || small == len(cells))
}

func isColumnName(c string) bool {
	c = strings.ToLower(c)
	return columns[c] || columns[strings.ReplaceAll(c, " ", "_")] || strings.Contains(strings.Trim(c, "_"), "_") && !strings.Contains(c, " ")
}

// isColumn knows a table of one column: quoted cells below a name of columns. Where the
// name of the input says table, any word above the cells will do, and values are cells.
func isColumn(s *sample, named bool) bool {
	if len(s.lines) < 2 {
		return false
	}
	head := strings.Trim(s.first(), `"`)
	isKnown := columns[head] || named && columns[strings.ToLower(head)]
	_, n := s.share(func(l string) bool { return named && isValue(l) || len(l) > 1 && l[0] == '"' && l[len(l)-1] == '"' })
	cells := ratio(n, len(s.lines)-1) >= 0.8
	return isKnown && cells || named && (isKnown || cells || len(head) <= 60 && !strings.ContainsAny(head, " .!?:…"))
}

// isDrawn knows tables that a database's shell draws: a line of + and - below the head
// or above it, and vertical bars.
func isDrawn(s *sample) bool {
	for i, l := range s.lines[:min(len(s.lines), 2)] {
		if len(l) >= 5 && strings.Trim(l, "+-") == "" && strings.Contains(l, "-+-") && i+1 < len(s.lines) && strings.Contains(s.lines[i+1], "|") {
			return !s.isMarkup()
		}
	}
	return false
}
