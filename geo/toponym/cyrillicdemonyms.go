package toponym

import (
	"strings"

	"mentionmap/geo/gazetteer"
)

// cyrillicDemonyms: a country's ISO code or a place's name, then the stems of
// its adjectives, Ukrainian and Russian, and after a bar those of the words for its
// people.
const cyrillicDemonyms = `
RU: російськ, российск, русск | росіян, россиян, русськ
UA: українськ, украинск | українц, украинц
BY: білоруськ, белорусск | білорус, белорус
US: американськ, американск | американц
GB: британськ, британск | британц
DE: німецьк, немецк | німц, немц
FR: французьк, французск | француз
PL: польськ, польск | поляк
TR: турецьк, турецк | турк
CN: китайськ, китайск | китайц
KP: північнокорейськ, северокорейск | північнокорейц, северокорейц
IR: іранськ, иранск | іранц, иранц
IL: ізраїльськ, израильск | ізраїльтян, израильтян
HU: угорськ, венгерск | угорц, венгр
RO: румунськ, румынск | румун, румын
MD: молдовськ, молдавск | молдован, молдаван
GE: грузинськ, грузинск | грузин
LT: литовськ, литовск | литовц
LV: латвійськ, латвийск | латиш, латыш
EE: естонськ, эстонск | естонц, эстонц
FI: фінськ, финск | фін, финн
KZ: казахськ, казахстанськ, казахстанск | казах
RU-CE: чеченськ, чеченск | чеченц
Crimea: кримськ, крымск | кримчан, крымчан
Europe: європейськ, европейск | європейц, европейц
`

// peopleEndings are the cases of words for a people.
var peopleEndings = [...]string{"", "и", "і", "ы", "е", "ів", "ов", "ев", "ам", "ям", "ами", "ями", "ах", "ях", "ин", "ина", "ину", "ином"}

// addCyrillic adds the cases of the Ukrainian and Russian demonyms.
func (d *Demonyms) addCyrillic(g *gazetteer.Gazetteer) {
	for _, line := range strings.Split(strings.TrimSpace(cyrillicDemonyms), "\n") {
		place, list, _ := strings.Cut(line, ": ")
		r := demonymPlace(g, place)
		if r == gazetteer.None {
			continue
		}
		adjectives, people, _ := strings.Cut(list, " | ")
		for _, stem := range strings.Split(adjectives, ", ") {
			for _, e := range adjectiveCases {
				d.rows[phraseHash(stem+e)] = r
			}
		}
		for _, stem := range strings.Split(people, ", ") {
			for _, e := range peopleEndings {
				d.rows[phraseHash(stem+e)] = r
			}
		}
	}
}
