package server

import (
	"net/url"

	"github.com/gofiber/fiber/v2"
)

const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaSchema  = "application/schema+json"
	mediaOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	crs84        = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

	relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
)

// link is a link of OGC API – Common.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

var conformanceClasses = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
}

const (
	apiTitle       = "mentionmap"
	apiDescription = "Places that texts mention, with the days they give. Mentions are not verified events."
)

func (h *handlers) landing(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	base := h.root(c) + "/api"
	return sendJSON(c, mediaJSON, fiber.Map{
		"title":       apiTitle,
		"description": apiDescription,
		"links": []link{
			{base, "self", mediaJSON, "This page"},
			{base + "/openapi.json", "service-desc", mediaOpenAPI, "The API for programs"},
			{base + "/docs", "service-doc", mediaHTML, "The API for people"},
			{base + "/conformance", "conformance", mediaJSON, "What this API conforms to"},
			{base + "/collections", "data", mediaJSON, "The collections"},
			{base + "/export?f=geojson", "enclosure", mediaGeoJSON, "All mentions as one download"},
			{h.root(c) + "/", "alternate", "text/html", "The map"},
		},
	})
}

func (h *handlers) conformance(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, fiber.Map{"conformsTo": conformanceClasses})
}

// here is the address of the resource asked for, with these parameters.
func (h *handlers) here(c *fiber.Ctx, v url.Values) string {
	address := c.Protocol() + "://" + c.Hostname() + (&url.URL{Path: c.Path()}).EscapedPath()
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	return string([]byte(address)) // the request's memory is used again
}

// next is the address of the page after a cursor: it repeats all filters.
func (h *handlers) next(c *fiber.Ctx, v url.Values, cursor string) string {
	next := url.Values{}
	for name, list := range v {
		next[name] = list
	}
	next.Set("after", cursor)
	return h.here(c, next)
}
