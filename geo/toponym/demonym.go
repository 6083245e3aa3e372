package toponym

import (
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// Demonyms maps the words for people and things of a place to the place.
type Demonyms struct {
	rows    map[uint64]gazetteer.Row
	known   wordSet             // of the keys of rows: most words are none of them
	garbled map[uint64][]string // countries, by their names with a letter left out
}

// NewDemonyms looks up the places of the table of demonyms.
func NewDemonyms(g *gazetteer.Gazetteer) *Demonyms {
	d := &Demonyms{rows: make(map[uint64]gazetteer.Row, 4096)}
	for _, line := range strings.Split(strings.TrimSpace(demonymTable), "\n") {
		place, list, _ := strings.Cut(strings.TrimSpace(line), ":")
		row := demonymPlace(g, place)
		if row == gazetteer.None {
			continue
		}
		for _, word := range strings.Split(list, ",") {
			for _, form := range [2]string{strings.TrimSpace(word), strings.TrimSpace(word) + "s"} {
				d.rows[phraseHash(form)] = row
			}
		}
	}
	d.addCyrillic(g)
	d.addGarbled(g)
	const size = 1 << 12
	d.known.reset(size)
	for key := range d.rows {
		d.known.add(key)
	}
	return d
}

// demonymPlace finds a country by its code, another place by its name.
func demonymPlace(g *gazetteer.Gazetteer, place string) gazetteer.Row {
	if row, ok := g.ByCode(place); ok {
		return row
	}
	tokens := gazetteer.Tokenize(place, nil)
	n, set := g.Longest(place, tokens)
	if n == 0 || n != len(tokens) {
		return gazetteer.None
	}
	for _, c := range g.Candidates(set, place, nil) {
		wide := g.Kind(c.Row) == mentionmap.Area || g.Kind(c.Row) == mentionmap.Region
		if wide || g.Population(c.Row) > 1_000_000 {
			return c.Row
		}
	}
	return gazetteer.None
}

func phraseHash(phrase string) uint64 {
	var h uint64
	for _, w := range strings.Fields(phrase) {
		h = h*31 + gazetteer.Hash(w)
	}
	return h
}

// demonym finds the demonym at token i, the longest: the place, and where the
// words end; 0 if there is none.
func (f *Finder) demonym(i, end int32) (row gazetteer.Row, to int32) {
	t := &f.Text
	if f.Peoples == nil || !t.Capital(int(i)) {
		return gazetteer.None, 0
	}
	one := t.Tokens[i].Hash
	if i+1 < end && t.spaced(int(i)+1) {
		if row, ok := f.Peoples.row(one*31 + t.Tokens[i+1].Hash); ok {
			return row, i + 2
		}
	}
	if t.Tokens[i].Flags&gazetteer.Clitic == 0 {
		if row, ok := f.Peoples.row(one); ok {
			return row, i + 1
		}
	}
	return gazetteer.None, 0
}

// row looks a phrase's hash up.
func (d *Demonyms) row(key uint64) (row gazetteer.Row, ok bool) {
	if d.known.has(key) {
		row, ok = d.rows[key]
	}
	return row, ok
}

func (f *Finder) people(from, to int32, row gazetteer.Row) Name {
	lo := int32(len(f.Places))
	f.Places = append(f.Places, gazetteer.Candidate{Row: row, Flags: gazetteer.NameAlias})
	return Name{From: from, To: to, CoreFrom: from, CoreTo: to, Set: NoSet, Lo: lo, Hi: lo + 1,
		Signs: DemonymName, Kind: f.Gazetteer.Kind(row), Score: 1}
}

// demonymTable: a country's ISO code or a place's name, then its adjectives
// and the words for its people; the plural in s is made.
const demonymTable = `
AF: Afghan, Afghani
AL: Albanian
DZ: Algerian
AD: Andorran
AO: Angolan
AR: Argentine, Argentinian, Argentinean
AM: Armenian
AU: Australian, Aussie
AT: Austrian
AZ: Azerbaijani, Azeri
BS: Bahamian
BH: Bahraini
BD: Bangladeshi
BB: Barbadian
BY: Belarusian, Belarussian, Byelorussian
BE: Belgian
BZ: Belizean
BJ: Beninese
BT: Bhutanese
BO: Bolivian
BA: Bosnian
BW: Botswanan
BR: Brazilian
BG: Bulgarian
KH: Cambodian
CM: Cameroonian
CA: Canadian
CF: Central African
TD: Chadian
CL: Chilean
CN: Chinese
CO: Colombian
CD: Congolese
CR: Costa Rican
HR: Croatian, Croat
CU: Cuban
CY: Cypriot
CZ: Czech
DK: Danish, Dane
DJ: Djiboutian
DO: Dominican
NL: Dutch, Dutchman
EC: Ecuadorian, Ecuadorean
EG: Egyptian
SV: Salvadoran, Salvadorian
ER: Eritrean
EE: Estonian
ET: Ethiopian
FJ: Fijian
FI: Finnish, Finn
FR: French, Frenchman, Frenchwoman, Frenchmen
GA: Gabonese
GM: Gambian
GE: Georgian
DE: German
GH: Ghanaian
GR: Greek
GD: Grenadian
GT: Guatemalan
GN: Guinean
GY: Guyanese
HT: Haitian
HN: Honduran
HU: Hungarian
IS: Icelandic, Icelander
IN: Indian
ID: Indonesian
IR: Iranian
IQ: Iraqi
IE: Irish, Irishman
IL: Israeli
IT: Italian
CI: Ivorian
JM: Jamaican
JP: Japanese
JO: Jordanian
KZ: Kazakh, Kazakhstani
KE: Kenyan
KP: North Korean
KR: South Korean
XK: Kosovar, Kosovan
KW: Kuwaiti
KG: Kyrgyz
LA: Laotian
LV: Latvian
LB: Lebanese
LR: Liberian
LY: Libyan
LI: Liechtensteiner
LT: Lithuanian
LU: Luxembourgish
MK: Macedonian
MG: Malagasy
MW: Malawian
MY: Malaysian
MV: Maldivian
ML: Malian
MT: Maltese
MR: Mauritanian
MU: Mauritian
MX: Mexican
MD: Moldovan, Moldavian
MN: Mongolian
ME: Montenegrin
MA: Moroccan
MZ: Mozambican
MM: Burmese
NA: Namibian
NP: Nepali, Nepalese
NZ: New Zealander
NI: Nicaraguan
NE: Nigerien
NG: Nigerian
NO: Norwegian
OM: Omani
PK: Pakistani
PS: Palestinian
PA: Panamanian
PG: Papua New Guinean
PY: Paraguayan
PE: Peruvian
PH: Filipino, Philippine, Filipina
PL: Polish, Pole
PT: Portuguese
PR: Puerto Rican
QA: Qatari
RO: Romanian
RU: Russian
RW: Rwandan
SA: Saudi, Saudi Arabian
SN: Senegalese
RS: Serbian, Serb
SL: Sierra Leonean
SG: Singaporean
SK: Slovak, Slovakian
SI: Slovenian, Slovene
SO: Somali, Somalian
ZA: South African
SS: South Sudanese
ES: Spanish, Spaniard
LK: Sri Lankan
SD: Sudanese
SR: Surinamese
SE: Swedish, Swede
CH: Swiss
SY: Syrian
TW: Taiwanese
TJ: Tajik
TZ: Tanzanian
TH: Thai
TL: Timorese
TG: Togolese
TT: Trinidadian
TN: Tunisian
TR: Turkish, Turk
TM: Turkmen
UG: Ugandan
UA: Ukrainian
AE: Emirati
GB: British, Briton, Brit, English, Englishman, Scottish, Scot, Welsh
US: American
UY: Uruguayan
UZ: Uzbek
VE: Venezuelan
VN: Vietnamese
YE: Yemeni
ZM: Zambian
ZW: Zimbabwean
RU-CE: Chechen
RU-DA: Dagestani
Crimea: Crimean
Kurdistan: Kurdish, Kurd
Tibet: Tibetan
Europe: European
Africa: African
Asia: Asian
Siberia: Siberian
Scandinavia: Scandinavian
Balkans: Balkan
Bavaria: Bavarian
Catalonia: Catalan
Sicily: Sicilian
California: Californian
Texas: Texan
Florida: Floridian
Hawaii: Hawaiian
Alaska: Alaskan
Virginia: Virginian
London: Londoner
Paris: Parisian
New York: New Yorker
Moscow: Muscovite
Berlin: Berliner
`
