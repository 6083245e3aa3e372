package name

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap/geo/gazetteer"
)

// near are Ukraine and the countries around, whose places keep all their
// alternates, however small.
var near = map[string]bool{"UA": true, "RU": true, "BY": true, "MD": true, "PL": true, "RO": true, "SK": true, "HU": true,
	"LT": true, "LV": true, "EE": true, "GE": true}

// Near reports Ukraine (ISO 3166-1 alpha-2) and the countries around it.
func Near(country string) bool { return near[country] }

// alternatesFrom is the population from which towns elsewhere keep theirs.
const alternatesFrom = 15000

// Place is what a list says of a place, as far as its names hang on it.
type Place struct {
	Main       string
	Others     []string
	Country    string // ISO 3166-1 alpha-2
	Population int64
}

// Choose returns the place's names, the main one first, with their language
// and flags. What reads like no name is left out.
func (p *Place) Choose() []gazetteer.EntryName {
	e := &gazetteer.Entry{}
	Add(e, "", gazetteer.NameMain, Clean(p.Main))
	if !near[p.Country] && p.Population < alternatesFrom {
		return e.Names
	}
	for _, text := range likestFirst(p.Others, p.Main) {
		if n, ok := p.Alternate(text); ok {
			e.Names = append(e.Names, n)
		}
	}
	return e.Names
}

// Alternate makes a name of an alternate; ok is false if it reads like none.
func (p *Place) Alternate(text string) (n gazetteer.EntryName, ok bool) {
	text = Clean(text)
	if !usable(text) {
		return n, false
	}
	return gazetteer.EntryName{Text: text, Lang: p.lang(text), Flags: p.flags(text)}, true
}

// Add appends names that an entry does not have yet. An empty language is
// told by the letters. "-99" stands for nothing in Natural Earth.
func Add(e *gazetteer.Entry, lang string, flags gazetteer.NameFlags, texts ...string) {
	for _, t := range texts {
		if t == "" || t == "-99" || slices.ContainsFunc(e.Names, func(n gazetteer.EntryName) bool { return n.Text == t }) {
			continue
		}
		l := lang
		if l == "" {
			l = gazetteer.GuessLang(t)
		}
		e.Names = append(e.Names, gazetteer.EntryName{Text: t, Lang: l, Flags: flags})
	}
}

// likestFirst orders names by likeness to the main one, so that, of several in
// one alphabet, the first is a good label.
func likestFirst(names []string, main string) []string {
	want := gazetteer.Fold(main)
	type likened struct {
		name     string
		likeness int
	}
	list := make([]likened, len(names))
	for i, n := range names {
		list[i] = likened{n, commonPairs(gazetteer.Fold(romanise(n, &press)), want)}
	}
	slices.SortStableFunc(list, func(a, b likened) int { return cmp.Compare(b.likeness, a.likeness) })
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = l.name
	}
	return out
}

// commonPairs is Dice's coefficient of the pairs of letters, in percent.
func commonPairs(a, b string) int {
	if len(a) < 2 || len(b) < 2 {
		return 0
	}
	pairs := map[string]int{}
	for i := range len(a) - 1 {
		pairs[a[i:i+2]]++
	}
	common := 0
	for i := range len(b) - 1 {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			common++
		}
	}
	return 200 * common / (len(a) + len(b) - 2)
}

// lang leaves plain Latin letters open: most languages use them. Far from
// Ukraine the Cyrillic letters of Russian may be any language's.
func (p *Place) lang(text string) string {
	lang := gazetteer.GuessLang(text)
	if lang == "en" || lang == "ru" && !near[p.Country] {
		return ""
	}
	return lang
}

// Clean drops what stands in brackets, and marks of stress.
func Clean(s string) string {
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	return strings.TrimSpace(strings.ReplaceAll(s, "\u0301", ""))
}

// usable reports an alternate in Latin letters, or in those of Ukrainian,
// Russian or Belarusian, that reads like a name: it begins with a capital, has
// three letters or more and no digits.
func usable(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(s) < 3 || len(s) > 60 {
		return false
	}
	latin, cyrillic := false, false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			return false
		case unicode.Is(unicode.Latin, r):
			latin = true
		case strings.ContainsRune(ourCyrillic, unicode.ToLower(r)):
			cyrillic = true
		case unicode.IsLetter(r) && r != 'ʼ' && r != 'ʹ':
			return false
		}
	}
	return latin != cyrillic
}

const ourCyrillic = "абвгґдеєёжзиіїйклмнопрстуўфхцчшщьыэюя"

// flags marks alternates that mostly mean something else: codes, ordinary
// words, people's names, what is too short to be told.
func (p *Place) flags(text string) gazetteer.NameFlags {
	folded := gazetteer.Fold(text)
	letters := utf8.RuneCountInString(folded)
	switch {
	case ordinary[folded], never[folded], isCode(text), letters < 4 && gazetteer.GuessLang(text) == "en":
		return gazetteer.NameWeak
	case letters < 5 && gazetteer.GuessLang(text) == "en" && p.Country != "UA" && !closeTo(folded, gazetteer.Fold(p.Main)):
		return gazetteer.NameWeak
	}
	return 0
}

// isCode reports capitals only, or capitals around a small s: IATA, CARs.
func isCode(s string) bool {
	capitals, small := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			small++
		}
	}
	return small == 0 && capitals < 6 || capitals > 1 && small <= 1 && !strings.Contains(s, " ")
}

// closeTo reports names that begin with the same two letters.
func closeTo(a, b string) bool { return len(a) > 1 && len(b) > 1 && a[:2] == b[:2] }
