package main

import (
	_ "embed"
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
	for _, text := range c.others {
		text = cleanName(text)
		if !usable(text) {
			continue
		}
		named(e, alternateLang(text), alternateFlags(c, text), text)
	}
	return e.Names
}

// alternateLang leaves plain Latin letters open: most languages use them.
func alternateLang(text string) string {
	if lang := gazetteer.GuessLang(text); lang != "en" {
		return lang
	}
	return ""
}

// cleanName drops what stands in brackets, and marks of stress.
func cleanName(s string) string {
	if i := strings.IndexAny(s, "(["); i > 0 {
		s = s[:i]
	}
	return strings.TrimSpace(strings.ReplaceAll(s, "\u0301", ""))
}

// usable reports an alternate in Latin or Cyrillic letters that reads like a
// name: it begins with a capital, has three letters or more and no digits.
func usable(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(s) < 3 || len(s) > 60 {
		return false
	}
	for _, r := range s {
		if unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Cyrillic) {
			return false
		}
	}
	return true
}

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
