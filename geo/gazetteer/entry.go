package gazetteer

import (
	"mentionmap"

	"github.com/paulmach/orb"
)

// NameFlags tell what sort of name a name is.
type NameFlags uint8

// The flags. A name without any is an ordinary alternate of its place.
const (
	NameMain   NameFlags = 1 << iota // the place's current main name
	NameFormer                       // no longer in official use
	NameAlias                        // from our own table of aliases: looked at by people
	NameCode                         // an abbreviation: it counts only in its own case, "US" but not "us"
	NameWeak                         // an alternate that mostly means something else; left out unless asked for
	NameBare                         // the bare name of a region or district: "Donetsk" of Donetsk oblast
	NameWord                         // also an ordinary word, a surname or a first name: needs support
	NameLoose                        // a spelling worked out by rule that no source attests: see LooseCandidates
)

// EntryName is a name as a builder takes it.
type EntryName struct {
	Text  string
	Lang  string // ISO 639-1; "" if it cannot be told
	Flags NameFlags
}

// Entry is a place as a builder takes it.
type Entry struct {
	ID         mentionmap.PlaceID
	Names      []EntryName // at least one; the one with NameMain, else the first, is the main name
	Kind       mentionmap.Kind
	Feature    string // GeoNames feature code: PPLC, PPLA, ADM2 …; "" if there is none
	Country    string // ISO 3166-1 alpha-2, or ""
	Code       string // for countries ISO 3166-1 alpha-2, for regions ISO 3166-2 where there is one
	Admin1     mentionmap.PlaceID
	Admin2     mentionmap.PlaceID
	Population int64
	Lon, Lat   float64              // degrees
	Polygon    orb.MultiPolygon     // regions and countries; nil if none
	Replaces   []mentionmap.PlaceID // ids of lower layers that are the same place
}

// CapitalRank says what a settlement is the seat of.
type CapitalRank uint8

// The ranks.
const (
	NoSeat       CapitalRank = iota
	SeatOfLess               // of a unit below the second level
	SeatOfSecond             // of a district
	SeatOfFirst              // of a region
	SeatOfState              // a national capital
)

// rankOf reads the rank from a GeoNames feature code.
func rankOf(feature string) CapitalRank {
	switch feature {
	case "PPLC":
		return SeatOfState
	case "PPLA", "PPLG":
		return SeatOfFirst
	case "PPLA2":
		return SeatOfSecond
	case "PPLA3", "PPLA4", "PPLA5":
		return SeatOfLess
	}
	return NoSeat
}
