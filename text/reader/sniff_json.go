package reader

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
)

// telegramToLines makes JSON Lines of Telegram Desktop's export of a channel.
const telegramToLines = `turn each message into a line of JSON: jq -c '(.messages, .chats.list[]?.messages)[]? | {id, date: .date[:16], text: ([.text_entities[]?.text] | add)} | select(.text)' FILE > FILE.jsonl`

// jsonHead is the JSON value that an input begins with.
type jsonHead struct {
	open  byte   // { or [; 0: it begins with no such value
	value []byte // the value, or as much of it as was seen
	rest  []byte // what comes after, without blanks in front
	whole bool   // the value ends within the sample
	lines bool   // it goes over more than one line
}

// json looks for the value. Prose that begins with a bracket has none.
func (s *sample) json() *jsonHead {
	if s.parts.json == nil {
		h := findJSON(s)
		s.parts.json = &h
	}
	return s.parts.json
}

var (
	jsonKey = regexp.MustCompile(`[{,]\s*"[^"\n]*"\s*:`)
	// remarks are no JSON, but settings have them.
	remarks = regexp.MustCompile(`^[{\[]\s*(?:(?://[^\n]*|/\*[^*]*\*+/)\s*)+["{\[]`)
)

func findJSON(s *sample) (h jsonHead) {
	if len(s.text) == 0 || s.text[0] != '{' && s.text[0] != '[' {
		return h
	}
	d := json.NewDecoder(bytes.NewReader(s.text))
	var value json.RawMessage
	err := d.Decode(&value)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		end := d.InputOffset()
		h.value, h.rest, h.whole = s.text[:end], bytes.TrimLeft(s.text[end:], " \t\r\n,"), true
		if !s.cut && len(h.rest) > 0 && h.rest[0] != '{' && h.rest[0] != '[' && len(h.rest) > len(h.value) {
			return h // [1] a note, or a line of JSON above prose
		}
		if len(h.rest) == 0 && h.value[0] == '[' && !s.named(".json", ".jsonl", ".ndjson") && isQuotation(h.value) {
			return jsonHead{}
		}
		if len(h.rest) > 0 && h.value[0] == '[' && h.rest[0] != '[' && h.rest[0] != '{' && !jsonKey.Match(h.value) {
			return h
		}
	case errors.As(err, &syntax): // broken, or with comments
		h.value = s.text[:min(int(syntax.Offset), len(s.text))]
		if !jsonKey.Match(h.value) && !remarks.Match(s.text) {
			return h
		}
	default: // cut
		if h.value = s.text; !s.cut && !jsonKey.Match(h.value) {
			return h
		}
	}
	h.open, h.lines = s.text[0], bytes.IndexByte(bytes.TrimRight(h.value, "\r\n"), '\n') >= 0
	return h
}

// isQuotation tells whether an array is no more than one string: prose stands in
// brackets and quotation marks at times.
func isQuotation(array []byte) bool {
	var items []json.RawMessage
	return json.Unmarshal(array, &items) == nil && len(items) == 1 && items[0][0] == '"'
}

// isJSONLines knows a file of objects, one a line. A name that says so is
// believed, but not where an array or an object goes over many lines. Where the
// name says nothing of it, an object must begin each line; where it says text,
// the first must have a text.
func isJSONLines(s *sample) bool {
	h := s.json()
	if s.named(".jsonl", ".ndjson") {
		return h.open == 0 || !isSpread(s, h)
	}
	if h.open != '{' || isSpread(s, h) {
		return false
	}
	hasText := hasText(s.first())
	switch {
	case s.ext == "" || s.ext == ".json":
		return hasText || len(h.rest) > 0 || !h.whole
	default:
		return hasText
	}
}

// isSpread tells whether the value is not that of the first line alone.
func isSpread(s *sample, h *jsonHead) bool {
	if h.open == '[' {
		return h.lines || len(h.rest) == 0
	}
	return h.lines && (len(s.lines) < 2 || !strings.HasPrefix(s.lines[1], "{"))
}

