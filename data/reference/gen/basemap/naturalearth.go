package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sams96/rgeo"
)

// feature is the little of rgeo's GeoJSON that the map needs. Properties stay a map because names
// such as ADMIN and admin stand side by side, which encoding/json would mix up in a struct.
type feature struct {
	Geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

func readFeatures(gz []byte) ([]feature, error) {
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	var doc struct {
		Features []feature `json:"features"`
	}
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return nil, err
	}
	return doc.Features, nil
}

func (f *feature) text(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// rings returns all rings, outer and inner alike, opened (the repeated last vertex is dropped).
func (f *feature) rings() ([][]point, error) {
	var polygons [][][]point
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([][][]point, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		err = fmt.Errorf("geometry %q is no area", f.Geometry.Type)
	}
	var out [][]point
	for _, rings := range polygons {
		for _, ring := range rings {
			if open := openRing(ring); len(open) >= 3 {
				out = append(out, open)
			}
		}
	}
	return out, err
}

func openRing(ring []point) []point {
	var out []point
	for _, p := range ring {
		if len(out) == 0 || keyOf(p) != keyOf(out[len(out)-1]) {
			out = append(out, p)
		}
	}
	for len(out) > 1 && keyOf(out[0]) == keyOf(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	return out
}

// belongs corrects Natural Earth's de facto filing to what the United Nations General Assembly
// holds (resolution 68/262 for Crimea), by ISO 3166-2 code or, where there is none, by state.
var belongs = map[string]string{
	"UA-43": "UKR", // Crimea
	"UA-40": "UKR", // Sevastopol
}

// joined are map units that Natural Earth draws apart from the state they belong to.
var joined = map[string]string{
	"SOL": "SOM", "CYN": "CYP", "ESB": "CYP", "WSB": "CYP", "KAB": "KAZ", "USG": "CUB",
}

// readProvinces returns the first-level divisions of the whole world, each named by its
// Natural Earth code, those of Ukraine by ISO 3166-2.
func readProvinces() ([]unit, error) {
	features, err := readFeatures(rgeo.Provinces10())
	if err != nil {
		return nil, fmt.Errorf("rgeo Provinces10: %w", err)
	}
	units := make([]unit, 0, len(features))
	for i := range features {
		f := &features[i]
		rings, err := f.rings()
		if err != nil {
			return nil, fmt.Errorf("rgeo Provinces10, feature %d: %w", i, err)
		}
		units = append(units, unit{name: provinceName(f), owner: ownerOf(f), rings: rings})
	}
	return units, nil
}

func provinceName(f *feature) string {
	if iso := f.text("iso_3166_2"); strings.HasPrefix(iso, "UA-") {
		return iso
	}
	return f.text("adm1_code")
}

func ownerOf(f *feature) string {
	if state := belongs[f.text("iso_3166_2")]; state != "" {
		return state
	}
	state := f.text("adm0_a3")
	if whole := joined[state]; whole != "" {
		return whole
	}
	return state
}
