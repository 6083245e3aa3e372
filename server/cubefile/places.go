package cubefile

import (
	"bytes"
	"encoding/json"

	"mentionmap"
)

// Places describes groups; the lists are parallel, one entry for each group.
type Places struct {
	Ref     []int64
	ID      []mentionmap.PlaceID
	Name    []string
	UK      []string
	RU      []string
	Kind    []int
	Country []string
	Admin1  []string
	Lon     []*float64
	Lat     []*float64
	Source  []int // index into Header.Sources; nil if sources are not told apart
}

// NewPlaces returns lists that are empty, not null, with room for so many.
func NewPlaces(room int) *Places {
	text := func() []string { return make([]string, 0, room) }
	return &Places{
		Ref: make([]int64, 0, room), ID: make([]mentionmap.PlaceID, 0, room), Name: text(), UK: text(), RU: text(),
		Kind: make([]int, 0, room), Country: text(), Admin1: text(), Lon: make([]*float64, 0, room), Lat: make([]*float64, 0, room),
	}
}

// Add appends a group: a place with its names in Ukrainian and Russian, or,
// with id 0, the mentions of a kind that were not placed.
func (p *Places) Add(ref int64, place *mentionmap.Place, uk, ru string) {
	p.Ref = append(p.Ref, ref)
	p.ID = append(p.ID, place.ID)
	p.Name = append(p.Name, place.Name)
	p.UK = append(p.UK, uk)
	p.RU = append(p.RU, ru)
	p.Kind = append(p.Kind, int(place.Kind))
	p.Country = append(p.Country, place.Country)
	p.Admin1 = append(p.Admin1, place.Admin1)
	var lon, lat *float64
	if place.ID != 0 {
		lon, lat = &place.Lon, &place.Lat
	}
	p.Lon, p.Lat = append(p.Lon, lon), append(p.Lat, lat)
}

// column is a member of the object of lists.
type column struct {
	name string
	list any
}

func (p *Places) columns() []column {
	all := []column{
		{"ref", p.Ref}, {"id", p.ID}, {"name", p.Name}, {"uk", p.UK}, {"ru", p.RU}, {"kind", p.Kind}, {"country", p.Country}, {"admin1", p.Admin1}, {"lon", p.Lon}, {"lat", p.Lat},
	}
	if p.Source != nil {
		all = append(all, column{"source", p.Source})
	}
	return all
}

// Lists is Places as it stands in a file: by column, its values with commas
// between them.
type Lists struct {
	Len    int
	names  []string
	values [][]byte
}

// Lists writes the columns.
func (p *Places) Lists() (*Lists, error) {
	out := &Lists{Len: len(p.ID)}
	for _, c := range p.columns() {
		text, err := json.Marshal(c.list)
		if err != nil {
			return nil, err
		}
		out.names, out.values = append(out.names, c.name), append(out.values, text[1:len(text)-1])
	}
	return out, nil
}

// Join writes lists that follow each other as one object, in pieces.
func Join(list []*Lists) []Piece {
	if len(list) == 0 {
		none, _ := NewPlaces(0).Lists() // empty lists can be written
		list = []*Lists{none}
	}
	var pieces []Piece
	values := make([][]byte, len(list))
	for i, name := range list[0].names {
		for j, l := range list {
			values[j] = l.values[i]
		}
		text := []byte(`,"` + name + `":[`)
		if i == 0 {
			text[0] = '{'
		}
		text = append(append(text, bytes.Join(values, []byte{','})...), ']')
		if i == len(list[0].names)-1 {
			text = append(text, '}')
		}
		pieces = append(pieces, Piece{text, &Packed{}})
	}
	return pieces
}
