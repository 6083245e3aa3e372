package places

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// maxOwn is the most bytes of a user's own list.
const maxOwn = 256 << 20

// ownPlace is a place of a user's own list.
type ownPlace struct {
	name, lat, lon, kind, country, population, id string
	alternates                                    []string
}

func (o *ownPlace) draft() (*draft, error) {
	p := &draft{own: true, below: gazetteer.None}
	if o.name = strings.TrimSpace(o.name); o.name == "" {
		return nil, errors.New("has no name")
	}
	var err error
	if p.Lat, p.Lon, err = position(o.lat, o.lon); err != nil {
		return nil, err
	}
	if p.Kind = mentionmap.Settlement; o.kind != "" {
		var ok bool
		if p.Kind, ok = mentionmap.ParseKind(o.kind); !ok || p.Kind == mentionmap.KindUnknown {
			return nil, errors.New("the kind " + strconv.Quote(o.kind) + " is none of " + strings.Join(mentionmap.Kinds(), ", "))
		}
	}
	if p.Country = strings.ToUpper(o.country); len(p.Country) != 0 && len(p.Country) != 2 {
		return nil, errors.New("the country " + strconv.Quote(o.country) + " has not two letters")
	}
	if p.Population, err = strconv.ParseInt(orZero(o.population), 10, 64); err != nil || p.Population < 0 {
		return nil, errors.New("the population " + strconv.Quote(o.population) + " is no number")
	}
	id, err := strconv.ParseInt(orZero(o.id), 10, 64)
	if err != nil || id < 0 {
		return nil, errors.New("the id " + strconv.Quote(o.id) + " is no GeoNames id")
	}
	p.ID = mentionmap.PlaceID(id)
	p.nameOwn(o)
	return p, nil
}

func (p *draft) nameOwn(o *ownPlace) {
	for i, t := range append([]string{o.name}, o.alternates...) {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		flags := gazetteer.NameAlias
		if i == 0 {
			flags |= gazetteer.NameMain
		}
		p.Names = append(p.Names, gazetteer.EntryName{Text: t, Lang: gazetteer.GuessLang(t), Flags: flags})
	}
	if p.ID == 0 {
		p.ID = gazetteer.OwnID(&p.Entry)
	}
}

func isCSV(head string) bool {
	_, err := csvColumns(csvFields(head))
	return err == nil
}

func separator(head string) rune {
	for _, sep := range "\t;," {
		if strings.ContainsRune(head, sep) {
			return sep
		}
	}
	return ','
}

func csvFields(head string) []string {
	r := csv.NewReader(strings.NewReader(head))
	r.Comma = separator(head)
	f, err := r.Read()
	if err != nil {
		return nil
	}
	return f
}

// csvColumns finds the columns by the heading. Alternates are a column of
// names parted by semicolons or bars, and all columns after it.
func csvColumns(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		if long, ok := map[string]string{"latitude": "lat", "longitude": "lon", "lng": "lon", "alternatives": "alternates", "alternate names": "alternates", "geonames_id": "id", "geonameid": "id"}[h]; ok {
			h = long
		}
		if _, twice := at[h]; !twice {
			at[h] = i
		}
	}
	for _, want := range []string{"name", "lat", "lon"} {
		if _, ok := at[want]; !ok {
			return nil, errors.New("there is no column " + want)
		}
	}
	return at, nil
}

func readCSV(in *input, d *dump) error {
	r := csv.NewReader(io.LimitReader(in.buf, maxOwn))
	r.Comma, r.FieldsPerRecord, r.Comment = separator(in.head), -1, '#'
	var at map[string]int
	for {
		f, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			in.line = wrong.Line
			return in.wrong("%v", wrong.Err)
		}
		if err != nil {
			return err
		}
		in.line, _ = r.FieldPos(0)
		if !utf8.ValidString(strings.Join(f, "")) {
			return in.wrong("is not UTF-8 text: save the file as UTF-8")
		}
		if at == nil {
			f[0] = strings.TrimPrefix(f[0], "\ufeff")
			if at, err = csvColumns(f); err != nil {
				return in.wrong("%v", err)
			}
			continue
		}
		o := csvPlace(f, at)
		if err := d.addOwn(&o); err != nil {
			return in.wrong("%v", err)
		}
	}
}

func csvPlace(f []string, at map[string]int) ownPlace {
	of := func(column string) string {
		if i, ok := at[column]; ok && i < len(f) {
			return strings.TrimSpace(f[i])
		}
		return ""
	}
	o := ownPlace{name: of("name"), lat: of("lat"), lon: of("lon"), kind: of("kind"), country: of("country"), population: of("population"), id: of("id")}
	if from, ok := at["alternates"]; ok && from < len(f) {
		for _, cell := range f[from:] {
			o.alternates = append(o.alternates, split(cell)...)
		}
	}
	return o
}

func split(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '|' })
}

func (d *dump) addOwn(o *ownPlace) error {
	d.rows++
	p, err := o.draft()
	if err != nil {
		return err
	}
	d.drafts = append(d.drafts, p)
	return nil
}

func isGeoJSON(head string) bool { return strings.HasPrefix(strings.TrimSpace(head), "{") }

// geoJSON is what is read of a feature collection (RFC 7946).
type geoJSON struct {
	Type     string `json:"type"`
	Features []struct {
		Geometry *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
		Properties map[string]any `json:"properties"`
	} `json:"features"`
}

func readGeoJSON(in *input, d *dump) error {
	data, err := io.ReadAll(io.LimitReader(in.buf, maxOwn+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxOwn:
		return mentionmap.Errorf(mentionmap.TooLarge, "%s has more than %d MB", in.file, maxOwn>>20)
	case !utf8.Valid(data):
		return mentionmap.Errorf(mentionmap.Invalid, "%s is not UTF-8 text: save the file as UTF-8", in.file)
	}
	var all geoJSON
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	if err := json.Unmarshal(data, &all); err != nil {
		return mentionmap.Errorf(mentionmap.Invalid, "%s is no GeoJSON: %v", in.file, err)
	}
	if all.Type != "FeatureCollection" {
		return mentionmap.Errorf(mentionmap.Invalid, "%s: a GeoJSON %q, want a FeatureCollection of points", in.file, all.Type)
	}
	for i, f := range all.Features {
		var at []float64
		if f.Geometry == nil || f.Geometry.Type != "Point" || json.Unmarshal(f.Geometry.Coordinates, &at) != nil || len(at) < 2 {
			return mentionmap.Errorf(mentionmap.Invalid, "%s, feature %d: its geometry is no point", in.file, i+1)
		}
		o := jsonPlace(f.Properties, at)
		if err := d.addOwn(&o); err != nil {
			return mentionmap.Errorf(mentionmap.Invalid, "%s, feature %d: %v", in.file, i+1, err)
		}
	}
	return nil
}

func jsonPlace(properties map[string]any, at []float64) ownPlace {
	of := func(key string) string {
		switch v := properties[key].(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return ""
	}
	o := ownPlace{name: of("name"), kind: of("kind"), country: of("country"), population: of("population"), id: of("id"),
		lon: strconv.FormatFloat(at[0], 'f', -1, 64), lat: strconv.FormatFloat(at[1], 'f', -1, 64)}
	if list, ok := properties["alternates"].([]any); ok {
		for _, v := range list {
			if s, ok := v.(string); ok {
				o.alternates = append(o.alternates, s)
			}
		}
	} else {
		o.alternates = split(of("alternates"))
	}
	return o
}
