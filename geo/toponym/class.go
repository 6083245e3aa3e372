package toponym

import "mentionmap/geo/gazetteer"

// Class is a set of things a word can be, whatever its place in the sentence.
type Class uint64

// The classes. A word can be of several.
const (
	Title        Class = 1 << iota // Mr, General, Sen.: a person's name follows
	Role                           // president, minister, mayor: an office
	FirstName                      // a common first name
	Month                          //
	Weekday                        //
	Stop                           // a function word or a common opener of sentences
	Link                           // of, the, de, on: may stand inside a name
	Locative                       // in, at, near, outside: a place follows
	Motion                         // to, from, towards, into
	Direction                      // north, eastern, north-west
	PartWord                       // central, outskirts, suburb, centre
	Say                            // said, claims, announced
	RegionHead                     // region, oblast, province
	DistrictHead                   // district, raion
	TownHead                       // city, town, village
	FacilityHead                   // airport, bridge, dam
	WaterHead                      // river, sea, lake
	StreetHead                     // street, square
	AreaHead                       // peninsula, basin, mountains, island
	CountryHead                    // republic, federation, kingdom
	AxisHead                       // direction, sector, axis
	OrgHead                        // university, party, bank: a name of its own
	StateHead                      // ministry, army, police, government
	UnitHead                       // regiment, brigade
	GearHead                       // tank, rifle, drone
	Paper                          // Times, Post, News
	EventHead                      // war, crisis, summit
	Surnamish                      // ends as a surname does
	Distance                       // km, miles
	Verb                           // a finite verb that a person or state does
	LiteralVerb                    // verbs whose object or place is meant literally
	Body                           // military, forces, president: what a state has
	Support                        // aid, support, sanctions: what one gives a state
	Kin                            // son, daughter, widow, native …
	Ordinal                        // 4th, first
	Initial                        // a lone capital with a full stop
	Compass                        // north, south: nouns
	BorderWord                     // border, frontier
	Abbrev                         // written with a full stop
	LowerName                      // a place name that is sure even without its capital
	NotPlace                       // names of groups, brands and weapons that places share
	Adjunct                        // nuclear, power, air: between a name and its generic word
	Move                           // go, travel, send, deployment
	Assault                        // attack, strike, shelling
	Ground                         // territory, coast, airspace: what a country has of land
	City                           // mayor, suburb, downtown: only towns have them
	Partner                        // with, against, by: a state is on the other side
	Made                           // made, based, backed: "US-made"
	Treaty                         // Convention, Statute: named by where it was signed
	Origin                         // refugees, flights: they come from a place
	Club                           // Dynamo, Real: a team's name begins
	Deliver                        // send, supply: goods go to a state
	Skipped                        // the, key, Ukrainian: may stand between a preposition and a name
	Vessel                         // cruiser, submarine: a ship's name follows
	Known                          // any word of the lexicon
)

// Has reports whether any of the classes is set.
func (c Class) Has(any Class) bool { return c&any != 0 }

// lexicon maps the hash of a folded word to its classes by open addressing.
type lexicon struct {
	slots []lexeme
	mask  uint64
}

type lexeme struct {
	hash  uint64 // 0: free
	class Class
}

func newLexicon(n int) *lexicon {
	size := 64
	for size < 2*n {
		size *= 2
	}
	return &lexicon{slots: make([]lexeme, size), mask: uint64(size - 1)}
}

func (l *lexicon) add(word string, c Class) {
	h := gazetteer.Hash(word)
	i := h & l.mask
	for l.slots[i].hash != 0 && l.slots[i].hash != h {
		i = (i + 1) & l.mask
	}
	l.slots[i].hash = h
	l.slots[i].class |= c | Known
}

func (l *lexicon) of(h uint64) Class {
	for i := h & l.mask; l.slots[i].hash != 0; i = (i + 1) & l.mask {
		if l.slots[i].hash == h {
			return l.slots[i].class
		}
	}
	return 0
}
