package toponym

import "strings"

// ending is how a case of a noun or adjective ends, and what its nominative
// may end in instead, likeliest first. Words are folded: і stands for ї, е for ё.
type ending struct {
	of string
	to []string
}

// closed marks a nominative that ends in a consonant: before it о, е and є
// may stand for an і (Харкова, Харків; Ірпеня, Ірпінь).
const closed = "0"

// ukrainianEndings are the cases of Ukrainian names of towns, rivers and
// countries: nouns, nouns in the plural, and adjectives used as names.
var ukrainianEndings = []ending{
	{"ього", []string{"є", "ій"}}, {"ьому", []string{"є", "ій"}}, {"ого", []string{"е", "ий", closed}}, {"ому", []string{"е", "ий", closed}},
	{"ові", []string{closed}}, {"еві", []string{closed + "ь"}}, {"ами", []string{"и", "і"}}, {"ями", []string{"і"}}, {"ими", []string{"і"}},
	{"ії", []string{"ія"}}, {"ці", []string{"ка", "ця", "к"}}, {"озі", []string{"іг", "ога"}}, {"зі", []string{"га", "за"}}, {"сі", []string{"са", "ха"}},
	{"оі", []string{"а", "ой"}}, {"ій", []string{"а", "я"}}, {"им", []string{"е", "ий", "і", closed}}, {"ім", []string{"е", "ий", "є", "ій", closed}}, {"их", []string{"і"}},
	{"ссю", []string{"сь"}}, {"ою", []string{"а"}}, {"ею", []string{"я", "а"}}, {"єю", []string{"я"}}, {"ом", []string{closed, "о"}}, {"ем", []string{closed + "ь", "е", closed}}, {"єм", []string{"й"}},
	{"ах", []string{"и", "і"}}, {"ях", []string{"і"}}, {"ам", []string{"и", "і"}}, {"ям", []string{"я", "і"}}, {"ів", []string{"и", "і"}},
	{"а", []string{closed, "о", "е"}}, {"я", []string{closed + "ь", "й", "е"}}, {"у", []string{closed, "а", "о"}}, {"ю", []string{"я", closed + "ь", "й", "е"}},
	{"і", []string{closed, "а", "я", closed + "ь", "о", "е", "й"}}, {"и", []string{"а"}}, {"", []string{"и"}},
}

// russianEndings are the same of Russian names.
var russianEndings = []ending{
	{"ого", []string{"ое", "ый", "ий", "ой"}}, {"его", []string{"ее", "ий"}}, {"ому", []string{"ое", "ый", "ий"}}, {"ему", []string{"ее", "ий"}},
	{"ыми", []string{"ые"}}, {"ими", []string{"ие"}}, {"ами", []string{"ы", "и"}}, {"ями", []string{"и"}},
	{"ца", []string{"ец"}}, {"цу", []string{"ец"}}, {"це", []string{"ец"}}, {"цем", []string{"ец"}}, {"ьца", []string{"ец"}}, {"ьце", []string{"ец"}},
	{"ья", []string{"ье"}}, {"ью", []string{"ье", "ь"}}, {"ьем", []string{"ье"}}, {"ым", []string{"ое", "ый", "ые", ""}}, {"им", []string{"ое", "ий", "ие"}},
	{"ых", []string{"ые"}}, {"их", []string{"ие"}}, {"ую", []string{"ая"}}, {"юю", []string{"яя"}}, {"ой", []string{"а", "ая"}}, {"ою", []string{"а"}}, {"ей", []string{"я", "а", "яя"}},
	{"ом", []string{"", "о", "ое", "ый", "ий", "ой"}}, {"ем", []string{"ь", "", "е", "ее", "й", "ий"}}, {"ов", []string{"ы", "и"}}, {"ам", []string{"ы", "и"}}, {"ах", []string{"ы", "и"}},
	{"ям", []string{"и"}}, {"ях", []string{"и"}}, {"а", []string{"", "о"}}, {"я", []string{"ь", "й", "е"}}, {"у", []string{"", "а", "о"}}, {"ю", []string{"я", "ь", "й", "е"}},
	{"е", []string{"а", "", "я", "ь", "о", "й"}}, {"ы", []string{"а"}}, {"и", []string{"а", "я", "ь", "й"}}, {"", []string{"ы"}},
}

