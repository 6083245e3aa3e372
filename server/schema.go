package server

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// property describes a property of features, in the words of JSON Schema.
type property struct {
	name, kind string // kind: string, number, integer, boolean, array, object
	help       string
	null       bool // may be null
	format     string
	enum       []string
	items      map[string]any // of an array
	wide       bool           // an integer of more than 32 bits
}

var (
	integers = map[string]any{"type": "integer"}
	objects  = map[string]any{"type": "object"}
)

// The properties, in the order in which features carry them.
var (
	mentionProperties = []property{
		{name: "name", kind: "string", null: true, help: "main name of the place; null if it was not placed"},
		{name: "surface", kind: "string", help: "the words of the text"},
		{name: "kind", kind: "string", enum: kindsAndUnknown(), help: "what sort of place"},
		{name: "use", kind: "string", enum: mentionmap.Uses(), help: "literal: the place itself is meant; associative: a government, army, product or dateline"},
		{name: "relation", kind: "string", enum: mentionmap.Relations(), help: "how the thing told lies to the place"},
		{name: "date", kind: "string", format: "date", null: true, help: "first day of the event, as the text gives it"},
		{name: "date_to", kind: "string", format: "date", null: true, help: "last day of the event"},
		{name: "date_precision", kind: "string", null: true, enum: mentionmap.Precisions(), help: "how exactly the text dates it"},
		{name: "date_basis", kind: "string", null: true, help: "where the words stand that dated it"},
		{name: "date_words", kind: "string", null: true, help: "the words that dated it"},
		{name: "planned", kind: "boolean", help: "said of the future when it was written"},
		{name: "published", kind: "string", null: true, help: "when the post was published: YYYY-MM-DD or YYYY-MM-DDTHH:MM, without a zone"},
		{name: "confidence", kind: "number", help: "0 to 1"},
		{name: "certainty", kind: "string", enum: []string{"sure", "likely", "unsure"}, help: "the confidence in a word"},
		{name: "radius_km", kind: "number", help: "how far from the point the thing may lie"},
		{name: "repeat", kind: "boolean", help: "the same paragraph stands earlier in the document"},
		{name: "place", kind: "integer", wide: true, null: true, help: "id of the place: a whole number within ±2^53"},
		{name: "geonames_id", kind: "integer", null: true, help: "id of the place at GeoNames"},
		{name: "country", kind: "string", null: true, help: "ISO 3166-1 alpha-2"},
		{name: "admin1", kind: "string", null: true, help: "first-level unit"},
		{name: "snippet", kind: "string", help: "the sentence"},
		{name: "snippet_mark", kind: "array", items: integers, help: "where the mention stands in the snippet: start and end in code points"},
		{name: "date_mark", kind: "array", null: true, items: integers, help: "where the words that dated it stand in the snippet"},
		{name: "title", kind: "string", null: true, help: "of the post, else of the document"},
		{name: "source", kind: "string", null: true, help: "site or channel"},
		{name: "author", kind: "string", null: true},
		{name: "url", kind: "string", null: true, help: "where it was seen; not checked"},
		{name: "document", kind: "string", help: "id of the document"},
		{name: "post", kind: "string", help: "id of the post"},
		{name: "story", kind: "string", help: "id of the story: near-copies share it"},
		{name: "start", kind: "integer", help: "code points of the document"},
		{name: "end", kind: "integer", help: "code points of the document"},
		{name: "derived", kind: "array", items: objects, help: "points worked out, such as 12 km north of it"},
	}
	placeProperties = []property{
		{name: "name", kind: "string", help: "main name"},
		{name: "kind", kind: "string", enum: kindsAndUnknown(), help: "what sort of place"},
		{name: "count", kind: "integer", help: "how many reports, or what count asks for, match"},
		{name: "first", kind: "string", format: "date", null: true, help: "first day of them"},
		{name: "last", kind: "string", format: "date", null: true, help: "last day of them"},
		{name: "geonames_id", kind: "integer", null: true, help: "id of the place at GeoNames"},
		{name: "country", kind: "string", null: true, help: "ISO 3166-1 alpha-2"},
		{name: "admin1", kind: "string", null: true, help: "first-level unit"},
		{name: "admin2", kind: "string", null: true, help: "second-level unit"},
		{name: "population", kind: "integer", help: "0 if it is not known"},
	}
	documentProperties = []property{
		{name: "title", kind: "string", null: true},
		{name: "key", kind: "string", null: true, help: "the name of the input"},
		{name: "lang", kind: "string", null: true, help: "en, uk, ru"},
		{name: "published", kind: "string", null: true, help: "YYYY-MM-DD or YYYY-MM-DDTHH:MM, without a zone"},
		{name: "seen", kind: "array", items: objects, help: "sources and addresses it was seen at"},
		{name: "story", kind: "string", help: "id of the story: near-copies share it"},
		{name: "posts", kind: "integer", help: "number of posts"},
		{name: "mentions", kind: "integer", help: "number of mentions"},
		{name: "first", kind: "string", format: "date", null: true, help: "first day of its mentions"},
		{name: "last", kind: "string", format: "date", null: true, help: "last day of its mentions"},
	}
)

