package reader

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"mentionmap"
)

// line is a document as a line of JSON holds it.
type line struct {
	ID     label   `json:"id"`
	Text   *string `json:"text"`
	Date   *string `json:"date"`
	Title  *string `json:"title"`
	URL    *string `json:"url"`
	Source *string `json:"source"`
	Lang   *string `json:"lang"`
}

// label is a JSON string or number.
type label string

// UnmarshalJSON takes numbers as they are written.
func (l *label) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(l))
	}
	if s := string(b); s != "null" {
		var n json.Number
		if err := json.Unmarshal(b, &n); err != nil {
			return fmt.Errorf("id is neither a string nor a number")
		}
		*l = label(s)
	}
	return nil
}

// readJSONLines reads a document a line; a broken line is skipped, blank ones
// do not count.
func readJSONLines(in *input, fn func(mentionmap.Document) error) error {
	lines := 0
	for n, done := 1, false; !done; n++ {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		raw, long, err := in.line()
		if err != nil && err != io.EOF {
			return fileError(in.name, err)
		}
		done = err == io.EOF
		if n == 1 {
			raw = bytes.TrimPrefix(raw, bomUTF8)
		}
		if !long && len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		lines++
		if err := in.give(raw, long, n, fn); err != nil {
			return err
		}
	}
	if lines == 0 {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: holds no documents; write one JSON object a line", in.name)
	}
	return nil
}

// give hands the document of a line to fn, or reports why there is none.
func (in *input) give(raw []byte, long bool, n int, fn func(mentionmap.Document) error) error {
	doc, err := in.parse(raw, long, n)
	if err != nil {
		return in.skip(err)
	}
	return fn(doc)
}

// line reads up to the next end of line; long is true, and the rest passed
// over, when there is more than a document may have.
func (in *input) line() (raw []byte, long bool, err error) {
	for {
		part, err := in.r.ReadSlice('\n')
		if long = long || int64(len(raw)+len(part)) > in.MaxBytes+1; long {
			raw = nil
		} else {
			raw = append(raw, part...)
		}
		if err == nil || err == io.EOF {
			return raw, long, err
		}
		if !isFull(err) {
			return nil, false, err
		}
	}
}

func (in *input) parse(raw []byte, long bool, n int) (mentionmap.Document, error) {
	bad := func(code mentionmap.Code, format string, args ...any) (mentionmap.Document, error) {
		return mentionmap.Document{}, mentionmap.Errorf(code, "%s:%d: %s", in.name, n, fmt.Sprintf(format, args...))
	}
	if long {
		return bad(mentionmap.TooLarge, "is larger than %s, the most a document may have; split it", size(in.MaxBytes))
	}
	if at := firstInvalid(raw); at >= 0 {
		return bad(mentionmap.Invalid, "byte %d of the line is not UTF-8; convert the file to UTF-8", at)
	}
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return bad(mentionmap.Invalid, "is not a document: %s", jsonTrouble(err))
	}
	if l.Text == nil || *l.Text == "" {
		return bad(mentionmap.Invalid, `has no "text"`)
	}
	doc := in.document(string(l.ID), *l.Text)
	if doc.Key == "" {
		doc.Key = fmt.Sprintf("%s:%d", in.base(), n)
	}
	if at := str(l.Date); at != "" {
		stamp, err := mentionmap.ParseStamp(at)
		if err != nil {
			return bad(mentionmap.Invalid, `"date": %v`, err)
		}
		doc.Published = stamp
	}
	doc.Title, doc.Lang = str(l.Title), str(l.Lang)
	doc.Seen = in.seen(&l)
	return doc, nil
}

// seen says where the document of a line was seen; nil if nothing says. The file is
// no source: it may hold documents of many.
func (in *input) seen(l *line) []mentionmap.Seen {
	s := mentionmap.Seen{URL: str(l.URL)}
	if s.Source = cmp.Or(str(l.Source), in.Source, s.Host()); s == (mentionmap.Seen{}) {
		return nil
	}
	return []mentionmap.Seen{s}
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