// leastStem is the least that is left of a name without its ending, leastCase
// the shortest word that is taken for a case, in bytes; a Cyrillic letter has two.
const leastStem, leastCase = 2, 6

// nominatives appends what a folded word may be a case of, likeliest first.
func nominatives(dst []string, word string, table []ending) []string {
	for i := range table {
		stem, ok := strings.CutSuffix(word, table[i].of)
		if !ok || len(stem) < leastStem {
			continue
		}
		for _, to := range table[i].to {
			rest, shut := strings.CutPrefix(to, closed)
			if shut && endsInVowel(stem) {
				continue
			}
			dst = append(dst, stem+rest)
			if other, ok := narrowed(stem); shut && ok {
				dst = append(dst, other+rest)
			}
		}
	}
	return dst
}

func endsInVowel(stem string) bool {
	return strings.ContainsAny(stem[len(stem)-2:], "аеиіоуєюяыэ")
}

// narrowed turns the last о, е or є of a stem, before its closing consonants,
// into і.
func narrowed(stem string) (string, bool) {
	for i := len(stem) - 2; i >= 2; i -= 2 {
		switch stem[i : i+2] {
		case "о", "е", "є":
			return stem[:i] + "і" + stem[i+2:], i < len(stem)-2
		case "а", "и", "і", "у", "ю", "я", "ы", "э":
			return "", false
		}
	}
	return "", false
}

// adjectiveCases are the endings of adjectives; before them stands ськ, цьк,
// зьк, ск or цк.
var adjectiveCases = [...]string{"ого", "ому", "ими", "ыми", "ий", "им", "ім", "ої", "оі", "ій", "ою", "их", "ой", "ом", "ую", "ая", "ое", "ие", "ым", "у", "а", "е", "і"}

// adjectiveStem cuts the ending off a folded adjective that is made of a
// place's name: "донецьк" of "донецькій".
func adjectiveStem(word string) (stem string, ukrainian, ok bool) {
	for _, e := range adjectiveCases {
		stem, ok := strings.CutSuffix(word, e)
		if !ok || len(stem) < leastStem {
			continue
		}
		if strings.HasSuffix(stem, "ьк") {
			return stem, true, true
		}
		if strings.HasSuffix(stem, "ск") || strings.HasSuffix(stem, "цк") {
			return stem, false, true
		}
	}
	return "", false, false
}

// derivations are how adjectives of towns end, and the town instead; an empty
// end is the stem itself.
var derivations = []ending{
	{"великоновоселковск", []string{"великая новоселка"}}, {"великоновосілківськ", []string{"велика новосілка"}},
	{"краснолиманськ", []string{"красний лиман"}}, {"краснолиманск", []string{"красный лиман"}},
	{"ізьк", []string{"іжжя", "іг"}}, {"ожск", []string{"ожье"}}, {"пільськ", []string{"піль", "поле"}}, {"польск", []string{"поль", "полье"}},
	{"івськ", []string{"ів", "івка", "ове", "еве", "ово"}}, {"овск", []string{"ов", "овка", "ово"}}, {"евск", []string{"ев", "евка", "ево"}}, {"ївськ", []string{"ївка"}},
	{"анськ", []string{"а", "ань"}}, {"анск", []string{"а", "ань"}}, {"инськ", []string{"инка", "ине", "а"}}, {"инск", []string{"инка", "ино", "а"}},
	{"ськ", []string{"", "а", "я", "ь", "и", "і", "о", "са", "ка", "е"}}, {"ск", []string{"", "а", "я", "ь", "ы", "и", "о", "са", "ка"}}, {"цьк", []string{"ка", "ця", "к"}}, {"цк", []string{"ка", "ца", "к"}},
	{"", []string{"", "е", "ое"}},
}

// towns appends the towns that an adjective's stem may be made of.
func towns(dst []string, stem string) []string {
	dst = append(dst, stem)
	for i := range derivations {
		if base, ok := strings.CutSuffix(stem, derivations[i].of); ok {
			for _, to := range derivations[i].to {
				dst = append(dst, base+to)
			}
		}
	}
	return dst
}
