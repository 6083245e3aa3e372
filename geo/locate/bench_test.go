package locate

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentionmap"
	"mentionmap/geo/gazetteer"
	"mentionmap/seeds"
	"mentionmap/text/when"
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

// BenchmarkDates times the scanner of dates and the whole locator on the demo
// corpus, in turn, and reports the scanner's share and speed.
func BenchmarkDates(b *testing.B) {
	var text strings.Builder
	err := fs.WalkDir(seeds.Corpus, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(seeds.Corpus, name)
		text.Write(data)
		return err
	})
	if err != nil || text.Len() == 0 {
		b.Fatal(err)
	}
	l := locator(b)
	doc := mentionmap.Document{Text: text.String(), Published: mentionmap.NoStamp}
	var found []when.Expression
	var scanning, locating time.Duration
	for b.Loop() {
		start := time.Now()
		found = when.Scan(found[:0], doc.Text)
		scanned := time.Now()
		l.Locate(doc, nil, Want{})
		scanning, locating = scanning+scanned.Sub(start), locating+time.Since(scanned)
	}
	b.ReportMetric(100*scanning.Seconds()/locating.Seconds(), "%_of_locator")
	b.ReportMetric(float64(b.N)*float64(text.Len())/1e6/scanning.Seconds(), "scan_MB/s")
}
