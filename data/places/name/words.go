package name

import (
	_ "embed"
	"strings"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

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

// wordsFrom is the population from which a place may bear the name of a
// function word: nobody means the village of Us.
const wordsFrom = 100_000

// MarkWords marks names that are ordinary words or people's names, save of
// countries and of what people have looked at.
func MarkWords(e *gazetteer.Entry) {
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
