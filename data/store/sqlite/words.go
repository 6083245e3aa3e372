package sqlite

import (
	"strings"
	"unicode"
)

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\x00", " ")

// matchOf turns what a reader typed into an FTS5 expression: all words must
// stand in the post, those in quotes next to each other. Nothing he types has
// another meaning or is an error; what holds no letter or digit is left out. ""
// means that there is nothing to look for.
func matchOf(typed string) string {
	var terms []string
	for i, part := range strings.Split(quotes.Replace(typed), `"`) {
		words := []string{part}
		if i%2 == 0 { // outside of quotes
			words = strings.FieldsFunc(part, unicode.IsSpace)
		}
		for _, w := range words {
			if strings.ContainsFunc(w, isWordRune) {
				terms = append(terms, `"`+w+`"`)
			}
		}
	}
	return strings.Join(terms, " ")
}

// isWordRune tells what FTS5's tokenizer unicode61 keeps: letters and numbers.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
