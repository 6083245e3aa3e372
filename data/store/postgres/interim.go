package postgres

import (
	"iter"
	"strings"
	"unicode"
)

func words(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func (w *writer) findStories(docs []*document) error {
	for _, d := range docs {
		d.story = d.number
	}
	return nil
}
