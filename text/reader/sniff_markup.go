package reader

import (
	"bytes"
	"strings"
)

// xmlHead is what an input shows of tags.
type xmlHead struct {
	declared bool   // it begins with <?xml
	doctype  string // of <!DOCTYPE …>, small letters
	root     string // name of the first element, if the input begins with one
	tag      string // the first element's tag
	known    int    // tags of HTML
	blocks   int    // those of them that prose with a little markup has not
	closing  int    // </…>, of any sort
	bytes    int    // within tags of HTML
}

// htmlTags are the elements of HTML.
var htmlTags = func() map[string]bool {
	m := map[string]bool{}
	for _, t := range strings.Fields(`html head body title meta link script style base div p span a b i u s em strong ul ol li dl dt dd table thead tbody
		tfoot tr td th caption h1 h2 h3 h4 h5 h6 br hr img section article main header footer nav aside form input button select option label
		textarea fieldset iframe blockquote pre code figure figcaption center font small big sub sup details summary picture source video audio
		canvas noscript template time mark abbr address frameset frame map area object embed`) {
		m[t] = true
	}
	return m
}()

// inline are tags that posts of channels have in plain text too.
var inline = map[string]bool{"b": true, "i": true, "u": true, "s": true, "em": true, "strong": true, "br": true, "code": true, "pre": true, "small": true, "sub": true, "sup": true}

// xml looks for tags.
func (s *sample) xml() *xmlHead {
	if s.parts.xml == nil {
		h := findTags(s.text)
		s.parts.xml = &h
	}
	return s.parts.xml
}

func findTags(text []byte) (h xmlHead) {
	rest := h.skipProlog(text)
	if name, tag, ok := tagAt(rest[:bytes.IndexByte(rest, '>')+1]); ok && name[0] != '/' {
		h.root, h.tag = name, tag
		if i := strings.IndexByte(h.root, ':'); i >= 0 {
			h.root = h.root[i+1:]
		}
	}
	for at, end := 0, -1; ; {
		i := bytes.IndexByte(rest[at:], '<')
		if i < 0 {
			return h
		}
		if at += i; end < at {
			if i = bytes.IndexByte(rest[at:], '>'); i < 0 {
				return h
			}
			end = at + i
		}
		name, tag, ok := tagAt(rest[at : end+1])
		if !ok {
			at++
			continue
		}
		if name[0] == '/' {
			h.closing++
			name = name[1:]
		}
		if htmlTags[strings.ToLower(name)] {
			h.known++
			h.bytes += len(tag)
			if !inline[strings.ToLower(name)] {
				h.blocks++
			}
		}
		at += len(tag)
	}
}

// skipProlog passes over what stands above the first element.
func (h *xmlHead) skipProlog(text []byte) []byte {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		var end string
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<?")):
			h.declared, end = h.declared || bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text[:min(len(text), 400)], []byte("?>")), "?>"
		case len(text) > 9 && strings.EqualFold(string(text[:9]), "<!doctype"):
			words := strings.Fields(string(text[9:min(len(text), 80)]))
			if len(words) > 0 {
				h.doctype = strings.ToLower(strings.TrimRight(words[0], ">["))
			}
			end = ">"
			if i := bytes.IndexByte(text, '>'); bytes.IndexByte(text[:i+1], '[') >= 0 {
				end = "]>"
			}
		default:
			return text
		}
		i := bytes.Index(text, []byte(end))
		if i < 0 {
			return nil
		}
		text = text[i+len(end):]
	}
}

// mostTag is how long a tag may be: pictures stand in some as data.
const mostTag = 4 << 10

// tagAt reads the tag that b, which ends with a ">", is; name has a "/" in front
// where it ends an element.
func tagAt(b []byte) (name, tag string, ok bool) {
	if len(b) < 3 || len(b) > mostTag || b[0] != '<' {
		return "", "", false
	}
	i := 1
	if b[i] == '/' {
		i++
	}
	from := i
	for isLetter(b[i]) || i > from && (isDigit(b[i]) || strings.IndexByte(":-_.", b[i]) >= 0) {
		i++ // the ">" ends it
	}
	if i == from || strings.IndexByte(" \t\r\n/>", b[i]) < 0 {
		return "", "", false
	}
	return asString(b[1:i]), asString(b), true
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// isHTML knows a page, or a piece of one, by its tags. Markdown may hold tags
// and prose may quote one.
func isHTML(s *sample) bool {
	if bytes.IndexByte(s.text, '<') < 0 {
		return false
	}
	h := s.xml()
	if h.doctype == "html" || h.root == "html" && h.known >= 3 {
		return true
	}
	if strings.Contains(h.tag, "xmlns") && !strings.Contains(h.tag, "xhtml") {
		return false // DocBook has an <article> too
	}
	if s.isMarkup() || h.root != "" && h.declared || s.json().open != 0 {
		return false
	}
	if s.named(".html", ".htm", ".xhtml", ".shtml") {
		return h.known >= 2 || h.root == "" && h.closing >= 2
	}
	share, opens := ratio(h.bytes, len(s.text)), htmlTags[strings.ToLower(h.root)]
	switch {
	case looksMarkdown(s), h.blocks == 0:
		return false
	case opens && h.known >= 2 && (share > 0.1 || s.text[len(bytes.TrimRight(s.text, " \t\r\n"))-1] == '>'):
		return true
	case opens:
		tagged, _ := s.share(func(l string) bool { return strings.HasPrefix(strings.TrimLeft(l, " \t"), "<") })
		return tagged > 0.5 && h.known >= 3
	}
	return h.known >= 10 && share > 0.25
}

// looksMarkdown tells whether lines show the signs of Markdown.
func looksMarkdown(s *sample) bool {
	signs := 0
	for _, l := range s.lines {
		if strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "## ") || strings.HasPrefix(l, "### ") || strings.Contains(l, "](") || fenceOf(l) != "" {
			signs++
		}
	}
	return signs >= 2
}

// isXML knows XML by the name of its first element, or any if none is named.
func isXML(roots ...string) func(*sample) bool {
	return func(s *sample) bool {
		if len(s.text) == 0 || s.text[0] != '<' {
			return false
		}
		h := s.xml()
		if !h.declared && (h.root == "" || !h.isXML(s)) {
			return false
		}
		for _, r := range roots {
			if h.root == r {
				return true
			}
		}
		return len(roots) == 0
	}
}

// isXML wants a name space, a document type or a second tag of the first element's
// name; where the name of the file says XML, a tag.
func (h *xmlHead) isXML(s *sample) bool {
	switch {
	case strings.Contains(h.tag, "xmlns") || h.doctype != "":
		return true
	case s.isMarkup():
		return false
	case s.named(".xml", ".rss", ".atom", ".kml", ".gpx", ".svg", ".plist", ".xsl", ".xslt", ".xsd", ".opml", ".rdf", ".osm", ".tei", ".ttml", ".fb2", ".dae", ".wsdl"):
		return true
	}
	tagged, _ := s.share(func(l string) bool { return strings.HasPrefix(strings.TrimLeft(l, " \t"), "<") })
	return h.closing > 0 && !htmlTags[strings.ToLower(h.root)] && (tagged > 0.5 || bytes.HasSuffix(bytes.TrimRight(s.text, " \t\r\n"), []byte("</"+h.root+">")))
}
