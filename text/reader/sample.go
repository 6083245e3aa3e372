package reader

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	// sniffBytes is how much of an input a format may look at.
	sniffBytes = 64 << 10
	// sniffLines is how many lines of that are looked at one by one.
	sniffLines = 200
)

// sample is what a sniff sees of an input.
type sample struct {
	base string // name without folders
	ext  string // its ending, small letters, with the point
	raw  []byte // the first bytes as they stand
	cut  bool   // the input is longer
	text []byte // raw decoded from its byte order mark, from the first byte that is not blank
	// lines are those of text that are not blank, their ends trimmed; fenced
	// code blocks of Markdown are left out.
	lines []string

	parts struct { // looked for once, when a sniff asks
		json  *jsonHead
		xml   *xmlHead
		table *byte
	}
}

// newSample looks at the first bytes of an input; cut tells that there is more.
func newSample(name string, head []byte, cut bool) *sample {
	s := &sample{base: filepath.Base(name), ext: extension(name), raw: head, cut: cut}
	text := bytes.TrimPrefix(head, bomUTF8)
	if hasUTF16BOM(head) {
		text, _ = decode(name, head)
	}
	s.text = bytes.TrimLeft(text, " \t\r\n\v\f\u00a0\ufeff")
	s.lines = splitLines(s.text, cut)
	return s
}

func splitLines(text []byte, cut bool) []string {
	end := byte('\n')
	if bytes.IndexByte(text, '\n') < 0 {
		end = '\r'
	}
	lines := make([]string, 0, 32)
	fence := ""
	for len(text) > 0 && len(lines) < sniffLines {
		line, rest, more := bytes.Cut(text, []byte{end})
		if text = rest; !more && cut && len(lines) > 0 {
			break
		}
		line = bytes.TrimRight(line, " \t\r")
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		l := asString(line)
		switch mark := fenceOf(l); {
		case fence == "" && mark != "":
			fence = mark
		case fence != "" && mark == fence:
			fence = ""
		case fence == "":
			lines = append(lines, l)
		}
	}
	return lines
}

// fenceOf is the mark that opens or ends a code block of Markdown, else "".
func fenceOf(line string) string {
	line = strings.TrimLeft(line, " ")
	for _, mark := range [...]string{"```", "~~~"} {
		if strings.HasPrefix(line, mark) {
			return mark
		}
	}
	return ""
}

// named tells whether the name of the input has one of these endings.
func (s *sample) named(endings ...string) bool {
	for _, e := range endings {
		if s.ext == e {
			return true
		}
	}
	return false
}

// isMarkup tells whether the name says Markdown or a sister of it, which may
// hold tags, code and tables.
func (s *sample) isMarkup() bool {
	return s.named(".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd", ".rst", ".adoc", ".asciidoc", ".asc", ".textile", ".org", ".rdoc", ".pod", ".wiki", ".mediawiki")
}

// share is the part of the lines that fit, and how many these are.
func (s *sample) share(fits func(line string) bool) (share float64, n int) {
	for _, l := range s.lines {
		if fits(l) {
			n++
		}
	}
	return ratio(n, len(s.lines)), n
}

func ratio(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// begins knows a format by its first word.
func begins(word string) func(*sample) bool {
	return func(s *sample) bool { return bytes.HasPrefix(s.text, []byte(word)) }
}

// everyLine knows a format by a pattern that all but a few of the lines fit, the first
// among them; one line is enough where alone is set.
func everyLine(alone bool, pattern string) func(*sample) bool {
	form := regexp.MustCompile(pattern)
	fits := func(l string) bool { return form.MatchString(l[:min(len(l), 400)]) }
	return func(s *sample) bool {
		if s.isMarkup() || !fits(s.first()) {
			return false
		}
		share, n := s.share(fits)
		return share > 0.8 && (n > 1 || alone)
	}
}

// first is the first line that is not blank.
func (s *sample) first() string {
	if len(s.lines) == 0 {
		return ""
	}
	return s.lines[0]
}
