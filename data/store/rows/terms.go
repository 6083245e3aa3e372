package rows

import (
	"slices"
	"strings"
	"unicode"

	"mentionmap/data/store"
)

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\x00", " ")

// Terms reads what a reader typed: words, and phrases in quotes. Nothing he
// types has another meaning or is an error; what holds no letter or digit is left
// out. A word of several words as Words has them (кав’ярня, counter-offensive)
// is a phrase, with the stem of the whole if there is one.
func Terms(typed string) (out []store.Term) {
	add := func(t store.Term) {
		if len(t.Words) > 0 && !slices.ContainsFunc(out, func(had store.Term) bool {
			return slices.Equal(had.Words, t.Words) && slices.Equal(had.Stems, t.Stems)
		}) {
			out = append(out, t)
		}
	}
	for i, part := range strings.Split(quotes.Replace(typed), `"`) {
		if i%2 == 1 {
			add(store.Term{Words: Words(part)})
			continue
		}
		for _, word := range strings.FieldsFunc(part, unicode.IsSpace) {
			add(store.Term{Words: Words(word), Stems: stemsOfTerm(word)})
		}
	}
	return out
}

// stemsOfTerm gives the stems of what is one word but for apostrophes.
func stemsOfTerm(typed string) []string {
	s := stemmers.Get().(*stemmer)
	defer stemmers.Put(s)
	return s.ofOne(typed)
}

// Holds reports whether a sentence, or a title, of a text in a language holds a
// term: its words one after the other, or one of its stems among the words or
// among Stems. It says what Backend.Words must answer.
func Holds(sentence, lang string, t store.Term) bool {
	words := Words(sentence)
	for i := 0; i+len(t.Words) <= len(words); i++ {
		if slices.Equal(words[i:i+len(t.Words)], t.Words) {
			return true
		}
	}
	if len(t.Stems) == 0 {
		return false
	}
	stems := strings.Fields(Stems(sentence, lang))
	return slices.ContainsFunc(t.Stems, func(stem string) bool { return slices.Contains(words, stem) || slices.Contains(stems, stem) })
}
