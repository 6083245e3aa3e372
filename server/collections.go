package server

import (
	"github.com/gofiber/fiber/v2"

	"mentionmap"
	"mentionmap/data/export"
)

// collection is one collection of OGC API – Features.
type collection struct {
	name, title, description string
	list                     lister
	geometry                 string // of its features: a type of GeoJSON, or "" for none
	properties               []property
	bytes                    int    // that a feature takes, about
	layer                    string // of the download that holds the same; "" if there is none
}

// collections is the table of them, in the order they are listed. It is a
// function because listers refer to handlers, which refer to it.
func collections() []collection {
	return []collection{
		{
			name: "mentions", bytes: mentionBytes, title: "Mentions", geometry: "Point", list: (*handlers).listMentions, layer: export.LayerMentions.String(),
			description: "A place named in a text, with the sentence and the days the text gives. A mention is not a verified event.",
			properties:  mentionProperties,
		},
		{
			name: "places", bytes: 400, title: "Places", geometry: "Point", list: (*handlers).listPlaces, layer: export.LayerPlaces.String(),
			description: "The places mentioned, with the number of reports that match the filters.",
			properties:  placeProperties,
		},
		{
			name: "regions", bytes: 6000, title: "Regions", geometry: "MultiPolygon", list: (*handlers).listRegions,
			description: "The regions and countries mentioned, with their outlines and the number of reports that match the filters.",
			properties:  placeProperties,
		},
		{
			name: "documents", bytes: 500, title: "Documents", list: (*handlers).listDocuments,
			description: "The texts that were read.",
			properties:  documentProperties,
		},
	}
}

// collectionOf finds the collection that a request names.
func collectionOf(c *fiber.Ctx) (collection, error) {
	for _, k := range collections() {
		if k.name == c.Params("collection") {
			return k, nil
		}
	}
	return collection{}, mentionmap.Errorf(mentionmap.NotFound, "there is no collection %q: there are mentions, places, regions and documents", shown(c.Params("collection")))
}

// entry is what is said of a collection.
type entry struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	Extent      extent   `json:"extent"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  spatialExtent `json:"spatial"`
	Temporal *temporal     `json:"temporal,omitempty"`
}

type spatialExtent struct {
	BBox [][]float64 `json:"bbox"`
	CRS  string      `json:"crs"`
}

type temporal struct {
	Interval [][]*string `json:"interval"`
	TRS      string      `json:"trs"`
}

func (h *handlers) collections(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	when, had, err := h.temporal(c)
	if had || err != nil {
		return err
	}
	var all []entry
	for _, k := range collections() {
		all = append(all, h.describe(c, k, when))
	}
	base := h.root(c) + "/api"
	return sendJSON(c, mediaJSON, fiber.Map{"collections": all, "links": []link{
		{base + "/collections", "self", mediaJSON, "The collections"}, {base, "parent", mediaJSON, "The landing page"},
	}})
}

func (h *handlers) collection(c *fiber.Ctx) error {
	if _, err := onlyParams(c); err != nil {
		return err
	}
	k, err := collectionOf(c)
	if err != nil {
		return err
	}
	when, had, err := h.temporal(c)
	if had || err != nil {
		return err
	}
	return sendJSON(c, mediaJSON, h.describe(c, k, when))
}

// temporal is the extent in time of all that is stored; nil if nothing is dated.
func (h *handlers) temporal(c *fiber.Ctx) (*temporal, bool, error) {
	ctx, cancel := bounded()
	defer cancel()
	info, had, err := h.fresh(ctx, c)
	if had || err != nil || info.First == mentionmap.NoDay {
		return nil, had, err
	}
	first, last := info.First.String()+"T00:00:00Z", info.Last.String()+"T23:59:59Z"
	return &temporal{Interval: [][]*string{{&first, &last}}, TRS: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}, false, nil
}

func (h *handlers) describe(c *fiber.Ctx, k collection, when *temporal) entry {
	self := h.root(c) + "/api/collections/" + k.name
	d := entry{
		ID: k.name, Title: k.title, Description: k.description, ItemType: "feature", CRS: []string{crs84},
		Extent: extent{Spatial: spatialExtent{BBox: [][]float64{{-180, -90, 180, 90}}, CRS: crs84}, Temporal: when},
		Links: []link{
			{self, "self", mediaJSON, k.title},
			{self + "/items", "items", mediaGeoJSON, "The features"},
			{self + "/schema", "describedby", mediaSchema, "What a feature holds"},
			{self + "/schema", "describedBy", mediaSchema, "What a feature holds (as GDAL 3.6 spells it)"},
			{self + "/queryables", relQueryables, mediaSchema, "What can be asked for"},
		},
	}
	if k.layer != "" {
		for _, f := range export.Formats {
			d.Links = append(d.Links, link{h.root(c) + "/api/export?collection=" + k.layer + "&f=" + f.Name, "enclosure", f.MediaType, "All as one file: " + f.Title})
		}
	}
	return d
}
