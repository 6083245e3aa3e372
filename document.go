package mentionmap

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Document is a text as it was read, with what its container said of it.
type Document struct {
	Key       string // the id or file name the input gave it; not unique
	Text      string // the input decoded to UTF-8 without BOM, nothing else changed
	Title     string
	Lang      string // en, uk, ru; "" if unknown
	Published Stamp
	Seen      []Seen // where it was seen
}

// Seen is one place where a document was met.
type Seen struct {
	Source string // site or channel; "" if unknown
	URL    string // "" if unknown; never trusted, never followed
}

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// DocumentID is the identity of a text: 20 characters of the SHA-256 of the
// text with every run of white space made one blank and the ends trimmed. The
// same text twice is one document, wherever it was seen.
func DocumentID(text string) string {
	h := sha256.New()
	b := make([]byte, 0, 4096)
	started, gap := false, false
	for _, r := range text {
		if (r <= ' ' || r >= utf8.RuneSelf) && unicode.IsSpace(r) {
			gap = true
			continue
		}
		if gap && started {
			b = append(b, ' ')
		}
		started, gap = true, false
		b = utf8.AppendRune(b, r)
		if len(b) > cap(b)-8 {
			h.Write(b)
			b = b[:0]
		}
	}
	h.Write(b)
	return idEncoding.EncodeToString(h.Sum(nil))[:20]
}

// MentionID names a mention by its document and where it starts there, in
// code points, so that it stays the same however often the text is read.
func MentionID(documentID string, start int) string {
	return documentID + "-" + strconv.Itoa(start)
}

// SplitMentionID is the inverse of MentionID.
func SplitMentionID(id string) (documentID string, start int, ok bool) {
	doc, at, found := strings.Cut(id, "-")
	n, isNumber := digits(at)
	if !found || !isNumber || len(at) > 9 || len(doc) != 20 {
		return "", 0, false
	}
	return doc, n, true
}

// Span is a range of bytes of Document.Text, End not included.
type Span struct{ Start, End int }

// Empty reports whether the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Len is the number of bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Of returns the text of the span; the empty span gives "".
func (s Span) Of(text string) string {
	if s.Empty() {
		return ""
	}
	return text[s.Start:s.End]
}

// Post is the part of a document that one author published at one time.
// Posts of a document do not overlap and stand in the order of the text; text
// between them (menus, link lists) belongs to none.
type Post struct {
	Span
	Title     string
	TitleSpan Span   // where the title stands in the text; empty if it is not in it
	Source    string // site or channel; "" if the text does not say
	Author    string
	Lang      string // en, uk, ru; "": that of the document
	ReplyTo   string // id or address of the post that it answers, as the input gives it; "": none
	Forwarded string // whom it was forwarded from, as the input gives it; "": nobody
	Published Stamp
	Date      Day  // the day the post is filed under; NoDay if nothing says
	Days      int  // how many days after Date it tells of too: 6 for the digest of a week, as a rule 0
	Estimated bool // Date was worked out from the pace of the posts around it, no words say it
	Repeat    bool // the same post stands earlier in the document
}

// RuneIndex converts byte offsets of one text to code points. Offsets must be
// asked for in non-decreasing order for speed; any order is correct.
type RuneIndex struct {
	text         string
	bytes, runes int
}

// NewRuneIndex returns the converter of a text.
func NewRuneIndex(text string) *RuneIndex { return &RuneIndex{text: text} }

// At returns the number of code points before the byte offset.
func (x *RuneIndex) At(offset int) int {
	if offset < x.bytes {
		x.bytes, x.runes = 0, 0
	}
	offset = min(offset, len(x.text))
	x.runes += utf8.RuneCountInString(x.text[x.bytes:offset])
	x.bytes = offset
	return x.runes
}
