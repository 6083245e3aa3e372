package locate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentionmap"
	"mentionmap/geo/gazetteer"
)

// warNews is real war news, repeated to a size.
func warNews(b *testing.B, size int) string {
	b.Helper()
	files, _ := filepath.Glob("../../../shared/seeds/*.txt")
	var text strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(data)
		text.WriteString("\n\n")
	}
	if text.Len() == 0 {
		b.Skip("needs ../shared/seeds")
	}
	return strings.Repeat(text.String(), size/text.Len()+1)
}

func BenchmarkLocate(b *testing.B) {
	text := warNews(b, 100_000)
	l := locator(b)
	doc := mentionmap.Document{Text: text, Published: mentionmap.NoStamp}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		l.Locate(doc, nil, Want{})
	}
}

// BenchmarkMatcher is the bare matcher: words, and the longest name at each
// capitalised one.
func BenchmarkMatcher(b *testing.B) {
	text := warNews(b, 100_000)
	g, err := embedded()
	if err != nil {
		b.Fatal(err)
	}
	var tokens []gazetteer.Token
	var matches []gazetteer.Match
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tokens = gazetteer.Tokenize(text, tokens[:0])
		for i := range tokens {
			if tokens[i].Flags&gazetteer.Capitalised != 0 {
				matches = g.Match(text, tokens[i:min(i+12, len(tokens))], matches[:0])
			}
		}
	}
}
