package server

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// pasted is the body of POST /api/locate.
type pasted struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Date  string `json:"date"`
	Title string `json:"title"`
}

// locate answers with the places of a text. Nothing is stored.
func (h *handlers) locate(c *fiber.Ctx) error {
	v, err := onlyParams(c, "explain", "demonyms")
	if err != nil {
		return err
	}
	explain, err := flag(v, "explain")
	if err != nil {
		return err
	}
	demonyms, err := flag(v, "demonyms")
	if err != nil {
		return err
	}
	body, err := h.body(c, maxLocateBytes*7) // JSON may write a byte as \u00XX
	if err != nil {
		return err
	}
	doc, err := pastedDocument(mediaTypeOf(c), body)
	if err != nil {
		return err
	}
	if err := h.locates.take("texts"); err != nil {
		return err
	}
	defer h.locates.give()
	located := h.Locate(doc, explain, demonyms)
	return send(c, mediaJSON, export.AppendLocated(nil, &located))
}

// pastedDocument reads the body: text as it is, or JSON with a date.
func pastedDocument(mediaType string, body []byte) (mentionmap.Document, error) {
	in := pasted{ID: "pasted"}
	switch mediaType {
	case mediaJSON:
		if err := json.Unmarshal(body, &in); err != nil {
			return mentionmap.Document{}, mentionmap.Errorf(mentionmap.Invalid, "the body is not the JSON {\"text\",\"date\"?,\"title\"?}, all of them strings")
		}
	case "text/plain", "":
		in.Text = string(body)
	default:
		return mentionmap.Document{}, fiber.NewError(fiber.StatusUnsupportedMediaType, "send text/plain or application/json")
	}
	switch {
	case len(in.Text) > maxLocateBytes:
		return mentionmap.Document{}, mentionmap.Errorf(mentionmap.TooLarge, "the text has %d bytes: at most %d; 'mentionmap locate' and 'mentionmap ingest' take more", len(in.Text), maxLocateBytes)
	case !utf8.ValidString(in.Text):
		return mentionmap.Document{}, mentionmap.Errorf(mentionmap.Invalid, "the text is not UTF-8")
	}
	doc := mentionmap.Document{Key: in.ID, Text: in.Text, Title: in.Title, Published: mentionmap.NoStamp}
	if in.Date != "" {
		stamp, err := mentionmap.ParseStamp(in.Date)
		if err != nil {
			return doc, mentionmap.ParamErrorf("date", "%v", err)
		}
		doc.Published = stamp
	}
	return doc, nil
}
