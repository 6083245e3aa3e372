package main

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// near are Ukraine and the countries around, whose towns keep all their
// alternates, however small.
var near = map[string]bool{"UA": true, "RU": true, "BY": true, "MD": true, "PL": true, "RO": true, "SK": true, "HU": true,
	"LT": true, "LV": true, "EE": true, "GE": true}

// alternatesFrom is the population from which towns elsewhere keep theirs.
const alternatesFrom = 15000

//go:embed words.txt
var wordList string

// never and ordinary are the folded words of the two lists of words.txt.
var never, ordinary = readWords("never:"), readWords("word:")

func readWords(list string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(wordList) {
		if words, ok := strings.CutPrefix(line, list); ok {
			for _, w := range strings.Fields(words) {
				m[gazetteer.Fold(w)] = true
			}
		}
	}
	return m
}

// cityNames chooses among a town's names.
func cityNames(c *city) []gazetteer.EntryName {
	e := &entry{}
	named(e, "", gazetteer.NameMain, cleanName(c.name))
	if !near[c.country] && c.population < alternatesFrom {
		return e.Names
	}
	for _, text := range likestFirst(c.others, c.name) {
		text = cleanName(text)
		if !usable(text) {
			continue
		}
		e.Names = append(e.Names, gazetteer.EntryName{Text: text, Lang: alternateLang(c, text), Flags: alternateFlags(c, text)})
	}
	return e.Names
}

// likestFirst orders names by likeness to the main one, so that, of several in
// one alphabet, the first is a good label.
func likestFirst(names []string, main string) []string {
	want := gazetteer.Fold(main)
	likeness := func(s string) int {
		return commonPairs(gazetteer.Fold(romanise(s, &press)), want)
	}
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(likeness(b), likeness(a)) })
	return names
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

// alternateLang leaves plain Latin letters open: most languages use them. Far
// from Ukraine the Cyrillic letters of Russian may be any language's.
func alternateLang(c *city, text string) string {
	lang := gazetteer.GuessLang(text)
	if lang == "en" || lang == "ru" && !near[c.country] {
		return ""
	}
	return lang
}

// cleanName drops what stands in brackets, and marks of stress.
func cleanName(s string) string {
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

// alternateFlags marks alternates that mostly mean something else: codes,
// ordinary words, people's names, what is too short to be told.
func alternateFlags(c *city, text string) gazetteer.NameFlags {
	folded := gazetteer.Fold(text)
	letters := utf8.RuneCountInString(folded)
	switch {
	case ordinary[folded], never[folded], isCode(text), letters < 4 && gazetteer.GuessLang(text) == "en":
		return gazetteer.NameWeak
	case letters < 5 && gazetteer.GuessLang(text) == "en" && c.country != "UA" && !closeTo(folded, gazetteer.Fold(c.name)):
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

// wordsFrom is the population from which a place may bear the name of a
// function word: nobody means the village of Us.
const wordsFrom = 100_000

// flagNames marks names that are ordinary words or people's names, save of
// countries and of what people have looked at.
func flagNames(e *entry) {
	if e.Kind == mentionmap.Country {
		return
	}
	for i := range e.Names {
		n := &e.Names[i]
		if n.Flags&(gazetteer.NameWeak|gazetteer.NameAlias) != 0 {
			continue
		}
		switch folded := gazetteer.Fold(n.Text); {
		case never[folded] && e.Population < wordsFrom:
			n.Flags |= gazetteer.NameWeak
		case ordinary[folded] || never[folded]:
			n.Flags |= gazetteer.NameWord
		}
	}
}

// demoteNamesakes makes alternates weak that are the main name of a place ten
// times as large elsewhere: "Moscow" may not mean a suburb of something.
func (w *world) demoteNamesakes() {
	largest := map[string]int64{}
	for _, e := range w.byID {
		if e.Kind == mentionmap.Settlement {
			f := gazetteer.Fold(e.Names[0].Text)
			largest[f] = max(largest[f], e.Population)
		}
	}
	for _, e := range w.byID {
		if e.Kind != mentionmap.Settlement || near[e.Country] {
			continue
		}
		for i := range e.Names[1:] {
			n := &e.Names[i+1]
			if n.Flags&gazetteer.NameAlias == 0 && largest[gazetteer.Fold(n.Text)] > 10*(e.Population+1) {
				n.Flags |= gazetteer.NameWeak
			}
		}
	}
}