func kindsAndUnknown() []string { return append(mentionmap.Kinds(), mentionmap.KindUnknown.String()) }

// schema answers with the JSON Schema of a collection's features.
func (h *handlers) schema(c *fiber.Ctx) error {
	return h.aboutCollection(c, func(k collection) fiber.Map {
		properties := fiber.Map{}
		for _, p := range k.properties {
			properties[p.name] = p.jsonSchema()
		}
		return fiber.Map{
			"type": "object", "required": []string{"type", "geometry", "properties"},
			"properties": fiber.Map{
				"type":       fiber.Map{"const": "Feature"},
				"id":         fiber.Map{"type": schemaIDType(k)},
				"geometry":   geometrySchema(k),
				"properties": fiber.Map{"type": "object", "properties": properties},
			},
		}
	})
}

// queryables answers with the properties that are filters by their own names.
func (h *handlers) queryables(c *fiber.Ctx) error {
	filters := mentionmap.Parameters()
	return h.aboutCollection(c, func(k collection) fiber.Map {
		properties := fiber.Map{}
		for _, p := range k.properties {
			if slices.ContainsFunc(filters, func(f mentionmap.Parameter) bool { return f.Property && f.Name == p.name }) {
				properties[p.name] = p.jsonSchema()
			}
		}
		if k.geometry != "" {
			properties["geometry"] = fiber.Map{"$ref": "https://geojson.org/schema/" + k.geometry + ".json"}
		}
		return fiber.Map{"type": "object", "properties": properties, "additionalProperties": false}
	})
}

// aboutCollection answers with a schema.
func (h *handlers) aboutCollection(c *fiber.Ctx, body func(collection) fiber.Map) error {
	v, err := onlyParams(c)
	if err != nil {
		return err
	}
	k, err := collectionOf(c)
	if err != nil {
		return err
	}
	m := body(k)
	m["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	m["$id"] = h.here(c, v)
	m["title"] = k.title
	m["description"] = k.description
	return sendJSON(c, mediaSchema, m)
}

func idType(k collection) string {
	if k.layer == "mentions" || k.geometry == "" {
		return "string"
	}
	return "integer"
}

// schemaIDType is idType for GDAL, as above.
func schemaIDType(k collection) string {
	if idType(k) == "integer" {
		return "number"
	}
	return "string"
}

func geometrySchema(k collection) fiber.Map {
	switch k.geometry {
	case "":
		return fiber.Map{"type": "null"}
	case "Point":
		return fiber.Map{"oneOf": []any{fiber.Map{"$ref": "https://geojson.org/schema/Point.json"}, fiber.Map{"type": "null"}}}
	}
	return fiber.Map{"oneOf": []any{fiber.Map{"$ref": "https://geojson.org/schema/MultiPolygon.json"}, fiber.Map{"$ref": "https://geojson.org/schema/Point.json"}}}
}

// base is what JSON Schema and OpenAPI 3.0 say alike.
func (p property) base() fiber.Map {
	m := fiber.Map{}
	if p.help != "" {
		m["description"] = p.help
	}
	if p.format != "" {
		m["format"] = p.format
	}
	if p.items != nil {
		m["items"] = p.items
	}
	return m
}

// jsonSchema leaves out that a value may be null: readers take null for not
// there (OGC API – Features, Part 5). GDAL holds what is called an integer in
// 32 bits, and a number exactly up to 2^53.
func (p property) jsonSchema() fiber.Map {
	m := p.base()
	m["type"] = p.kind
	if p.wide {
		m["type"] = "number"
	}
	if p.enum != nil {
		m["enum"] = p.enum
	}
	return m
}

func (p property) openAPI() fiber.Map {
	m := p.base()
	m["type"] = p.kind
	if p.null {
		m["nullable"] = true
	}
	if p.enum != nil {
		m["enum"] = enumOf(p.enum, p.null)
	}
	return m
}

func enumOf(words []string, null bool) []any {
	var all []any
	for _, w := range words {
		all = append(all, w)
	}
	if null {
		all = append(all, nil)
	}
	return all
}
