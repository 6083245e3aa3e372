package server

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// openAPI answers with the OpenAPI 3.0 document of the API. It is written once,
// but for the address that a client knows the server by.
func (h *handlers) openAPI(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	doc, err := h.openAPIDocument()
	if err != nil {
		return err
	}
	address, err := json.Marshal(h.root(c) + "/api")
	if err != nil {
		return err
	}
	return send(c, mediaOpenAPI, h.addressed.of(doc, address))
}

// addressed is the document with the address that was asked for last: as a rule
// all ask for the same, and hold it in memory once while they read.
type addressed struct {
	last atomic.Pointer[addressedDocument]
}

type addressedDocument struct{ address, document []byte }

// of gives the document with an address in it, which is JSON.
func (a *addressed) of(doc, address []byte) []byte {
	if last := a.last.Load(); last != nil && bytes.Equal(last.address, address) {
		return last.document
	}
	made := bytes.Replace(doc, []byte(`"`+addressMark+`"`), address, 1)
	a.last.Store(&addressedDocument{address, made})
	return made
}

// addressMark stands in the document where the address belongs.
const addressMark = "http://address.invalid/"

func (h *handlers) writeOpenAPI() ([]byte, error) {
	return json.Marshal(fiber.Map{
		"openapi": "3.0.3",
		"info": fiber.Map{
			"title": apiTitle, "description": apiDescription, "version": orDefault(h.Version, "dev"),
			"license": fiber.Map{"name": export.Licence},
		},
		"servers": []any{fiber.Map{"url": addressMark}},
		"tags":    []any{fiber.Map{"name": "OGC API – Features"}, fiber.Map{"name": "Counts and downloads"}, fiber.Map{"name": "Places and texts"}, fiber.Map{"name": tagWrites}},
		"paths":   paths(),
		"components": fiber.Map{"parameters": parameterComponents(), "schemas": schemaComponents(), "responses": responseComponents(),
			"securitySchemes": fiber.Map{"token": fiber.Map{"type": "http", "scheme": "bearer", "description": "of 'mentionmap token new'"}}},
	})
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// operation is one resource of the API, for its description.
type operation struct {
	path, id, summary string
	tag               string
	filters           bool     // takes the filters
	without           []string // of the filters
	params            []any    // besides them
	media             string
	schema            string // component; "" if the answer is not JSON of ours
	method            string // "" is GET
	body              fiber.Map
	answers           fiber.Map // besides 200, or instead of it
}

const (
	tagFeatures = "OGC API – Features"
	tagCounts   = "Counts and downloads"
	tagTexts    = "Places and texts"
	tagWrites   = "Storing and deleting"
)

var (
	pageParams = []string{"limit", "after"}
	onePage    = append([]string{"sortby"}, pageParams...)
)

// operations is the table of what the API offers, in the order it is shown.
func operations() []operation {
	list := []operation{
		{path: "/", id: "landing", summary: "Landing page", tag: tagFeatures, media: mediaJSON, schema: "landing"},
		{path: "/conformance", id: "conformance", summary: "Conformance classes", tag: tagFeatures, media: mediaJSON, schema: "conformance"},
		{path: "/collections", id: "collections", summary: "The collections", tag: tagFeatures, media: mediaJSON, schema: "collections"},
	}
	for _, k := range collections() {
		list = append(list, k.operations()...)
	}
	return append(list,
		operation{path: "/export", id: "export", summary: "All that matches, as one file", tag: tagCounts, filters: true, without: onePage, media: "*/*",
			params: []any{wordParam("f", "format", export.Names()), wordParam("collection", "what is in the file", []string{"mentions", "places"})}},
		operation{path: "/summary", id: "summary", summary: "How many documents, stories, posts and mentions match, each once", tag: tagCounts, filters: true, without: onePage, media: mediaJSON, schema: "summary"},
		operation{path: "/timeline", id: "timeline", summary: "Counts by day, week or month", tag: tagCounts, filters: true, without: onePage, media: mediaJSON, schema: "timeline",
			params: []any{wordParam("bin", "length of a bin", []string{"month", "week", "day"})}},
		operation{path: "/cube", id: "cube", summary: "Counts by place and day, binary", tag: tagCounts, filters: true, without: onePage, media: mediaCube,
			params: []any{wordParam("grain", "length of a slot of time", []string{"day", "week"}), wordParam("facets", "what is told apart", []string{"none", "source"})}},
		operation{path: "/cube/parts", id: "cubeParts", summary: "The parts that all counts of a unit are divided into", tag: tagCounts, media: mediaJSON, schema: "cubeParts",
			params: []any{ref("parameters", "by"), ref("parameters", "count")}},
		operation{path: "/cube/parts/{id}", id: "cubePart", summary: "One part, which never changes", tag: tagCounts, media: mediaCube, params: []any{idParam("string")}},
		operation{path: "/places/{id}", id: "place", summary: "A place: names, days, other places named with it", tag: tagTexts, filters: true, without: append([]string{"place", "near", "polygon", "within"}, onePage...), media: mediaJSON, schema: "place",
			params: []any{idParam("integer")}},
		operation{path: "/suggest", id: "suggest", summary: "Places by the beginning of a name", tag: tagTexts, media: mediaJSON, schema: "suggestions",
			params: []any{fiber.Map{"name": "q", "in": "query", "required": true, "description": "beginning of a name", "schema": fiber.Map{"type": "string", "minLength": 1, "maxLength": maxSuggestBytes}}, ref("parameters", "limit")}},
		operation{path: "/sources", id: "sources", summary: "Sources with their number of mentions", tag: tagTexts, filters: true, without: append([]string{"count"}, onePage...), media: mediaJSON, schema: "sources",
			params: []any{wordParam("count", "what is counted", []string{mentionmap.CountMentions.String()})}},
		operation{path: "/info", id: "info", summary: "What the store holds", tag: tagTexts, media: mediaJSON, schema: "info"},
		operation{path: "/locate", id: "locate", summary: "Find the places of a text; nothing is stored", tag: tagTexts, media: mediaJSON, schema: "located", method: "post", body: locateBody,
			params: []any{flagParam("explain", "add the reasons"), flagParam("demonyms", "add words such as Russians")}},
		operation{path: "/documents", id: "postDocuments", summary: "Store documents; what is stored already stays as it is", tag: tagWrites, media: mediaJSON, schema: "taken", method: "post", body: documentsBody,
			params:  []any{textParam("name", "file name of the body: its ending tells the format"), textParam("source", "source of documents that name none")},
			answers: fiber.Map{"201": jsonAnswer("Stored", "taken")}},
		operation{path: "/documents/{id}", id: "deleteDocument", summary: "Delete a document with its mentions", tag: tagWrites, method: "delete", params: []any{idParam("string")},
			answers: fiber.Map{"200": nil, "204": fiber.Map{"description": "Deleted"}}},
	)
}

// operations are those of one collection.
func (k collection) operations() []operation {
	base := "/collections/" + k.name
	var without []string
	if k.name != "mentions" {
		without = []string{"sortby"}
	}
	item := operation{path: base + "/items/{id}", id: k.name + "Item", summary: "One of the " + k.name, tag: tagFeatures, media: mediaGeoJSON, schema: k.name + "Feature", params: []any{idParam(idType(k))}}
	if k.name == "mentions" {
		item.params = append(item.params, flagParam("why", "add the reasons, worked out anew"))
	}
	return []operation{
		{path: base, id: k.name, summary: k.title + ": description", tag: tagFeatures, media: mediaJSON, schema: "collection"},
		{path: base + "/schema", id: k.name + "Schema", summary: k.title + ": JSON Schema of the features", tag: tagFeatures, media: mediaSchema, schema: "any"},
		{path: base + "/queryables", id: k.name + "Queryables", summary: k.title + ": what can be asked for", tag: tagFeatures, media: mediaSchema, schema: "any"},
		{path: base + "/items", id: k.name + "Items", summary: k.title + ": the features that match", tag: tagFeatures, filters: true, without: without, media: mediaGeoJSON, schema: k.name + "Page",
			params: []any{wordParam("resultType", "hits: only how many match", []string{"results", "hits"})}},
		item,
	}
}

func paths() fiber.Map {
	all := fiber.Map{}
	for _, o := range operations() {
		all[o.path] = fiber.Map{orDefault(o.method, "get"): o.describe()}
	}
	return all
}

func (o operation) describe() fiber.Map {
	answer := fiber.Map{"schema": fiber.Map{"type": "string", "format": "binary"}}
	if o.schema != "" {
		answer["schema"] = ref("schemas", o.schema)
	}
	answers := fiber.Map{
		"200": fiber.Map{"description": o.summary, "content": fiber.Map{o.media: answer}},
		"400": ref("responses", "problem"), "default": ref("responses", "problem"),
	}
	if strings.Contains(o.path, "{") {
		answers["404"] = ref("responses", "problem")
	}
	for status, a := range o.answers {
		if answers[status] = a; a == nil {
			delete(answers, status)
		}
	}
	m := fiber.Map{"operationId": o.id, "summary": o.summary, "tags": []string{o.tag}, "responses": answers}
	if o.tag == tagWrites {
		m["security"] = []any{fiber.Map{"token": []string{}}}
	}
	if o.body != nil {
		m["requestBody"] = o.body
	}
	if params := o.parameters(); len(params) > 0 {
		m["parameters"] = params
	}
	return m
}

// parameters lists those of its own, then the filters it takes.
func (o operation) parameters() []any {
	params := append([]any(nil), o.params...)
	if !o.filters {
		return params
	}
	out := map[string]bool{}
	for _, name := range o.without {
		out[name] = true
	}
	for _, p := range mentionmap.Parameters() {
		if !out[p.Name] {
			params = append(params, ref("parameters", p.Name))
		}
	}
	return params
}

func ref(section, name string) fiber.Map {
	return fiber.Map{"$ref": "#/components/" + section + "/" + name}
}

func wordParam(name, help string, words []string) fiber.Map {
	return fiber.Map{"name": name, "in": "query", "description": help, "schema": fiber.Map{"type": "string", "enum": words, "default": words[0]}}
}

func flagParam(name, help string) fiber.Map {
	return fiber.Map{"name": name, "in": "query", "description": help, "schema": fiber.Map{"type": "string", "enum": []string{"0", "1", "false", "true"}, "default": "0"}}
}

func textParam(name, help string) fiber.Map {
	return fiber.Map{"name": name, "in": "query", "description": help, "schema": aString}
}

func jsonAnswer(help, schema string) fiber.Map {
	return fiber.Map{"description": help, "content": fiber.Map{mediaJSON: fiber.Map{"schema": ref("schemas", schema)}}}
}

func idParam(kind string) fiber.Map {
	return fiber.Map{"name": "id", "in": "path", "required": true, "schema": fiber.Map{"type": kind}}
}

var locateBody = fiber.Map{"required": true, "content": fiber.Map{
	"text/plain": fiber.Map{"schema": fiber.Map{"type": "string", "maxLength": maxLocateBytes}},
	mediaJSON: fiber.Map{"schema": fiber.Map{"type": "object", "required": []string{"text"}, "properties": fiber.Map{
		"text": fiber.Map{"type": "string"}, "date": fiber.Map{"type": "string"}, "title": fiber.Map{"type": "string"}, "id": fiber.Map{"type": "string"},
	}}},
}}

var documentsBody = fiber.Map{"required": true, "content": fiber.Map{
	"text/plain":           fiber.Map{"schema": aString},
	"application/x-ndjson": fiber.Map{"schema": aString},
	mediaJSON: fiber.Map{"schema": fiber.Map{"type": "object", "required": []string{"text"}, "properties": fiber.Map{
		"text": aString, "title": aString, "date": aString, "source": aString, "url": aString, "id": aString, "lang": aString,
	}}},
	"*/*": fiber.Map{"schema": fiber.Map{"type": "string", "format": "binary"}},
}}
