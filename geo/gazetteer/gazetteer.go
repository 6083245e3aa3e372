package gazetteer

import (
	"slices"

	"mentionmap"
)

// Row is the index of a place in an opened gazetteer. It holds for this
// opening only; a PlaceID holds for good.
type Row int32

// None is no place.
const None Row = -1

// Info says what a gazetteer, or a layer of one, is made of.
type Info struct {
	Title   string   `json:"title"`
	Version string   `json:"version"` // of the content, for people and for the store
	Sources []Source `json:"sources"`
	Places  int      `json:"places"`
	Names   int      `json:"names"`
	// Supplement says that the layer only adds names, languages and flags to
	// places of the layers below: its rows hide none.
	Supplement bool `json:"supplement,omitempty"`
}

// Source is where rows came from.
type Source struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Licence string `json:"licence"`
}

// Gazetteer is an opened gazetteer. It never changes: any number of
// goroutines may use it.
type Gazetteer struct {
	info   []Info // the base first
	tables tableSet

	// columns of places
	id         []mentionmap.PlaceID // ascending in each layer
	lon, lat   []int32              // in positionUnit
	population []uint32
	kind       []byte
	feature    []byte // index into tables.Features
	country    []byte // index into tables.Countries
	admin1     []Row
	admin2     []Row
	external   []mentionmap.PlaceID // containers that no layer has yet
	firstName  []uint32             // of each row, and the end
	code       map[Row]string
	byCode     map[string]Row
	replaces   map[mentionmap.PlaceID]Row

	// columns of names, in the order of their places
	text      string
	textAt    []uint32 // start of each name, and the end
	nameFlags []byte   // NameFlags
	nameLang  []byte   // index into tables.Langs
	nameRow   []Row

	// the trie
	nodeHash    []uint32 // ascending
	nodeSet     []uint32 // (name set + 1) << 1 | whether longer names follow
	bucket      []uint32 // first node of each value of the hash's upper bits
	bucketShift int
	setStart    []uint32 // of each name set, and the end
	refs        []uint32 // names

	parts  []rowRange // rows of each layer, the uppermost first
	hiding []Row      // for each row the one to use in its place, or None; empty for one layer
	shapes shapes
}

// Open reads a gazetteer and the layers over it, each a file made by a
// Builder. A row of an upper layer hides the row of the same id below, and
// the rows it replaces. Errors: Invalid for what is no gazetteer or is
// damaged, Conflict for a file of another format.
func Open(data []byte, layers ...[]byte) (*Gazetteer, error) {
	g, err := decode(data)
	if err != nil {
		return nil, err
	}
	for _, layer := range layers {
		upper, err := decode(layer)
		if err != nil {
			return nil, err
		}
		if g, err = stack(g, upper); err != nil {
			return nil, err
		}
	}
	g.forgetExternal()
	g.shapes.prepare()
	return g, nil
}

// Info describes the layers, the base first.
func (g *Gazetteer) Info() []Info { return slices.Clone(g.info) }

// Version names the content: the versions of all layers.
func (g *Gazetteer) Version() string {
	v := ""
	for i, info := range g.info {
		if i > 0 {
			v += "+"
		}
		v += info.Version
	}
	return v
}

// Len returns the number of rows; rows are 0 to Len-1. Rows hidden by an
// upper layer are among them.
func (g *Gazetteer) Len() int { return len(g.id) }

// ID returns the row's lasting id.
func (g *Gazetteer) ID(r Row) mentionmap.PlaceID { return g.id[r] }

// Lon returns the longitude in degrees.
func (g *Gazetteer) Lon(r Row) float64 { return degrees(g.lon[r]) }

// Lat returns the latitude in degrees.
func (g *Gazetteer) Lat(r Row) float64 { return degrees(g.lat[r]) }

func degrees(v int32) float64 { return float64(v) / (1 / positionUnit) }

// Population returns the population, 0 if it is not known.
func (g *Gazetteer) Population(r Row) int64 { return int64(g.population[r]) }

// Kind returns the sort of place.
func (g *Gazetteer) Kind(r Row) mentionmap.Kind { return mentionmap.Kind(g.kind[r]) }

// Feature returns the GeoNames feature code, "" if there is none.
func (g *Gazetteer) Feature(r Row) string { return g.tables.Features[g.feature[r]] }