func hasText(line string) bool {
	var l struct{ Text *string }
	if json.Unmarshal([]byte(line), &l) == nil {
		return l.Text != nil
	}
	return strings.HasPrefix(line, `{"`) && strings.Contains(line, `"text":`)
}

func isJSONArray(s *sample) bool { return s.json().open == '[' }

// isArrayOf knows an array by the byte that its first item begins with, and by whether
// that is an object with a text.
func isArrayOf(begin string, text bool) func(*sample) bool {
	return func(s *sample) bool {
		h := s.json()
		if h.open != '[' {
			return false
		}
		item := bytes.TrimLeft(s.text[1:], " \t\r\n")
		return bytes.HasPrefix(item, []byte(begin)) && (!text || hasTextFirst(item))
	}
}

// hasTextFirst tells whether the object that b begins with has a text of its own.
func hasTextFirst(b []byte) bool {
	var object struct{ Text *string }
	err := json.NewDecoder(bytes.NewReader(b)).Decode(&object)
	if object.Text == nil && err != nil && !errors.Is(err, io.EOF) {
		return bytes.Contains(b[:min(len(b), 1000)], []byte(`"text":`)) // not seen to its end
	}
	return object.Text != nil
}

// isObjectWithText knows an object that is a document, but for its line breaks.
func isObjectWithText(s *sample) bool { return s.json().open == '{' && hasTextFirst(s.text) }

func isJSONObject(s *sample) bool { return s.json().open == '{' }

// looseJSON is JSON with remarks above it, that of JavaScript or of Python, and that
// in a call or after a name, as in the archives of Twitter.
var looseJSON = func() *regexp.Regexp {
	const remark = `(?://[^\n]*|/\*[^*]*\*+/)\s*`
	return regexp.MustCompile(`^(?:(?:(?:` + remark + `)+|[\w.$ ]{1,80}[=(]\s*)[\[{](?:[\[{\s]|` + remark + `)*"[^"\n]{1,100}"\s*:` +
		`|[\[{][\[{\s]*'[^'\n]{1,100}'\s*:|\{[ \t]*\n\s*[A-Za-z_]\w*:\s*['"\d\[{].*\n)`)
}()

// isLooseJSON believes a name that says JSON where a bracket or a quote begins the input.
func isLooseJSON(s *sample) bool {
	if s.named(".json", ".json5", ".jsonc", ".geojson", ".topojson", ".jsonp") && len(s.text) > 0 {
		if strings.IndexByte("{[", s.text[0]) >= 0 || s.text[0] == '"' && json.Valid(s.text) {
			return true
		}
	}
	return (!s.isCodeByName() || s.ext == ".js") && !s.isMarkup() && looseJSON.Match(s.text[:min(len(s.text), 4096)])
}

var geoJSON = regexp.MustCompile(`"type"\s*:\s*"(FeatureCollection|Feature|Topology)"`)

// isGeoJSON looks at the type of the object; where its end was not seen, the
// first such type counts if it stands near the start.
func isGeoJSON(s *sample) bool {
	h := s.json()
	if h.open != '{' {
		return false
	}
	at := geoJSON.FindIndex(h.value)
	var object struct{ Type string }
	if at != nil && h.whole && json.Unmarshal(h.value, &object) == nil {
		return object.Type == "FeatureCollection" || object.Type == "Feature" || object.Type == "Topology"
	}
	return at != nil && at[0] < 200
}

var telegram = regexp.MustCompile(`"messages"\s*:\s*\[\s*\{\s*"id"\s*:\s*-?\d+,\s*"type"\s*:`)

func isTelegram(s *sample) bool {
	h := s.json()
	return h.open == '{' && telegram.Match(h.value)
}

// isUTF16 asks another sniff of an input that is in UTF-16.
func isUTF16(sniff func(*sample) bool) func(*sample) bool {
	return func(s *sample) bool { return hasUTF16BOM(s.raw) && sniff(s) }
}
