package main

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// province is a first-level unit of Natural Earth; in some countries it is
// one of GeoNames' second level.
type province struct {
	provinceNames
	shape orb.MultiPolygon
	bound orb.Bound
	code  string // of the GeoNames region it is or lies in: "UA.05"; "" until known
}

type provinceNames struct {
	ISO2     string  `json:"iso_a2"`
	ISO      string  `json:"iso_3166_2"`
	Name     string  `json:"name"`
	English  string  `json:"name_en"`
	Ukrain   string  `json:"name_uk"`
	Russian  string  `json:"name_ru"`
	Alt      string  `json:"name_alt"`
	Type     string  `json:"type_en"`
	GeoName  int64   `json:"gn_id"`
	Level    int     `json:"gn_level"`
	Admin1   string  `json:"gn_a1_code"`
	Lat      float64 `json:"latitude"`
	Lon      float64 `json:"longitude"`
	LongName string  `json:"gn_name"`
}

// nation is a country or dependent territory of Natural Earth.
type nation struct {
	ISO2       string  `json:"ISO_A2_EH"`
	Name       string  `json:"NAME_EN"`
	Long       string  `json:"NAME_LONG"`
	Formal     string  `json:"FORMAL_EN"`
	Ukrain     string  `json:"NAME_UK"`
	Russian    string  `json:"NAME_RU"`
	Population float64 `json:"POP_EST"`
	shape      orb.MultiPolygon
}

// feature is a GeoJSON feature with an outline.
type feature[P any] struct {
	Properties P
	Geometry   struct {
		Type        string
		Coordinates json.RawMessage
	}
}

func readFeatures[P any](data []byte) ([]feature[P], error) {
	var fc struct{ Features []feature[P] }
	if err := json.Unmarshal(data, &fc); err != nil {
		return nil, err
	}
	return fc.Features, nil
}

func (f *feature[P]) shape() (orb.MultiPolygon, error) {
	var mp orb.MultiPolygon
	switch f.Geometry.Type {
	case "MultiPolygon":
		return mp, json.Unmarshal(f.Geometry.Coordinates, &mp)
	case "Polygon":
		var p orb.Polygon
		err := json.Unmarshal(f.Geometry.Coordinates, &p)
		return orb.MultiPolygon{p}, err
	}
	return nil, fmt.Errorf("an outline is a %q", f.Geometry.Type)
}

// corrections of what Natural Earth says against its own ISO codes or GeoNames.
func (p *province) correct() {
	switch p.ISO {
	case "UA-40": // Sevastopol is Ukraine's
		p.ISO2 = "UA"
	case "UA-43": // so is Crimea; the short name serves as label
		p.ISO2, p.English, p.Ukrain, p.Russian = "UA", "Crimea", "Крим", "Крым"
	case "UA-32":
		p.Ukrain, p.Russian = "Київська область", "Киевская область"
	case "RU-ALT": // carries the names of the republic next to it
		p.English, p.Ukrain, p.Russian = "Altai Krai", "Алтайський край", "Алтайский край"
	}
}

func readProvinces(data []byte) ([]province, error) {
	features, err := readFeatures[provinceNames](data)
	if err != nil {
		return nil, err
	}
	out := make([]province, 0, len(features))
	for i := range features {
		p := province{provinceNames: features[i].Properties}
		if p.shape, err = features[i].shape(); err != nil {
			return nil, err
		}
		p.correct()
		p.shape = snapped(p.shape)
		p.bound = p.shape.Bound()
		out = append(out, p)
	}
	return out, nil
}

func readNations(data []byte) ([]nation, error) {
	features, err := readFeatures[nation](data)
	if err != nil {
		return nil, err
	}
	out := make([]nation, 0, len(features))
	for i := range features {
		n := features[i].Properties
		if n.shape, err = features[i].shape(); err != nil {
			return nil, err
		}
		n.shape = snapped(n.shape)
		out = append(out, n)
	}
	return out, nil
}
