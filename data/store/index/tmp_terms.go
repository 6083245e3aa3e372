package index

import (
	"strings"
	"unicode"

	"mentionmap/data/store"
	"mentionmap/data/store/index/indextest"
)

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\x00", " ")

func termsOf(typed string) (out []store.Term) {
	for i, part := range strings.Split(quotes.Replace(typed), `"`) {
		phrases := []string{part}
		if i%2 == 0 { // outside of quotes
			phrases = strings.FieldsFunc(part, unicode.IsSpace)
		}
		for _, p := range phrases {
			if words := indextest.Fold(p); len(words) > 0 {
				out = append(out, store.Term{Words: words})
			}
		}
	}
	return out
}