// Country returns the ISO 3166-1 alpha-2 code, "" for seas, wide areas ….
func (g *Gazetteer) Country(r Row) string { return g.tables.Countries[g.country[r]] }

// CountryNumber numbers the row's country, as Countries lists them.
func (g *Gazetteer) CountryNumber(r Row) CountryNumber { return CountryNumber(g.country[r]) }

// Countries lists the codes of the countries by their numbers. It is shared:
// nobody may change it.
func (g *Gazetteer) Countries() []string { return g.tables.Countries }

// CountryNumber is a country's place in an opened gazetteer's list.
type CountryNumber uint8

// Admin1 returns the region the place lies in, else None.
func (g *Gazetteer) Admin1(r Row) Row { return g.admin1[r] }

// Admin2 returns the district the place lies in, else None.
func (g *Gazetteer) Admin2(r Row) Row { return g.admin2[r] }

// CapitalRank says what the place is the seat of.
func (g *Gazetteer) CapitalRank(r Row) CapitalRank { return rankOf(g.Feature(r)) }

// Code returns the ISO 3166 code of a country or region, "" if it has none.
func (g *Gazetteer) Code(r Row) string { return g.code[r] }

// ByCode returns the country (alpha-2) or region (ISO 3166-2) with the code.
func (g *Gazetteer) ByCode(code string) (Row, bool) {
	r, ok := g.byCode[code]
	return r, ok
}

// ByID returns the row with the id, or the row that replaced it.
func (g *Gazetteer) ByID(id mentionmap.PlaceID) (Row, bool) {
	if r, ok := g.replaces[id]; ok {
		return r, true
	}
	for _, part := range g.parts {
		if i, ok := slices.BinarySearch(g.id[part.from:part.to], id); ok {
			return g.current(Row(part.from + i)), true
		}
	}
	return None, false
}

// names returns the range of the row's names.
func (g *Gazetteer) names(r Row) (from, to uint32) { return g.firstName[r], g.firstName[r+1] }

func (g *Gazetteer) nameText(name uint32) string { return g.text[g.textAt[name]:g.textAt[name+1]] }

// Name returns the main name.
func (g *Gazetteer) Name(r Row) string { return g.nameText(g.firstName[r]) }

// Label returns the current name in a language, else the main name. A name in
// Cyrillic letters that could be either language's serves uk and ru.
func (g *Gazetteer) Label(r Row, lang string) string {
	from, to := g.names(r)
	unsure := ""
	for i := from; i < to; i++ {
		if NameFlags(g.nameFlags[i])&(NameFormer|NameWeak|NameCode|NameBare|NameLoose) != 0 {
			continue
		}
		switch l := g.tables.Langs[g.nameLang[i]]; {
		case l == lang:
			return g.nameText(i)
		case l == "" && unsure == "" && (lang == "uk" || lang == "ru") && startsCyrillic(g.nameText(i)):
			unsure = g.nameText(i)
		}
	}
	if unsure != "" {
		return unsure
	}
	return g.Name(r)
}

func startsCyrillic(s string) bool { return s != "" && (s[0] == 0xD0 || s[0] == 0xD1 || s[0] == 0xD2) }

// Place returns the row as the noun, with all its names but the weak and loose ones.
func (g *Gazetteer) Place(r Row) mentionmap.Place {
	p := mentionmap.Place{
		ID: g.id[r], Name: g.Name(r), Kind: g.Kind(r), Country: g.Country(r),
		Population: g.Population(r), Lon: g.Lon(r), Lat: g.Lat(r),
	}
	if a := g.admin1[r]; a != None {
		p.Admin1, p.Admin1ID = g.Name(a), g.id[a]
	}
	if a := g.admin2[r]; a != None {
		p.Admin2 = g.Name(a)
	}
	from, to := g.names(r)
	p.Names = make([]mentionmap.Name, 0, to-from-1)
	for i := from + 1; i < to; i++ {
		f := NameFlags(g.nameFlags[i])
		if f&(NameWeak|NameLoose) == 0 {
			p.Names = append(p.Names, mentionmap.Name{
				Text: g.nameText(i), Lang: g.tables.Langs[g.nameLang[i]], Former: f&NameFormer != 0})
		}
	}
	return p
}
