package cubefile

import (
	"encoding/json"
	"sync"

	"mentionmap"
)

// Places describes groups; the lists are parallel, one entry for each group.
type Places struct {
	Ref     []int64              `json:"ref"`
	ID      []mentionmap.PlaceID `json:"id"`
	Name    []string             `json:"name"`
	UK      []string             `json:"uk"`
	RU      []string             `json:"ru"`
	Kind    []int                `json:"kind"`
	Country []string             `json:"country"`
	Admin1  []string             `json:"admin1"`
	Lon     []*float64           `json:"lon"`
	Lat     []*float64           `json:"lat"`
	Source  []int                `json:"source,omitempty"` // index into Header.Sources; nil if sources are not told apart
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

// AppendJSON writes the lists as an object, all at the same time.
func (p *Places) AppendJSON(dst []byte) ([]byte, error) {
	columns := []column{
		{"ref", p.Ref}, {"id", p.ID}, {"name", p.Name}, {"uk", p.UK}, {"ru", p.RU}, {"kind", p.Kind}, {"country", p.Country}, {"admin1", p.Admin1}, {"lon", p.Lon}, {"lat", p.Lat},
	}
	if p.Source != nil {
		columns = append(columns, column{"source", p.Source})
	}
	texts, errs := make([][]byte, len(columns)), make([]error, len(columns))
	var all sync.WaitGroup
	for i := range columns {
		all.Go(func() { texts[i], errs[i] = json.Marshal(columns[i].list) })
	}
	all.Wait()
	sign := byte('{')
	for i, c := range columns {
		if errs[i] != nil {
			return nil, errs[i]
		}
		dst = append(append(append(dst, sign, '"'), c.name...), '"', ':')
		dst = append(dst, texts[i]...)
		sign = ','
	}
	return append(dst, '}'), nil
}
