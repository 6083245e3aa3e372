package toponym

// feature names a fact about a name that speaks for or against a place.
type feature uint8

// The features, in the order of weights.
const (
	fBias feature = iota
	fCountry
	fCode
	fRegion
	fCapital
	fSeat
	fMillion
	fBig
	fTown
	fTiny
	fWide
	fAlias
	fMain
	fAlternate
	fHome
	fWord
	fManyWords
	fShort
	fUnknown
	fFirstName
	fPersonAround
	fPersonKnown
	fPersonMuch
	fSurname
	fCapitalBefore
	fCapitalAfter
	fInOrg
	fUnitAfter
	fGearAfter
	fPaperAfter
	fHyphened
	fTreaty
	fArticle
	fNotPlace
	fLocative
	fMotion
	fDirection
	fPart
	fTownOf
	fHeadAfter
	fContainer
	fListed
	fOwner
	fSentenceStart
	fSmallToo
	fCalendar
	fFunction
	fGeneric
	fShouted
	fStateShort
	fAcronym
	fSayAfter
	fDateline
	fPrefixed
	fSupported
	fAge
	fPersonFull
	fShip
	fAmongPlaces
	fSlavicTown
	fCount
)

// weights is the table of named weights: what a feature is called and how
// much it adds. Set by hand on war news; the trained weights add to them.
var weights = [fCount]struct {
	name   string
	weight float32
}{
	fBias:          {"start", -0.6},
	fCountry:       {"a country bears the name", 4.5},
	fCode:          {"an abbreviation in its own case", 1},
	fRegion:        {"a region bears the name", 1.5},
	fCapital:       {"a national capital bears the name", 2.2},
	fSeat:          {"the seat of a region bears the name", 0.8},
	fMillion:       {"a city of a million", 0.8},
	fBig:           {"a city of 100,000", 1.2},
	fTown:          {"a town of 5,000", 0.4},
	fTiny:          {"a village abroad", -0.8},
	fWide:          {"a sea, a river, a wide area or a facility bears the name", 1.8},
	fAlias:         {"a name looked at by people", 1.2},
	fMain:          {"the main name of a place", 0.6},
	fAlternate:     {"only an alternate name", -0.8},
	fHome:          {"a place in the countries of the news", 1.2},
	fWord:          {"also an ordinary word, a surname or a first name", -1.6},
	fManyWords:     {"more than one word", 1},
	fShort:         {"three letters or fewer", -1.5},
	fUnknown:       {"not in the gazetteer", -0.5},
	fFirstName:     {"a first name", -0.8},
	fPersonAround:  {"part of a person's name", -8},
	fPersonKnown:   {"a person of this document bears the name", -2.2},
	fPersonMuch:    {"a person of this document often bears the name", -1.2},
	fSurname:       {"ends as family names do", -0.6},
	fCapitalBefore: {"a capitalised word before it", -1.6},
	fCapitalAfter:  {"a capitalised word after it", -2},
	fInOrg:         {"inside the name of an organisation", -20},
	fUnitAfter:     {"a military unit", -8},
	fGearAfter:     {"a weapon or vehicle", -6},
	fPaperAfter:    {"a newspaper or channel", -20},
	fHyphened:      {"joined by a hyphen to a word that is no place", -6},
	fTreaty:        {"a treaty or the like named by where it was signed", -20},
	fArticle:       {"'the' before a name that takes none", -1.6},
	fNotPlace:      {"a group or brand of the same name", -8},
	fLocative:      {"in, at, near … before it", 1.6},
	fMotion:        {"to, from, towards … before it", 0.8},
	fDirection:     {"north, eastern … before it", 1.4},
	fPart:          {"central, outskirts … before it", 1},
	fTownOf:        {"'the village of' before it", 4},
	fHeadAfter:     {"its generic word: region, airport …", 3},
	fContainer:     {"the region or country that holds it stands beside it", 2.5},
	fListed:        {"in a list of places", 0.8},
	fOwner:         {"a country's possessive before it", 0.8},
	fSentenceStart: {"begins a sentence and may be an ordinary word", -0.8},
	fSmallToo:      {"also written small in this document", -2.5},
	fCalendar:      {"a month or weekday", -6},
	fFunction:      {"a function word", -6},
	fGeneric:       {"a generic word alone", -6},
	fShouted:       {"in a line of capitals", -0.4},
	fAcronym:       {"capitals that are no abbreviation of a place", -3},
	fStateShort:    {"a state's short name after a town's", 8},
	fSayAfter:      {"a verb of saying after it", 0.2},
	fDateline:      {"at the head of an agency report", 3},
	fPrefixed:      {"'pro-', 'anti-' before it", 2.5},
	fSupported:     {"surely a place elsewhere in the document", 1.2},
	fAge:           {"an age after it", -8},
	fPersonFull:    {"a person of this document bears it after a rank and a first name", -3},
	fShip:          {"a ship of this document bears the name", -20},
	fAmongPlaces:   {"an unknown word in a list of places", 3.2},
	fSlavicTown:    {"an unknown word that ends as Slavic towns do, after 'near' and the like", 2},
}
