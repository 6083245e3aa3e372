package post

import (
	"strings"
	"testing"

	"mentionmap"
)

// shapes are texts that would be slow if the work grew faster than the text.
var shapes = map[string]string{
	"prose":       "Shelling was reported near the town on Tuesday, and two bridges were closed until further notice.\n",
	"date lines":  "5 January 2023\n",
	"clocks":      "11:46\nA short line of text.\n",
	"signatures":  "A title of some length here\nText of the post.\nAnn Lee22 January 2025 11:46\n",
	"partials":    "On January 5 the town was shelled.\n",
	"same lines":  "The very same line again and again\n",
	"one line":    "On January 5 the town was shelled. ",
	"sites":       "www.site.org\nA title of some length here\n5 Jan 2023\nText.\n",
	"labels":      "Published :\n",
	"empty lines": "A title of some length here\n\n\n",
	"elapsed":     "After nine months of war. ",
	"digits":      "1234567890123456789",
	"quotes":      "“‘’”",
}

func BenchmarkSplit(b *testing.B) {
	for name, shape := range shapes {
		text := strings.Repeat(shape, (2<<20)/len(shape))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
			for b.Loop() {
				split(&doc)
			}
		})
	}
}
