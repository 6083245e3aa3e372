package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"path/filepath"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
)

// maxDocumentBytes bounds what one request may store.
const maxDocumentBytes = 8 << 20

// Take stores the documents of a stream; what it returns with an error was
// stored (ingest.Take).
type Take func(ctx context.Context, name, source string, r io.Reader) ([]ingest.Taken, store.Added, error)

// postDocuments stores the documents of a body.
func (h *handlers) postDocuments(c *fiber.Ctx) error {
	token, err := h.mayWrite(c)
	if err != nil {
		return err
	}
	v, err := onlyParams(c, "name", "source")
	if err != nil {
		return err
	}
	name, err := nameOfBody(mediaTypeOf(c), v.Get("name"))
	if err != nil {
		return err
	}
	body, err := h.body(c, maxDocumentBytes)
	if err != nil {
		return err
	}
	if mediaTypeOf(c) == mediaJSON {
		if body, err = oneLine(body); err != nil {
			return err
		}
	}
	if err := h.writes.take("writes"); err != nil {
		return err
	}
	defer h.writes.give()
	ctx, cancel := whileWanted(c)
	defer cancel()
	list, added, err := h.Take(ctx, name, v.Get("source"), bytes.NewReader(body))
	if len(list) > 0 {
		slog.Info("documents stored", "token", token.Name, "client", h.proxies.client(c), "new", added.Documents, "known", added.Known, "mentions", added.Mentions, "first", idOf(list))
	}
	if err != nil {
		return err
	}
	return h.sendTaken(c, list, added)
}

func idOf(list []ingest.Taken) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].ID
}

// takenDocument is what is said of a document that was sent.
type takenDocument struct {
	ID       string `json:"id"`
	New      bool   `json:"new"`
	Posts    int    `json:"posts"`
	Mentions int    `json:"mentions"`
	Links    []link `json:"links"`
}

func (h *handlers) sendTaken(c *fiber.Ctx, list []ingest.Taken, added store.Added) error {
	base := h.root(c) + "/api/collections/"
	docs := make([]takenDocument, len(list))
	for i, t := range list {
		docs[i] = takenDocument{t.ID, t.New, t.Posts, t.Mentions, []link{
			{base + "documents/items/" + t.ID, "item", mediaGeoJSON, "The document"},
			{base + "mentions/items?document=" + t.ID, "items", mediaGeoJSON, "Its mentions"},
		}}
	}
	if added.Documents > 0 {
		c.Status(fiber.StatusCreated)
	}
	if len(list) == 1 {
		c.Set(fiber.HeaderLocation, docs[0].Links[0].Href)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(fiber.Map{"documents": docs, "new": added.Documents, "known": added.Known, "posts": added.Posts, "mentions": added.Mentions})
}

// bodyNames are what bodies are called that come without a name: the ending
// tells the reader what they are.
var bodyNames = map[string]string{
	"text/plain": "posted.txt", "": "posted.txt", "text/markdown": "posted.md",
	mediaJSON: "posted.jsonl", "application/x-ndjson": "posted.jsonl", "application/jsonl": "posted.jsonl",
}

// nameOfBody is the file name that a body is read under. Bodies of other media
// types need one.
func nameOfBody(mediaType, name string) (string, error) {
	if mediaType == mediaJSON {
		return bodyNames[mediaJSON], nil
	}
	if name = filepath.Base(shown(strings.ReplaceAll(name, `\`, "/"))); name != "." && name != "/" {
		return name, nil
	}
	if name, known := bodyNames[mediaType]; known {
		return name, nil
	}
	return "", mentionmap.ParamErrorf("name", "give the file name of a body of type %q, such as name=report.html, or send text/plain, application/json or application/x-ndjson", shown(mediaType))
}

// oneLine makes a line of JSON Lines of an object.
func oneLine(body []byte) ([]byte, error) {
	var line bytes.Buffer
	if err := json.Compact(&line, body); err != nil || !bytes.HasPrefix(line.Bytes(), []byte("{")) {
		return nil, mentionmap.Errorf(mentionmap.Invalid, `the body is not the JSON {"text","title"?,"date"?,"source"?,"url"?,"id"?}; send several documents as application/x-ndjson, one a line`)
	}
	return line.Bytes(), nil
}

// deleteDocument takes a document out with all its mentions.
func (h *handlers) deleteDocument(c *fiber.Ctx) error {
	token, err := h.mayWrite(c)
	if err != nil {
		return err
	}
	if _, err := onlyParams(c); err != nil {
		return err
	}
	if err := h.writes.take("writes"); err != nil {
		return err
	}
	defer h.writes.give()
	ctx, cancel := bounded()
	defer cancel()
	id := strings.Clone(c.Params("id"))
	if err := h.whole.Delete(ctx, id); err != nil {
		return err
	}
	slog.Info("document deleted", "token", token.Name, "client", h.proxies.client(c), "id", id)
	c.Status(fiber.StatusNoContent)
	return nil
}
