package server

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

// parameterComponents makes the filters out of the table that also reads them.
func parameterComponents() fiber.Map {
	all := fiber.Map{}
	for _, p := range mentionmap.Parameters() {
		all[p.Name] = parameterComponent(p)
	}
	return all
}

func parameterComponent(p mentionmap.Parameter) fiber.Map {
	value := fiber.Map{"type": p.Type}
	if p.Enum != nil {
		value["enum"] = p.Enum
	}
	if p.Max > p.Min {
		value["minimum"], value["maximum"] = p.Min, p.Max
	}
	if p.Default != "" {
		value["default"] = p.Default
	}
	if p.Name == "limit" {
		value["default"] = defaultLimit
	}
	m := fiber.Map{"name": p.Name, "in": "query", "required": false, "description": p.Help, "schema": value}
	if p.List || p.Repeat {
		list := fiber.Map{"type": "array", "items": value}
		if p.Length[0] > 0 {
			list["minItems"], list["maxItems"] = p.Length[0], p.Length[1]
		}
		m["schema"], m["style"], m["explode"] = list, "form", p.Repeat
	}
	return m
}

func responseComponents() fiber.Map {
	return fiber.Map{"problem": fiber.Map{
		"description": "What is wrong, and with which parameter",
		"content":     fiber.Map{mediaProblem: fiber.Map{"schema": ref("schemas", "problem")}},
	}}
}

// object is the schema of an object; all its members are there always, unless
// they are named in optional.
func object(members fiber.Map, optional ...string) fiber.Map {
	required := []string{}
	for name := range members {
		required = append(required, name)
	}
	return fiber.Map{"type": "object", "properties": members, "required": without(required, optional)}
}

func listOf(item fiber.Map) fiber.Map { return fiber.Map{"type": "array", "items": item} }

var (
	aString  = fiber.Map{"type": "string"}
	aNumber  = fiber.Map{"type": "number"}
	anInt    = fiber.Map{"type": "integer"}
	aBool    = fiber.Map{"type": "boolean"}
	aDay     = fiber.Map{"type": "string", "format": "date"}
	mayBeDay = fiber.Map{"type": "string", "format": "date", "nullable": true}
	mayBeInt = fiber.Map{"type": "integer", "nullable": true}
	mayBe    = fiber.Map{"type": "string", "nullable": true}
	anObject = fiber.Map{"type": "object"}
)

