package queue

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"mentionmap"
)

// batch is what a job holds: some documents of one reading, in the order in which
// they were read.
type batch struct {
	Run       int64      `json:"run"` // that read them
	Documents []document `json:"documents"`
}

// Kind implements river.JobArgs.
func (batch) Kind() string { return "documents" }

// document is a mentionmap.Document as a job holds it: nothing of it is lost.
type document struct {
	Key       exact  `json:"key,omitempty"`
	Title     exact  `json:"title,omitempty"`
	Lang      exact  `json:"lang,omitempty"`
	Published *stamp `json:"published,omitempty"` // nil: not known
	Seen      []seen `json:"seen,omitempty"`
	Text      exact  `json:"text,omitempty"`
}

type stamp struct {
	Day    int32 `json:"day"`    // since 1970-01-01
	Minute int16 `json:"minute"` // of the day; -1: not known
	Zone   exact `json:"zone,omitempty"`
}

type seen struct {
	Source exact `json:"source,omitempty"`
	URL    exact `json:"url,omitempty"`
}

func packed(d *mentionmap.Document) document {
	p := document{Key: exact(d.Key), Title: exact(d.Title), Lang: exact(d.Lang), Text: exact(d.Text)}
	if d.Published != mentionmap.NoStamp {
		p.Published = &stamp{int32(d.Published.Day), d.Published.Minute, exact(d.Published.Zone)}
	}
	for _, s := range d.Seen {
		p.Seen = append(p.Seen, seen{exact(s.Source), exact(s.URL)})
	}
	return p
}

func (p *document) unpacked() mentionmap.Document {
	d := mentionmap.Document{Key: string(p.Key), Title: string(p.Title), Lang: string(p.Lang), Text: string(p.Text), Published: mentionmap.NoStamp}
	if s := p.Published; s != nil {
		d.Published = mentionmap.Stamp{Day: mentionmap.Day(s.Day), Minute: s.Minute, Zone: string(s.Zone)}
	}
	for _, s := range p.Seen {
		d.Seen = append(d.Seen, mentionmap.Seen{Source: string(s.Source), URL: string(s.URL)})
	}
	return d
}

// exact is a string that JSON in PostgreSQL keeps to the byte: one with NUL, or
// that is no UTF-8, is written as {"base64": "…"}.
type exact string

type encoded struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON implements json.Marshaler.
func (s exact) MarshalJSON() ([]byte, error) {
	if strings.IndexByte(string(s), 0) < 0 && utf8.ValidString(string(s)) {
		return json.Marshal(string(s))
	}
	return json.Marshal(encoded{[]byte(s)})
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *exact) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, (*string)(s))
	}
	var e encoded
	err := json.Unmarshal(b, &e)
	*s = exact(e.Base64)
	return err
}

// hashOf names a document in the queue: its text's id and where it was seen,
// which is all that storing it again could add.
func hashOf(id string, d *mentionmap.Document) []byte {
	h := sha256.New()
	add := func(s string) {
		h.Write(binary.AppendUvarint(nil, uint64(len(s))))
		h.Write([]byte(s))
	}
	add(id)
	for _, s := range d.Seen {
		add(s.Source)
		add(s.URL)
	}
	return h.Sum(nil)[:16]
}
