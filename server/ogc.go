package server

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"mentionmap"
)

const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	crs84        = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
)

// link is a link of OGC API – Common.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// collectionNames is the table of collections, in the order they are listed.
var collectionNames = []struct{ name, title, description string }{
	{"mentions", "Mentions", "A place named in a text, with the sentence and the days the text gives. A mention is not a verified event."},
	{"places", "Places", "The places mentioned, with the number of reports that match the filters."},
	{"regions", "Regions", "The regions and countries mentioned, with their outlines and the number of reports that match the filters."},
	{"documents", "Documents", "The texts that were read."},
}

var conformanceClasses = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
}

func (h *handlers) landing(c *fiber.Ctx) error {
	if err := onlyParams(c); err != nil {
		return err
	}
	base := origin(c) + "/api"
	return c.JSON(fiber.Map{
		"title":       "mentionmap",
		"description": "Places that texts mention, with the days they give. Mentions are not verified events.",
		"links": []link{
			{base, "self", mediaJSON, "This page"},
			{base + "/conformance", "conformance", mediaJSON, "What this API conforms to"},
			{base + "/collections", "data", mediaJSON, "The collections"},
			{base + "/export?f=geojson", "enclosure", mediaGeoJSON, "All mentions as one download"},
			{origin(c) + "/", "alternate", "text/html", "The map"},
		},
	})
}

func (h *handlers) conformance(c *fiber.Ctx) error {
	if err := onlyParams(c); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"conformsTo": conformanceClasses})
}

// onlyParams refuses parameters on resources that take none but f.
func onlyParams(c *fiber.Ctx) error {
	v, err := values(c)
	if err != nil {
		return err
	}
	for name := range v {
		if name != "f" {
			return mentionmap.ParamErrorf(shown(name), "this resource takes no such parameter")
		}
	}
	_, err = choice(v, "f", "json")
	return err
}

// description is a collection's entry.
type description struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	Extent      extent   `json:"extent"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  spatial   `json:"spatial"`
	Temporal *temporal `json:"temporal,omitempty"`
}

type spatial struct {
	BBox [][]float64 `json:"bbox"`
	CRS  string      `json:"crs"`
}

type temporal struct {
	Interval [][]*string `json:"interval"`
	TRS      string      `json:"trs"`
}

func (h *handlers) collections(c *fiber.Ctx) error {
	if err := onlyParams(c); err != nil {
		return err
	}
	all := make([]description, 0, len(collectionNames))
	for i := range collectionNames {
		d, err := h.describe(c, i)
		if err != nil {
			return err
		}
		all = append(all, d)
	}
	self := origin(c) + "/api/collections"
	return c.JSON(fiber.Map{"collections": all, "links": []link{{self, "self", mediaJSON, "The collections"}}})
}

func (h *handlers) collection(c *fiber.Ctx) error {
	if err := onlyParams(c); err != nil {
		return err
	}
	i, err := collectionIndex(c)
	if err != nil {
		return err
	}
	d, err := h.describe(c, i)
	if err != nil {
		return err
	}
	return c.JSON(d)
}

func collectionIndex(c *fiber.Ctx) (int, error) {
	for i, k := range collectionNames {
		if k.name == c.Params("collection") {
			return i, nil
		}
	}
	return 0, mentionmap.Errorf(mentionmap.NotFound, "there is no collection %q: there are mentions, places, regions and documents", shown(c.Params("collection")))
}

func (h *handlers) describe(c *fiber.Ctx, i int) (description, error) {
	ctx, cancel := bounded()
	defer cancel()
	info, err := h.Store.Info(ctx)
	if err != nil {
		return description{}, err
	}
	k := collectionNames[i]
	self := origin(c) + "/api/collections/" + k.name
	d := description{
		ID: k.name, Title: k.title, Description: k.description, ItemType: "feature", CRS: []string{crs84},
		Extent: extent{Spatial: spatial{BBox: [][]float64{{-180, -90, 180, 90}}, CRS: crs84}},
		Links: []link{
			{self, "self", mediaJSON, k.title},
			{self + "/items", "items", mediaGeoJSON, "The features"},
		},
	}
	if info.First != mentionmap.NoDay {
		first, last := info.First.String()+"T00:00:00Z", info.Last.String()+"T23:59:59Z"
		d.Extent.Temporal = &temporal{Interval: [][]*string{{&first, &last}}, TRS: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	return d, nil
}

// selfLink and nextLink repeat all parameters of the request.
func selfLink(c *fiber.Ctx) link {
	return link{origin(c) + strings.Clone(c.OriginalURL()), "self", mediaGeoJSON, "This page"}
}

func nextLink(c *fiber.Ctx, v url.Values, cursor string) link {
	next := url.Values{}
	for name, list := range v {
		next[name] = list
	}
	next.Set("after", cursor)
	return link{origin(c) + strings.Clone(c.Path()) + "?" + next.Encode(), "next", mediaGeoJSON, "The next page"}
}