func schemaComponents() fiber.Map {
	links := listOf(ref("schemas", "link"))
	cubeParts := listOf(object(fiber.Map{"name": aString, "rows": anInt}))
	all := fiber.Map{
		"any":         anObject,
		"link":        object(fiber.Map{"href": aString, "rel": aString, "type": aString, "title": aString}, "type", "title"),
		"landing":     object(fiber.Map{"title": aString, "description": aString, "links": links}),
		"conformance": object(fiber.Map{"conformsTo": listOf(aString)}),
		"collection": object(fiber.Map{
			"id": aString, "title": aString, "description": aString, "itemType": aString, "crs": listOf(aString), "links": links,
			"extent": object(fiber.Map{
				"spatial":  object(fiber.Map{"bbox": listOf(listOf(aNumber)), "crs": aString}),
				"temporal": object(fiber.Map{"interval": listOf(listOf(mayBe)), "trs": aString}),
			}, "temporal"),
		}),
		"collections": object(fiber.Map{"collections": listOf(ref("schemas", "collection")), "links": links}),
		"problem": object(fiber.Map{"type": aString, "title": aString, "status": anInt, "detail": aString, "code": aString, "description": aString,
			"param": aString}, "param"),
		"summary": object(fiber.Map{"generation": anInt, "documents": anInt, "stories": anInt, "posts": anInt, "mentions": anInt, "first": mayBeDay, "last": mayBeDay}),
		"timeline": object(fiber.Map{"unit": aString, "by": aString, "bin": aString,
			"bins": listOf(object(fiber.Map{"from": aDay, "to": aDay, "count": anInt}))}),
		"cubeParts": object(fiber.Map{"generation": aString, "by": aString, "count": aString, "first": mayBeInt, "last": mayBeInt, "places": cubeParts, "weeks": cubeParts, "days": cubeParts}),
		"sources":   object(fiber.Map{"sources": listOf(object(fiber.Map{"source": aString, "mentions": anInt}))}),
		"info": object(fiber.Map{"generation": anInt, "documents": anInt, "posts": anInt, "mentions": anInt, "first": mayBeDay, "last": mayBeDay,
			"demo": aBool, "version": aString, "gazetteer": aString, "locator": aString,
			"formats": listOf(object(fiber.Map{"name": aString, "title": aString, "extension": aString})),
			"tiles":   fiber.Map{"type": "object", "nullable": true, "properties": fiber.Map{"url": aString, "credit": aString}, "required": []string{"credit", "url"}},
			"reading": object(fiber.Map{"documents": anInt, "of": anInt})}, "reading"),
		"located": object(fiber.Map{"id": aString, "posts": listOf(anObject), "toponyms": listOf(anObject)}),
		"taken": object(fiber.Map{"new": anInt, "known": anInt, "posts": anInt, "mentions": anInt,
			"documents": listOf(object(fiber.Map{"id": aString, "new": aBool, "posts": anInt, "mentions": anInt, "links": links}))}),
		"place":       placeSchema(),
		"suggestions": object(fiber.Map{"places": listOf(object(fiber.Map{"id": anInt, "name": aString, "match": aString, "kind": aString, "country": mayBe, "admin1": mayBe, "count": anInt}))}),
		"point": object(fiber.Map{"type": fiber.Map{"type": "string", "enum": []string{"Point"}},
			"coordinates": fiber.Map{"type": "array", "items": aNumber, "minItems": 2, "maxItems": 2}}),
		"multiPolygon": object(fiber.Map{"type": fiber.Map{"type": "string", "enum": []string{"MultiPolygon"}},
			"coordinates": listOf(listOf(listOf(listOf(aNumber))))}),
	}
	for _, k := range collections() {
		all[k.name+"Feature"] = k.featureSchema()
		all[k.name+"Page"] = object(fiber.Map{
			"type": fiber.Map{"type": "string", "enum": []string{"FeatureCollection"}}, "timeStamp": fiber.Map{"type": "string", "format": "date-time"},
			"numberMatched": anInt, "numberReturned": anInt, "links": links, "features": listOf(ref("schemas", k.name+"Feature")),
		})
	}
	return all
}

func placeSchema() fiber.Map {
	return object(fiber.Map{
		"id": anInt, "name": aString, "kind": aString, "country": mayBe, "admin1": mayBe, "admin2": mayBe, "geonames_id": mayBeInt, "population": anInt,
		"lon": aNumber, "lat": aNumber, "unit": aString, "count": anInt, "first": mayBeDay, "last": mayBeDay,
		"names":           fiber.Map{"type": "object", "additionalProperties": listOf(aString)},
		"former":          fiber.Map{"type": "object", "additionalProperties": listOf(aString)},
		"days":            listOf(object(fiber.Map{"from": mayBeDay, "to": mayBeDay, "precision": aString, "count": anInt})),
		"with":            listOf(object(fiber.Map{"id": anInt, "name": aString, "kind": aString, "posts": anInt})),
		"posts_looked_at": anInt,
	})
}

func (k collection) featureSchema() fiber.Map {
	properties := fiber.Map{}
	for _, p := range k.properties {
		properties[p.name] = p.openAPI()
	}
	geometry := fiber.Map{"type": "object", "nullable": true}
	switch k.geometry {
	case "Point":
		geometry = fiber.Map{"nullable": true, "allOf": []any{ref("schemas", "point")}}
	case "MultiPolygon":
		geometry = fiber.Map{"oneOf": []any{ref("schemas", "multiPolygon"), ref("schemas", "point")}}
	}
	return object(fiber.Map{
		"type": fiber.Map{"type": "string", "enum": []string{"Feature"}}, "id": fiber.Map{"type": idType(k)}, "geometry": geometry,
		"properties": fiber.Map{"type": "object", "properties": properties}, "links": listOf(ref("schemas", "link")),
	}, "links")
}

// without returns the sorted words that are not among others.
func without(words, others []string) []string {
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(others, w) })
	slices.Sort(words)
	return words
}
