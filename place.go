package mentionmap

import "strconv"

// Kind is the sort of thing a place is.
type Kind uint8

// The kinds.
const (
	KindUnknown Kind = iota
	Settlement       // city, town, village, quarter of a town
	District         // second-level unit: raion
	Region           // first-level unit: oblast, state, province
	Country          // state or dependent territory
	Area             // anything wider or without borders: Donbas, Europe, Middle East
	Water            // river, lake, sea
	Facility         // plant, dam, bridge, airfield, building, island fortress
	Street           // street or square
)

var kindNames = [...]string{"unknown", "settlement", "district", "region", "country", "area", "water", "facility", "street"}

// Kinds lists the names a kind can have.
func Kinds() []string { return kindNames[1:] }

func (k Kind) String() string { return nameOf(kindNames[:], k) }

// ParseKind is the inverse of String.
func ParseKind(s string) (Kind, bool) { return byName[Kind](kindNames[:], s) }

// PlaceID names a place for good. Positive: the place's GeoNames id.
// Negative: an id of our own, derived from the place itself, so that it stays
// the same when the gazetteer is built anew. Within ±2^53, so that JavaScript
// can hold it. Zero: no place.
type PlaceID int64

// GeoNames returns the GeoNames id and whether there is one.
func (id PlaceID) GeoNames() (int64, bool) { return int64(id), id > 0 }

func (id PlaceID) String() string { return strconv.FormatInt(int64(id), 10) }

// Name is one name of a place.
type Name struct {
	Text   string
	Lang   string // en, uk, ru, …; "" if it cannot be told
	Former bool   // no longer in official use
}

// Place is a row of the gazetteer.
type Place struct {
	ID         PlaceID
	Name       string // the current main name, in Latin letters
	Names      []Name // all others
	Kind       Kind
	Country    string // ISO 3166-1 alpha-2; "" for areas, seas, …
	Admin1     string // name of the first-level unit it lies in; "" for countries, regions, areas
	Admin2     string
	Admin1ID   PlaceID
	Population int64
	Lon, Lat   float64 // degrees; a label point for regions, countries, areas
}

// NameIn returns the place's current name in a language, else its main name.
func (p *Place) NameIn(lang string) string {
	for _, n := range p.Names {
		if n.Lang == lang && !n.Former {
			return n.Text
		}
	}
	return p.Name
}
